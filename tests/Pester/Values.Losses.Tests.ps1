BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Values that would become others' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]] (@(0xCC) * 32))
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'Write-MappedRegion refuses <Name>: <Kind>' -ForEach @(
        @{ Name = 'null as a number'; Arguments = @{ Value = $null; As = 'Int32' }; Kind = 'InvalidArgument' }
        @{ Name = 'an empty text as a number'; Arguments = @{ Value = ''; As = 'Int32' }; Kind = 'InvalidArgument' }
        @{ Name = 'null among numbers'; Arguments = @{ Value = 1, $null, 3; As = 'Int32' }; Kind = 'InvalidArgument' }
        @{ Name = 'an empty text among numbers'; Arguments = @{ Value = '1', ''; As = 'Double' }; Kind = 'InvalidArgument' }
        @{ Name = 'a fraction as a whole number'; Arguments = @{ Value = 1.5; As = 'Int32' }; Kind = 'InvalidArgument' }
        @{ Name = 'NaN as a whole number'; Arguments = @{ Value = [double]::NaN; As = 'Int32' }; Kind = 'InvalidArgument' }
        @{ Name = 'a thousands separator'; Arguments = @{ Value = '1,500'; As = 'Int32' }; Kind = 'InvalidArgument' }
        @{ Name = 'a date as a number'; Arguments = @{ Value = [datetime] '2026-01-01'; As = 'Int64' }; Kind = 'InvalidArgument' }
        @{ Name = 'what a Single cannot hold'; Arguments = @{ Value = 1e300; As = 'Single' }; Kind = 'ValueTooLarge' }
        @{ Name = 'what a Half cannot hold'; Arguments = @{ Value = 1e6; As = 'Half' }; Kind = 'ValueTooLarge' }
        @{ Name = 'infinity as a whole number'; Arguments = @{ Value = [double]::PositiveInfinity; As = 'Int64' }; Kind = 'ValueTooLarge' }
        @{ Name = 'a large integer'; Arguments = @{ Value = [bigint]::Pow(10, 30); As = 'UInt64' }; Kind = 'ValueTooLarge' }
        @{ Name = 'a character that the encoding lacks'; Arguments = @{ Value = 'Grüße'; Encoding = 'ascii' }; Kind = 'InvalidArgument' }
        @{ Name = 'half of a surrogate pair'; Arguments = @{ Value = "a$([char] 0xD83D)" }; Kind = 'InvalidArgument' }
        @{ Name = 'an encoding object with its own fallback'; Arguments = @{ Value = 'é'; Encoding = [System.Text.Encoding]::GetEncoding('us-ascii', [System.Text.EncoderReplacementFallback]::new('x'), [System.Text.DecoderFallback]::ReplacementFallback) }; Kind = 'InvalidArgument' }
        @{ Name = 'an expectation of texts'; Arguments = @{ Value = 1; Expect = '10', '20' }; Kind = 'InvalidArgument' }
        @{ Name = 'a line of xxd'; Arguments = @{ Hex = '00000020: dead beef' }; Kind = 'InvalidArgument' }
        @{ Name = 'a line of hexdump -C'; Arguments = @{ Hex = '00000000  7f 45 4c 46  |.ELF|' }; Kind = 'InvalidArgument' }
        @{ Name = 'a line of a dump as what is expected'; Arguments = @{ Value = 1; Expect = '00000000: cccc cccc' }; Kind = 'InvalidArgument' }
        @{ Name = 'an empty text in a field'; Arguments = @{ Struct = 'u8 a'; Value = @{ a = '' } }; Kind = 'InvalidArgument' }
        @{ Name = 'null in an array field'; Arguments = @{ Struct = 'u8[2] a'; Value = @{ a = 1, $null } }; Kind = 'InvalidArgument' }
        @{ Name = 'a list in a text field'; Arguments = @{ Struct = 'char[8] a'; Value = @{ a = 'x', 'y' } }; Kind = 'InvalidArgument' }
        @{ Name = 'an object in a text field'; Arguments = @{ Struct = 'char[30] a'; Value = @{ a = [pscustomobject]@{ b = 1 } } }; Kind = 'InvalidArgument' }
        @{ Name = 'a number that a float field cannot hold'; Arguments = @{ Struct = 'f32 a'; Value = @{ a = 1e300 } }; Kind = 'ValueTooLarge' }
    ) {
        # What is wrong in -Hex or -Expect is the target itself.
        $target = $Arguments.Contains('Hex') ? $Arguments.Hex : $Arguments.Contains('Expect') ? $Arguments.Expect : $Map
        $failure = Assert-Failure { Write-MappedRegion $Map @Arguments } -Kind $Kind -Command Write-MappedRegion -Target $target
        $failure.ErrorDetails.Message | Should -Not -BeNullOrEmpty
        @(Get-FileByte $Path | Select-Object -Unique) | Should -Be @(0xCC)
    }

    It 'keeps infinity where it was given' {
        Write-MappedRegion $Map -Value ([double]::PositiveInfinity) -As Single
        $Map.ReadSingle(0) | Should -Be ([float]::PositiveInfinity)
    }

    It 'refuses a negative number that PowerShell has made a text of' {
        $null = Assert-Failure { Write-MappedRegion $Map -Value -1 } -Kind InvalidArgument -Command Write-MappedRegion -Target $Map
        Write-MappedRegion $Map -Value (-1)
        $Map.ReadInt32(0) | Should -Be -1
        Write-MappedRegion $Map -Value -2 -As Int16
        $Map.ReadInt16(0) | Should -Be -2
        Write-MappedRegion $Map -Value -1 -Encoding utf8
        $null = Assert-Failure { Search-MappedRegion $Map -Value -1 } -Kind InvalidArgument -Command Search-MappedRegion -Target '-1'
        $Map.ReadString(0, 2) | Should -BeExactly '-1'
    }

    It 'Update-MappedValue and Wait-MappedRegion refuse <Value> as a number' -ForEach @(
        @{ Value = $null }
        @{ Value = '' }
        @{ Value = 1.5 }
    ) {
        $null = Assert-Failure { Update-MappedValue $Map Exchange $Value -As Int32 } -Kind InvalidArgument -Command Update-MappedValue -Target $Value
        $null = Assert-Failure { Wait-MappedRegion $Map -Until Equal -Value $Value -As Int32 -Timeout 0 } -Kind InvalidArgument -Command Wait-MappedRegion -Target $Value
        @(Get-FileByte $Path | Select-Object -Unique) | Should -Be @(0xCC)
    }

    It 'Clear-MappedRegion and Search-MappedRegion refuse <Name> as bytes' -ForEach @(
        @{ Name = 'null among bytes'; Value = 1, $null }
        @{ Name = 'an empty text'; Value = '' }
        @{ Name = 'a fraction'; Value = 1.5 }
    ) {
        { Clear-MappedRegion $Map -Fill $Value } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.ClearMappedRegionCommand'
        { Search-MappedRegion $Map -Bytes $Value } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.SearchMappedRegionCommand'
        @(Get-FileByte $Path | Select-Object -Unique) | Should -Be @(0xCC)
    }

    It 'takes no number for hex text, and no list inside of a list' {
        $number = 0x1234
        { Write-MappedRegion $Map -Hex $number } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.WriteMappedRegionCommand'
        { Search-MappedRegion $Map -Text 'a', ('b', 'c') } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.SearchMappedRegionCommand'
        { Search-MappedRegion $Map -Hex 'aa', $number } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.SearchMappedRegionCommand'
        Write-MappedRegion $Map -Hex 0x1234
        Get-HexDump -Path $Path -Count 3 | Should -BeExactly '12 34 CC'
        $null = Assert-Failure { Search-MappedRegion $Map -Hex '00000000: cccc cccc' } -Kind InvalidArgument -Command Search-MappedRegion -Target '00000000: cccc cccc'
    }

    It 'refuses what native programs and Get-Content have made text of' {
        $binary = New-TestFile -Bytes ([byte[]] (0x09, 0x41, 0x80, 0xFF))
        $lines = New-TestFile -Text "one`ntwo`n"
        $null = Assert-Failure { cat $binary | Write-MappedRegion $Map } -Kind InvalidArgument -Command Write-MappedRegion -Target $Map
        $null = Assert-Failure { Get-Content $lines | Write-MappedRegion $Map } -Kind InvalidArgument -Command Write-MappedRegion -Target $Map
        $null = Assert-Failure { Get-Content $lines -ReadCount 0 | Write-MappedRegion $Map } -Kind InvalidArgument -Command Write-MappedRegion -Target $Map
        $null = Assert-Failure { ('a' * 3MB), 'b' | Write-MappedRegion $Map } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Map
        @(Get-FileByte $Path | Select-Object -Unique) | Should -Be @(0xCC)

        $large = New-MemoryMap -Anonymous -Size 8MB
        $null = Assert-Failure { ('a' * 3MB), 'b' | Write-MappedRegion $large } -Kind InvalidArgument -Command Write-MappedRegion -Target $large
        $large.ReadByte(0) | Should -Be 0
    }

    It 'writes what the error advises: <Name>' -ForEach @(
        @{ Name = 'a copy of a file'; Write = { Copy-MappedRegion -Path $binary -Destination $Map } }
        @{ Name = 'a copy of a map'; Write = { New-MemoryMap $binary | Copy-MappedRegion -Destination $Map } }
        @{ Name = 'the bytes of a file'; Write = { Write-MappedRegion $Map -Value (Get-Content $binary -AsByteStream -Raw) } }
    ) {
        $script:binary = New-TestFile -Bytes ([byte[]] (0x09, 0x0A, 0x0D, 0x80, 0xFF))
        & $Write
        Get-HexDump -Path $Path -Count 6 | Should -BeExactly '09 0A 0D 80 FF CC'
    }

    It 'still writes one text, texts with ends, and numbers of text from the pipeline' {
        'abc' | Write-MappedRegion $Map
        'x', 'y' | Write-MappedRegion $Map -NullTerminate -Offset 4
        '1', '2' | Write-MappedRegion $Map -As UInt16 -Offset 10
        Get-HexDump -Path $Path -Count 15 | Should -BeExactly '61 62 63 CC 78 00 79 00 CC CC 01 00 02 00 CC'
    }
}

