BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Read-MappedRegion -As' {
    BeforeAll {
        $script:Bytes = [byte[]] @(0xF1, 0x12, 0xF3, 0x34, 0xF5, 0x56, 0xF7, 0x78, 0xF9, 0x9A, 0xFB, 0xBC, 0x00, 0x00, 0x0C, 0x80)
        $script:Map = New-MemoryMap -Path (New-TestFile -Bytes ($Bytes + $Bytes))
    }

    It 'reads <Type> as <Little> and with -BigEndian as <Big>' -ForEach @(
        @{ Type = 'SByte'; Size = 1; Little = [sbyte] -15; Big = [sbyte] -15 }
        @{ Type = 'Byte'; Size = 1; Little = [byte] 0xF1; Big = [byte] 0xF1 }
        @{ Type = 'Int16'; Size = 2; Little = [int16] 0x12F1; Big = [int16] -3822 }
        @{ Type = 'UInt16'; Size = 2; Little = [uint16] 0x12F1; Big = [uint16] 0xF112 }
        @{ Type = 'Int32'; Size = 4; Little = 0x34F312F1; Big = -250416332 }
        @{ Type = 'UInt32'; Size = 4; Little = 0x34F312F1u; Big = 0xF112F334u }
        @{ Type = 'Int64'; Size = 8; Little = 0x78F756F534F312F1; Big = 0xF112F334F556F778 }
        @{ Type = 'UInt64'; Size = 8; Little = 0x78F756F534F312F1ul; Big = 0xF112F334F556F778ul }
        @{ Type = 'Half'; Size = 2; Little = [System.BitConverter]::UInt16BitsToHalf(0x12F1); Big = [System.BitConverter]::UInt16BitsToHalf(0xF112) }
        @{ Type = 'Single'; Size = 4; Little = [System.BitConverter]::UInt32BitsToSingle(0x34F312F1u); Big = [System.BitConverter]::UInt32BitsToSingle(0xF112F334u) }
        @{ Type = 'Double'; Size = 8; Little = [System.BitConverter]::UInt64BitsToDouble(0x78F756F534F312F1ul); Big = [System.BitConverter]::UInt64BitsToDouble(0xF112F334F556F778ul) }
        @{ Type = 'Char'; Size = 2; Little = [char] 0x12F1; Big = [char] 0xF112 }
        @{ Type = 'Guid'; Size = 16; Little = [guid] '34f312f1-56f5-78f7-f99a-fbbc00000c80'; Big = [guid] 'f112f334-f556-f778-f99a-fbbc00000c80' }
    ) {
        $value = Read-MappedRegion -InputObject $Map -As $Type
        $value | Should -BeExactly $Little
        $value.GetType() | Should -Be $Little.GetType()

        Read-MappedRegion -InputObject $Map -As $Type -BigEndian | Should -BeExactly $Big
        @(Read-MappedRegion -InputObject $Map -As $Type -Length (2 * $Size)).Count | Should -Be 2
        @(Read-MappedRegion -InputObject $Map -As $Type -Offset (32 - $Size)).Count | Should -Be 1
        $null = Assert-Failure { Read-MappedRegion -InputObject $Map -As $Type -Offset (33 - $Size) } -Kind RegionOutOfRange -Command Read-MappedRegion -Target $Map
    }

    It 'reads Decimal in both orders' {
        $bits = [byte[]] @(0x39, 0x30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0x80)
        $decimals = New-MemoryMap -Path (New-TestFile -Bytes ($bits + $bits[15..0]))

        $value = Read-MappedRegion -InputObject $decimals -As Decimal
        $value | Should -BeExactly (-12.345d)
        $value.GetType() | Should -Be ([decimal])
        Read-MappedRegion -InputObject $decimals -As Decimal -Offset 16 -BigEndian | Should -BeExactly (-12.345d)
    }

    It 'says that bytes are not a decimal' {
        $garbage = New-MemoryMap -Path (New-TestFile -Bytes ([byte[]] (@(255) * 16)))
        $null = Assert-Failure { Read-MappedRegion -InputObject $garbage -As Decimal } -Kind InvalidArgument -Command Read-MappedRegion -Target $garbage
    }

    It 'takes <Name> for <Type>' -ForEach @(
        @{ Name = 'u16'; Type = [uint16] }
        @{ Name = 'U32'; Type = [uint32] }
        @{ Name = 'i64'; Type = [long] }
        @{ Name = 'int'; Type = [int] }
        @{ Name = 'long'; Type = [long] }
        @{ Name = 'short'; Type = [int16] }
        @{ Name = 'ushort'; Type = [uint16] }
        @{ Name = 'uint'; Type = [uint32] }
        @{ Name = 'ulong'; Type = [uint64] }
        @{ Name = 'i8'; Type = [sbyte] }
        @{ Name = 'uint8'; Type = [byte] }
        @{ Name = 'float'; Type = [float] }
        @{ Name = 'f64'; Type = [double] }
        @{ Name = 'f16'; Type = [half] }
        @{ Name = 'double'; Type = [double] }
        @{ Name = [uint16]; Type = [uint16] }
        @{ Name = [guid]; Type = [guid] }
        @{ Name = [long]; Type = [long] }
    ) {
        (Read-MappedRegion -InputObject $Map -As $Name).GetType() | Should -Be $Type
    }

    It 'does not know the type <Name>' -ForEach @(@{ Name = 'string' }, @{ Name = 'datetime' }, @{ Name = 'u24' }) {
        { Read-MappedRegion -InputObject $Map -As $Name } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,MmapModule.Commands.ReadMappedRegionCommand'
    }

    It 'reads -Count values, one by one into the pipeline' {
        Read-MappedRegion -InputObject $Map -As Byte -Count 3 -Offset 1 | Should -Be @(0x12, 0xF3, 0x34)
        @(Read-MappedRegion -InputObject $Map -As UInt16 -Count 0).Count | Should -Be 0
        @(Read-MappedRegion -InputObject $Map -As UInt16).Count | Should -Be 1
        Read-MappedRegion -InputObject $Map -As UInt16 -Offset 4 -FromEnd -Count 2 | Should -Be @(0, 0x800C)
    }

    It 'reads as many as fill -Length, which must be a multiple and hold -Count' {
        @(Read-MappedRegion -InputObject $Map -As UInt32 -Length 32).Count | Should -Be 8
        @(Read-MappedRegion -InputObject $Map -As UInt32 -Length 10 -Count 2).Count | Should -Be 2
        $null = Assert-Failure { Read-MappedRegion -InputObject $Map -As UInt32 -Length 10 } -Kind InvalidArgument -Command Read-MappedRegion -Target $Map
        $null = Assert-Failure { Read-MappedRegion -InputObject $Map -As UInt32 -Length 8 -Count 3 } -Kind InvalidArgument -Command Read-MappedRegion -Target $Map
    }

    It 'reports <Kind> for a count of <Count>' -ForEach @(
        @{ Count = 9; Kind = 'RegionOutOfRange' }
        @{ Count = [long]::MaxValue; Kind = 'RegionOutOfRange' }
    ) {
        $null = Assert-Failure { Read-MappedRegion -InputObject $Map -As UInt32 -Count $Count } -Kind $Kind -Command Read-MappedRegion -Target $Map
    }

    It 'reads past the end of a region within its map' {
        $Map.Slice(0, 1) | Read-MappedRegion -As UInt16 | Should -Be 0x12F1
    }

    It 'streams many values: their sum is that of the file' {
        $numbers = New-MemoryMap -Anonymous -Size 400000
        $numbers.Write(0, [byte[]] (@(1, 0, 0, 0) * 100000))

        (Read-MappedRegion -InputObject $numbers -As Int32 -Count 100000 | Measure-Object -Sum).Sum | Should -Be 100000
        @(Read-MappedRegion -InputObject $numbers -As Int32 -Count 100000 | Select-Object -First 2).Count | Should -Be 2
    }

    It 'cannot be combined with the parameters of other sets' {
        { Read-MappedRegion -InputObject $Map -As Byte -AsString } | Should -Throw -ErrorId 'AmbiguousParameterSet,MmapModule.Commands.ReadMappedRegionCommand'
        { Read-MappedRegion -InputObject $Map -As Byte -ChunkSize 1 } | Should -Throw -ErrorId 'AmbiguousParameterSet,MmapModule.Commands.ReadMappedRegionCommand'
    }
}

