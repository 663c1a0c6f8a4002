# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Resize-MemoryMap' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'grows private anonymous memory and keeps its content' {
        $map = New-MemoryMap -Anonymous -Private -Size 64KB
        $map.WriteInt64(64KB - 8, 42)

        $output = Resize-MemoryMap $map -Size 16MB

        [object]::ReferenceEquals($output, $map) | Should -BeTrue
        $map.Length | Should -Be 16MB
        $map.ReadInt64(64KB - 8) | Should -Be 42
        $map.WriteInt64(16MB - 8, 43)
        $map.ReadInt64(16MB - 8) | Should -Be 43
        (Get-MapEntry $map -Offset (16MB - 1)).Permissions | Should -BeExactly 'rw-p'
    }

    It 'shrinks a map and leaves the file as it is' {
        $path = New-TestFile -Bytes ([byte[]] (, 7 * 64KB))
        $map = New-MemoryMap $path -Protection ReadWrite
        $region = $map.Slice(32KB, 8KB)

        $map | Resize-MemoryMap -Size 10000 | Should -Not -BeNullOrEmpty

        $map.Length | Should -Be 10000
        $entry = Get-MapEntry $map
        $entry.End - $entry.Start | Should -Be (3 * $Page)
        (Get-Item $path).Length | Should -Be 64KB
        $map.ReadByte(9999) | Should -Be 7
        $null = Assert-Failure { Read-MappedRegion $region -Length 1 } -Kind RegionOutOfRange -Command Read-MappedRegion -Target $region
        (Resize-MemoryMap $map -Size 64KB).ReadByte(64KB - 1) | Should -Be 7
    }

    It 'keeps the content of a map with an unaligned offset, also when the kernel moves it' {
        $bytes = [byte[]]::new(1MB)
        [System.Random]::new(7).NextBytes($bytes)
        $path = New-TestFile -Bytes $bytes
        $map = New-MemoryMap $path -Offset 1000 -Length 5000

        Resize-MemoryMap $map -Size (1MB - 1000) | Out-Null

        $map.FileOffset | Should -Be 1000
        [System.Linq.Enumerable]::SequenceEqual([byte[]] $map.Read(), [byte[]] $bytes[1000..(1MB - 1)]) | Should -BeTrue
    }

    It 'refuses a length beyond the file without -ResizeFile, and names it' {
        $map = New-MemoryMap (New-TestFile -Size 4KB)
        $record = Assert-Failure { Resize-MemoryMap $map -Size 8KB } -Kind RegionOutOfRange -Command Resize-MemoryMap -Target $map
        $record.ErrorDetails.RecommendedAction | Should -BeLike '*-ResizeFile*'
        $map.Length | Should -Be 4KB
    }

    It 'reaches to the end of a file that has grown, or shrunk, with -ToFile' {
        $path = New-TestFile -Text 'one'
        $map = New-MemoryMap $path
        [System.IO.File]::AppendAllText($path, ' two')
        $map.ReadString() | Should -BeExactly 'one'

        (Resize-MemoryMap $map -ToFile).ReadString() | Should -BeExactly 'one two'

        Set-FileLength -Path $path -Length 2
        $map.State | Should -Be 'Truncated'
        (Resize-MemoryMap $map -ToFile).State | Should -Be 'Open'
        $map.ReadString() | Should -BeExactly 'on'
    }

    It 'goes on with -ToFile after the file was empty' {
        $path = New-TestFile -Text ''
        $map = New-MemoryMap $path
        [System.IO.File]::AppendAllText($path, 'one')
        (Resize-MemoryMap $map -ToFile).ReadString() | Should -BeExactly 'one'

        Set-FileLength -Path $path -Length 0
        (Resize-MemoryMap $map -ToFile).Length | Should -Be 0
        $map.State | Should -Be 'Open'
        $map.Address | Should -Be 0
        Get-MapEntry $map | Should -BeNullOrEmpty

        [System.IO.File]::AppendAllText($path, 'two')
        (Resize-MemoryMap $map -ToFile).ReadString() | Should -BeExactly 'two'
    }

    It 'cannot reach to the end of a file that ends before the start of the map' {
        $path = New-TestFile -Size 64KB
        $map = New-MemoryMap $path -Offset 1000
        Set-FileLength -Path $path -Length 999
        $null = Assert-Failure { Resize-MemoryMap $map -ToFile } -Kind RegionTruncated -Command Resize-MemoryMap -Target $map -Category ReadError
        Set-FileLength -Path $path -Length 1000
        (Resize-MemoryMap $map -ToFile).Length | Should -Be 0
    }

    It 'makes a file empty and long again with -ResizeFile' {
        $path = New-TestFile -Bytes ([byte[]] (, 7 * 64KB))
        $map = New-MemoryMap $path -Protection ReadWrite
        (Resize-MemoryMap $map -Size 0 -ResizeFile -Force).Length | Should -Be 0
        (Get-Item $path).Length | Should -Be 0
        $null = Resize-MemoryMap $map -Size 10000 -ResizeFile
        $map.WriteByte(9999, 42)
        (Read-TestFile $path)[0, 9999] | Should -Be 0, 42
    }

    It 'does not promise by -WhatIf a size of <_> bytes, which no map can have' -ForEach ([long]::MinValue), ([long]-1) {
        $map = New-MemoryMap -Anonymous -Private -Size 4KB
        $null = Assert-Failure { Resize-MemoryMap $map -Size $_ -WhatIf } -Kind NegativeOffset -Command Resize-MemoryMap -Target $map
        $map.Length | Should -Be 4KB
    }

    It 'does not know a file for -ToFile and -ResizeFile of anonymous memory' {
        $map = New-MemoryMap -Anonymous -Private -Size 4KB
        $null = Assert-Failure { Resize-MemoryMap $map -ToFile } -Kind InvalidArgument -Command Resize-MemoryMap -Target $map
        $null = Assert-Failure { Resize-MemoryMap $map -Size 8KB -ResizeFile } -Kind InvalidArgument -Command Resize-MemoryMap -Target $map
    }

    It 'fails in place with -NoMove when other memory follows, and moves without' -Tag Linux {
        $reserved = New-MemoryMap -Anonymous -Private -Size (16 * $Page) -Protection None -Flags NoReserve
        $map = New-MemoryMap -Anonymous -Private -Size $Page -Address $reserved.Address -Flags Fixed
        $map.WriteInt64(0, 42)
        $before = $map.Address

        $record = Assert-Failure { Resize-MemoryMap $map -Size (4 * $Page) -NoMove } -Kind OutOfMemory -Command Resize-MemoryMap -Target $map

        $record.ErrorDetails.RecommendedAction | Should -Match '-NoMove'
        $map.Length | Should -Be $Page
        $map.Address | Should -Be $before
        (Resize-MemoryMap $map -Size (4 * $Page)).Address | Should -Not -Be $before
        $map.ReadInt64(0) | Should -Be 42
    }

    It 'leaves the file as it was when -NoMove fails' -Tag Linux {
        $path = New-TestFile -Size $Page
        $reserved = New-MemoryMap -Anonymous -Private -Size (16 * $Page) -Protection None -Flags NoReserve
        $map = New-MemoryMap $path -Protection ReadWrite -Address $reserved.Address -Flags Fixed

        $null = Assert-Failure { Resize-MemoryMap $map -Size (4 * $Page) -ResizeFile -NoMove } -Kind OutOfMemory -Command Resize-MemoryMap -Target $map

        (Get-Item $path).Length | Should -Be $Page
        $map.State | Should -Be 'Open'
    }

    It 'refuses to let shared anonymous memory grow, and shrinks it' {
        $map = New-MemoryMap -Anonymous -Size 64KB
        $null = Assert-Failure { Resize-MemoryMap $map -Size 128KB } -Kind InvalidArgument -Command Resize-MemoryMap -Target $map
        (Resize-MemoryMap $map -Size 4KB).Length | Should -Be 4KB
    }

    It 'refuses a map with <What>' -ForEach @(
        @{ What = 'holes'; Prepare = { Remove-MemoryMap $args[0] -Offset 4096 -Length 4096 } }
        @{ What = 'parts of another protection'; Prepare = { Set-MemoryMapProtection $args[0] Read -Offset 4096 -Length 4096 } }
        @{ What = 'guard pages'; Prepare = { Set-MemoryMapAdvice $args[0] GuardInstall -Offset 4096 -Length 4096 -Force -ErrorAction Ignore } }
    ) {
        $map = New-MemoryMap -Anonymous -Private -Size 64KB
        & $Prepare $map
        $null = Assert-Failure { Resize-MemoryMap $map -Size 128KB } -Kind InvalidArgument -Command Resize-MemoryMap -Target $map
        $map.Length | Should -Be 64KB
    }

    It 'says what to do about parts with another advice or lock' -Tag Linux {
        $map = New-MemoryMap -Anonymous -Private -Size (8 * $Page)
        Set-MemoryMapAdvice $map DontDump -Offset $Page -Length $Page
        $null = Assert-Failure { Resize-MemoryMap $map -Size 1MB } -Kind InvalidArgument -Command Resize-MemoryMap -Target $map
        Set-MemoryMapAdvice $map DoDump
        (Resize-MemoryMap $map -Size 1MB).Length | Should -Be 1MB
    }

    It 'does not bring plain copies back to a map with guard pages' {
        $result = Invoke-ChildPwsh {
            param()
            $page = [System.Environment]::SystemPageSize
            $map = New-MemoryMap -Anonymous -Private -Size (4 * $page)
            Set-MemoryMapAdvice $map GuardInstall -Offset (2 * $page) -Length $page -Force -ErrorAction Ignore
            $null = Resize-MemoryMap $map -Size (2 * $page) -ErrorAction Ignore
            $null = Resize-MemoryMap $map -Size (8 * $page) -ErrorAction Ignore
            $null = Read-MappedRegion $map -ErrorAction Ignore
            'alive'
        }

        $result.StdOut | Should -BeExactly 'alive'
        $result.ExitCode | Should -Be 0
    }

    It 'refuses a length beyond an empty file, memory of the size 0, a negative size and an impossible one' {
        $empty = New-MemoryMap (New-TestFile -Text '')
        $map = New-MemoryMap -Anonymous -Private -Size 4KB
        $tail = New-MemoryMap (New-TestFile -Size 64KB) -Protection ReadWrite -Offset 32KB
        $null = Assert-Failure { Resize-MemoryMap $empty -Size 4KB } -Kind RegionOutOfRange -Command Resize-MemoryMap -Target $empty
        $null = Assert-Failure { Resize-MemoryMap $map -Size 0 } -Kind InvalidArgument -Command Resize-MemoryMap -Target $map
        $null = Assert-Failure { Resize-MemoryMap $map -Size -1 } -Kind NegativeOffset -Command Resize-MemoryMap -Target $map
        $null = Assert-Failure { Resize-MemoryMap $map -Size 1EB } -Kind OutOfMemory -Command Resize-MemoryMap -Target $map
        $null = Assert-Failure { Resize-MemoryMap $map -Size ([long]::MaxValue) } -Kind RangeOverflow -Command Resize-MemoryMap -Target $map
        $null = Assert-Failure { Resize-MemoryMap $tail -Size ([long]::MaxValue - 4KB) -ResizeFile -Force } -Kind RangeOverflow -Command Resize-MemoryMap -Target $tail
        $tail.FileLength | Should -Be 64KB
    }

    It 'reports a removed map and goes on with the next' {
        $closed = New-MemoryMap -Anonymous -Private -Size 4KB
        Remove-MemoryMap $closed
        $open = New-MemoryMap -Anonymous -Private -Size 4KB
        $null = Assert-Failure { $closed, $open | Resize-MemoryMap -Size 8KB } -Kind MapDisposed -Command Resize-MemoryMap -Target $closed
        $open.Length | Should -Be 8KB
    }

    It 'takes sizes as text' {
        $map = New-MemoryMap -Anonymous -Private -Size 4KB
        (Resize-MemoryMap $map -Size '1MiB').Length | Should -Be 1MB
    }

    It 'does nothing with -WhatIf' {
        $path = New-TestFile -Size 64KB
        $map = New-MemoryMap $path -Protection ReadWrite
        Resize-MemoryMap $map -Size 4KB -ResizeFile -WhatIf | Should -BeNullOrEmpty
        $map.Length | Should -Be 64KB
        (Get-Item $path).Length | Should -Be 64KB
    }

    It 'lets threads go on reading while the map moves' {
        $path = New-TestFile -Bytes ([byte[]] (, 5 * 1MB))
        $maps = @((New-MemoryMap $path), (New-MemoryMap -Anonymous -Private -Size 1MB))
        foreach ($map in $maps) {
            $reads = 1..3 | ForEach-Object -Parallel {
                $map = $using:map
                if ($_ -eq 1) {
                    foreach ($i in 1..300) {
                        $map.Resize(($i % 2) ? 4KB : 1MB)
                    }
                }
                else {
                    foreach ($i in 1..300) {
                        $null = $map.Read(0, 4KB)
                        try { $null = $map.Read(0, 512KB) } catch [MmapModule.MmapException] { if ($_.Exception.Kind -ne 'RegionOutOfRange') { throw } }
                    }
                }
                $_
            }
            $reads | Sort-Object | Should -Be @(1, 2, 3)
        }
    }
}

