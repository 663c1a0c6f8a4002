# Dumps both ways: Format-MappedRegion -As writes them, Write-MappedRegion puts them back. xxd and hexdump are the judges.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function New-SampleByte {
        param([int] $Size)

        $bytes = [byte[]]::new($Size)
        [System.Random]::new($Size).NextBytes($bytes)

        # Text, words of two halves, and enough zeros to be hidden.
        [System.Text.Encoding]::ASCII.GetBytes('  text with spaces  ').CopyTo($bytes, 0)
        [byte[]]::new(200).CopyTo($bytes, 64)
        , $bytes
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Format-MappedRegion -As (needs xxd, od)' -Skip:(Test-Missing xxd, od) {
    BeforeAll {
        $script:Path = New-TestFile -Bytes (New-SampleByte 1003) -Name '1 f-x.bin'
        $script:Empty = New-TestFile -Name 'empty'
    }

    It 'writes what <Tool> <Switches> writes' -ForEach @(
        @{ Tool = 'xxd'; Switches = '-p'; Arguments = @{ As = 'Plain' } }
        @{ Tool = 'xxd'; Switches = '-p -u -c 7'; Arguments = @{ As = 'Plain'; Upper = $true; Width = 7 } }
        @{ Tool = 'xxd'; Switches = '-b'; Arguments = @{ As = 'Bits'; NoCollapse = $true } }
        @{ Tool = 'xxd'; Switches = '-b -c 4 -g 2'; Arguments = @{ As = 'Bits'; Width = 4; Group = 2; NoCollapse = $true } }
        @{ Tool = 'xxd'; Switches = '-i'; Arguments = @{ As = 'C' } }
        @{ Tool = 'xxd'; Switches = '-i -c 1'; Arguments = @{ As = 'C'; Width = 1 } }
        @{ Tool = 'xxd'; Switches = '-u'; Arguments = @{ Upper = $true; NoCollapse = $true } }
        @{ Tool = 'xxd'; Switches = '-d'; Arguments = @{ OffsetBase = 'Decimal'; NoCollapse = $true } }
    ) {
        Push-Location (Split-Path $Path)
        foreach ($name in '1 f-x.bin', 'empty') {
            $expected = & $Tool $Switches.Split(' ') $name
            Format-MappedRegion -LiteralPath "./$name" @Arguments | ForEach-Object ToString | Should -BeExactly $expected
            (Format-MappedRegion -LiteralPath "./$name" @Arguments -AsText) -join "`n" | Should -BeExactly (@($expected) -join "`n")
        }

        Pop-Location
    }

    It 'writes the numbers that od -t u1 writes' {
        $lines = Format-MappedRegion -LiteralPath $Path -As Decimal -Width 16 -NoCollapse
        $lines.ForEach('Hex') | Should -BeExactly (od -An -v -tu1 $Path | ForEach-Object { $_.Substring(1) })
    }

    It 'gives a part of a file, and memory, another name in C, and writes a hit alone' {
        $part = @(Format-MappedRegion -LiteralPath $Path -Offset 16 -Length 3 -As C | ForEach-Object ToString)
        $part[0] | Should -BeExactly 'unsigned char __1_f_x_bin_10[] = {'
        $part[-1] | Should -BeExactly 'unsigned int __1_f_x_bin_10_len = 3;'
        $memory = New-MemoryMap -Anonymous -Size 2
        "$(Format-MappedRegion $memory -As C)" | Should -BeExactly 'unsigned char bytes[] = {   0x00, 0x00 }; unsigned int bytes_len = 2;'
        "$(Search-MappedRegion -LiteralPath $Path -Text 'text' | Format-MappedRegion -As Plain)" | Should -BeExactly '74657874'
    }

    It 'refuses -<Name> with -As <As>' -ForEach @(
        @{ As = 'Plain'; Name = 'Context'; Value = 1 }
        @{ As = 'C'; Name = 'Group'; Value = 2 }
        @{ As = 'C'; Name = 'Base'; Value = 'File' }
        @{ As = 'Bits'; Name = 'LittleEndian'; Value = $true }
        @{ As = 'Decimal'; Name = 'Group'; Value = 2 }
    ) {
        $arguments = @{ As = $As; $Name = $Value }
        Get-TerminatingErrorId { Format-MappedRegion -LiteralPath $Path @arguments } | Should -Be 'InvalidArgument,MmapModule.Commands.FormatMappedRegionCommand'
    }
}