Describe 'Read-MappedRegion -AsString' {
    BeforeAll {
        $script:Text = "Grüße, 日本語 $([char]::ConvertFromUtf32(0x1F600))"
    }

    It 'reads UTF-8 by default, all of it as one string' {
        $map = New-MemoryMap -Path (New-TestFile -Text $Text)

        Read-MappedRegion -InputObject $map -AsString | Should -BeExactly $Text
        Read-MappedRegion -InputObject $map -AsString -Length 3 | Should -BeExactly 'Grü'.Substring(0, 2).PadRight(3, [char] 0xFFFD)
        Read-MappedRegion -InputObject $map -AsString -Offset 4 -FromEnd | Should -BeExactly ([char]::ConvertFromUtf32(0x1F600))
    }

    It 'reads <Encoding>' -ForEach @(
        @{ Encoding = 'unicode'; Net = 'utf-16' }
        @{ Encoding = 'bigendianunicode'; Net = 'utf-16BE' }
        @{ Encoding = 'utf32'; Net = 'utf-32' }
        @{ Encoding = 'bigendianutf32'; Net = 'utf-32BE' }
        @{ Encoding = 'utf8NoBOM'; Net = 'utf-8' }
        @{ Encoding = 'utf-16'; Net = 'utf-16' }
        @{ Encoding = 65001; Net = 'utf-8' }
        @{ Encoding = '1200'; Net = 'utf-16' }
        @{ Encoding = [System.Text.Encoding]::Unicode; Net = 'utf-16' }
    ) {
        $map = New-MemoryMap -Path (New-TestFile -Bytes ([System.Text.Encoding]::GetEncoding($Net).GetBytes($Text)))

        Read-MappedRegion -InputObject $map -AsString -Encoding $Encoding | Should -BeExactly $Text
    }

    It 'reads <Bytes> with <Encoding> as <Expected>' -ForEach @(
        @{ Encoding = 'latin1'; Bytes = @(0xE9, 0xFF); Expected = 'éÿ' }
        @{ Encoding = 'ascii'; Bytes = @(0x41, 0xE9); Expected = 'A?' }
        @{ Encoding = 'windows-1252'; Bytes = @(0x80, 0xE9); Expected = '€é' }
        @{ Encoding = 1251; Bytes = @(0xC0, 0xFF); Expected = 'Ая' }
        @{ Encoding = 437; Bytes = @(0x80, 0xE1); Expected = 'Çß' }
        @{ Encoding = 'shift_jis'; Bytes = @(0x93, 0xFA); Expected = '日' }
    ) {
        $map = New-MemoryMap -Path (New-TestFile -Bytes $Bytes)
        $expected = $Expected.Replace('?', $Encoding -eq 'ascii' ? '?' : [string] [char] 0xFFFD)

        Read-MappedRegion -InputObject $map -AsString -Encoding $Encoding | Should -BeExactly $expected
    }

    It 'does not know the encoding <Encoding>' -ForEach @(@{ Encoding = 'klingon' }, @{ Encoding = 99999 }) {
        $map = New-MemoryMap -Anonymous -Size 1
        { Read-MappedRegion -InputObject $map -AsString -Encoding $Encoding } |
            Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.ReadMappedRegionCommand'
    }

    It 'ends before the first zero character with -NullTerminated in <Encoding>' -ForEach @(
        @{ Encoding = 'utf8' }
        @{ Encoding = 'unicode' }
        @{ Encoding = 'bigendianunicode' }
        @{ Encoding = 'utf32' }
    ) {
        # U+0100 and U+4E00 have zero bytes of their own, which must not count in UTF-16.
        $net = @{ utf8 = 'utf-8'; unicode = 'utf-16'; bigendianunicode = 'utf-16BE'; utf32 = 'utf-32' }[$Encoding]
        $name = "a$([char] 0x100)$([char] 0x4E00)b"
        foreach ($padding in 0, 126, 1000, 300000) {
            $text = $name + ('x' * $padding) + "`0rest`0"
            $map = New-MemoryMap -Path (New-TestFile -Bytes ([System.Text.Encoding]::GetEncoding($net).GetBytes($text)))

            Read-MappedRegion -InputObject $map -AsString -Encoding $Encoding -NullTerminated | Should -BeExactly $text.Split("`0")[0]
            $map | Remove-MemoryMap
        }
    }

    It 'takes everything where there is no zero, and nothing where it comes first' {
        $map = New-MemoryMap -Path (New-TestFile -Text "abc`0")

        Read-MappedRegion -InputObject $map -AsString -NullTerminated -Length 3 | Should -BeExactly 'abc'
        Read-MappedRegion -InputObject $map -AsString -NullTerminated -Offset 3 | Should -BeExactly ''
        Read-MappedRegion -InputObject $map -AsString | Should -BeExactly "abc`0"
        Read-MappedRegion -InputObject $map -AsString -Length 0 | Should -BeExactly ''
    }

    It 'reads a text that ends before what was truncated' {
        $path = New-TestFile -Bytes ([byte[]]::new(3 * [System.Environment]::SystemPageSize))
        $map = New-MemoryMap -Path $path -Protection ReadWrite
        $map.WriteString(100, 'whole')
        Set-FileLength -Path $path -Length 106

        Read-MappedRegion -InputObject $map -AsString -NullTerminated -Offset 100 | Should -BeExactly 'whole'
        $null = Assert-Failure { Read-MappedRegion -InputObject $map -AsString -NullTerminated -Offset 106 } -Kind RegionTruncated -Command Read-MappedRegion -Target $map -Category ReadError
    }
}
