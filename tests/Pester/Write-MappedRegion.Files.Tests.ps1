# Bytes from a file, padding, and what stands between texts.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Write-MappedRegion -FromFile' {
    BeforeEach {
        $script:Source = New-TestFile -Bytes ([byte[]] (0x09, 0x0A, 0x0D, 0x80, 0xFF, 0x00))
        $script:Path = New-TestFile -Bytes ([byte[]] (@(0xCC) * 12))
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'writes every byte, to files, maps and regions' {
        $region = Write-MappedRegion $Path -FromFile $Source -Offset 2 -PassThru
        $region.Offset, $region.Length | Should -Be 2, 6
        Get-HexDump -Path $Path | Should -BeExactly 'CC CC 09 0A 0D 80 FF 00 CC CC CC CC'

        $other = New-TestFile -Bytes ([byte[]] (@(0xDD) * 6))
        $map = New-MemoryMap $Path -Protection ReadWrite
        $map.Slice(6), $other | Write-MappedRegion -FromFile $Source
        Get-HexDump -Path $Path | Should -BeExactly 'CC CC 09 0A 0D 80 09 0A 0D 80 FF 00'
        Get-HexDump -Path $other | Should -BeExactly '09 0A 0D 80 FF 00'
    }

    It 'reads what cannot be mapped, too' -Tag Linux {
        Write-MappedRegion $Path -FromFile '/proc/sys/kernel/ostype' -Offset 1
        [System.Text.Encoding]::ASCII.GetString((Get-FileByte $Path), 1, 6) | Should -BeExactly "Linux`n"
    }

    It 'writes an empty file, the file itself, and a file of holes' {
        Write-MappedRegion $Path -FromFile (New-TestFile)
        Write-MappedRegion $Path -FromFile $Path
        Get-HexDump -Path $Path | Should -BeExactly 'CC CC CC CC CC CC CC CC CC CC CC CC'
        Write-MappedRegion $Path -FromFile (New-TestFile -Size 3)
        Get-HexDump -Path $Path | Should -BeExactly '00 00 00 CC CC CC CC CC CC CC CC CC'
    }

    It 'compares and shows first, and writes nothing that does not fit' {
        $null = Assert-Failure { Write-MappedRegion $Path -FromFile $Source -Expect 'CC DD' } -Kind ExpectationFailed -Command Write-MappedRegion -Target $Path
        $null = Assert-Failure { Write-MappedRegion $Path -FromFile $Source -Offset 7 } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Path
        Get-TerminatingErrorId { Write-MappedRegion $Path -FromFile (Get-TestPath 'missing') } | Should -Be 'PathNotFound,MmapModule.Commands.WriteMappedRegionCommand'
        Write-MappedRegion $Path -FromFile $Source -Expect 'CC ??' -WhatIf
        Get-HexDump -Path $Path | Should -BeExactly 'CC CC CC CC CC CC CC CC CC CC CC CC'
    }
}

