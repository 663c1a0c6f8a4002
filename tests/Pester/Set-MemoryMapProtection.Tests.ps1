# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Set-MemoryMapProtection' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'gives a whole map the protection <Protection>, as the kernel shows: <Permissions>' -ForEach @(
        @{ Protection = 'None'; Permissions = '---p' }
        @{ Protection = 'Read'; Permissions = 'r--p' }
        @{ Protection = 'Write'; Permissions = '-w-p' }
        @{ Protection = 'ReadExecute'; Permissions = 'r-xp' }
        @{ Protection = 'ReadWriteExecute'; Permissions = 'rwxp' }
    ) {
        $map = New-MemoryMap -Anonymous -Private -Size 64KB

        Set-MemoryMapProtection $map $Protection | Should -BeNullOrEmpty

        (Get-MapEntry $map).Permissions | Should -BeExactly $Permissions
        $map.Protection | Should -Be ([MmapModule.MapProtection] $Protection)
    }

    It 'protects a part, and only there reading and writing fail' {
        $map = New-MemoryMap -Anonymous -Private -Size (8 * $Page)

        Set-MemoryMapProtection $map -Protection Read -Offset (2 * $Page) -Length $Page
        Set-MemoryMapProtection $map -Protection None -Offset (5 * $Page) -Length (2 * $Page)

        (Get-MapEntry $map).Permissions | Should -BeExactly 'rw-p'
        (Get-MapEntry $map -Offset (2 * $Page)).Permissions | Should -BeExactly 'r--p'
        (Get-MapEntry $map -Offset (5 * $Page)).Permissions | Should -BeExactly '---p'
        (Get-MapEntry $map -Offset (7 * $Page)).Permissions | Should -BeExactly 'rw-p'
        $map.Protection | Should -Be 'ReadWrite'
        $map | Write-MappedRegion -Value 1 -Offset (2 * $Page - 4)
        $map | Write-MappedRegion -Value 1 -Offset (3 * $Page)
        ($map | Read-MappedRegion -Offset (2 * $Page) -Length $Page).Count | Should -Be $Page
        $null = Assert-Failure { $map | Write-MappedRegion -Value 1 -Offset (2 * $Page - 2) } -Kind RegionProtected -Command Write-MappedRegion -Target $map -Category WriteError
        $null = Assert-Failure { $map | Write-MappedRegion -Value 1 -Offset (3 * $Page - 1) } -Kind RegionProtected -Command Write-MappedRegion -Target $map -Category WriteError
        $null = Assert-Failure { $map | Read-MappedRegion -Offset (7 * $Page - 1) -Length 2 } -Kind RegionProtected -Command Read-MappedRegion -Target $map -Category ReadError
    }

    It 'forgets the part when it gets the protection of the rest again' {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)
        Set-MemoryMapProtection $map None -Offset $Page -Length $Page

        Set-MemoryMapProtection $map ReadWrite -Offset $Page -Length $Page

        $map.WriteByte($Page, 7)
        $map.ReadByte($Page) | Should -Be 7
        (Resize-MemoryMap $map -Size (8 * $Page)).Length | Should -Be (8 * $Page)
    }

    It 'shows the new protection when the parts together are the whole map' {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)

        Set-MemoryMapProtection $map Read -Length (2 * $Page)
        Set-MemoryMapProtection $map Read -Offset (2 * $Page)

        $map.Protection | Should -Be 'Read'
    }

    It 'takes regions, counts the offset from the region or back from its end, and gives the input back' {
        $map = New-MemoryMap -Anonymous -Private -Size (8 * $Page)
        $region = $map | Select-MappedRegion -Offset (2 * $Page) -Length (4 * $Page)

        $output = $region | Set-MemoryMapProtection -Protection Read -Offset $Page -Length $Page -PassThru
        $map | Set-MemoryMapProtection -Protection None -Offset $Page -FromEnd

        [object]::ReferenceEquals($output, $region) | Should -BeTrue
        (Get-MapEntry $map -Offset (3 * $Page)).Permissions | Should -BeExactly 'r--p'
        (Get-MapEntry $map -Offset (4 * $Page)).Permissions | Should -BeExactly 'rw-p'
        (Get-MapEntry $map -Offset (7 * $Page)).Permissions | Should -BeExactly '---p'
    }

    It 'protects several maps from the pipeline' {
        $maps = 1..3 | ForEach-Object { New-MemoryMap -Anonymous -Private -Size $Page }

        $output = @($maps | Set-MemoryMapProtection -Protection Read -PassThru)

        $output.Count | Should -Be 3
        @($maps.Protection | Select-Object -Unique) | Should -Be 'Read'
    }

    It 'makes private changes of a file possible that was mapped for reading, and never shared ones' {
        $path = New-TestFile -Text 'original'
        $private = New-MemoryMap $path -Private
        $shared = New-MemoryMap $path

        Set-MemoryMapProtection $private ReadWrite
        $private.WriteString(0, 'CHANGED!')

        Read-TestText $path | Should -BeExactly 'original'
        $private.ReadString() | Should -BeExactly 'CHANGED!'
        $null = Assert-Failure { Set-MemoryMapProtection $shared ReadWrite } -Kind AccessDenied -Command Set-MemoryMapProtection -Target $shared
        $shared.Protection | Should -Be 'Read'
        (Get-MapEntry $shared).Permissions | Should -BeExactly 'r--s'
    }

    It 'takes the part of a page at the end of a map for the whole page' {
        $map = New-MemoryMap -Anonymous -Private -Size ($Page + 10)

        Set-MemoryMapProtection $map Read -Offset $Page -Length 10

        (Get-MapEntry $map -Offset $Page).Permissions | Should -BeExactly 'r--p'
    }

    It 'refuses part of a page at <Offset> with <Length> bytes, and names the page size' -ForEach @(
        @{ Offset = 1; Length = 4096 }
        @{ Offset = 0; Length = 100 }
    ) {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)

        $record = Assert-Failure { Set-MemoryMapProtection $map Read -Offset $Offset -Length $Length } -Kind InvalidArgument -Command Set-MemoryMapProtection -Target $map

        $record.ErrorDetails.RecommendedAction | Should -Match $Page
        (Get-MapEntry $map).Permissions | Should -BeExactly 'rw-p'
    }

    It 'reports a bad range: <Kind>' -ForEach @(
        @{ Arguments = @{ Offset = -1 }; Kind = 'NegativeOffset' }
        @{ Arguments = @{ Offset = 1MB }; Kind = 'RegionOutOfRange' }
        @{ Arguments = @{ Offset = 4096; Length = [long]::MaxValue }; Kind = 'RangeOverflow' }
    ) {
        $map = New-MemoryMap -Anonymous -Private -Size 64KB
        $null = Assert-Failure { Set-MemoryMapProtection $map Read @Arguments } -Kind $Kind -Command Set-MemoryMapProtection -Target $map
    }

    It 'reports a hole and a removed map' {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)
        Remove-MemoryMap $map -Offset $Page -Length $Page
        $null = Assert-Failure { Set-MemoryMapProtection $map Read } -Kind RangeNotMapped -Command Set-MemoryMapProtection -Target $map
        Set-MemoryMapProtection $map Read -Length $Page
        (Get-MapEntry $map).Permissions | Should -BeExactly 'r--p'

        Remove-MemoryMap $map
        $null = Assert-Failure { Set-MemoryMapProtection $map Read } -Kind MapDisposed -Command Set-MemoryMapProtection -Target $map
    }

    It 'goes on with the next map after an error' {
        $closed = New-MemoryMap -Anonymous -Private -Size $Page
        Remove-MemoryMap $closed
        $open = New-MemoryMap -Anonymous -Private -Size $Page

        $null = Assert-Failure { $closed, $open | Set-MemoryMapProtection -Protection Read } -Kind MapDisposed -Command Set-MemoryMapProtection -Target $closed

        $open.Protection | Should -Be 'Read'
    }

    It 'does nothing to an empty map' {
        $map = New-MemoryMap (New-TestFile -Text '')
        { Set-MemoryMapProtection $map None -ErrorAction Stop } | Should -Not -Throw
    }

    It 'does nothing with -WhatIf' {
        $map = New-MemoryMap -Anonymous -Private -Size 64KB

        Set-MemoryMapProtection $map None -PassThru -WhatIf | Should -BeNullOrEmpty

        (Get-MapEntry $map).Permissions | Should -BeExactly 'rw-p'
        $map.Protection | Should -Be 'ReadWrite'
    }

    It 'says NoExecMount where the file system is mounted noexec (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Option noexec {
            param($folder)
            $path = Join-Path $folder 'code.bin'
            [System.IO.File]::WriteAllBytes($path, [byte[]]::new($Page))
            $map = New-MemoryMap $path -Private

            $null = Assert-Failure { Set-MemoryMapProtection $map ReadExecute } -Kind NoExecMount -Command Set-MemoryMapProtection -Target $map
            (Get-MapEntry $map).Permissions | Should -BeExactly 'r--p'
            Remove-MemoryMap $map
        }
    }

    It 'lets machine code run that was written before (x64) (needs an x64 processor)' -Skip:(-not $IsX64) {
        if (-not ('MmapTest.Native+Adder' -as [type])) {
            Add-Type -Namespace MmapTest -Name Native -MemberDefinition 'public delegate int Adder(int left, int right);'
        }

        $map = New-MemoryMap -Anonymous -Private -Size $Page
        # lea eax, [rdi + rsi]; ret
        $map | Write-MappedRegion -Hex '8D 04 37 C3'

        Set-MemoryMapProtection $map ReadExecute

        (Get-MapEntry $map).Permissions | Should -BeExactly 'r-xp'
        $add = [System.Runtime.InteropServices.Marshal]::GetDelegateForFunctionPointer([System.IntPtr] [long] $map.Address, [MmapTest.Native+Adder])
        $add.Invoke(40, 2) | Should -Be 42
        $null = Assert-Failure { $map | Write-MappedRegion -Value 1 } -Kind RegionProtected -Command Write-MappedRegion -Target $map -Category WriteError
    }

    It 'lets threads go on reading while the protection changes' {
        $map = New-MemoryMap -Anonymous -Private -Size (64 * $Page)
        $done = 1..3 | ForEach-Object -Parallel {
            $map = $using:map
            $page = $using:Page
            foreach ($i in 1..200) {
                if ($_ -eq 1) {
                    $map.Protect(($i % 2) ? 'Read' : 'ReadWrite', $page * ($i % 64), $page)
                }
                else {
                    $null = $map.Read(0, 64 * $page)
                }
            }
            $_
        }
        $done | Sort-Object | Should -Be @(1, 2, 3)
    }
}

