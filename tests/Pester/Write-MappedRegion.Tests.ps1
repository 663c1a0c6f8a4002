BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Write-MappedRegion' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]] (@(0xCC) * 64))
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'turns "helloworld" into "3210oworld" by the number 0x30313233' {
        $file = New-TestFile -Text 'helloworld'

        New-MemoryMap -Path $file -Protection ReadWrite | Write-MappedRegion -Value 0x30313233

        Read-TestText $file | Should -BeExactly '3210oworld'
    }

    It 'writes <Name> as <Little>, and with -BigEndian as <Big>' -ForEach @(
        @{ Name = 'SByte'; Value = [sbyte] -2; Little = 'FE'; Big = 'FE' }
        @{ Name = 'Byte'; Value = [byte] 0xAB; Little = 'AB'; Big = 'AB' }
        @{ Name = 'Int16'; Value = [int16] -2; Little = 'FE FF'; Big = 'FF FE' }
        @{ Name = 'UInt16'; Value = [uint16] 0x1234; Little = '34 12'; Big = '12 34' }
        @{ Name = 'Int32'; Value = 0x12345678; Little = '78 56 34 12'; Big = '12 34 56 78' }
        @{ Name = 'a negative Int32'; Value = -1; Little = 'FF FF FF FF'; Big = 'FF FF FF FF' }
        @{ Name = 'UInt32'; Value = 0x12345678u; Little = '78 56 34 12'; Big = '12 34 56 78' }
        @{ Name = 'Int64'; Value = 0x0102030405060708; Little = '08 07 06 05 04 03 02 01'; Big = '01 02 03 04 05 06 07 08' }
        @{ Name = 'UInt64'; Value = 0xFFFFFFFFFFFFFF01ul; Little = '01 FF FF FF FF FF FF FF'; Big = 'FF FF FF FF FF FF FF 01' }
        @{ Name = 'Half'; Value = [half] 1.5; Little = '00 3E'; Big = '3E 00' }
        @{ Name = 'Single'; Value = [float] 1.5; Little = '00 00 C0 3F'; Big = '3F C0 00 00' }
        @{ Name = 'Double'; Value = 1.5; Little = '00 00 00 00 00 00 F8 3F'; Big = '3F F8 00 00 00 00 00 00' }
        @{ Name = 'Decimal'; Value = 1.5d; Little = '0F 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00'; Big = '00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 0F' }
        @{ Name = 'Char'; Value = [char] 'A'; Little = '41 00'; Big = '00 41' }
        @{ Name = 'Guid'; Value = [guid] '00112233-4455-6677-8899-aabbccddeeff'; Little = '33 22 11 00 55 44 77 66 88 99 AA BB CC DD EE FF'; Big = '00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF' }
        @{ Name = 'an enum in its own width'; Value = [System.DayOfWeek]::Friday; Little = '05 00 00 00'; Big = '00 00 00 05' }
    ) {
        $bytes = $Little.Split(' ').Count

        Write-MappedRegion -InputObject $Map -Value $Value -Offset 3
        Get-HexDump -Path $Path -Count ($bytes + 4) | Should -BeExactly "CC CC CC $Little CC"

        Write-MappedRegion -InputObject $Map -Value $Value -Offset 3 -BigEndian
        Get-HexDump -Path $Path -Count ($bytes + 4) | Should -BeExactly "CC CC CC $Big CC"
    }

    It 'writes 258 with -As <Type> as <Expected>' -ForEach @(
        @{ Type = 'Int16'; Expected = '02 01' }
        @{ Type = 'UInt32'; Expected = '02 01 00 00' }
        @{ Type = 'u64'; Expected = '02 01 00 00 00 00 00 00' }
        @{ Type = [float]; Expected = '00 00 81 43' }
        @{ Type = 'Half'; Expected = '08 5C' }
        @{ Type = 'Char'; Expected = '02 01' }
        @{ Type = 'Decimal'; Expected = '02 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00' }
    ) {
        Write-MappedRegion -InputObject $Map -Value 258 -As $Type

        Get-HexDump -Path $Path -Count ($Expected.Split(' ').Count + 1) | Should -BeExactly "$Expected CC"
    }

    It 'converts text with -As, and each item of a list' {
        Write-MappedRegion -InputObject $Map -Value '0x1F', '17', 3.0 -As Byte
        Get-HexDump -Path $Path -Count 4 | Should -BeExactly '1F 11 03 CC'

        Write-MappedRegion -InputObject $Map -Value '00112233-4455-6677-8899-aabbccddeeff' -As Guid -BigEndian
        Get-HexDump -Path $Path | Should -BeExactly '00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF'
    }

    It 'writes a list item by item, each in its own width, also nested and mixed' {
        Write-MappedRegion -InputObject $Map -Value @([byte] 1, [int16] 2, 'ab', @([byte] 3, [byte[]] (4, 5)))

        Get-HexDump -Path $Path -Count 9 | Should -BeExactly '01 02 00 61 62 03 04 05 CC'
    }

    It 'writes bytes: <Name>' -ForEach @(
        @{ Name = 'byte[]'; Value = [byte[]] (1, 2, 3) }
        @{ Name = 'a list of bytes'; Value = [System.Collections.Generic.List[byte]] [byte[]] (1, 2, 3) }
        @{ Name = 'objects that are bytes'; Value = @([byte] 1, [byte] 2, [byte] 3) }
    ) {
        Write-MappedRegion -InputObject $Map -Value $Value -Offset 61

        Get-HexDump -Path $Path -Offset 60 | Should -BeExactly 'CC 01 02 03'
    }

    It 'writes nothing for an empty value' {
        Write-MappedRegion -InputObject $Map -Value @() -Offset 64
        Write-MappedRegion -InputObject $Map -Value '' -Offset 64
        Write-MappedRegion -InputObject $Map -Value ([byte[]]::new(0))

        @(Get-FileByte $Path | Select-Object -Unique) | Should -Be @(0xCC)
    }

    It 'takes map and value by position, the map by pipeline and as -Map, and has the alias wrmr' {
        Write-MappedRegion $Map ([byte] 1)
        $Map | Write-MappedRegion -Value ([byte] 2) -Offset 1
        Write-MappedRegion -Map $Map -Value ([byte] 3) -Offset 2
        wrmr $Map ([byte] 4) -Offset 3

        Get-HexDump -Path $Path -Count 5 | Should -BeExactly '01 02 03 04 CC'
        (Get-Alias -Name 'wrmr').Definition | Should -BeExactly 'Write-MappedRegion'
    }

    It 'writes to every map of the pipeline' {
        $other = New-MemoryMap -Path (New-TestFile -Text 'xxxx') -Protection ReadWrite

        $Map, $other | Write-MappedRegion -Value 'ab' -Offset 1

        Get-HexDump -Path $Path -Count 4 | Should -BeExactly 'CC 61 62 CC'
        $other.ReadString() | Should -BeExactly 'xabx'
    }

    It 'counts the offset from the start of a region, and back from its end with -FromEnd' {
        $region = $Map.Slice(10, 20)

        Write-MappedRegion -InputObject $region -Value ([byte] 1) -Offset 2
        Write-MappedRegion -InputObject $region -Value ([byte] 2) -Offset 2 -FromEnd
        Write-MappedRegion -InputObject $Map -Value ([byte] 3) -Offset '0x1' -FromEnd

        Get-HexDump -Path $Path -Offset 12 -Count 1 | Should -BeExactly '01'
        Get-HexDump -Path $Path -Offset 28 -Count 1 | Should -BeExactly '02'
        Get-HexDump -Path $Path -Offset 63 | Should -BeExactly '03'
    }

    It 'does not write past the end of a region, nor past the map' {
        $region = $Map.Slice(10, 3)

        Write-MappedRegion -InputObject $region -Value ([byte[]] (1, 2, 3))
        foreach ($length in 4, 55) {
            $null = Assert-Failure { Write-MappedRegion -InputObject $region -Value ([byte[]]::new($length)) } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $region
        }

        Get-HexDump -Path $Path -Offset 10 -Count 4 | Should -BeExactly '01 02 03 CC'
    }

    It 'gives nothing, and with -PassThru the region that was written' {
        Write-MappedRegion -InputObject $Map -Value 1 | Should -BeNullOrEmpty

        $region = Write-MappedRegion -InputObject $Map.Slice(4) -Value 'abc' -Offset 6 -PassThru
        $region | Should -BeOfType ([MmapModule.MappedRegion])
        $region.Offset | Should -Be 10
        $region.Length | Should -Be 3
        $region.ReadString() | Should -BeExactly 'abc'
    }

    It 'syncs with -Sync' {
        Write-MappedRegion -InputObject $Map -Value 'synced' -Sync -PassThru | Should -Not -BeNullOrEmpty

        Get-HexDump -Path $Path -Count 6 | Should -BeExactly '73 79 6E 63 65 64'
    }

    It 'writes beyond 4 GiB' {
        $large = New-MemoryMap -Path (New-TestFile -Size 6GB) -Protection ReadWrite

        Write-MappedRegion -InputObject $large -Value 'far' -Offset 5GB

        Get-HexDump -Path $large.Path -Offset 5GB -Count 4 | Should -BeExactly '66 61 72 00'
    }

    It 'writes 40 MiB in one go (needs cmp)' -Skip:(Test-Missing cmp) {
        $bytes = [byte[]]::new(40MB)
        [System.Random]::new(3).NextBytes($bytes)
        $source = New-TestFile -Bytes $bytes
        $target = New-MemoryMap -Path (Get-TestPath) -Size 40MB -Protection ReadWrite

        Write-MappedRegion -InputObject $target -Value $bytes

        cmp $source $target.Path
        $LASTEXITCODE | Should -Be 0
    }

    It 'reports <Kind> and writes nothing: <Name>' -ForEach @(
        @{ Kind = 'RegionOutOfRange'; Name = 'a value behind the end'; Arguments = @{ Value = 1; Offset = 61 } }
        @{ Kind = 'RegionOutOfRange'; Name = 'an offset behind the end'; Arguments = @{ Value = 1; Offset = 65 } }
        @{ Kind = 'RegionOutOfRange'; Name = 'a value past the end from the end'; Arguments = @{ Value = 1; Offset = 3; FromEnd = $true } }
        @{ Kind = 'NegativeOffset'; Name = 'a negative offset'; Arguments = @{ Value = 1; Offset = 0xFFFFFFFF } }
        @{ Kind = 'RangeOverflow'; Name = 'an offset near 63 bits'; Arguments = @{ Value = 1; Offset = [long]::MaxValue } }
        @{ Kind = 'ValueTooLarge'; Name = 'a number too large'; Arguments = @{ Value = 256; As = 'Byte' } }
        @{ Kind = 'ValueTooLarge'; Name = 'a negative number for an unsigned type'; Arguments = @{ Value = -1; As = 'UInt32' } }
        @{ Kind = 'ValueTooLarge'; Name = 'one number of a list too large'; Arguments = @{ Value = 1, 300; As = 'Byte' } }
        @{ Kind = 'ValueTooLarge'; Name = 'text too large'; Arguments = @{ Value = '70000'; As = 'UInt16' } }
        @{ Kind = 'InvalidArgument'; Name = 'text that is no number'; Arguments = @{ Value = 'abc'; As = 'Int32' } }
        @{ Kind = 'InvalidArgument'; Name = 'an object'; Arguments = @{ Value = [pscustomobject] @{ A = 1 } } }
        @{ Kind = 'InvalidArgument'; Name = 'a date'; Arguments = @{ Value = [datetime] '2020-01-01' } }
        @{ Kind = 'InvalidArgument'; Name = 'a hashtable'; Arguments = @{ Value = @{ A = 1 } } }
        @{ Kind = 'InvalidArgument'; Name = 'a list with null'; Arguments = @{ Value = @(1, $null) } }
    ) {
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map @Arguments } -Kind $Kind -Command Write-MappedRegion -Target $Map

        @(Get-FileByte $Path | Select-Object -Unique) | Should -Be @(0xCC)
    }

    It 'says how 0xFFFFFFFF is written when -1 does not fit' {
        $failure = Assert-Failure { Write-MappedRegion -InputObject $Map -Value 0xFFFFFFFF -As UInt32 } -Kind ValueTooLarge -Command Write-MappedRegion -Target $Map
        $failure.ErrorDetails.Message | Should -BeLike '*0xFFFFFFFFL*'
        Write-MappedRegion -InputObject $Map -Value 0xFFFFFFFFL -As UInt32
        Get-HexDump -Path $Path -Count 5 | Should -BeExactly 'FF FF FF FF CC'
    }

    It 'reports a map that may not be written, with the advice to map it for writing' {
        $readOnly = New-MemoryMap -Path $Path

        $failure = Assert-Failure { Write-MappedRegion -InputObject $readOnly -Value 1 } -Kind RegionProtected -Command Write-MappedRegion -Target $readOnly -Category WriteError
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Protection ReadWrite*'
    }
}
