# Files that come one by one, through the pipeline or as several paths, are searched side by side. Nothing of that may be seen.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Folder = (New-Item -ItemType Directory -Path (Get-TestPath)).FullName
    foreach ($i in 1..200) {
        [System.IO.File]::WriteAllText(('{0}/{1:D3}' -f $Folder, $i), "needle $i`n" * ($i % 3))
    }

    # One that is mapped among those that are read, and one with very many hits.
    [System.IO.File]::WriteAllText("$Folder/100", 'needle 100' + ('x' * 5MB))
    [System.IO.File]::WriteAllText("$Folder/101", "needle`n" * 30000)
    $script:Files = Get-ChildItem -LiteralPath $Folder | Sort-Object Name

    function Get-Place {
        param($Hits)

        foreach ($hit in $Hits) { '{0} {1} {2}' -f [System.IO.Path]::GetFileName($hit.Path), $hit.Offset, $hit.Text }
    }

    $script:Expected = Get-Place @(foreach ($file in $Files) { Search-MappedRegion needle $file.FullName })
}

Describe 'Files one by one' {
    It 'give the hits in their order: <Name>' -ForEach @(
        @{ Name = 'files from the pipeline'; Search = { $Files | Search-MappedRegion needle } }
        @{ Name = 'paths from the pipeline'; Search = { $Files.FullName | Search-MappedRegion needle } }
        @{ Name = 'several arguments'; Search = { Search-MappedRegion needle $Files.FullName } }
        @{ Name = '-LiteralPath'; Search = { Search-MappedRegion -Text needle -LiteralPath $Files.FullName } }
        @{ Name = '-Path'; Search = { Search-MappedRegion -Text needle -Path "$Folder/0*", "$Folder/1*", "$Folder/2*" } }
        @{ Name = 'folders'; Search = { Search-MappedRegion needle $Folder -Recurse } }
    ) {
        $hits = Get-Place @(& $Search)
        $hits.Count | Should -Be $Expected.Count
        $hits -join "`n" -ceq ($Expected -join "`n") | Should -BeTrue
    }

    It 'keep their place among maps, ids and errors' {
        $map = New-MemoryMap "$Folder/001"
        $output = @(& { "$Folder/001", $map, "$Folder/missing", "$Folder/002", $map, "$Folder/002" | Search-MappedRegion needle } 2>&1)
        $output.ForEach{ $_ -is [System.Management.Automation.ErrorRecord] ? 'error' : [System.IO.Path]::GetFileName($_.Path) } |
            Should -Be '001', '001', 'error', '002', '002', '001', '002', '002'

        $output = @(& { Search-MappedRegion -Text needle -Path "$Folder/001", "$Folder/missing", "$Folder/002" } 2>&1)
        $output.ForEach{ $_ -is [System.Management.Automation.ErrorRecord] ? 'error' : [System.IO.Path]::GetFileName($_.Path) } |
            Should -Be '001', 'error', '002', '002'
        $map | Remove-MemoryMap
    }

    It 'are counted one by one, and -First counts for each' {
        @($Files | Search-MappedRegion needle -CountOnly).Count | Should -Be 200
        ($Files | Search-MappedRegion needle -CountOnly | Measure-Object -Sum).Sum | Should -Be $Expected.Count
        @($Files | Search-MappedRegion needle -First 1).Count | Should -Be @($Files | Where-Object Length -GT 0).Count
    }

    It 'are searched at once when they come after a pause' {
        $log = [System.Collections.Generic.List[string]]::new()
        & { foreach ($name in '001', '002') { Start-Sleep -Milliseconds 200; $log.Add("give $name"); "$Folder/$name" } } |
            Search-MappedRegion needle | ForEach-Object { $log.Add("find $([System.IO.Path]::GetFileName($_.Path))") }

        $log | Should -Be 'give 001', 'find 001', 'give 002', 'find 002', 'find 002'
    }

    It 'stop as soon as nobody wants more' {
        $seen = [System.Collections.Generic.List[string]]::new()
        $hits = @($Files | ForEach-Object { $seen.Add($_.Name); $_ } | Search-MappedRegion needle | Select-Object -First 3)
        $hits.Count | Should -Be 3
        $seen.Count | Should -BeLessThan 200
    }

    It 'of a tree hear Ctrl+C' {
        $tree = (New-Item -ItemType Directory -Path (Get-TestPath)).FullName
        Copy-Item $Files[0..9] -Destination $tree
        Move-Item (New-TestFile -Size 1TB) "$tree/large"
        $null = Assert-StopsSoon "Search-MappedRegion -Path '$tree' -Recurse -Hex '00 00' -CountOnly"
    }
}
