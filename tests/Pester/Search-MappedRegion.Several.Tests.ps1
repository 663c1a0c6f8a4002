# Several patterns in one search, and what brackets have matched.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Path = New-TestFile -Text "GET /a 200`nPUT /b 404`nGET /c 500`n"
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Several patterns' {
    It 'are found in one pass, and told apart: <Name>' -ForEach @(
        @{ Name = '-Text'; More = @{ Text = 'PUT', 'GET' }; Expected = '0 GET', '11 PUT', '22 GET' }
        @{ Name = '-Text by position'; More = @{}; Expected = '11 PUT', '18 404' }
        @{ Name = '-Text in any case'; More = @{ Text = 'put', 'get'; IgnoreCase = $true }; Expected = '0 get', '11 put', '22 get' }
        @{ Name = '-Hex'; More = @{ Hex = '34 3? 34', '35 ??' }; Expected = '18 34 3? 34', '29 35 ??' }
        @{ Name = '-Pattern'; More = @{ Pattern = '^P\w+', '\b[45]\d+$' }; Expected = '11 ^P\w+', '18 \b[45]\d+$', '29 \b[45]\d+$' }
        @{ Name = '-Pattern that backtracks'; More = @{ Pattern = '(?>P)\w+', '[45]\d+' }; Expected = '11 (?>P)\w+', '18 [45]\d+', '29 [45]\d+' }
        @{ Name = 'the first of two at one place'; More = @{ Text = 'GET /', 'GET', '/a' }; Expected = '0 GET /', '22 GET /' }
    ) {
        $hits = if ($More.Count) { Search-MappedRegion -Path $Path @More } else { Search-MappedRegion PUT, 404 $Path }

        $hits.ForEach{ "$($_.Offset) $($_.Pattern)" } | Should -BeExactly $Expected
    }

    It 'are counted together, and found from the end' {
        Search-MappedRegion GET, 404 $Path -CountOnly | Should -Be 3
        (Search-MappedRegion GET, 404 $Path -Reverse).Offset | Should -Be 22, 18, 0
        (Search-MappedRegion GET, 404 $Path -Last 2).Offset | Should -Be 18, 22
    }

    It 'agree with <Peer> (needs grep and rg)' -Skip:(Test-Missing grep, rg) -ForEach @(
        @{ Peer = 'grep'; Script = { grep -obF -e memory -e map -e mapped $args[0] } }
        @{ Peer = 'rg'; Script = { rg -obN --no-heading -F -e memory -e map -e mapped $args[0] } }
    ) {
        $real = Get-TestPath 'real'
        Get-ChildItem (Join-Path $PSScriptRoot '../../docs/*.md') | Get-Content -Raw | Set-Content $real

        # The first given is preferred here and by rg, the longest one by grep.
        $texts = $Peer -eq 'grep' ? @('mapped', 'memory', 'map') : @('memory', 'map', 'mapped')
        @(Search-MappedRegion $texts $real).ForEach{ "$($_.Offset):$($_.Text)" } | Should -BeExactly (& $Script $real)
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'one without characters'; More = @{ Text = 'a', '' }; Target = '' }
        @{ Name = 'one without bytes'; More = @{ Hex = '00', '' }; Target = '' }
        @{ Name = 'a wrong one'; More = @{ Pattern = 'a', '(' }; Target = '(' }
    ) {
        $null = Assert-Failure { Search-MappedRegion -Path $Path @More } -Kind InvalidArgument -Command Search-MappedRegion -Target $Target
    }

    It 'refuses none' {
        { Search-MappedRegion -Text @() $Path } | Should -Throw -ErrorId 'InvalidArgument,MmapModule.Commands.SearchMappedRegionCommand'
    }
}

Describe 'The pattern of a hit' {
    It 'is what was given: <Name>' -ForEach @(
        @{ Name = 'text'; More = @{ Text = 'GET' }; Expected = 'GET' }
        @{ Name = 'hex'; More = @{ Hex = '47 4?54' }; Expected = '47 4?54' }
        @{ Name = 'bytes'; More = @{ Bytes = 0x47, 0x45 }; Expected = '47 45' }
        @{ Name = 'an expression'; More = @{ Pattern = 'G.T' }; Expected = 'G.T' }
    ) {
        (Search-MappedRegion -Path $Path @More -First 1).Pattern | Should -BeExactly $Expected
    }
}