Describe 'Write-MappedRegion with a dump (needs xxd, hexdump)' -Skip:(Test-Missing xxd, hexdump) {
    BeforeEach {
        $script:Bytes = New-SampleByte 1003
        $script:Path = New-TestFile -Bytes $Bytes
        $script:Target = New-TestFile -Bytes ([byte[]] (@(0xCC) * 1003))
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'the lines of Format-MappedRegion'; Dump = { Format-MappedRegion -LiteralPath $Path } }
        @{ Name = 'little-endian words as objects'; Dump = { Format-MappedRegion -LiteralPath $Path -LittleEndian -Width 8 } }
        @{ Name = 'plain digits as objects'; Dump = { Format-MappedRegion -LiteralPath $Path -As Plain } }
        @{ Name = 'an array of C as objects'; Dump = { Format-MappedRegion -LiteralPath $Path -As C } }
        @{ Name = 'lines that were in another process'; Dump = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(@(Format-MappedRegion -LiteralPath $Path), 2)) } }
        @{ Name = 'lines in any order'; Dump = { Format-MappedRegion -LiteralPath $Path -NoCollapse | Sort-Object Offset -Descending } }
        @{ Name = 'Format-Hex'; Dump = { Format-Hex -LiteralPath $Path } }
        @{ Name = 'Format-Hex from another process'; Dump = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(@(Format-Hex -LiteralPath $Path), 2)) } }
        @{ Name = 'xxd'; Dump = { xxd $Path } }
        @{ Name = 'xxd -a'; Dump = { xxd -a $Path } }
        @{ Name = 'xxd in one text'; Dump = { (xxd -a $Path) -join "`n" } }
        @{ Name = 'xxd -g1 -c 20 -u'; Dump = { xxd -g1 -c 20 -u $Path } }
        @{ Name = 'xxd -g0'; Dump = { xxd -g0 $Path } }
        @{ Name = 'xxd -b'; Dump = { xxd -b $Path } }
        @{ Name = 'xxd -p'; Dump = { xxd -p $Path } }
        @{ Name = 'hexdump -C'; Dump = { hexdump -C $Path } }
        @{ Name = 'hexdump -C -v'; Dump = { hexdump -C -v $Path } }
        @{ Name = '-AsText without text'; Dump = { Format-MappedRegion -LiteralPath $Path -NoAscii -AsText } }
        @{ Name = '-As Bits -AsText'; Dump = { Format-MappedRegion -LiteralPath $Path -As Bits -AsText } }
    ) {
        $lines = @(& $Dump)
        $isText = @{ FromDump = $lines[0] -is [string] }

        $lines | Write-MappedRegion -LiteralPath $Target @isText
        Test-SameByte (Get-FileByte $Target) $Bytes | Should -BeTrue

        [System.IO.File]::WriteAllBytes($Target, [byte[]]::new(1003))
        Write-MappedRegion -LiteralPath $Target -Value $lines @isText
        Test-SameByte (Get-FileByte $Target) $Bytes | Should -BeTrue
    }

    It 'writes only what the dump has, where it says, and leaves everything else alone' {
        Format-MappedRegion -LiteralPath $Path -Offset 500 -Length 20 | Write-MappedRegion -LiteralPath $Target
        '00000002: 4142', '00000010: 43  C' | Write-MappedRegion $Target -FromDump
        '--', '00000100: 4445' | Write-MappedRegion $Target -FromDump -Offset 1

        $expected = [byte[]] (@(0xCC) * 1003)
        [System.Array]::Copy($Bytes, 500, $expected, 500, 20)
        $expected[2] = 0x41; $expected[3] = 0x42; $expected[16] = 0x43; $expected[257] = 0x44; $expected[258] = 0x45
        Test-SameByte (Get-FileByte $Target) $expected | Should -BeTrue
    }

    It 'counts offsets from the start of the map, also in a region, and plain digits from the region' {
        $map = New-MemoryMap $Target -Protection ReadWrite
        $region = $map | Select-MappedRegion -Offset 100 -Length 50

        $region | Format-MappedRegion -Length 10 | Write-MappedRegion $region
        '00000078: 4142' | Write-MappedRegion $region -FromDump
        '4344' | Write-MappedRegion $region -FromDump -Offset 2
        $null = Assert-Failure { '00000010: 41' | Write-MappedRegion $region -FromDump } -Kind NegativeOffset -Command Write-MappedRegion -Target $region
        $null = Assert-Failure { '000000a0: 41' | Write-MappedRegion $region -FromDump } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $region

        $map.Read(120, 2) | Should -Be 0x41, 0x42
        $map.Read(102, 2) | Should -Be 0x43, 0x44
        @($map.Read(0, 1003) | Where-Object { $_ -ne 0xCC }).Count | Should -Be 4
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'writes a repeated line without making all of it, and keeps holes' {
        $large = New-TestFile -Size 1TB
        Format-MappedRegion $large | Write-MappedRegion (New-TestFile -Size 1TB -Name 'sparse')
        [int] (stat -c %b (Get-TestPath 'sparse')) | Should -BeLessThan 1024
    }

    It 'gives what was written with -PassThru, and asks once for all of it' {
        $regions = @('00000002: 4142', '00000010: 43' | Write-MappedRegion $Target -FromDump -PassThru)
        $regions.Offset | Should -Be 2, 16
        $regions.ForEach('Length') | Should -Be 2, 1
        '00000002: 5152', '00000010: 53' | Write-MappedRegion $Target -FromDump -WhatIf
        (Get-FileByte $Target)[2, 3, 16] | Should -Be 0x41, 0x42, 0x43
    }

    It 'refuses <Name>, and writes nothing' -ForEach @(
        @{ Name = 'a text that is no dump'; Lines = '00000000: 4142', 'hello' }
        @{ Name = 'half a byte'; Lines = '00000000: 414' }
        @{ Name = 'more text than bytes'; Lines = '00000000: 4142  ABC' }
        @{ Name = 'little-endian words'; Lines = '00000000: 44434241  ABCD' }
        @{ Name = 'what could be bits'; Lines = '00000000: 01000001 01000010' }
        @{ Name = 'decimal offsets'; Lines = '00000000: 41414141414141414141414141414141', '00000016: 42' }
        @{ Name = 'a repetition without an end'; Lines = '00000000: 4142', '*' }
        @{ Name = 'a repetition without a beginning'; Lines = '*', '00000010: 4142' }
        @{ Name = 'a repetition that does not fit'; Lines = '00000000: 4142', '*', '00000005: 41' }
        @{ Name = 'two lines about one place'; Lines = '00000000: 4142', '00000001: 43' }
        @{ Name = 'lines of two maps'; Lines = '00000000: 4142', '-- Map 2: /f [3 bytes]', '00000010: 43' }
        @{ Name = 'words of od, whose offsets are octal'; Lines = '0000000 041101 041503' }
        @{ Name = 'a hexdump whose end is wrong'; Lines = '00000000  41 42  |AB|', '00000003' }
        @{ Name = 'digits with and without offsets'; Lines = '00000000: 4142', '414243444546474849' }
        @{ Name = 'an offset beyond everything'; Lines = 'ffffffffffffffff: 41' }
        @{ Name = 'a number'; Lines = '00000000: 4142', 5 }
    ) {
        Get-TerminatingErrorId { $Lines | Write-MappedRegion $Target -FromDump } | Should -Be 'InvalidArgument,MmapModule.Commands.WriteMappedRegionCommand'
        @(Get-FileByte $Target | Where-Object { $_ -ne 0xCC }).Count | Should -Be 0
    }

    It 'refuses a dump that is longer than the map, and one with -<Name>' -ForEach @(
        @{ Name = 'As'; Value = 'Byte' }, @{ Name = 'Pad'; Value = 0 }, @{ Name = 'Expect'; Value = '00' }, @{ Name = 'FromEnd'; Value = $true }
    ) {
        $more = @{ $Name = $Value }
        Get-TerminatingErrorId { '00000000: 4142' | Write-MappedRegion $Target -FromDump @more } | Should -Be 'InvalidArgument,MmapModule.Commands.WriteMappedRegionCommand'
        Get-TerminatingErrorId { 1..2000 | ForEach-Object { '4142' } | Write-MappedRegion $Target -FromDump } | Should -Be 'RegionOutOfRange,MmapModule.Commands.WriteMappedRegionCommand'
        @(Get-FileByte $Target | Where-Object { $_ -ne 0xCC }).Count | Should -Be 0
    }
}
