# Many files in one search: side by side, and in order all the same.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    $script:Tree = Get-TestPath 'forest'
    foreach ($i in 1..90) {
        $folder = '{0}/{1:D2}' -f $Tree, ($i % 7)
        $null = New-Item -ItemType Directory -Path $folder -Force
        $text = "file $i`nneedle $i`n" * ($i % 5)
        [System.IO.File]::WriteAllText(('{0}/{1:D3}.txt' -f $folder, $i), $text)
    }

    # A file that is too large for one read, and one with more hits than a batch may hold.
    $large = [byte[]]::new(5MB)
    [System.Text.Encoding]::ASCII.GetBytes("x`nneedle 777`n").CopyTo($large, 4.5MB)
    [System.IO.File]::WriteAllBytes("$Tree/03/large.bin", $large)
    [System.IO.File]::WriteAllText("$Tree/04/many.txt", 'needle ' * 17000)

    function Get-Key {
        # What tells hits apart.
        param([object[]] $Hit)

        $Hit.ForEach{ "$($_.Path) $($_.Offset) $($_.Length) $($_.LineNumber) $($_.Line) $($_.Groups?['1'].Offset) $($_.Text) $($_.Pattern)" }
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'A search of many files' {
    It 'finds what a search of one after the other finds: <Name>' -ForEach @(
        @{ Name = 'text'; More = @{ Text = 'needle' } }
        @{ Name = 'two texts in any case'; More = @{ Text = 'NEEDLE', 'file'; IgnoreCase = $true } }
        @{ Name = 'an expression with groups and lines'; More = @{ Pattern = '^needle (\d+)$'; Line = $true } }
        @{ Name = 'an expression that backtracks, from the end'; More = @{ Pattern = '(?>needle) (7)'; Reverse = $true } }
        @{ Name = 'hex, aligned'; More = @{ Hex = '6e65 ??'; Alignment = 4 } }
        @{ Name = 'the first two of each'; More = @{ Text = 'needle'; First = 2 } }
    ) {
        $expected = foreach ($file in Get-ChildItem $Tree -Recurse -File -Exclude many.txt | Sort-Object { [System.IO.Path]::GetDirectoryName($_) }, Name) {
            Search-MappedRegion -LiteralPath $file.FullName @More
        }
        $expected.Count | Should -BeGreaterThan 5
        foreach ($threads in 1, 4) {
            Get-Key (Search-MappedRegion -Path $Tree -Recurse -Exclude many.txt -ThrottleLimit $threads @More) | Should -BeExactly (Get-Key $expected)
        }
    }

    It 'agrees with rg (needs rg)' -Skip:(Test-Missing rg) {
        $expected = rg -uuu -oba --no-heading --sort path needle $Tree
        $expected.Count | Should -BeGreaterThan 17100
        @(Search-MappedRegion needle $Tree -Recurse).ForEach{ "$($_.Path):$($_.Offset):$($_.Text)" } | Should -BeExactly $expected
    }

    It 'counts in each file, also of a wildcard' {
        $counts = Search-MappedRegion needle "$Tree/04/*" -CountOnly
        $counts | Should -BeExactly @(Get-ChildItem "$Tree/04").ForEach{ Search-MappedRegion needle -LiteralPath $_ -CountOnly }
        (Search-MappedRegion needle "$Tree/04" -Recurse -CountOnly | Measure-Object -Sum).Sum | Should -Be ($counts | Measure-Object -Sum).Sum
    }

    It 'keeps neither maps nor files open, also if the consumer stops' {
        $maps = @(Get-MemoryMap).Count
        $files = @(Get-ChildItem /proc/self/fd).Count
        $hits = @(Search-MappedRegion needle $Tree -Recurse | Select-Object -First 3)
        @(Search-MappedRegion needle $Tree -Recurse -Include *.txt).Count | Should -BeGreaterThan 17000

        @(Get-MemoryMap).Count | Should -Be $maps
        @(Get-ChildItem /proc/self/fd).Count | Should -BeLessOrEqual ($files + 2)
        $hits.Path | Should -Be @("$Tree/00/007.txt", "$Tree/00/007.txt", "$Tree/00/014.txt")
        ($hits[0] | Read-MappedRegion -AsString) | Should -BeExactly 'needle'
    }

    It 'reports what cannot be read in its place, once' {
        $bad = Get-TestPath 'bad'
        $null = New-Item -ItemType Directory $bad
        'a', 'c' | ForEach-Object { [System.IO.File]::WriteAllText("$bad/$_.txt", 'needle') }
        $null = New-Item -ItemType SymbolicLink -Path "$bad/b.txt" -Value "$bad/gone"
        $seen = Search-MappedRegion needle "$bad/*" 2>&1 | ForEach-Object { $_ -is [System.Management.Automation.ErrorRecord] ? $_.FullyQualifiedErrorId : [System.IO.Path]::GetFileName($_.Path) }

        $seen | Should -BeExactly 'a.txt', 'PathNotFound,MmapModule.Commands.SearchMappedRegionCommand', 'c.txt'
        Search-MappedRegion needle $bad -Recurse | Should -HaveCount 2
    }

    It 'leaves pipes alone' {
        $pipes = Get-TestPath 'pipes'
        $null = New-Item -ItemType Directory $pipes
        mkfifo "$pipes/p"
        [System.IO.File]::WriteAllText("$pipes/q", 'needle')
        (Search-MappedRegion needle $pipes -Recurse).Path | Should -Be "$pipes/q"
    }
}
