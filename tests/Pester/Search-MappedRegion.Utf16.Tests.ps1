# Regular expressions over text of two-byte units: what PowerShell finds in the text is found in the file.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function New-Utf16File {
        param([string] $Text, [System.Text.Encoding] $Encoding = [System.Text.Encoding]::Unicode, [byte[]] $Before = @())

        New-TestFile -Bytes ([byte[]] ($Before + $Encoding.GetBytes($Text)))
    }

    $script:Text = "GET /größe 200`r`nPOST /straße 404`r`nget /ÄÖÜ 500 $([char]::ConvertFromUtf32(0x1F600))`r`n"
    $script:Path = New-Utf16File $Text
}

Describe 'Search-MappedRegion -Pattern -Encoding' {
    It 'finds what Select-String finds: <Pattern>' -ForEach @(
        @{ Pattern = '^\w+ /(?<name>\w+) (?<status>[45]\d\d)' }
        @{ Pattern = '[ä-ü]+' }
        @{ Pattern = '(?i)/äöü' }
        @{ Pattern = '(.)\1' }
        @{ Pattern = '\p{Lu}+' }
        @{ Pattern = '(?<=/)\w*ß\w*' }
        @{ Pattern = '\d{3} .' }
    ) {
        $known = [regex]::Matches($Text, $Pattern, 'Multiline, CultureInvariant')
        foreach ($encoding in 'utf16', 'utf16BE') {
            $file = if ($encoding -eq 'utf16') { $Path } else { New-Utf16File $Text ([System.Text.Encoding]::BigEndianUnicode) }
            $hits = @(Search-MappedRegion $file -Pattern $Pattern -Encoding $encoding)

            ($hits | ForEach-Object Offset) | Should -Be ($known | ForEach-Object { 2 * $_.Index })
            ($hits | ForEach-Object Length) | Should -Be ($known | ForEach-Object { 2 * $_.Length })
            foreach ($i in 0..($hits.Count - 1)) {
                $groups = @($known[$i].Groups | Where-Object Name -NE 0)
                @($hits[$i].Groups.Keys | Where-Object { $_ -ne 0 }) | Should -Be @($groups.Name)
                foreach ($group in $groups) {
                    $hits[$i].Groups[$group.Name].Text | Should -BeExactly $group.Value
                    $hits[$i].Groups[$group.Name].Offset | Should -Be (2 * $group.Index)
                }
            }
        }
    }

    It 'ignores the case of all letters' {
        @(Search-MappedRegion $Path -Pattern 'äöü|GRÖSSE|größe' -Encoding utf16 -IgnoreCase).Text | Should -BeExactly 'größe', 'ÄÖÜ'
    }

    It 'gives the lines, from the end too' {
        $hits = @(Search-MappedRegion -Path $Path -Pattern '\d{3}' -Encoding unicode -Context 0, 1 -Reverse)

        $hits.LineNumber | Should -Be 3, 2, 1
        $hits.Column | Should -Be 10, 14, 12
        $hits[1].Line | Should -BeExactly 'POST /straße 404'
        @($hits[2].Context.PostContext)[0] | Should -BeExactly 'POST /straße 404'
    }

    It 'counts units from the start of the search' {
        $odd = New-Utf16File 'xää' -Before 1
        $region = New-MemoryMap $odd | Select-MappedRegion -Offset 1

        @(Search-MappedRegion $odd -Pattern 'ä+' -Encoding utf16) | Should -BeNullOrEmpty
        (Search-MappedRegion $odd -Pattern 'ä+' -Encoding utf16 -Offset 1).Offset | Should -Be 3
        (Search-MappedRegion $region -Pattern 'ä+' -Encoding utf16).Offset | Should -Be 3
        (Search-MappedRegion $odd -Pattern 'ä+' -Encoding utf16 -Offset 1 -CountOnly) | Should -Be 1
    }

    It 'searches many files and several expressions' {
        $hits = @(Search-MappedRegion -Path $Path, (New-Utf16File 'ßß') -Pattern 'ß+', 'P.ST' -Encoding utf16)

        $hits.Pattern | Should -BeExactly 'ß+', 'P.ST', 'ß+', 'ß+'
        $hits[-1].Length | Should -Be 4
    }

    It 'refuses <Encoding>' -ForEach @(@{ Encoding = 'utf32' }, @{ Encoding = 'bigendianutf32' }, @{ Encoding = 'IBM037' }) {
        { Search-MappedRegion $Path -Pattern 'a+' -Encoding $Encoding } | Should -Throw -ErrorId 'InvalidArgument,MmapModule.Commands.SearchMappedRegionCommand'
    }

    It 'decodes hits of expressions over bytes' {
        $latin = New-TestFile -Bytes ([System.Text.Encoding]::Latin1.GetBytes('x größe y'))

        (Search-MappedRegion $latin -Pattern 'gr\S+' -Encoding latin1).Text | Should -BeExactly 'größe'
        { Search-MappedRegion $latin -Pattern 'größe' -Encoding latin1 } | Should -Throw -ErrorId 'InvalidArgument,MmapModule.Commands.SearchMappedRegionCommand'
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}
