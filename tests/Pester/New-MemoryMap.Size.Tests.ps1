BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'New-MemoryMap -Offset, -Length and -FromEnd' {
    BeforeAll {
        $script:Bytes = [byte[]]::new(3 * $Page)
        [System.Random]::new(1).NextBytes($Bytes)
        $script:File = New-TestFile -Bytes $Bytes
    }

    It 'maps <Length> bytes at offset <Offset>' -ForEach @(
        @{ Offset = 0; Length = 1 }
        @{ Offset = 1; Length = 10 }
        @{ Offset = 4095; Length = 2 }
        @{ Offset = 4096; Length = 4096 }
        @{ Offset = 4097; Length = 4200 }
    ) {
        $map = New-MemoryMap -Path $File -Offset $Offset -Length $Length

        $map.FileOffset | Should -Be $Offset
        $map.Length | Should -Be $Length
        [System.Convert]::ToHexString($map.Read()) | Should -BeExactly ([System.Convert]::ToHexString($Bytes, $Offset, $Length))
        (Get-MapEntry $map).FileOffset | Should -Be ($Offset - $Offset % $Page)
    }

    It 'maps the rest without -Length' {
        (New-MemoryMap -Path $File -Offset 100).Length | Should -Be (3 * $Page - 100)
        (New-MemoryMap -Path $File -Offset (3 * $Page)).Length | Should -Be 0
    }

    It 'counts the offset back from the end with -FromEnd' {
        $map = New-MemoryMap -Path $File -Offset 512 -FromEnd
        $map.FileOffset | Should -Be (3 * $Page - 512)
        $map.Length | Should -Be 512

        $map = New-MemoryMap -Path $File -Offset 512 -Length 2 -FromEnd
        $map.Length | Should -Be 2
        $map.ReadByte(0) | Should -Be $Bytes[3 * $Page - 512]
    }

    It 'takes <Text> for <Expected> bytes' -ForEach @(
        @{ Text = 4KB; Expected = 4096 }
        @{ Text = '0x1F'; Expected = 31 }
        @{ Text = '0x1fL'; Expected = 31 }
        @{ Text = '4KB'; Expected = 4096 }
        @{ Text = '4 KiB'; Expected = 4096 }
        @{ Text = '2k'; Expected = 2048 }
        @{ Text = '0.5KiB'; Expected = 512 }
        @{ Text = ' 12 '; Expected = 12 }
        @{ Text = '7B'; Expected = 7 }
    ) {
        (New-MemoryMap -Path $File -Length $Text).Length | Should -Be $Expected
        (New-MemoryMap -Path $File -Offset $Text).FileOffset | Should -Be $Expected
    }

    It 'takes <Text> for <Expected> bytes of a large file' -ForEach @(
        @{ Text = '64KiB'; Expected = 64KB }
        @{ Text = '2GiB'; Expected = 2GB }
        @{ Text = '3g'; Expected = 3GB }
        @{ Text = '1TiB'; Expected = 1TB }
        @{ Text = '0x100000000'; Expected = 4GB }
        @{ Text = 0xFFFFFFFFL; Expected = 4GB - 1 }
    ) {
        $path = New-TestFile -Size 1TB

        (New-MemoryMap -Path $path -Length $Text).Length | Should -Be $Expected
    }

    It 'does not take <Text> for a number of bytes' -ForEach @(
        @{ Text = 'many' }
        @{ Text = '0xZZ' }
        @{ Text = '4XB' }
        @{ Text = '99999999EiB' }
        @{ Text = '' }
        @{ Text = '0x8000000000000000' }
    ) {
        { New-MemoryMap -Path $File -Length $Text } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.NewMemoryMapCommand'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'an offset beyond the end'; Arguments = @{ Offset = 1MB }; Kind = 'RegionOutOfRange' }
        @{ Name = 'a length beyond the end'; Arguments = @{ Length = 1MB }; Kind = 'RegionOutOfRange' }
        @{ Name = 'an offset from the end before the start'; Arguments = @{ Offset = 1MB; FromEnd = $true }; Kind = 'RegionOutOfRange' }
        @{ Name = 'a length past the end from the end'; Arguments = @{ Offset = 1; Length = 2; FromEnd = $true }; Kind = 'RegionOutOfRange' }
        @{ Name = 'a negative offset'; Arguments = @{ Offset = 0xFFFFFFFF }; Kind = 'NegativeOffset' }
        @{ Name = 'a negative length'; Arguments = @{ Length = -1 }; Kind = 'NegativeOffset' }
        @{ Name = 'a negative size'; Arguments = @{ Size = -1 }; Kind = 'NegativeOffset' }
        @{ Name = 'offset and length beyond 63 bits'; Arguments = @{ Offset = [long]::MaxValue; Length = 1 }; Kind = 'RangeOverflow' }
    ) {
        $null = Assert-Failure { New-MemoryMap -Path $File @Arguments } -Kind $Kind -Command New-MemoryMap -Target $File
        (Get-Item -LiteralPath $File).Length | Should -Be (3 * $Page)
    }

    It 'says in the advice how 0xFFFFFFFF is written' {
        $failure = Assert-Failure { New-MemoryMap -Path $File -Offset 0xFFFFFFFF } -Kind NegativeOffset -Command New-MemoryMap -Target $File
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*0xFFFFFFFFL*-FromEnd*'
    }
}

