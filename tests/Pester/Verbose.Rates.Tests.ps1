# What -Verbose tells of work that can take long: how many bytes, how long, how fast.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'With -Verbose' {
    BeforeAll {
        $script:Source = New-TestFile -Bytes ([byte[]]::new(3MB + 5))
        $script:Same = New-TestFile -Bytes ([byte[]]::new(3MB + 5))
        $script:Map = New-MemoryMap $Source -Protection ReadWrite
    }

    AfterAll {
        Get-MemoryMap | Remove-MemoryMap
    }

    It '<Name> tells bytes and time, and nothing without it' {
        # The rate is left out where the time is too short for one.
        $told = @(& $Script 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and "$_" -match ": $Bytes bytes in [\d.]+ s(, [\d.]+ [KMGTPE]?i?B/s)?\.$" })
        $told.Count | Should -Be 1
        @(& ([scriptblock]::Create($Script -replace ' -Verbose')) 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Count | Should -Be 0
    } -ForEach @(
        @{ Name = 'a search'; Bytes = 3MB + 5; Script = { Search-MappedRegion $Map -Text needle -Verbose } }
        @{ Name = 'a comparison'; Bytes = 3MB + 5; Script = { Compare-MappedRegion $Source $Same -Verbose } }
        @{ Name = 'a copy'; Bytes = 3MB + 5; Script = { Copy-MappedRegion $Map $Same -Verbose } }
        @{ Name = 'clearing'; Bytes = 1MB; Script = { Clear-MappedRegion $Map 0 1MB -Verbose } }
        @{ Name = 'a save'; Bytes = 3MB + 5; Script = { $null = Save-MemoryMap $Map -Path (Get-TestPath) -Verbose } }
        @{ Name = 'a sync'; Bytes = 3MB + 5; Script = { Sync-MemoryMap $Map -Verbose } }
        @{ Name = 'a write'; Bytes = 17MB; Script = { New-MemoryMap -Anonymous -Size 17MB | Write-MappedRegion -Value ([byte[]]::new(17MB)) -Verbose } }
        @{ Name = 'a snapshot'; Bytes = 3MB + 5; Script = { $null = New-MemoryMap $Source -Snapshot -Verbose } }
        @{ Name = 'examining the cache'; Bytes = 3MB + 5; Script = { Get-FileCache $Source -Verbose } }
        @{ Name = 'dropping from the cache'; Bytes = 3MB + 5; Script = { Clear-FileCache $Source -WarningAction Ignore -Verbose } }
        @{ Name = 'reading into the cache'; Bytes = '\d+'; Script = { Initialize-FileCache $Source -Verbose } }
    )
}