Describe 'Write-MappedRegion -Pad' {
    BeforeEach {
        $script:Path = New-TestFile -Text 'user=administrator;x'
    }

    It 'fills up the hit with <Pad>: <Expected>' -ForEach @(
        @{ Pad = ' '; Expected = 'user=bob          ;x' }
        @{ Pad = [char] '0'; Expected = 'user=bob0000000000;x' }
        @{ Pad = 0x2E; Expected = 'user=bob..........;x' }
        @{ Pad = '0x2E'; Expected = 'user=bob..........;x' }
        @{ Pad = '-'; Expected = 'user=bob----------;x' }
    ) {
        Search-MappedRegion administrator $Path | Write-MappedRegion -Value 'bob' -Pad $Pad
        Read-TestText $Path | Should -BeExactly $Expected
    }

    It 'does so for <Name>' -ForEach @(
        @{ Name = 'hex'; Write = { Search-MappedRegion administrator $Path | Write-MappedRegion -Hex '62 ?? 62' -Pad 0x2E }; Expected = 'user=bdb..........;x' }
        @{ Name = 'a file'; Write = { Search-MappedRegion administrator $Path | Write-MappedRegion -FromFile (New-TestFile -Text 'eve') -Pad 0x2E }; Expected = 'user=eve..........;x' }
        @{ Name = 'the pipeline'; Write = { 'b', 'o', 'b' | Write-MappedRegion (Search-MappedRegion administrator $Path) -NoNewline -Pad 0x2E }; Expected = 'user=bob..........;x' }
        @{ Name = 'an offset'; Write = { Search-MappedRegion administrator $Path | Write-MappedRegion -Value 'X' -Offset 5 -Pad 0x2E }; Expected = 'user=adminX.......;x' }
        @{ Name = 'a value that is long enough'; Write = { Search-MappedRegion administrator $Path | Write-MappedRegion -Value 'ADMINISTRATOR' -Pad 0x2E }; Expected = 'user=ADMINISTRATOR;x' }
    ) {
        & $Write
        Read-TestText $Path | Should -BeExactly $Expected
    }

    It 'refuses a whole file, and a longer value' {
        $null = Assert-Failure { Write-MappedRegion $Path -Value 'a' -Pad 0 } -Kind InvalidArgument -Command Write-MappedRegion -Target $Path
        Get-ErrorId { Search-MappedRegion user $Path | Write-MappedRegion -Value 'longer' -Pad 0 } | Should -Be 'RegionOutOfRange,MmapModule.Commands.WriteMappedRegionCommand'
        Read-TestText $Path | Should -BeExactly 'user=administrator;x'
    }

    It 'does not guess what <Name> means' -ForEach @(
        @{ Name = 'a digit in quotes'; Value = '0' }, @{ Name = 'a large number'; Value = 256 }, @{ Name = 'a negative number'; Value = -1 }
        @{ Name = 'a character of two bytes'; Value = [char] 0xE9 }, @{ Name = 'a word'; Value = 'zero' }, @{ Name = 'null'; Value = $null }, @{ Name = 'nothing'; Value = '' }
    ) {
        Get-TerminatingErrorId { Write-MappedRegion $Path -Value 'a' -Pad $Value } | Should -BeLike 'ParameterArgumentTransformationError*,MmapModule.Commands.WriteMappedRegionCommand'
    }
}

Describe 'Write-MappedRegion with several texts' {
    BeforeEach {
        $script:Map = New-MemoryMap -Path (New-TestFile -Bytes ([byte[]] (@(0x2E) * 12))) -Protection ReadWrite
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'puts <Name> between or after them' -ForEach @(
        @{ Name = 'line feeds'; Arguments = @{ NewLine = $true }; Expected = "a`nbc`nd`n....." }
        @{ Name = 'nothing'; Arguments = @{ NoNewline = $true }; Expected = 'abcd........' }
        @{ Name = 'a separator'; Arguments = @{ Separator = ', ' }; Expected = 'a, bc, d....' }
        @{ Name = 'an empty separator'; Arguments = @{ Separator = '' }; Expected = 'abcd........' }
        @{ Name = 'line feeds of two bytes'; Arguments = @{ NewLine = $true; Encoding = 'unicode' }; Texts = 'a', 'b'; Expected = "a`0`n`0b`0`n`0...." }
    ) {
        $given = $Texts ?? ('a', 'bc', 'd')
        $given | Write-MappedRegion $Map @Arguments
        [System.Text.Encoding]::ASCII.GetString($Map.Read(0, 12)) | Should -BeExactly $Expected

        $Map.Fill(0, 12, [byte[]] @(0x2E))
        Write-MappedRegion $Map -Value $given @Arguments
        [System.Text.Encoding]::ASCII.GetString($Map.Read(0, 12)) | Should -BeExactly $Expected
    }

    It 'does not guess, nor take two of them, nor text that has lost bytes' {
        $id = 'InvalidArgument,MmapModule.Commands.WriteMappedRegionCommand'
        Get-TerminatingErrorId { 'a', 'b' | Write-MappedRegion $Map } | Should -Be $id
        Get-TerminatingErrorId { 'a', 'b' | Write-MappedRegion $Map -NewLine -NullTerminate } | Should -Be $id
        Get-TerminatingErrorId { 'a', "b$([char] 0xFFFD)" | Write-MappedRegion $Map -NewLine } | Should -Be $id
        [System.Text.Encoding]::ASCII.GetString($Map.Read(0, 12)) | Should -BeExactly '............'
    }
}