Describe 'Resize-MemoryMap -ResizeFile' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'makes the file longer, with real space' {
        $path = New-TestFile -Text 'start'
        $map = New-MemoryMap $path -Protection ReadWrite

        Resize-MemoryMap $map -Size 1MB -ResizeFile | Out-Null

        (Get-Item $path).Length | Should -Be 1MB
        Get-AllocatedSize $path | Should -BeGreaterOrEqual 1MB
        $map.WriteString(1MB - 3, 'end')
        $map.ReadString(0, 5) | Should -BeExactly 'start'
        (Get-Content -Raw $path).Substring(1MB - 3) | Should -BeExactly 'end'
    }

    It 'makes the file longer as a hole with -Sparse' {
        $path = New-TestFile -Text 'start'
        $map = New-MemoryMap $path -Protection ReadWrite

        Resize-MemoryMap $map -Size 100MB -ResizeFile -Sparse | Out-Null

        (Get-Item $path).Length | Should -Be 100MB
        Get-AllocatedSize $path | Should -BeLessThan 1MB
    }

    It 'needs -ResizeFile for -Sparse' {
        $map = New-MemoryMap (New-TestFile -Size 4KB) -Protection ReadWrite
        $null = Assert-Failure { Resize-MemoryMap $map -Size 8KB -Sparse } -Kind InvalidArgument -Command Resize-MemoryMap -Target $map
    }

    It 'grows shared memory and memory files' {
        $map = New-MemoryMap -MemoryFile -Size 4KB
        (Resize-MemoryMap $map -Size 1MB -ResizeFile).FileLength | Should -Be 1MB
        $map.WriteByte(1MB - 1, 1)
        $map.ReadByte(1MB - 1) | Should -Be 1
    }

    It 'makes the file shorter with -Force' {
        $path = New-TestFile -Bytes ([byte[]] (, 7 * 64KB))
        $map = New-MemoryMap $path -Protection ReadWrite -Offset 1000

        Resize-MemoryMap $map -Size 5000 -ResizeFile -Force | Out-Null

        (Get-Item $path).Length | Should -Be 6000
        $map.Length | Should -Be 5000
        $map.State | Should -Be 'Open'
        $map.ReadByte(4999) | Should -Be 7
    }

    It 'cuts the rest of a file off that is longer than the growing map' {
        $path = New-TestFile -Size 1MB
        $map = New-MemoryMap $path -Protection ReadWrite -Length 4KB
        Resize-MemoryMap $map -Size 64KB -ResizeFile -Force | Out-Null
        (Get-Item $path).Length | Should -Be 64KB
        $map.Length | Should -Be 64KB
    }

    It 'asks before it makes a file shorter, and without an answer does nothing' {
        $path = New-TestFile -Size 64KB
        $result = Invoke-ChildPwsh -ArgumentList $path {
            param($Path)
            $map = New-MemoryMap $Path -Protection ReadWrite
            try { Resize-MemoryMap $map -Size 4KB -ResizeFile } catch { 'asked' }
            "$($map.Length) $((Get-Item $Path).Length)"
        }
        $result.StdOut -split '\n' | Should -BeExactly @('asked', '65536 65536')
    }

    It 'does not need -Force to make a file longer' {
        $path = New-TestFile -Size 4KB
        $result = Invoke-ChildPwsh -ArgumentList $path {
            param($Path)
            $map = New-MemoryMap $Path -Protection ReadWrite
            (Resize-MemoryMap $map -Size 64KB -ResizeFile).Length
        }
        $result.StdOut | Should -BeExactly '65536'
    }

    It 'says AccessDenied for a map that <What>' -ForEach @(
        @{ What = 'was opened for reading'; Arguments = @{} }
        @{ What = 'is private'; Arguments = @{ Private = $true; Protection = 'ReadWrite' } }
    ) {
        $path = New-TestFile -Size 64KB
        $map = New-MemoryMap $path @Arguments
        $null = Assert-Failure { Resize-MemoryMap $map -Size 128KB -ResizeFile } -Kind AccessDenied -Command Resize-MemoryMap -Target $map
        $null = Assert-Failure { Resize-MemoryMap $map -Size 4KB -ResizeFile -Force } -Kind AccessDenied -Command Resize-MemoryMap -Target $map
        (Get-Item $path).Length | Should -Be 64KB
        $map.Length | Should -Be 64KB
    }

    It 'says NoSpace on a full file system and leaves the file as it was (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Size 256k {
            param($folder)
            $path = Join-Path $folder 'data.bin'
            [System.IO.File]::WriteAllBytes($path, [byte[]]::new(4KB))
            $map = New-MemoryMap $path -Protection ReadWrite
            $null = Assert-Failure { Resize-MemoryMap $map -Size 1MB -ResizeFile } -Kind NoSpace -Command Resize-MemoryMap -Target $map
            (Get-Item $path).Length | Should -Be 4KB
            Remove-MemoryMap $map
        }
    }

    It 'lets threads that read survive while the file becomes shorter and longer' {
        $path = New-TestFile -Size 1MB
        $map = New-MemoryMap $path -Protection ReadWrite
        $done = 1..3 | ForEach-Object -Parallel {
            $map = $using:map
            foreach ($i in 1..100) {
                if ($_ -eq 1) {
                    $map.Resize((($i % 2) ? 4KB : 1MB), [MmapModule.ResizeOptions] @{ ResizeFile = $true; Sparse = $true })
                }
                else {
                    $null = $map.Read(0, 4KB)
                    try { $null = $map.Read(512KB, 4KB) } catch [MmapModule.MmapException] { if ($_.Exception.Kind -notin 'RegionOutOfRange', 'RegionTruncated') { throw } }
                }
            }
            $_
        }
        $done | Sort-Object | Should -Be @(1, 2, 3)
    }
}