Describe 'New-MemoryMap -Size' {
    It 'creates a file whose space is really allocated, and -Sparse one that has none' {
        $full = Get-TestPath 'full.bin'
        $sparse = Get-TestPath 'sparse.bin'

        $maps = (New-MemoryMap -Path $full -Size 1MB), (New-MemoryMap -Path $sparse -Size 1MB -Sparse)

        $maps.ForEach('Length') | Should -Be @(1MB, 1MB)
        (Get-Item -LiteralPath $full, $sparse).ForEach('Length') | Should -Be @(1MB, 1MB)
        Get-AllocatedSize $full | Should -BeGreaterOrEqual 1MB
        Get-AllocatedSize $sparse | Should -Be 0
        @($maps[0].Read() | Select-Object -Unique) | Should -Be @(0)
    }

    It 'creates a file for reading by default and for writing on demand' {
        $map = New-MemoryMap -Path (Get-TestPath 'created.bin') -Size 10 -Protection ReadWrite
        $map.WriteString(0, 'created')
        Get-HexDump -Path $map.Path -Count 8 | Should -BeExactly '63 72 65 61 74 65 64 00'

        (New-MemoryMap -Path (Get-TestPath 'created2.bin') -Size 10).Protection | Should -Be 'Read'
    }

    It 'creates a literal path with brackets' {
        $map = New-MemoryMap -LiteralPath (Get-TestPath 'new[1].bin') -Size 10

        $map.Path | Should -BeExactly (Get-TestPath 'new[1].bin')
        Test-Path -LiteralPath $map.Path | Should -BeTrue
    }

    It 'grows a file, keeps what is in it, and maps the new part too' {
        $path = New-TestFile -Text 'keep'

        $map = New-MemoryMap -Path $path -Size 64KB -Protection ReadWrite

        $map.Length | Should -Be 64KB
        $map.ReadString(0, 4) | Should -BeExactly 'keep'
        Get-AllocatedSize $path | Should -BeGreaterOrEqual 64KB
        $map.WriteByte(64KB - 1, 7)
        Get-HexDump -Path $path -Offset (64KB - 1) | Should -BeExactly '07'
    }

    It 'never makes a file shorter, and says so to who listens' {
        $path = New-TestFile -Text '0123456789'

        $output = New-MemoryMap -Path $path -Size 4 -Verbose 4>&1

        @($output -match 'already has 10 bytes').Count | Should -Be 1
        ($output | Where-Object { $_ -is [MmapModule.MemoryMap] }).Length | Should -Be 10
        (Get-Item -LiteralPath $path).Length | Should -Be 10
    }

    It 'never makes a file longer without -Size' {
        $path = New-TestFile -Text '0123456789'

        $null = Assert-Failure { New-MemoryMap -Path $path -Length 11 -Protection ReadWrite } -Kind RegionOutOfRange -Command New-MemoryMap -Target $path

        (Get-Item -LiteralPath $path).Length | Should -Be 10
        $missing = Get-TestPath 'missing.bin'
        $null = Assert-Failure { New-MemoryMap -Path $missing -Protection ReadWrite } -Kind PathNotFound -Command New-MemoryMap -Target $missing
        Test-Path -LiteralPath $missing | Should -BeFalse
    }

    It 'maps a part of the file that it has just made' {
        $map = New-MemoryMap -Path (Get-TestPath 'part.bin') -Size 64KB -Offset 4000 -Length 200

        $map.FileOffset | Should -Be 4000
        $map.Length | Should -Be 200
        $map.FileLength | Should -Be 64KB
    }

    It 'removes a file that it created in vain' {
        $path = Get-TestPath 'vain.bin'

        $null = Assert-Failure { New-MemoryMap -Path $path -Size 10 -Offset 11 } -Kind RegionOutOfRange -Command New-MemoryMap -Target $path

        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'refuses -Sparse without -Size' {
        $path = New-TestFile -Text 'x'
        $null = Assert-Failure { New-MemoryMap -Path $path -Sparse } -Kind InvalidArgument -Command New-MemoryMap -Target $path
    }

    It 'maps a sparse file of 1 TiB, and its far end works' {
        $path = Get-TestPath 'huge.bin'

        $map = New-MemoryMap -Path $path -Size 1TB -Sparse -Protection ReadWrite
        $map.WriteString(1TB - 4, 'last')

        Get-AllocatedSize $path | Should -BeLessThan 1MB
        Get-HexDump -Path $path -Offset (1TB - 4) | Should -BeExactly '6C 61 73 74'
    }
}

Describe 'New-MemoryMap of an empty file' {
    It 'gives an empty map, which can be read, written and selected without error' {
        $map = New-MemoryMap -Path (New-TestFile) -Protection ReadWrite

        $map.Length | Should -Be 0
        $map.Address | Should -Be 0
        $map.State | Should -Be 'Open'
        (Read-MappedRegion -InputObject $map).Length | Should -Be 0
        Write-MappedRegion -InputObject $map -Value ([byte[]]::new(0))
        (Select-MappedRegion -InputObject $map).Length | Should -Be 0
        $map | Sync-MemoryMap
        Test-MemoryMap -InputObject $map | Should -BeTrue
        $map.AsStream().Length | Should -Be 0
        $null = Assert-Failure { Read-MappedRegion -InputObject $map -Length 1 } -Kind RegionOutOfRange -Command Read-MappedRegion -Target $map
        $map | Remove-MemoryMap
        $map.State | Should -Be 'Closed'
    }

    It 'can be private, and have a size of 0' {
        (New-MemoryMap -Path (New-TestFile) -Private -Protection ReadWrite).Length | Should -Be 0
        (New-MemoryMap -Path (Get-TestPath 'zero.bin') -Size 0).Length | Should -Be 0
    }
}
