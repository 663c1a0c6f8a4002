# The lines of hits, and lines around them.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function New-LineFile {
        # A file of text, in an encoding.
        param([string] $Text, [System.Text.Encoding] $Encoding = [System.Text.UTF8Encoding]::new())

        $path = Get-TestPath 'lines'
        [System.IO.File]::WriteAllBytes($path, $Encoding.GetBytes($Text))
        $path
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'The line of a hit' {
    It 'has number, text and column: <Name>' -ForEach @(
        @{ Name = 'line feeds'; Text = "one`ntwo x`n`nfour x" ; Number = 2, 4; Line = 'two x', 'four x'; Column = 5, 6 }
        @{ Name = 'carriage returns and line feeds'; Text = "x`r`ntwo`r`nx three`r`n"; Number = 1, 3; Line = 'x', 'x three'; Column = 1, 1 }
        @{ Name = 'no line feed at all'; Text = 'äöü x'; Number = , 1; Line = , 'äöü x'; Column = , 5 }
        @{ Name = 'two hits in a line'; Text = "`n  x x`n"; Number = 2, 2; Line = '  x x', '  x x'; Column = 3, 5 }
    ) {
        $hits = Search-MappedRegion x (New-LineFile $Text) -Line

        $hits.LineNumber | Should -Be $Number
        $hits.Line | Should -BeExactly $Line
        $hits.Column | Should -Be $Column
        $hits.IsLineCut | Should -Not -Contain $true
        Search-MappedRegion x (New-LineFile $Text) | Should -BeOfType ([MmapModule.MappedMatch])
        (Search-MappedRegion x (New-LineFile $Text)).PSObject.Properties.Name | Should -Not -Contain 'LineNumber'
    }

    It 'is that of the text in <Name>' -ForEach @(
        @{ Name = 'UTF-16'; Encoding = [System.Text.Encoding]::Unicode }
        @{ Name = 'UTF-16, big end first'; Encoding = [System.Text.Encoding]::BigEndianUnicode }
        @{ Name = 'UTF-32'; Encoding = [System.Text.Encoding]::UTF32 }
    ) {
        # The characters U+0A0A and U+0A00 hold the byte of a line feed.
        $path = New-LineFile "one$([char] 0x0A0A)`r`n$([char] 0x0A00)two x`r`nthree" $Encoding
        $hit = Search-MappedRegion x $path -Encoding $Encoding -Context 1

        $hit.LineNumber | Should -Be 2
        $hit.Line | Should -BeExactly "$([char] 0x0A00)two x"
        $hit.Column | Should -Be 6
        $hit.Context.PreContext | Should -BeExactly "one$([char] 0x0A0A)"
        $hit.Context.PostContext | Should -BeExactly 'three'
    }

    It 'agrees with <Peer> on a real file, whatever the direction and the range (needs grep and rg)' -Skip:(Test-Missing grep, rg) -ForEach @(
        @{ Peer = 'grep'; Script = { grep -nbo $args[0] $args[1] } }
        @{ Peer = 'rg'; Script = { rg -nbo --no-heading $args[0] $args[1] } }
    ) {
        $path = Get-TestPath 'real'
        Get-ChildItem (Join-Path $PSScriptRoot '../../docs/*.md') | Get-Content -Raw | Set-Content $path
        $expected = @(& $Script 'memory[a-z]*' $path)
        $expected.Count | Should -BeGreaterThan 50

        @(Search-MappedRegion -Pattern 'memory[a-z]*' $path -Line).ForEach{ "$($_.LineNumber):$($_.Offset):$($_.Text)" } | Should -BeExactly $expected
        $back = [string[]] @(Search-MappedRegion -Pattern 'memory[a-z]*' $path -Line -Overlapping -Reverse -Offset 1000).ForEach{ "$($_.LineNumber):$($_.Offset):$($_.Text)" }
        [array]::Reverse($back)
        $back | Should -BeExactly $expected.Where({ [long] $_.Split(':')[1] -ge 1000 })
    }

    It 'agrees with grep at the borders of files and lines (needs grep)' -Skip:(Test-Missing grep) {
        $texts = [ordered] @{
            last   = "a`nx"
            empty  = ''
            feed   = "`n"
            feeds  = "`n`nx`n`n"
            return = "x`r`nb x`r`n`r`nx"
            zeros  = "a`0x`nb`n`0`nx`0"
            latin1 = "$([char] 0xFF) x`n$([char] 0xC3)`nx$([char] 0xC3)`n"
            beside = "x`nx`nb`nc`nd`nx`ne`nf`ng`nh`nx"
            ends   = "x b`nc`nd x`n"
            long   = "$('y' * 30000)x`n$('z' * 20000)`nx"
        }
        $folder = (New-Item -ItemType Directory -Path (Get-TestPath 'borders')).FullName
        foreach ($name in $texts.Keys) {
            [System.IO.File]::WriteAllBytes("$folder/$name", [System.Text.Encoding]::Latin1.GetBytes($texts[$name]))
        }

        # One grep for all files: the names and numbers of lines, separated by colons, or by hyphens for lines around a hit.
        $grep = {
            Push-Location -LiteralPath $folder
            $env:LC_ALL = 'C'
            grep -anH @args $texts.Keys | cut -c1-40 | ForEach-Object { [regex]::Match($_, '^(\w+)[:-](\d+)[:-]').Result('$1 $2') } | Select-Object -Unique
            $env:LC_ALL = $null
            Pop-Location
        }
        $search = {
            param([hashtable] $Parameters, [scriptblock] $Lines)
            foreach ($name in $texts.Keys) {
                Search-MappedRegion -LiteralPath "$folder/$name" @Parameters -WarningAction SilentlyContinue | ForEach-Object $Lines | Sort-Object -Unique | ForEach-Object { "$name $_" }
            }
        }
        foreach ($pattern in 'x', '^x', 'x$', '^[b-z].*$') {
            @(& $search @{ Pattern = $pattern; Line = $true } { $_.LineNumber }) | Should -BeExactly @(& $grep -e $pattern) -Because $pattern
        }

        foreach ($count in 1, 2) {
            @(& $search @{ Text = 'x'; Line = $true; First = $count } { $_.LineNumber }) | Should -BeExactly @(& $grep -m $count -e x) -Because "of the first $count"
            @(& $search @{ Text = 'x'; Context = $count } { ($_.LineNumber - $_.Context.PreContext.Count)..($_.LineNumber + $_.Context.PostContext.Count) }) |
                Should -BeExactly @(& $grep -C $count --no-group-separator -e x) -Because "of a context of $count"
        }
    }

    It 'is counted across pieces and blocks' {
        $path = Get-TestPath 'many'
        $text = -join (1..30000).ForEach{ "line $_ of a file that is larger than a block`n" }
        [System.IO.File]::WriteAllText($path, $text)

        $hits = Search-MappedRegion -Pattern 'line \d*777 ' $path -Line
        $hits.ForEach{ "line $($_.LineNumber) " } | Should -BeExactly $hits.Text
        $last = Search-MappedRegion -Pattern 'line \d*777 ' $path -Line -Last 2
        $last.ForEach{ "line $($_.LineNumber) " } | Should -BeExactly $last.Text
    }

    It 'holds all lines of a hit that goes over several' {
        $hit = Search-MappedRegion -Pattern 'b\nc\n' (New-LineFile "x`na b`nc`nd") -Line

        $hit.LineNumber | Should -Be 2
        $hit.Line | Should -BeExactly "a b`nc"
    }

    It 'is cut where it is too long, and says so' {
        $path = New-LineFile ('ä' * 20000 + 'x' + 'ö' * 20000)
        $hit = Search-MappedRegion x $path -Line -WarningVariable warnings -WarningAction SilentlyContinue

        $hit.IsLineCut | Should -BeTrue
        $warnings | Should -HaveCount 1
        $hit.Line | Should -Match '^ä{4000,4096}xö{4000,4096}$'
        $hit.Line[$hit.Column - 1] | Should -Be 'x'
        $hit.LineNumber | Should -Be 1
    }

    It 'has no number where bytes before it cannot be read, which is told' {
        $path = New-LineFile ("a`n" * 4096 + 'x')
        $map = New-MemoryMap $path -Protection ReadWrite
        $map.Protect('None', 0, 4096)
        $hit = Search-MappedRegion x $map -Offset 8000 -Line -ErrorVariable problems -ErrorAction SilentlyContinue

        $hit.Offset | Should -Be 8192
        $hit.LineNumber | Should -BeNullOrEmpty
        $hit.Line | Should -BeExactly 'x'
        $problems.FullyQualifiedErrorId | Should -Be 'RegionProtected,MmapModule.Commands.SearchMappedRegionCommand'
    }
}