Describe 'Set-MemoryMapProtection -Seal' {
    BeforeDiscovery {
        $release = [version] ([regex]::Match([System.IO.File]::ReadAllText('/proc/sys/kernel/osrelease'), '^\d+\.\d+').Value)
        $script:HasMSeal = $release -ge [version] '6.10'
    }

    It 'seals pages until the process ends: later protecting, removing and resizing is the error Sealed (needs mseal, Linux 6.10)' -Skip:(-not $HasMSeal) {
        $result = Invoke-ChildPwsh {
            param()
            $ErrorActionPreference = 'Continue'
            $page = [System.Environment]::SystemPageSize
            $map = New-MemoryMap -Anonymous -Private -Size (4 * $page)
            $map | Write-MappedRegion -Value 'secret'
            Set-MemoryMapProtection $map -Protection Read -Seal
            "flags: $([regex]::Matches([System.IO.File]::ReadAllText('/proc/self/smaps'), '(?m)^VmFlags:.* sl\b').Count)"
            "state: $($map.HasSealedPages) $($map.Protection)"
            Set-MemoryMapProtection $map ReadWrite -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
            Set-MemoryMapProtection $map ReadWrite -Length $page -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
            Remove-MemoryMap $map -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
            Remove-MemoryMap $map -Length $page -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
            $null = Resize-MemoryMap $map -Size (8 * $page) -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
            Set-MemoryMapAdvice $map DontNeed -Force -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
            $map.ReadString(0, 6)
            Remove-Module MmapModule
        }

        $result.StdErr | Should -BeNullOrEmpty
        $lines = $result.StdOut -split '\n'
        $lines[0] | Should -Match 'flags: [1-9]'
        $lines[1] | Should -BeExactly 'state: True Read'
        $lines[2..7] | Should -BeExactly @(
            'Sealed,MmapModule.Commands.SetMemoryMapProtectionCommand'
            'Sealed,MmapModule.Commands.SetMemoryMapProtectionCommand'
            'Sealed,MmapModule.Commands.RemoveMemoryMapCommand'
            'Sealed,MmapModule.Commands.RemoveMemoryMapCommand'
            'Sealed,MmapModule.Commands.ResizeMemoryMapCommand'
            'Sealed,MmapModule.Commands.SetMemoryMapAdviceCommand'
        )
        $lines[8] | Should -BeExactly 'secret'
        $result.ExitCode | Should -Be 0
    }

    It 'seals a part; a range that begins before it fails and the shell survives every access (needs mseal, Linux 6.10)' -Skip:(-not $HasMSeal) {
        $result = Invoke-ChildPwsh {
            param()
            $page = [System.Environment]::SystemPageSize
            $map = New-MemoryMap -Anonymous -Private -Size (4 * $page)
            Set-MemoryMapProtection $map -Protection ReadWrite -Offset (2 * $page) -Length $page -Seal
            Set-MemoryMapProtection $map -Protection None -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
            # Whether the kernel has changed the pages before the sealed one or not: no access may end the process.
            foreach ($index in 0..3) {
                $mapped = Select-String -Path /proc/self/maps -Pattern '.' -Raw | Where-Object {
                    $ends = $_.Split(' ')[0].Split('-') | ForEach-Object { [System.Convert]::ToUInt64($_, 16) }
                    $address = $map.Address + $index * $page
                    $address -ge $ends[0] -and $address -lt $ends[1]
                }
                $kernel = $mapped.Split(' ')[1].Substring(0, 2)
                $module = try { $map.WriteByte($index * $page, 1); 'rw' } catch { '--' }
                "$index $($kernel -eq $module)"
            }
            'alive'
        }

        $result.StdOut -split '\n' | Should -BeExactly @('Sealed,MmapModule.Commands.SetMemoryMapProtectionCommand', '0 True', '1 True', '2 True', '3 True', 'alive')
        $result.ExitCode | Should -Be 0
    }
}
