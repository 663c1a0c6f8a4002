# What a search finds in folders, and what a hit holds.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function New-Scratch {
        # A file to be changed.
        New-TestFile -Text 'one two three'
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'A search through folders' {
    BeforeAll {
        $script:Tree = Get-TestPath 'tree'
        foreach ($path in 'a.log', 'b.txt', 'sub/c.log', 'sub/deep/d.log', 'z/e.log') {
            $null = New-Item -ItemType Directory -Path (Split-Path "$Tree/$path") -Force
            [System.IO.File]::WriteAllText("$Tree/$path", "needle $path")
        }

        $null = New-Item -ItemType SymbolicLink -Path "$Tree/z/up" -Value $Tree
        $null = New-Item -ItemType SymbolicLink -Path "$Tree/z/link.log" -Value "$Tree/a.log"

        function Get-Found {
            # The names of the files that have hits.
            param([object[]] $Hit)

            $Hit.ForEach({ [System.IO.Path]::GetRelativePath($Tree, $_.Path) })
        }
    }

    It 'finds all files in the order of their names: <Name>' -ForEach @(
        @{ Name = 'by position'; Script = { Search-MappedRegion needle $Tree -Recurse } }
        @{ Name = 'by -LiteralPath'; Script = { Search-MappedRegion -LiteralPath $Tree -Text needle -Recurse } }
        @{ Name = 'from the pipeline'; Script = { Get-Item $Tree | Search-MappedRegion needle -Recurse } }
    ) {
        Get-Found (& $Script) | Should -Be 'a.log', 'b.txt', 'sub/c.log', 'sub/deep/d.log', 'z/e.log'
    }

    It 'leaves out what <Name> says' -ForEach @(
        @{ Name = '-Include'; More = @{ Include = '*.txt', 'c*' }; Expected = 'b.txt', 'sub/c.log' }
        @{ Name = '-Exclude for files'; More = @{ Exclude = '*.log' }; Expected = 'b.txt' }
        @{ Name = '-Exclude for folders'; More = @{ Exclude = 'sub' }; Expected = 'a.log', 'b.txt', 'z/e.log' }
        @{ Name = 'both'; More = @{ Include = '*.log'; Exclude = 'deep', 'z' }; Expected = 'a.log', 'sub/c.log' }
    ) {
        Get-Found (Search-MappedRegion needle $Tree -Recurse @More) | Should -Be $Expected
    }

    It 'follows links if that is wanted, and enters no folder twice' {
        Get-Found (Search-MappedRegion needle $Tree -Recurse -FollowSymlink) | Should -Be 'a.log', 'b.txt', 'sub/c.log', 'sub/deep/d.log', 'z/e.log', 'z/link.log'
    }

    It 'stays on one file system if that is wanted' {
        Get-Found (Search-MappedRegion needle $Tree -Recurse -OneFileSystem) | Should -HaveCount 5
        Search-MappedRegion x /proc/self -Recurse -OneFileSystem -Include no-such-file | Should -BeNullOrEmpty
    }

    It 'does not choose by name without -Recurse' {
        $record = try { Search-MappedRegion needle $Tree -Include *.log } catch { $_ }

        $record.FullyQualifiedErrorId | Should -BeExactly 'InvalidArgument,MmapModule.Commands.SearchMappedRegionCommand'
    }
}

Describe 'A hit' {
    It 'holds what was found: <Name>' -ForEach @(
        @{ Name = 'in a file'; Script = { Search-MappedRegion two $args[0] } }
        @{ Name = 'in a map'; Script = { New-MemoryMap $args[0] -Protection ReadWrite | Search-MappedRegion two } }
        @{ Name = 'the last one'; Script = { Search-MappedRegion two $args[0] -Last 1 } }
        @{ Name = 'by an expression'; Script = { Search-MappedRegion -Pattern 't.o' $args[0] } }
    ) {
        $scratch = New-Scratch
        $hit = & $Script $scratch

        Write-MappedRegion $scratch '............'
        $hit.Text | Should -BeExactly 'two'
        $hit.Bytes | Should -Be @(0x74, 0x77, 0x6F)
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($hit))
        $copy.Text | Should -BeExactly 'two'
        ($copy | Out-String) | Should -BeLike '*two*'
        ($hit | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue | ConvertFrom-Json).Text | Should -BeExactly 'two'
    }

    It 'has the text in the encoding of the search' {
        $path = New-TestFile -Bytes ([System.Text.Encoding]::Unicode.GetBytes('a größe'))

        (Search-MappedRegion größe $path -Encoding unicode).Text | Should -BeExactly 'größe'
    }

    It 'holds no more than its first bytes' {
        $path = New-TestFile -Text ('x' * 10000)

        $hit = Search-MappedRegion -Pattern '^x+$' $path

        $hit.Length | Should -Be 10000
        $hit.Bytes.Length | Should -Be 4096
    }

    It 'sends nothing to the terminal that is not text' {
        $path = New-TestFile -Text "a$([char] 27)[31mred$([char] 0x202E)`tb"

        $shown = Search-MappedRegion -Pattern '(?s)^.*$' $path | Out-String

        $shown | Should -Not -Match "[\x00-\x08\x0B\x0C\x0E-\x1F\u202E]"
        $shown.Contains('a.[31mred..b') | Should -BeTrue
    }
}
