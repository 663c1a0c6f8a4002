# Clear-MappedRegion: patterns, zeros, and blocks that are really freed.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Clear-MappedRegion' {
    It 'writes zeros over all of the input, or a part of it' {
        $path = New-TestFile -Text 'abcdefghij'
        $map = New-MemoryMap $path -Protection ReadWrite
        Clear-MappedRegion $map -Offset 2 -Length 3 | Should -BeNullOrEmpty
        Read-TestText $path | Should -BeExactly "ab`0`0`0fghij"
        $map | Clear-MappedRegion -Offset 2 -FromEnd
        Read-TestText $path | Should -BeExactly "ab`0`0`0fgh`0`0"
        $map.Slice(5, 2) | Clear-MappedRegion
        Read-TestText $path | Should -BeExactly "ab`0`0`0`0`0h`0`0"
        Clear-MappedRegion $map
        Get-FileByte $path | Select-Object -Unique | Should -Be 0
        (Get-Item $path).Length | Should -Be 10
    }

    It 'repeats the pattern of -Fill from the start of the range: <Name>' -ForEach @(
        @{ Name = 'a byte'; Fill = 65; Expected = '..AAAAAAA.' }
        @{ Name = 'several bytes'; Fill = 65, 66, 67; Expected = '..ABCABCA.' }
        @{ Name = 'text as bytes'; Fill = [System.Text.Encoding]::ASCII.GetBytes('xy'); Expected = '..xyxyxyx.' }
        @{ Name = 'more bytes than there is room for'; Fill = 65..90; Expected = '..ABCDEFG.' }
    ) {
        $map = New-MemoryMap (New-TestFile -Text '..........') -Protection ReadWrite
        Clear-MappedRegion $map 2 7 -Fill $Fill
        $map.ReadString() | Should -BeExactly $Expected
    }

    It 'gives the region with -PassThru' {
        $map = New-MemoryMap -Anonymous -Size 4KB
        $region = Clear-MappedRegion $map -Offset 10 -Length 5 -Fill 1 -PassThru
        $region | Should -BeOfType ([MmapModule.MappedRegion])
        $region.Offset, $region.Length | Should -Be 10, 5
        ($region | Read-MappedRegion) -join ' ' | Should -Be '1 1 1 1 1'
    }

    It 'fills many megabytes on several cores as on one' {
        $path = New-TestFile -Size 40MB
        $map = New-MemoryMap $path -Protection ReadWrite
        Clear-MappedRegion $map -Offset 5 -Fill 1, 2, 3
        foreach ($offset in 5, 4194304, 20000000, 41943036) {
            $map.ReadByte($offset) | Should -Be (1 + ($offset - 5) % 3)
        }

        $map.ReadByte(4) | Should -Be 0
    }

    It 'allocates nothing when it writes zeros into holes, beyond 4 GiB too' {
        $path = New-TestFile -Size 6GB
        $map = New-MemoryMap $path -Protection ReadWrite
        $map.WriteByte(5GB, 1)
        $before = Get-AllocatedSize $path
        Clear-MappedRegion $map
        $map.ReadByte(5GB) | Should -Be 0
        Get-AllocatedSize $path | Should -BeLessOrEqual $before
    }

    It 'changes memory only in a private map' {
        $path = New-TestFile -Text 'original'
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        Clear-MappedRegion $map -Fill 65
        $map.ReadString() | Should -BeExactly 'AAAAAAAA'
        Read-TestText $path | Should -BeExactly 'original'
    }

    Context '-PunchHole' -Tag Linux {
        It 'frees the blocks of a file and clears the rest of the range by writing' {
            $path = New-TestFile -Bytes ([byte[]] @(7) * 1MB)
            $before = Get-AllocatedSize $path
            $map = New-MemoryMap $path -Protection ReadWrite
            Clear-MappedRegion $map -Offset 1000 -Length 900000 -PunchHole
            $before - (Get-AllocatedSize $path) | Should -BeGreaterThan 890000
            (Get-Item $path).Length | Should -Be 1MB
            $bytes = Get-FileByte $path
            $bytes[999, 1000, 450000, 900999, 901000] | Should -Be 7, 0, 0, 0, 7
            [System.Linq.Enumerable]::Sum([int[]] $bytes) | Should -Be (7 * (1MB - 900000))
        }

        It 'frees <Kind>' -ForEach @(
            @{ Kind = 'named shared memory'; Make = { New-MemoryMap -Name (Get-SharedName) -Size 1MB } }
            @{ Kind = 'a memory file'; Make = { New-MemoryMap -MemoryFile -Size 1MB } }
        ) {
            $map = & $Make
            Clear-MappedRegion $map -Fill 7
            $blocks = { 512 * [long] (stat --dereference --format '%b' -- $map.Path) }
            & $blocks | Should -Be 1MB
            Clear-MappedRegion $map -PunchHole
            & $blocks | Should -Be 0
            [System.Linq.Enumerable]::Max($map.Read()) | Should -Be 0
            if ($map.Kind -eq 'SharedMemory') {
                Remove-SharedMemory $map.Name
            }
        }

        It 'gives anonymous memory back' {
            $map = New-MemoryMap -Anonymous -Private -Size 8MB
            Clear-MappedRegion $map -Fill 7
            (Get-MapEntry $map).Rss | Should -BeGreaterOrEqual 8MB
            Clear-MappedRegion $map -Offset 100 -PunchHole
            (Get-MapEntry $map).Rss | Should -BeLessThan 1MB
            $map.ReadByte(99), $map.ReadByte(100), $map.ReadByte(8MB - 1) | Should -Be 7, 0, 0
        }

        It 'explains what it cannot do: <Kind> for <Name>' -ForEach @(
            @{ Name = 'a read-only map'; Kind = 'RegionProtected'; Category = 'WriteError'; Make = { New-MemoryMap (New-TestFile -Text 'content') } }
            @{ Name = 'a private map of a file'; Kind = 'FlagNotSupported'; Make = { New-MemoryMap (New-TestFile -Text 'content') -Private -Protection ReadWrite } }
            @{ Name = 'locked memory'; Kind = 'FlagNotSupported'; Make = { $map = New-MemoryMap -Anonymous -Private -Size 64KB; Lock-MemoryMap $map; $map } }
            @{ Name = 'a sealed memory file'; Kind = 'Sealed'; Make = { New-MemoryMap -MemoryFile -Size 64KB -Seal FutureWrite } }
            @{ Name = 'a snapshot'; Kind = 'RegionProtected'; Category = 'WriteError'; Make = { New-MemoryMap (New-TestFile -Text 'content') -Snapshot } }
        ) {
            $map = & $Make
            $before = $map.Read()
            $categoryArgument = $Category ? @{ Category = $Category } : @{}
            $null = Assert-Failure { Clear-MappedRegion $map -PunchHole } -Kind $Kind -Command Clear-MappedRegion -Target $map @categoryArgument
            Test-SameByte $map.Read() $before | Should -BeTrue
        }

        It 'says that a file system has no holes (needs root to mount)' -Skip:(Test-Missing mount) {
            $folder = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "MmapModule-$([guid]::NewGuid())")).FullName
            mount -t ramfs ramfs $folder
            try {
                $map = New-MemoryMap "$folder/file" -Size 64KB -Sparse -Protection ReadWrite
                $null = Assert-Failure { Clear-MappedRegion $map -PunchHole } -Kind FlagNotSupported -Command Clear-MappedRegion -Target $map
                Clear-MappedRegion $map
                Remove-MemoryMap $map
            }
            finally {
                Dismount-TestFolder $folder
                [System.IO.Directory]::Delete($folder)
            }
        }

        It 'does not go with -Fill' {
            $map = New-MemoryMap -Anonymous -Size 4KB
            Get-TerminatingErrorId { Clear-MappedRegion $map -PunchHole -Fill 1 } | Should -BeLike 'AmbiguousParameterSet,*'
        }
    }

    Context '-DigHole' -Tag Linux {
        BeforeAll {
            # Data, 512 KiB of zeros that were written, and data.
            $script:Before = [byte[]]::new(8192 + 512KB + 5000)
            [array]::Fill($Before, [byte] 7, 0, 8192)
            [array]::Fill($Before, [byte] 9, 8192 + 512KB, 5000)
        }

        BeforeEach {
            $script:Path = New-TestFile -Bytes $Before
        }

        It 'frees the blocks that fallocate frees, and changes no byte (needs fallocate)' -Skip:(Test-Missing fallocate) {
            $copy = Get-TestPath
            Copy-Item -LiteralPath $Path -Destination $copy
            fallocate --dig-holes $copy
            $region = Clear-MappedRegion $Path -DigHole -PassThru
            $region.FreedBytes, $region.Holes | Should -Be 512KB, 1
            $region.Offset, $region.Length | Should -Be 0, $Before.Length
            Get-AllocatedSize $Path | Should -Be (Get-AllocatedSize $copy)
            Test-SameByte (Get-FileByte $Path) $Before | Should -BeTrue
            (Clear-MappedRegion $Path -DigHole -PassThru).FreedBytes | Should -Be 0
            "$region" | Should -BeLike '*524288 bytes freed'
        }

        It 'looks only at whole blocks of the range, and says with -Verbose how much it has freed' {
            $map = New-MemoryMap $Path -Protection ReadWrite
            $message = Clear-MappedRegion $map -Offset 8193 -Length 12288 -DigHole -Verbose 4>&1
            "$message" | Should -BeLike '*8192 bytes*'
            ($map.Slice(0, 100000) | Clear-MappedRegion -DigHole -PassThru).FreedBytes | Should -Be (98304 - 8192 - 8192)
            $map | Remove-MemoryMap
            Test-SameByte (Get-FileByte $Path) $Before | Should -BeTrue
        }

        It 'refuses a file that somebody else has open, unless it is forced' {
            $map = New-MemoryMap $Path -Protection ReadWrite
            $other = [System.IO.File]::Open($Path, 'Open', 'Read', 'ReadWrite')
            try {
                $null = Assert-Failure { Clear-MappedRegion $map -DigHole } -Kind FileLocked -Command Clear-MappedRegion -Target $map
                Get-AllocatedSize $Path | Should -BeGreaterThan 512KB
                (Clear-MappedRegion $map -DigHole -Force -PassThru).FreedBytes | Should -Be 512KB
            }
            finally {
                $other.Dispose()
            }

            $map | Remove-MemoryMap
            Test-SameByte (Get-FileByte $Path) $Before | Should -BeTrue
        }

        It 'refuses the file of a handle of the caller, who can write through it, unless it is forced' {
            $file = [System.IO.File]::Open($Path, 'Open', 'ReadWrite', 'ReadWrite')
            try {
                $map = New-MemoryMap -Handle $file.SafeFileHandle -Protection ReadWrite
                $null = Assert-Failure { Clear-MappedRegion $map -DigHole } -Kind FileLocked -Command Clear-MappedRegion -Target $map
                (Clear-MappedRegion $map -DigHole -Force -PassThru).FreedBytes | Should -Be 512KB
                $map | Remove-MemoryMap
            }
            finally {
                $file.Dispose()
            }

            Test-SameByte (Get-FileByte $Path) $Before | Should -BeTrue
        }

        It 'looks at whole huge pages (needs root to reserve them, and a kernel that has them)' -Skip:((Test-Missing root) -or -not (Test-Path /sys/kernel/mm/hugepages/hugepages-2048kB)) {
            $setting = '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages'
            $reserved = Get-Content -LiteralPath $setting
            Set-Content -LiteralPath $setting -Value ([int] $reserved + 3)
            try {
                $map = New-MemoryMap -MemoryFile -Size 6MB -HugePageSize 2MB
                $map.WriteByte(2MB + 5, 1)
                $map.WriteByte(5, 0)
                $map.WriteByte(4MB, 0)
                (Clear-MappedRegion $map -DigHole -Force -PassThru).FreedBytes | Should -Be 4MB
                $map.ReadByte(0), $map.ReadByte(2MB + 5), $map.ReadByte(4MB) | Should -Be 0, 1, 0
                $map | Remove-MemoryMap
            }
            finally {
                Set-Content -LiteralPath $setting -Value $reserved
            }
        }

        It 'frees <Kind>' -ForEach @(
            @{ Kind = 'named shared memory'; Make = { New-MemoryMap -Name (Get-SharedName) -Size 1MB } }
            @{ Kind = 'a memory file, of which the kernel does not tell who has it'; Make = { New-MemoryMap -MemoryFile -Size 1MB }; More = @{ Force = $true } }
            @{ Kind = 'anonymous memory'; Make = { New-MemoryMap -Anonymous -Size 1MB } }
            @{ Kind = 'private memory'; Make = { New-MemoryMap -Anonymous -Private -Size 1MB } }
        ) {
            $map = & $Make
            Clear-MappedRegion $map -Fill 7
            Clear-MappedRegion $map -Length 512KB
            $more = $More ?? @{}
            (Clear-MappedRegion $map -DigHole @more -PassThru).FreedBytes | Should -Be 512KB
            $map.ReadByte(0), $map.ReadByte(512KB - 1), $map.ReadByte(512KB) | Should -Be 0, 0, 7
            if ($map.Kind -eq 'SharedMemory') {
                Remove-SharedMemory $map.Name
            }
        }

        It 'explains what it cannot do: <Kind> for <Name>' -ForEach @(
            @{ Name = 'a read-only map'; Kind = 'RegionProtected'; Category = 'WriteError'; Make = { New-MemoryMap $Path } }
            @{ Name = 'a private map of a file'; Kind = 'FlagNotSupported'; Make = { New-MemoryMap $Path -Private -Protection ReadWrite } }
            @{ Name = 'a sealed memory file'; Kind = 'Sealed'; Make = {
                    $map = New-MemoryMap -MemoryFile -Size 64KB
                    Write-MappedRegion $map -Value ([byte[]]::new(64KB))
                    Add-MemoryMapSeal $map -Seal FutureWrite
                    $map
                }
            }
        ) {
            $map = & $Make
            $more = $Category ? @{ Category = $Category } : @{}
            $null = Assert-Failure { Clear-MappedRegion $map -DigHole -Force } -Kind $Kind -Command Clear-MappedRegion -Target $map @more
            Test-SameByte (Get-FileByte $Path) $Before | Should -BeTrue
        }

        It 'says that a file system has no holes (needs root to mount)' -Skip:(Test-Missing mount) {
            $folder = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "MmapModule-$([guid]::NewGuid())")).FullName
            mount -t ramfs ramfs $folder
            try {
                [System.IO.File]::WriteAllBytes("$folder/file", $Before)
                $null = Assert-Failure { Clear-MappedRegion "$folder/file" -DigHole -Force } -Kind FlagNotSupported -Command Clear-MappedRegion -Target "$folder/file"
                Test-SameByte (Get-FileByte "$folder/file") $Before | Should -BeTrue
            }
            finally {
                Dismount-TestFolder $folder
                [System.IO.Directory]::Delete($folder)
            }
        }

        It 'changes nothing with -WhatIf, and does not go with -PunchHole' {
            $allocated = Get-AllocatedSize $Path
            Clear-MappedRegion $Path -DigHole -WhatIf -PassThru | Should -BeNullOrEmpty
            Get-AllocatedSize $Path | Should -Be $allocated
            Get-TerminatingErrorId { Clear-MappedRegion $Path -DigHole -PunchHole } | Should -BeLike 'AmbiguousParameterSet,*'
        }
    }

    It 'survives a file that is cut, and says how far it came: <Name>' -Tag Linux -ForEach @(
        @{ Name = 'filling'; Arguments = @{ Fill = [byte[]] (1, 2, 3) } }
        @{ Name = 'punching'; Arguments = @{ PunchHole = $true } }
    ) {
        $path = New-TestFile -Bytes ([byte[]] @(7) * 1MB)
        $map = New-MemoryMap $path -Protection ReadWrite
        Set-FileLength -Path $path -Length 300001
        $record = Assert-Failure { Clear-MappedRegion $map @Arguments } -Kind RegionTruncated -Command Clear-MappedRegion -Target $map -Category WriteError
        $record.Exception.BytesTransferred | Should -Be 300001
        (Get-Item $path).Length | Should -Be 300001
    }

    It 'says NoSpace and how far it came on a full disk (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Size 1m {
            param($folder)
            $map = New-MemoryMap (Join-Path $folder 'sparse.bin') -Size 4MB -Sparse -Protection ReadWrite
            $record = Assert-Failure { Clear-MappedRegion $map -Fill 1 } -Kind NoSpace -Command Clear-MappedRegion -Target $map
            $record.Exception.BytesTransferred | Should -BeGreaterThan 500KB
            Clear-MappedRegion $map -PunchHole
            Remove-MemoryMap $map
        }
    }

    It 'reports wrong ranges and removed maps, and changes nothing' {
        $map = New-MemoryMap (New-TestFile -Text 'content') -Protection ReadWrite
        $null = Assert-Failure { Clear-MappedRegion $map -Offset 5 -Length 3 } -Kind RegionOutOfRange -Command Clear-MappedRegion -Target $map
        $null = Assert-Failure { Clear-MappedRegion $map -Offset -1 } -Kind NegativeOffset -Command Clear-MappedRegion -Target $map
        Get-TerminatingErrorId { Clear-MappedRegion $map -Fill @() } | Should -BeLike 'ParameterArgumentValidationError*'
        Get-TerminatingErrorId { Clear-MappedRegion $map -Fill 256 } | Should -BeLike 'CannotConvertArgument*'
        $map.ReadString() | Should -BeExactly 'content'
        Remove-MemoryMap $map
        $null = Assert-Failure { Clear-MappedRegion $map } -Kind MapDisposed -Command Clear-MappedRegion -Target $map
    }

    It 'changes nothing with -WhatIf' {
        $path = New-TestFile -Text 'content'
        $map = New-MemoryMap $path -Protection ReadWrite
        Clear-MappedRegion $map -WhatIf -PassThru | Should -BeNullOrEmpty
        Clear-MappedRegion $map -PunchHole -WhatIf
        Read-TestText $path | Should -BeExactly 'content'
    }

    It 'ends in the middle when it is stopped' {
        $map = New-MemoryMap -Anonymous -Size 800MB -Private
        Assert-StopsInTheMiddle 'Clear-MappedRegion $Map -Fill 1, 2, 3' @{ Map = $map }
        $map.State | Should -Be 'Open'
        $map | Remove-MemoryMap
    }
}
