BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-GrepOffset {
        # The offsets that grep prints with -b.
        param([string[]] $Option, [string] $Pattern, [string] $Path)

        $env:LC_ALL = 'C'
        try { @(grep -obUa @Option -e $Pattern $Path | ForEach-Object { [long] ($_ -split ':', 2)[0] }) }
        finally { Remove-Item Env:LC_ALL }
    }

    function New-TextMap {
        param([string] $Text, [System.Text.Encoding] $Encoding = [System.Text.Encoding]::UTF8, [string] $Protection = 'Read')

        New-MemoryMap -Path (New-TestFile -Bytes $Encoding.GetBytes($Text)) -Protection $Protection
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Search-MappedRegion' {
    It 'does not read holes, so they do not fill the page cache' {
        $path = New-TestFile -Size 1GB
        $map = New-MemoryMap $path -Protection ReadWrite
        $map | Write-MappedRegion -Value 'needle' -Offset (1GB - 100)

        ($map | Search-MappedRegion -Text 'needle').Offset | Should -Be (1GB - 100)

        (Get-FileCache $path).CachedBytes | Should -BeLessThan 64MB
    }

    It 'refuses text that the encoding lacks, and does not look for question marks' {
        $map = New-TextMap 'caf? caf'

        $null = Assert-Failure { $map | Search-MappedRegion -Text ([string] [char] 0xE9) -Encoding ascii } -Kind InvalidArgument -Command Search-MappedRegion -Target ([string] [char] 0xE9) -Category InvalidArgument
        $null = Assert-Failure { $map | Search-MappedRegion -Text ([string] [char] 0xE9) -Encoding ascii -IgnoreCase } -Kind InvalidArgument -Command Search-MappedRegion -Target ([string] [char] 0xE9) -Category InvalidArgument
    }

    It 'leaves out the case of a letter that the encoding lacks' {
        # The capital of this letter is in Unicode, but not in ISO 8859-1.
        $latin = [System.Text.Encoding]::Latin1
        $map = New-TextMap "?$([char] 0xFF)" -Encoding $latin

        ($map | Search-MappedRegion -Text ([string] [char] 0xFF) -Encoding $latin -IgnoreCase).Offset | Should -Be 1
    }

    It 'gives regions that can be read, shown and patched' {
        $map = New-TextMap 'one needle, two needles' -Protection ReadWrite

        $hits = $map | Search-MappedRegion -Text 'needle'

        $hits | Should -BeOfType ([MmapModule.MappedMatch])
        $hits.Offset | Should -Be @(4, 16)
        $hits.ForEach('Length') | Should -Be @(6, 6)
        $hits[1].Address | Should -Be ($map.Address + 16)
        $hits[0].Map.Id | Should -Be $map.Id
        $hits | Read-MappedRegion -AsString -Length 7 | Should -Be @('needle,', 'needles')
        ($hits[0] | Format-MappedRegion -Length 6).Text | Should -Be 'needle'
        $hits | Write-MappedRegion -Value 'NEEDLE'
        $map | Read-MappedRegion -AsString | Should -BeExactly 'one NEEDLE, two NEEDLEs'
        (Get-Alias -Name srmr).Definition | Should -Be 'Search-MappedRegion'
    }

    It 'shows hits with what is around them when they are piped to Format-MappedRegion' {
        $map = New-TextMap ('.' * 40 + 'needle' + '.' * 50)

        $lines = @($map | Search-MappedRegion -Text 'needle' | Format-MappedRegion)

        $lines.Offset | Should -Be @(16, 32, 48)
        $lines[1].Text | Should -BeExactly '........needle..'
        ($lines | Out-String) | Should -BeLike '*........needle..*'
    }

    It 'passes over holes, and finds what lies between them' {
        $map = New-MemoryMap -Path (New-TestFile -Size 10GB) -Protection ReadWrite
        $map | Write-MappedRegion -Offset 7GB -Value 'needle'

        ($map | Search-MappedRegion -Text 'needle').Offset | Should -Be 7GB
        ($map | Search-MappedRegion -Hex '00 6E').Offset | Should -Be (7GB - 1)
        ($map | Search-MappedRegion -Hex '65 00').Offset | Should -Be (7GB + 5)
    }

    It 'finds <Name>' -ForEach @(
        @{ Name = 'bytes'; Search = @{ Bytes = [byte[]] (0x62, 0x63) }; Expected = 1, 4, 7 }
        @{ Name = 'hex'; Search = @{ Hex = '62 63' }; Expected = 1, 4, 7 }
        @{ Name = 'hex with open places'; Search = @{ Hex = '6? ?? 61' }; Expected = 1, 4 }
        @{ Name = 'text in any case'; Search = @{ Text = 'ABC'; IgnoreCase = $true }; Expected = 0, 3, 6 }
        @{ Name = 'a regular expression'; Search = @{ Pattern = 'b.(?=a)' }; Expected = 1, 4 }
        @{ Name = 'a regular expression in any case'; Search = @{ Pattern = 'C.B'; IgnoreCase = $true }; Expected = 2, 5 }
        @{ Name = 'a number in its own width'; Search = @{ Value = 0x63626163 }; Expected = , 2 }
        @{ Name = 'a number of another type'; Search = @{ Value = 0x6162; As = 'UInt16'; BigEndian = $true }; Expected = 0, 3, 6 }
        @{ Name = 'several values'; Search = @{ Value = 0x62, 0x63; As = 'Byte' }; Expected = 1, 4, 7 }
        @{ Name = 'only what is aligned'; Search = @{ Text = 'bc'; Alignment = 4 }; Expected = , 4 }
        @{ Name = 'the first ones'; Search = @{ Text = 'abc'; First = 2 }; Expected = 0, 3 }
        @{ Name = 'the last ones'; Search = @{ Text = 'abc'; Last = 2 }; Expected = 3, 6 }
        @{ Name = 'the last ones in reverse'; Search = @{ Text = 'abc'; Last = 2; Reverse = $true }; Expected = 6, 3 }
        @{ Name = 'everything in reverse'; Search = @{ Text = 'abc'; Reverse = $true }; Expected = 6, 3, 0 }
        @{ Name = 'what does not overlap'; Search = @{ Hex = '?? ?? ?? ??' }; Expected = 0, 4 }
        @{ Name = 'what overlaps'; Search = @{ Hex = '61 ?? ?? ??'; Overlapping = $true }; Expected = 0, 3 }
        @{ Name = 'nothing that is longer than the range'; Search = @{ Text = 'abcabcabcabc' }; Expected = @() }
    ) {
        $map = New-TextMap 'abcabcabc'

        @(($map | Search-MappedRegion @Search).Offset) -ne $null | Should -Be $Expected
        $map | Search-MappedRegion @Search -CountOnly | Should -Be @($Expected).Count
    }

    It 'finds text in <_>' -ForEach 'utf8', 'unicode', 'bigendianunicode', 'utf32' {
        $encoding = @{ utf8 = 'utf-8'; unicode = 'utf-16'; bigendianunicode = 'utf-16BE'; utf32 = 'utf-32' }[$_]
        $map = New-TextMap 'Größe größe GRÖßE' -Encoding ([System.Text.Encoding]::GetEncoding($encoding))

        $map | Search-MappedRegion -Text 'größe' -Encoding $_ -CountOnly | Should -Be 1
        $map | Search-MappedRegion -Text 'größe' -Encoding $_ -IgnoreCase -CountOnly | Should -Be 3
    }

    It 'searches a region to its end, and counts from the start of the map' {
        $map = New-TextMap 'ab ab ab ab'

        ($map | Select-MappedRegion -Offset 1 -Length 6 | Search-MappedRegion -Text 'ab').Offset | Should -Be 3
        ($map | Search-MappedRegion -Text 'ab' -Offset 5 -FromEnd).Offset | Should -Be @(6, 9)
        ($map | Search-MappedRegion -Text 'ab' -Offset 3 -Length 5).Offset | Should -Be @(3, 6)
    }

    It 'agrees with grep -obUa (needs grep with -P): <Option> <Pattern>' -Skip:(Test-Missing 'grep -P') -ForEach @(
        @{ Option = '-F'; Pattern = 'needle' }
        @{ Option = '-F'; Pattern = 'aa' }
        @{ Option = '-F'; Pattern = 'z' }
        @{ Option = '-F', '-i'; Pattern = 'NeEdLe' }
        @{ Option = '-P'; Pattern = 'ne+dle' }
        @{ Option = '-P'; Pattern = '^[a-f]{2,}' }
        @{ Option = '-P'; Pattern = '[xy]+$' }
        @{ Option = '-P'; Pattern = '(?<=q)[\x00-\x09\x80-\xFF]' }
    ) {
        # Random bytes with long runs of a, and a needle at every border where pieces or windows could begin.
        $bytes = [byte[]]::new(9MB + 77)
        [System.Random]::new(7).NextBytes($bytes)
        [System.Array]::Fill($bytes, [byte] 97, 100, 999)
        [System.Array]::Fill($bytes, [byte] 97, 4MB - 501, 1001)
        $needle = [System.Text.Encoding]::ASCII.GetBytes("`nneedle`n")
        $shift = 0
        foreach ($border in 0x8000, 64KB, 256KB, 512KB, 768KB, 1MB, 2MB, (4MB + 256KB), (4MB + 1MB), 8MB) {
            $needle.CopyTo($bytes, $border - 7 + $shift++ % 8)
        }
        $path = New-TestFile -Bytes $bytes
        $map = New-MemoryMap -Path $path
        $search = @{ ($Option -contains '-P' ? 'Pattern' : 'Text') = $Pattern; IgnoreCase = $Option -contains '-i' }
        $expected = Get-GrepOffset -Option $Option -Pattern $Pattern -Path $path

        $expected.Count | Should -BeGreaterThan 0
        foreach ($threads in 1, 3) {
            ($map | Search-MappedRegion @search -ThrottleLimit $threads).Offset -join ' ' | Should -BeExactly ($expected -join ' ')
            $map | Search-MappedRegion @search -ThrottleLimit $threads -CountOnly | Should -Be $expected.Count
        }
    }

    It 'finds beyond 4 GiB' {
        $map = New-MemoryMap -Path (New-TestFile -Size 5GB) -Protection ReadWrite
        $map | Write-MappedRegion -Offset (5GB - 8) -Value 'EFI PART'

        ($map | Search-MappedRegion -Text 'EFI PART' -Last 1).Offset | Should -Be (5GB - 8)
        ($map | Search-MappedRegion -Text 'EFI PART' -Offset (4GB + 1)).Offset | Should -Be (5GB - 8)
    }

    It 'delivers the hits before a truncation, then the error' {
        $path = New-TestFile -Size 16MB
        $map = New-MemoryMap -Path $path -Protection ReadWrite
        $map.WriteString(100, 'needle')
        $map.WriteString(5MB, 'needle')
        Set-FileLength $path 6MB

        $hits = $map | Search-MappedRegion -Text 'needle' -ErrorAction SilentlyContinue -ErrorVariable failure

        $hits.Offset | Should -Be @(100, 5MB)
        $failure[0].FullyQualifiedErrorId | Should -BeExactly 'RegionTruncated,MmapModule.Commands.SearchMappedRegionCommand'
        ($hits[0] | Out-String) | Should -BeLike '*0x64*needle*'
    }

    It 'shows a hit whose bytes are gone' {
        $map = New-TextMap 'needle'
        $hit = $map | Search-MappedRegion -Text 'needle'
        $map | Remove-MemoryMap

        ($hit | Out-String) | Should -BeLike '*0x0*6*'
    }

    It 'streams: the first hits come before the end of a search that would take long' -Tag Linux {
        $map = New-MemoryMap -Path /dev/zero -Length 1TB -Private

        @($map | Search-MappedRegion -Bytes 0 | Select-Object -First 3).Offset | Should -Be @(0, 1, 2)
        @($map | Search-MappedRegion -Bytes 0 -First 3).Offset | Should -Be @(0, 1, 2)
        $map | Search-MappedRegion -Bytes 0 -CountOnly -First 5 | Should -Be 5
    }

    It 'can be stopped: <_>' -Tag Linux -ForEach '-Text needle', '-Pattern "(0+)+x"', '-Bytes 1 -Reverse', '-Bytes 1 -CountOnly' {
        $map = New-MemoryMap -Path /dev/zero -Length 1TB -Private
        $null = Assert-StopsSoon "Search-MappedRegion `$Map $_" @{ Map = $map }
        $map | Remove-MemoryMap
    }

    It 'shows its progress: <_>' -Tag Linux -ForEach '-Text needle', '-Bytes 1 -Reverse -CountOnly' {
        $map = New-MemoryMap -Path /dev/zero -Length 1TB -Private
        $result = Assert-StopsSoon "Search-MappedRegion `$Map $_" @{ Map = $map } -WithProgress -When { $args[0].Streams.Progress.Count -ge 2 }

        $result.Progress[0].Activity | Should -BeLike 'Searching*'
        $result.Progress[0].PercentComplete | Should -BeIn (0..100)
        $map | Remove-MemoryMap
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'an empty text'; Search = @{ Text = '' } }
        @{ Name = 'no bytes'; Search = @{ Bytes = @() } }
        @{ Name = 'an empty regular expression'; Search = @{ Pattern = '' } }
        @{ Name = 'a wrong regular expression'; Search = @{ Pattern = '(' } }
        @{ Name = 'a regular expression with more than ASCII'; Search = @{ Pattern = 'größe' } }
        @{ Name = 'a wrong hex pattern'; Search = @{ Hex = '1' } }
        @{ Name = 'first and last together'; Search = @{ Text = 'a'; First = 1; Last = 1 } }
    ) {
        $map = New-TextMap 'abc'

        { $map | Search-MappedRegion @Search -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidArgument,MmapModule.Commands.SearchMappedRegionCommand'
    }

    It 'says so when a map has been removed, and goes on with the next one' {
        $gone = New-TextMap 'abc'
        $map = New-TextMap 'abc'
        $gone | Remove-MemoryMap

        $hits = $gone, $map | Search-MappedRegion -Text 'b' -ErrorAction SilentlyContinue -ErrorVariable failure

        $hits.Offset | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly 'MapDisposed,MmapModule.Commands.SearchMappedRegionCommand'
    }
}
