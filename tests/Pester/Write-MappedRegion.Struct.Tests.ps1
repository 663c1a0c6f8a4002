BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Write-MappedRegion -Struct' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]] (@(0xEE) * 16))
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
        $script:Layout = New-MappedStruct 'u8 a; pad[2]; u16be b; char[3] c'
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'writes <Name> and leaves the padding as it is' -ForEach @(
        @{ Name = 'an object'; Value = [pscustomobject]@{ b = 0x0102; a = 3; c = 'xy'; more = 'ignored' } }
        @{ Name = 'a hashtable'; Value = @{ A = '3'; b = 258; c = 'xy' } }
        @{ Name = 'an ordered dictionary'; Value = [ordered]@{ a = 3; b = 258.0; c = 'xy' } }
        @{ Name = 'an object of a class'; Value = [System.Tuple]::Create(1) | Add-Member -PassThru -NotePropertyMembers @{ a = 3; b = 258; c = 'xy' } }
    ) {
        Write-MappedRegion $Map -Struct $Layout -Value $Value -Offset 1
        Get-HexDump -Path $Path | Should -BeExactly 'EE 03 EE EE 01 02 78 79 00 EE EE EE EE EE EE EE'
    }

    It 'writes what was read' {
        $record = Read-MappedRegion $Map -Struct 'u8 a; { i16 x; u8[2] y }[2] p; u32be q'
        $record | Write-MappedRegion $Map -Struct 'u8 a; { i16 x; u8[2] y }[2] p; u32be q'
        Get-HexDump -Path $Path | Should -BeExactly (@('EE') * 16 -join ' ')
        $record.p[1].x = -2
        $record.p[0].y = 1, 2
        Write-MappedRegion $Map $record -Struct 'u8 a; { i16 x; u8[2] y }[2] p; u32be q'
        Get-HexDump -Path $Path | Should -BeExactly 'EE EE EE 01 02 FE FF EE EE EE EE EE EE EE EE EE'
    }

    It 'changes only the fields that a hashtable has' {
        Write-MappedRegion $Map -Struct $Layout -Value @{ b = 1 }
        Get-HexDump -Path $Path | Should -BeExactly 'EE EE EE 00 01 EE EE EE EE EE EE EE EE EE EE EE'
    }

    It 'writes lists, from the pipeline too, one record after the other' {
        Write-MappedRegion $Map -Struct 'u8 a, b' -Value @{ a = 1; b = 2 }, @{ b = 4 }
        1..3 | ForEach-Object { [pscustomobject]@{ a = $_; b = 0 } } | Write-MappedRegion $Map -Struct 'u8 a, b' -Offset 6 -FromEnd
        Get-HexDump -Path $Path | Should -BeExactly '01 02 EE 04 EE EE EE EE EE EE 01 00 02 00 03 00'
    }

    It 'writes nothing at all when <Name>' -ForEach @(
        @{ Name = 'a number does not fit'; Value = @{ a = 1; b = 65536 }; Kind = 'ValueTooLarge'; Field = "'b'" }
        @{ Name = 'a text is too long'; Value = @{ a = 1; c = 'four' }; Kind = 'ValueTooLarge'; Field = "'c'" }
        @{ Name = 'a property is missing'; Value = [pscustomobject]@{ a = 1; b = 2 }; Kind = 'InvalidArgument'; Field = "'c'" }
        @{ Name = 'a key is unknown'; Value = @{ a = 1; bb = 2 }; Kind = 'InvalidArgument'; Field = "'bb'" }
        @{ Name = 'a value is no number'; Value = @{ a = 1; b = 'two' }; Kind = 'InvalidArgument'; Field = "'b'" }
        @{ Name = 'a value is null'; Value = @{ a = 1; b = $null }; Kind = 'InvalidArgument'; Field = "'b'" }
        @{ Name = 'a later record is wrong'; Value = @(@{ a = 1 }, @{ a = 300 }); Kind = 'ValueTooLarge'; Field = "'a'" }
        @{ Name = 'the value is no record'; Value = 5; Kind = 'InvalidArgument'; Field = "'a'" }
    ) {
        $failure = Assert-Failure { Write-MappedRegion $Map -Struct $Layout -Value $Value } -Kind $Kind -Command Write-MappedRegion -Target $Map
        $failure.ErrorDetails.Message | Should -BeLike "*$Field*"
        Get-HexDump -Path $Path | Should -BeExactly (@('EE') * 16 -join ' ')
    }

    It 'writes nothing when a record in the pipeline is wrong, or when there is no room for all' {
        $null = Assert-Failure { @{ a = 1 }, @{ a = -1 } | Write-MappedRegion $Map -Struct 'u8 a' } -Kind ValueTooLarge -Command Write-MappedRegion -Target $Map
        $null = Assert-Failure { (@{ a = 1 }, @{ a = 2 }) * 10 | Write-MappedRegion $Map -Struct 'u8 a' } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Map
        Get-HexDump -Path $Path | Should -BeExactly (@('EE') * 16 -join ' ')
    }

    It 'names the place in a nested structure' {
        $failure = Assert-Failure { Write-MappedRegion $Map -Struct '{ u8 x }[2] p' -Value @{ p = @{ x = 1 }, @{ x = 999 } } } -Kind ValueTooLarge -Command Write-MappedRegion -Target $Map
        $failure.ErrorDetails.Message | Should -BeLike "*'p``[1``].x'*"
    }

    It 'takes -Expect, -Sync and -PassThru' {
        $null = Assert-Failure { Write-MappedRegion $Map -Struct 'u8 a' -Value @{ a = 1 } -Expect 'EF' } -Kind ExpectationFailed -Command Write-MappedRegion -Target $Map
        $region = Write-MappedRegion $Map -Struct 'u16 a' -Value @{ a = 1 }, @{ a = 2 } -Expect 'EE ??' -Sync -PassThru -Offset 4
        $region.Offset, $region.Length | Should -Be 4, 4
    }

    It 'shows the bytes before and after with -WhatIf, and writes nothing' {
        $result = Invoke-ChildPwsh -ArgumentList $Path {
            param($Path)
            $map = New-MemoryMap -Path $Path -Protection ReadWrite
            Write-MappedRegion $map -Struct 'u8 a; pad[2]; u16be b; char[3] c' -Value @{ b = 1 } -WhatIf
        }
        $lines = $result.StdOut -split '\n'
        $lines[0] | Should -BeLike 'What if: Write 8 bytes at offset 0*' -Because $result.StdErr
        $lines[1] | Should -BeLike '*EE EE EE EE EE EE EE EE*->*EE EE EE 00 01 EE EE EE*'
        Get-HexDump -Path $Path | Should -BeExactly (@('EE') * 16 -join ' ')
    }

    It 'cannot be combined with -<Name>, which the layout says' -ForEach @(
        @{ Name = 'BigEndian'; Argument = @{ BigEndian = $true } }
        @{ Name = 'As'; Argument = @{ As = 'Int32' } }
        @{ Name = 'Encoding'; Argument = @{ Encoding = 'utf8' } }
        @{ Name = 'NullTerminate'; Argument = @{ NullTerminate = $true } }
    ) {
        $null = Assert-Failure { Write-MappedRegion $Map -Struct $Layout -Value @{ a = 1 } @Argument } -Kind InvalidArgument -Command Write-MappedRegion -Target $Layout
    }

    It 'survives a file that has been truncated' {
        Set-FileLength -Path $Path -Length 0
        $null = Assert-Failure { Write-MappedRegion $Map -Struct $Layout -Value @{ a = 1 } } -Kind RegionTruncated -Category WriteError -Command Write-MappedRegion -Target $Map
    }
}