Describe 'The groups of a hit' {
    It 'have name or number, offset, length and text' {
        $hits = Search-MappedRegion -Pattern '(?<verb>[A-Z]+) (/\w)( [45]\d\d)?' $Path

        @($hits[0].Groups.Keys) | Should -BeExactly '0', '1', '2', 'verb'
        $hits[1].Groups['verb'].Text | Should -BeExactly 'PUT'
        $hits[1].Groups.verb.Offset | Should -Be 11
        $hits[1].Groups[1].Text | Should -BeExactly '/b'
        $hits[1].Groups['2'].Offset | Should -Be 17
        $hits[1].Groups['2'].Length | Should -Be 4
        $hits[0].Groups['2'] | Should -BeNullOrEmpty
        $hits[0].Groups['0'].Text | Should -BeExactly $hits[0].Text
    }

    It 'are those of the expression that was found, and none without brackets' {
        $hits = Search-MappedRegion -Pattern '(P)UT', 'GE(T)', '404' $Path

        $hits.ForEach{ $_.Groups?[1].Text ?? '-' } | Should -BeExactly 'T', 'P', '-', 'T'
    }

    It 'are those of .NET: <Pattern> <Name>' -ForEach @(
        foreach ($pattern in '(a|ab)(c|bcd)?(d*)', '(?<=(b))(a+)', '(a)(?=(b))', '((a)|b)+', '^(\w)(\w*)', '(\w)\1', '(?i)(AB)', '(?>(a+))b') {
            @{ Pattern = $pattern; Name = 'forward'; More = @{}; Options = 'Multiline' }
            @{ Pattern = $pattern; Name = 'from the end'; More = @{ Reverse = $true }; Options = 'Multiline, RightToLeft' }
        }
    ) {
        $text = "abcd bab aab`nbbaab abab aabbcd"
        $file = New-TestFile -Text $text
        $hits = @(Search-MappedRegion -Pattern $Pattern $file @More)
        $expected = [regex]::Matches($text, $Pattern, $Options)

        $hits.Count | Should -Be $expected.Count
        for ($i = 0; $i -lt $hits.Count; $i++) {
            foreach ($group in $expected[$i].Groups) {
                $found = $hits[$i].Groups[$group.Name]
                "$($group.Name) $($found.Offset) $($found.Text)" | Should -BeExactly "$($group.Name) $($group.Success ? $group.Index : '') $($group.Value)"
            }
        }
    }

    It 'are missing, and the hit is not, where they cannot be found out' {
        $file = New-TestFile -Text ('x' * 40 + 'y')
        $hits = Search-MappedRegion -Pattern '(x+x+)+y|(x)' $file -First 1 -ErrorVariable problems -ErrorAction SilentlyContinue
        $hits.Offset | Should -Be 0
        $hits.Groups[1].Length | Should -Be 40

        $file = New-TestFile -Text ('x' * 40)
        $hit = Search-MappedRegion -Pattern '((x+x+)+y|x)' $file -First 1 -ErrorVariable problems -ErrorAction SilentlyContinue
        $hit.Length | Should -Be 1
        $hit.Groups | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be 'InvalidArgument,MmapModule.Commands.SearchMappedRegionCommand'
    }
}

Describe 'Lines, groups and patterns as data' {
    BeforeAll {
        $script:Hit = Search-MappedRegion -Pattern '(?<verb>P\w+) (/b)', 'x' $Path -Context 1
    }

    It 'survive <Name>' -ForEach @(
        @{ Name = 'CliXml, as jobs and remoting use it'; Copy = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($args[0], 1)) } }
        @{ Name = 'Export-Clixml'; Copy = { Export-Clixml -InputObject $args[0] (Get-TestPath 'hit'); Import-Clixml (Get-TestPath 'hit') } }
        @{ Name = 'ConvertTo-Json'; Copy = { $args[0] | Select-Object Path, Offset, Length, Text, Bytes, Pattern, Groups, LineNumber, Line, Context | ConvertTo-Json -Depth 3 | ConvertFrom-Json -AsHashtable } }
    ) {
        $copy = & $Copy $Hit

        $copy.Path | Should -BeExactly $Path
        $copy.Offset | Should -Be 11
        $copy.Text | Should -BeExactly 'PUT /b'
        $copy.Bytes | Should -Be $Hit.Bytes
        $copy.Pattern | Should -BeExactly '(?<verb>P\w+) (/b)'
        $copy.Groups['verb'].Text | Should -BeExactly 'PUT'
        $copy.Groups['1'].Offset | Should -Be 15
        $copy.LineNumber | Should -Be 2
        $copy.Line | Should -BeExactly 'PUT /b 404'
        $copy.Context.PreContext | Should -BeExactly 'GET /a 200'
        $copy.Context.PostContext | Should -BeExactly 'GET /c 500'
    }
}

Describe 'The view of hits with lines' {
    It 'is the same after a job: <Name>' -ForEach @(
        @{ Name = 'hits'; More = @{} }
        @{ Name = 'lines'; More = @{ Line = $true } }
        @{ Name = 'lines around'; More = @{ Context = 1 } }
    ) {
        $hits = Search-MappedRegion -Pattern '(P)\w+', '404' $Path @More
        $copies = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($hits, 1))

        $copies | Out-String | Should -BeExactly ($hits | Out-String)
    }

    It 'marks the line of the hit, and sends nothing to the terminal that is not text' {
        $file = New-TestFile -Text "one`n`ttwo $([char] 27)[31mred`nthree`n"
        $shown = Search-MappedRegion red $file -Context 1 | Out-String

        $shown | Should -Match '(?m)^ *2 +14 +1  one\s+> 2   two .\[31mred\s+3  three\s*$'
        $shown | Should -Not -Match "[\x00-\x08\x0B\x0C\x0E-\x1F]"
    }

    It 'highlights the hit where there is colour' {
        $style = [System.Management.Automation.PSStyle]::Instance
        $old = $style.OutputRendering
        try {
            $style.OutputRendering = 'Ansi'
            [MmapModule.Formatting.MatchPreview]::Line((Search-MappedRegion PUT $Path -Line), $style, $true) | Should -BeExactly "$($style.Reverse)PUT$($style.Reset) /b 404"
            $style.OutputRendering = 'PlainText'
            [MmapModule.Formatting.MatchPreview]::Line((Search-MappedRegion PUT $Path -Line), $style, $true) | Should -BeExactly 'PUT /b 404'
        }
        finally {
            $style.OutputRendering = $old
        }
    }
}