Describe 'Records that were read and are written again' {
    BeforeEach {
        $script:Map = New-MemoryMap -Anonymous -Size 64
    }

    AfterEach {
        $Map | Remove-MemoryMap
    }

    It 'keep the bytes of fields that were not changed' {
        $definition = 'u8 id; char[4] name; bool flag; f32 value; utf16[2] wide'
        $bytes = [byte[]] (1, 0x61, 0xFF, 0xFE, 0x62, 2, 1, 0, 0xA0, 0x7F, 0, 0xD8, 0x61, 0)
        $Map.Write(0, $bytes)
        $record = Read-MappedRegion $Map -Struct $definition
        $record.id = 9
        Write-MappedRegion $Map -Struct $definition -Value $record
        $bytes[0] = 9
        [System.Convert]::ToHexString($Map.Read(0, 14)) | Should -BeExactly ([System.Convert]::ToHexString($bytes))

        $record | Write-MappedRegion $Map -Struct $definition
        [System.Convert]::ToHexString($Map.Read(0, 14)) | Should -BeExactly ([System.Convert]::ToHexString($bytes))
        $null = Assert-Failure { Write-MappedRegion $Map -Struct $definition -Value $record -Offset 20 } -Kind InvalidArgument -Command Write-MappedRegion -Target $Map
    }

    It 'are looked at in each map' {
        $other = New-MemoryMap -Anonymous -Size 64
        $Map.Write(0, [byte[]] (7, 0x61, 0, 0x62))
        $other.Write(0, [byte[]] (8, 0x61, 0, 0x63))
        $Map, $other | Write-MappedRegion -Struct 'u8 a; char[3] b' -Value @{ a = 1; b = 'a' }
        [System.Convert]::ToHexString($Map.Read(0, 4)) | Should -BeExactly '01610062'
        [System.Convert]::ToHexString($other.Read(0, 4)) | Should -BeExactly '01610063'
    }

    It 'come back from CSV as they were, whatever the culture is: <_>' -ForEach 'en-US', 'de-DE', 'fa-IR' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $definition = 'i32 number; f64 value; bool yes; bool no; char[6] name'
            Write-MappedRegion $Map -Struct $definition -Value @{ number = -5; value = 1.5; yes = $true; no = $false; name = 'x,y' }
            $bytes = [System.Convert]::ToHexString($Map.Read(0, 20))
            $csv = Read-MappedRegion $Map -Struct $definition | ConvertTo-Csv
            $record = $csv.Replace('1,5', '1.5').Replace([cultureinfo]::CurrentCulture.NumberFormat.NegativeSign, '-') | ConvertFrom-Csv
            if ($record.value -ne '1.5') { $record.value = '1.5' }
            $Map.Write(0, [byte[]]::new(20))
            $record | Write-MappedRegion $Map -Struct $definition
            [System.Convert]::ToHexString($Map.Read(0, 20)) | Should -BeExactly $bytes
            $record.value = '1,5'
            $null = Assert-Failure { $record | Write-MappedRegion $Map -Struct $definition } -Kind InvalidArgument -Command Write-MappedRegion -Target $Map
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }
}

Describe 'New-MappedStruct -Using' {
    It 'takes definitions that use each other in any order' {
        foreach ($using in [ordered]@{ a = 'b x'; b = 'c y'; c = 'u16 z' }, [ordered]@{ c = 'u16 z'; b = 'c y'; a = 'b x' }, @{ a = 'b x'; b = 'c y'; c = 'u16 z' }) {
            (New-MappedStruct 'a first; u8 rest' -Using $using).Size | Should -Be 3
        }
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a structure in itself'; Using = @{ a = 'a x' } }
        @{ Name = 'structures in each other'; Using = @{ a = 'b x'; b = 'a x' } }
        @{ Name = 'a name that is a type'; Using = @{ int = 'u8 x' } }
        @{ Name = 'a name that is a type of another order'; Using = @{ u32be = 'u8 x' } }
        @{ Name = 'a name that cannot be written'; Using = @{ 'a b' = 'u8 x' } }
        @{ Name = 'a wrong definition that nobody uses'; Using = @{ a = 'u33 x' } }
    ) {
        $null = Assert-Failure { New-MappedStruct 'u8 a' -Using $Using } -Kind InvalidArgument -Command New-MappedStruct -Target 'u8 a'
    }
}
