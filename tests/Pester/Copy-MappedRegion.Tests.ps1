# Copy-MappedRegion: maps, regions and files on either side; holes, overlaps, and copies that are stopped half-way.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function New-RandomFile {
        param([long] $Size)

        $bytes = [byte[]]::new($Size)
        [System.Random]::new(4).NextBytes($bytes)
        New-TestFile -Bytes $bytes
    }

    function Assert-SameFile {
        param([string] $Path, [string] $Expected)

        cmp -- $Path $Expected | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Copy-MappedRegion (needs cmp)' -Skip:(Test-Missing cmp) {
    It 'copies <From> to <To>' -ForEach @(
        foreach ($from in 'a file', 'a piped file', 'a map', 'a region', 'memory') {
            foreach ($to in 'a new file', 'an old file', 'a map', 'a region', 'a private map') {
                @{ From = $from; To = $to }
            }
        }
    ) {
        $source = New-RandomFile 300000
        $old = New-RandomFile 500000
        $expected = $To -eq 'a new file' ? [byte[]]::new(301000) : (Get-FileByte $old)
        (Get-FileByte $source).CopyTo($expected, 1000)
        $target = switch ($To) {
            'a new file' { Get-TestPath }
            'an old file' { $old }
            'a map' { New-MemoryMap $old -Protection ReadWrite }
            'a region' { $map = New-MemoryMap $old -Protection ReadWrite; $map.Slice(1000, 400000) }
            'a private map' { New-MemoryMap $old -Protection ReadWrite -Private }
        }
        $copy = @{ Destination = $target; DestinationOffset = $To -eq 'a region' ? 0 : 1000; PassThru = $true }

        $result = switch ($From) {
            'a file' { Copy-MappedRegion $source @copy }
            'a piped file' { Get-Item $source | Copy-MappedRegion @copy }
            'a map' { $map = New-MemoryMap $source; $map | Copy-MappedRegion @copy }
            'a region' { $map = New-MemoryMap $source; Copy-MappedRegion $map.Slice(0) @copy }
            'memory' { $map = New-MemoryMap -Anonymous -Size 300000 -Private; $map.Write(0, (Get-FileByte $source)); Copy-MappedRegion $map @copy }
        }

        $result | Should -BeOfType ([MmapModule.MemoryMapCopyResult])
        $result.Offset | Should -Be 1000
        $result.Length | Should -Be 300000
        $result.BytesWritten | Should -Be 300000
        $result.BytesSkipped | Should -Be 0
        $result.Path | Should -BeExactly ($target -is [string] ? $target : $old)
        if ($target -isnot [string]) {
            $result.Destination.Length | Should -Be 300000
            $result.Destination.Offset | Should -Be 1000
        }

        $after = switch ($To) {
            'a private map' { New-TestFile -Bytes $target.Read() }
            default { $result.Path }
        }
        Assert-SameFile $after (New-TestFile -Bytes $expected)
    }

    It 'copies a part, counted from the start or from the end, and writes nothing to the pipeline by itself' {
        $source = New-TestFile -Text 'one two three'
        $copy = Get-TestPath
        Copy-MappedRegion $source $copy -Offset 4 -Length 3 | Should -BeNullOrEmpty
        Get-Content $copy | Should -BeExactly 'two'
        Copy-MappedRegion $source $copy -Offset 5 -FromEnd -DestinationOffset 4
        Read-TestText $copy | Should -BeExactly "two`0three"
        Copy-MappedRegion $source $copy -Offset 0x4 -Length '0' -DestinationOffset 1KB
        (Get-Item $copy).Length | Should -Be 9
    }

    It 'puts several inputs one behind the other: files by wildcard, regions from the pipeline' {
        $folder = Get-TestPath
        $null = New-Item -ItemType Directory $folder
        1..3 | ForEach-Object { [System.IO.File]::WriteAllText("$folder/part$_.bin", "[$_]") }
        Copy-MappedRegion "$folder/part?.bin" "$folder/all"
        Get-Content "$folder/all" | Should -BeExactly '[1][2][3]'

        $map = New-MemoryMap "$folder/all"
        $map | Select-MappedRegion -Split 3 | Where-Object { $_.Offset -ne 3 } | Copy-MappedRegion -Destination "$folder/odd"
        Get-Content "$folder/odd" | Should -BeExactly '[1][3]'
    }

    It 'takes a literal path and relative ones, and a FileInfo as destination' {
        $source = New-TestFile -Text 'content' -Name 'with [brackets]'
        Push-Location 'TestDrive:'
        try {
            Copy-MappedRegion -LiteralPath './with [brackets]' 'to [x].bin'
            Copy-MappedRegion 'to `[x`].bin' ([System.IO.FileInfo] (Get-TestPath 'info.bin'))
        }
        finally {
            Pop-Location
        }

        Assert-SameFile (Get-TestPath 'info.bin') $source
        Assert-SameFile (Get-TestPath 'to [x].bin') $source
    }

    It 'moves bytes inside one map by <Distance>, in both directions' -ForEach @(@{ Distance = 1 }, @{ Distance = 5000 }, @{ Distance = 700000 }) {
        $path = New-RandomFile 1MB
        $map = New-MemoryMap $path -Protection ReadWrite
        [byte[]] $expected = Get-FileByte $path
        $count = 1MB - $Distance
        Copy-MappedRegion $map $map -Length $count -DestinationOffset $Distance
        [System.Buffer]::BlockCopy($expected, 0, $expected, $Distance, $count)
        Assert-SameFile $path (New-TestFile -Bytes $expected)

        # The other way, and through the path of the same file.
        Copy-MappedRegion $map $path -Offset $Distance
        [System.Buffer]::BlockCopy($expected, $Distance, $expected, 0, $count)
        Assert-SameFile $path (New-TestFile -Bytes $expected)
    }

    It 'gives a file the mode that cp gives to it, and keeps that of one that is there' {
        $folder = (New-Item -ItemType Directory -Path (Get-TestPath 'modes')).FullName
        foreach ($mode in '600', '640', '755', '400', '4755', '666') {
            [System.IO.File]::WriteAllText("$folder/$mode", 'abc')
            chmod $mode "$folder/$mode"
            foreach ($copy in 'cp', 'we') {
                [System.IO.File]::WriteAllText("$folder/$mode.over.$copy", 'old')
                [System.IO.File]::SetUnixFileMode("$folder/$mode.over.$copy", 'UserRead, UserWrite, GroupRead')
            }

            foreach ($kind in 'new', 'over') {
                cp "$folder/$mode" "$folder/$mode.$kind.cp"
                Copy-MappedRegion "$folder/$mode" -Destination "$folder/$mode.$kind.we"
                [System.IO.File]::GetUnixFileMode("$folder/$mode.$kind.we") | Should -Be ([System.IO.File]::GetUnixFileMode("$folder/$mode.$kind.cp")) -Because "of $mode, $kind"
            }
        }
    }

    It 'keeps the holes of a file, beyond 4 GiB too' {
        $source = New-TestFile -Size 5GB
        Copy-MappedRegion (New-RandomFile 100000) $source -DestinationOffset 4500MB
        $copy = Get-TestPath
        $result = Copy-MappedRegion $source $copy -PassThru
        $result.Length | Should -Be 5GB
        $result.BytesWritten | Should -BeLessThan 200KB
        Get-AllocatedSize $copy | Should -BeLessOrEqual (Get-AllocatedSize $source)
        (Get-Item $copy).Length | Should -Be 5GB
        cmp --ignore-initial=4400M --bytes=200M -- $copy $source | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }

    It 'makes holes of data where the source has them, in <Target>' -ForEach @(@{ Target = 'a file' }, @{ Target = 'a map' }) {
        $source = New-TestFile -Size 1MB
        $path = New-TestFile -Bytes ([byte[]] @(7) * 2MB)
        $before = Get-AllocatedSize $path
        $map = New-MemoryMap $path -Protection ReadWrite
        Copy-MappedRegion $source ($Target -eq 'a map' ? $map : $path) -DestinationOffset 100
        $before - (Get-AllocatedSize $path) | Should -BeGreaterThan 1000000
        $map.Read(0, 100) | Select-Object -Unique | Should -Be 7
        [System.Linq.Enumerable]::Max($map.Read(100, 1MB)) | Should -Be 0
        $map.ReadByte(1MB + 100) | Should -Be 7
    }

    It 'leaves the destination alone where the source has blocks of zeros, with -SkipZero' {
        $bytes = [byte[]]::new(20000)
        $bytes[0] = 1; $bytes[19999] = 2
        $path = New-TestFile -Bytes ([byte[]] @(9) * 20000)
        $result = Copy-MappedRegion (New-TestFile -Bytes $bytes) $path -SkipZero -PassThru
        $result.BytesSkipped | Should -Be (3 * 4096)
        $after = Get-FileByte $path
        $after[0, 1, 4095, 4096, 16383, 16384, 19999] | Should -Be 1, 0, 0, 9, 9, 0, 2
    }

    It 'changes memory only when the destination is a private map' {
        $path = New-TestFile -Text 'original'
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        Copy-MappedRegion (New-TestFile -Text 'CHANGED!') $map
        $map.ReadString() | Should -BeExactly 'CHANGED!'
        Read-TestText $path | Should -BeExactly 'original'
    }

    It 'writes private changes into their own file' {
        $path = New-TestFile -Text 'original'
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteString(0, 'changed')
        Copy-MappedRegion $map $path
        Read-TestText $path | Should -BeExactly 'changedl'
    }

    It 'makes an empty file of an empty one' {
        $copy = Get-TestPath
        (Copy-MappedRegion (New-TestFile -Text '') $copy -PassThru).Length | Should -Be 0
        (Get-Item $copy).Length | Should -Be 0
    }

    It 'copies to a block device, and not beyond its end (needs root for losetup)' -Skip:(Test-Missing losetup) {
        $source = New-RandomFile 100000
        Use-LoopDevice (New-TestFile -Size 1MB) {
            param($device)
            Copy-MappedRegion $source $device -DestinationOffset 4096
            $map = New-MemoryMap $device
            Copy-MappedRegion $map (Get-TestPath 'back.bin') -Offset 4096 -Length 100000
            Assert-SameFile (Get-TestPath 'back.bin') $source
            Remove-MemoryMap $map
            $null = Assert-Failure { Copy-MappedRegion $source $device -DestinationOffset 1000000 } -Kind RegionOutOfRange -Command Copy-MappedRegion -Target $device
        }
    }

    Context 'when it cannot' {
        It 'says so before anything is written: <Kind>' -ForEach @(
            @{ Kind = 'RegionOutOfRange'; Make = { New-MemoryMap (New-TestFile -Size 10) -Protection ReadWrite } }
            @{ Kind = 'RegionProtected'; Category = 'WriteError'; Make = { New-MemoryMap (New-TestFile -Size 10KB) } }
            @{ Kind = 'MapDisposed'; Make = { $map = New-MemoryMap -Anonymous -Size 4KB; Remove-MemoryMap $map; $map } }
            @{ Kind = 'PathNotFound'; Make = { Get-TestPath 'no/such/folder' } }
            @{ Kind = 'NotMappable'; Make = { Get-TestPath '.' } }
            @{ Kind = 'InvalidArgument'; Make = { '/dev/null' } }
        ) {
            $target = & $Make
            $source = New-TestFile -Text 'longer than ten bytes'
            $categoryArgument = $Category ? @{ Category = $Category } : @{}
            $null = Assert-Failure { Copy-MappedRegion $source $target } -Kind $Kind -Command Copy-MappedRegion -Target $target @categoryArgument
        }

        It 'does not run over the end of a region, though its map goes on' {
            $map = New-MemoryMap -Anonymous -Size 4KB
            $region = $map.Slice(0, 5)
            $source = New-TestFile -Text 'longer'
            $null = Assert-Failure { Copy-MappedRegion $source $region } -Kind RegionOutOfRange -Command Copy-MappedRegion -Target $region
            $map.ReadByte(0) | Should -Be 0
        }

        It 'names the source that is wrong: <Kind>' -ForEach @(
            @{ Kind = 'PathNotFound'; Path = 'missing.bin' }
            @{ Kind = 'NotMappable'; Path = '.' }
        ) {
            $source = Get-TestPath $Path
            $null = Assert-Failure { Copy-MappedRegion $source (Get-TestPath 'never.bin') } -Kind $Kind -Command Copy-MappedRegion -Target $source
            Test-Path (Get-TestPath 'never.bin') | Should -BeFalse
        }

        It 'refuses a destination that is no map and no path, and a negative offset' {
            Get-TerminatingErrorId { Copy-MappedRegion (New-TestFile -Text 'x') ([guid]::Empty) } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.CopyMappedRegionCommand'
            Get-TerminatingErrorId { Copy-MappedRegion (New-TestFile -Text 'x') 2147483647 } | Should -BeExactly 'MapNotFound,MmapModule.Commands.CopyMappedRegionCommand'
            Get-ErrorId { Copy-MappedRegion (New-TestFile -Text 'x') (Get-TestPath) -DestinationOffset -1 } |
                Should -BeExactly 'NegativeOffset,MmapModule.Commands.CopyMappedRegionCommand'
        }

        It 'survives a source that is cut, and says how far it came' {
            $path = New-RandomFile 1MB
            $copy = Get-TestPath
            $result = Invoke-ChildPwsh -ArgumentList $path, $copy {
                param($Path, $Copy)
                $map = New-MemoryMap $Path
                truncate --size 300001 $Path
                Copy-MappedRegion $map $Copy -ErrorAction SilentlyContinue -ErrorVariable e
                $e[0].FullyQualifiedErrorId
                $e[0].CategoryInfo.Category
                $e[0].Exception.BytesTransferred
            }
            $result.ExitCode | Should -Be 0
            $result.StdOut -split "`n" | Should -Be 'RegionTruncated,MmapModule.Commands.CopyMappedRegionCommand', 'ReadError', '300001'
            Assert-SameFile $copy $path
        }

        It 'survives files that are cut again and again while they are copied' {
            $path = New-TestFile -Bytes ([byte[]] @(1) * 4MB)
            $target = New-TestFile -Bytes ([byte[]] @(2) * 4MB)
            $cutter = Start-Helper '/bin/sh' @('-c', 'echo go; while :; do truncate -s 100000 "$0" "$1"; truncate -s 4M "$0" "$1"; done', $path, $target) -Ready
            try {
                $result = Invoke-ChildPwsh -ArgumentList $path, $target {
                    param($Path, $Target)
                    $map = New-MemoryMap $Path -Length 4MB -Size 4MB -Sparse
                    $other = New-MemoryMap $Target -Length 4MB -Size 4MB -Sparse -Protection ReadWrite
                    1..150 | ForEach-Object {
                        Copy-MappedRegion $map $other -ErrorAction SilentlyContinue -ErrorVariable +e
                        Clear-MappedRegion $other -Fill 5 -ErrorAction SilentlyContinue -ErrorVariable +e
                    }

                    @($e.FullyQualifiedErrorId -replace ',.*' | Select-Object -Unique) -join ' '
                }
            }
            finally {
                Stop-Helper $cutter
            }

            $result.ExitCode | Should -Be 0 -Because $result.StdErr
            $result.StdOut | Should -BeIn '', 'RegionTruncated'
        }

        It 'says NoSpace and how far it came on a full disk (needs root to mount)' -Skip:(Test-Missing mount) {
            $source = New-RandomFile 4MB
            Use-SmallTmpfs -Size 1m {
                param($folder)
                $copy = Join-Path $folder 'copy.bin'
                $record = Assert-Failure { Copy-MappedRegion $source $copy } -Kind NoSpace -Command Copy-MappedRegion -Target $copy
                $done = $record.Exception.BytesTransferred
                $done | Should -BeGreaterThan 500KB
                "$record" | Should -BeLike "*the first $done of 4194304 bytes*"
                cmp --bytes=$done -- $copy $source | Should -BeNullOrEmpty
                $LASTEXITCODE | Should -Be 0
            }
        }

        It 'refuses to make a file larger than RLIMIT_FSIZE, which would end the shell' {
            $copy = Get-TestPath
            $result = Invoke-ChildPwsh -Ulimit '-f 2000' -ArgumentList (New-TestFile -Size 4MB), $copy -Environment @{ DOTNET_EnableWriteXorExecute = '0' } {
                param($Path, $Copy)
                Copy-MappedRegion $Path $Copy -ErrorAction SilentlyContinue -ErrorVariable e
                $e[0].FullyQualifiedErrorId
                Test-Path $Copy
            }
            $result.ExitCode | Should -Be 0 -Because $result.StdErr
            $result.StdOut -split "`n" | Should -Be 'RangeOverflow,MmapModule.Commands.CopyMappedRegionCommand', 'False'
        }

        It 'goes on with the next input after an error' {
            $copy = Get-TestPath
            $good = 1..2 | ForEach-Object { New-TestFile -Text "good$_" }
            $good[0], (Get-TestPath 'missing'), $good[1] | Copy-MappedRegion -Destination $copy -ErrorAction SilentlyContinue -ErrorVariable records
            $records.Count | Should -Be 1
            Get-Content $copy | Should -BeExactly 'good1good2'
        }
    }

    It 'says of <Path> what it is' -ForEach @(
        @{ Path = '/tmp'; Kind = 'NotMappable'; Category = 'InvalidOperation' }
        # Root alone may open it for writing.
        @{ Path = '/proc/self/maps' } + ([System.Environment]::IsPrivilegedProcess ? @{ Kind = 'InvalidArgument'; Category = 'InvalidArgument' } : @{ Kind = 'AccessDenied'; Category = 'PermissionDenied' })
    ) {
        $source = New-MemoryMap (New-TestFile -Text 'content')

        $record = Assert-Failure { Copy-MappedRegion $source $Path } -Kind $Kind -Command Copy-MappedRegion -Category $Category -Target $Path

        $record.ToString() | Should -Not -BeLike '*map*/tmp*'
        $record.ErrorDetails.RecommendedAction | Should -Not -BeLike '*man 2*'
    }

    It 'copies the same with <_> threads' -ForEach 1, 2, 7 {
        $source = New-MemoryMap (New-TestFile -Text ('0123456789' * 5MB))
        $target = New-MemoryMap -Anonymous -Size $source.Length
        Copy-MappedRegion $source $target -ThrottleLimit $_
        Compare-MappedRegion $source $target -Quiet | Should -BeTrue
    }

    It 'refuses <_> threads' -ForEach 0, 1025 {
        { Copy-MappedRegion (New-TestFile -Size 1) (Get-TestPath 'none.bin') -ThrottleLimit $_ } |
            Should -Throw -ErrorId 'ParameterArgumentValidationError,MmapModule.Commands.CopyMappedRegionCommand'
        Test-Path (Get-TestPath 'none.bin') | Should -BeFalse
    }

    It 'changes nothing with -WhatIf' {
        $source = New-TestFile -Text 'content'
        $old = New-TestFile -Text 'original'
        $map = New-MemoryMap $old -Protection ReadWrite
        Copy-MappedRegion $source (Get-TestPath 'new.bin') -PassThru -WhatIf | Should -BeNullOrEmpty
        Copy-MappedRegion $source $old -WhatIf
        Copy-MappedRegion $source $map -WhatIf
        Test-Path (Get-TestPath 'new.bin') | Should -BeFalse
        Read-TestText $old | Should -BeExactly 'original'
    }

    It 'ends soon after it is stopped, and removes the file that it has created' {
        $map = New-MemoryMap -Anonymous -Private -Size 100GB -Flags NoReserve
        $map.Fill(0, 64MB, [byte[]] (1, 2))
        $copy = Get-TestPath
        $null = Assert-StopsSoon 'Copy-MappedRegion $Map $Copy' @{ Map = $map; Copy = $copy } -AfterMilliseconds 0 -When { Test-Path $copy }
        Test-Path $copy | Should -BeFalse
    }

    It 'is shown as a table of <= 6 columns' {
        $text = Copy-MappedRegion (New-TestFile -Text 'content') (Get-TestPath 'shown.bin') -PassThru | Out-String
        $text | Should -Match 'Offset +Length BytesWritten BytesSkipped Destination'
        $text | Should -Match '0x0 +7 B +7 B +0 B /'
    }
}