Describe 'The lines around the line of a hit' {
    BeforeAll {
        $script:Path = New-LineFile ((1..9 -join "`n") + "`n")
    }

    It 'are as many as are asked for, and there: <Context> of <Text>' -ForEach @(
        @{ Context = 1; Text = '5'; Before = '4'; After = '6' }
        @{ Context = 0, 2; Text = '5'; Before = @(); After = '6', '7' }
        @{ Context = 2, 0; Text = '5'; Before = '3', '4'; After = @() }
        @{ Context = 3; Text = '1'; Before = @(); After = '2', '3', '4' }
        @{ Context = 3; Text = '8'; Before = '5', '6', '7'; After = , '9' }
        @{ Context = 0; Text = '8'; Before = @(); After = @() }
    ) {
        $hit = Search-MappedRegion $Text $Path -Context $Context

        $hit.Context.PreContext | Should -BeExactly $Before
        $hit.Context.PostContext | Should -BeExactly $After
        $hit.Line | Should -BeExactly $Text
        $hit.IsLineCut | Should -BeFalse
    }

    It 'refuses <Context>' -ForEach @(@{ Context = @(-1) }, @{ Context = 1, 2, 3 }) {
        { Search-MappedRegion 5 $Path -Context $Context } | Should -Throw -ErrorId 'ParameterArgumentValidationError,MmapModule.Commands.SearchMappedRegionCommand'
    }
}
