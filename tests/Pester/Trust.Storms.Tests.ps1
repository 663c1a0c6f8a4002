# Another process cuts, extends, replaces and restores files at full speed while a child works on maps of them, with the usual copy
# of bytes and the fallback by turns; then 32 runspaces of the child mix access with everything that takes maps away. Each goes on
# until all cmdlets and methods have been at work, for minutes with ./build.ps1 Test -Tag Trust -Minutes.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Storms/Watch.ps1')
    $script:Storms = Invoke-Storm -Seconds (60 * (Get-TrustMinute))
}

Describe 'A storm over files' -Tag 'Trust' {
    BeforeAll {
        $script:Storm = $Storms.Files
    }

    It 'leaves the shell alive, with errors that are documented, bytes that somebody wrote, and files of others as they were' {
        Assert-Survived $Storm
    }

    It 'has every cmdlet at work' {
        (Import-PowerShellDataFile -LiteralPath $ModulePath).CmdletsToExport | Where-Object { -not $Storm.Counts.Calls.Cmdlets[$_] } | Should -BeNullOrEmpty
    }

    It 'has every public method of maps, regions and streams at work that reflection can call' {
        $Storm.Counts.Calls.Methods.Count | Should -Be $Storm.Counts.Calls.MethodsWanted
        $Storm.Counts.Calls.MethodsWanted | Should -BeGreaterThan 200
    }

    It 'has read through every kind of map in every way, and met files that were cut' {
        ($Storm.Counts.Bytes.Good.Keys | ForEach-Object { $_.Split(' ')[0] } | Sort-Object -Unique) | Should -Be 'Handle', 'Private', 'Shared', 'Snapshot'
        ($Storm.Counts.Bytes.Good.Keys | ForEach-Object { $_.Split(' ')[1] } | Sort-Object -Unique).Count | Should -Be 9
        $Storm.Counts.Bytes.Bad['RegionTruncated'] | Should -BeGreaterThan 0
        $Storm.Counts.Watch.Rounds | Should -BeGreaterThan 10
    }

    It 'has copied bytes in both ways, for every kind of map and every way of reading' {
        # 2 is what the kernel offers, 1 is the fallback.
        $copies = $Storm.Counts.Watch.HasBoth ? @(1, 2) : @(1)
        foreach ($copy in $copies) {
            ($Storm.Counts.Bytes.Copies.Keys -like "* $copy").Count | Should -Be (4 + 9)
        }
    }

    It 'would see a byte that nobody wrote, and a descriptor that was closed twice' {
        # It is a matter of chance which file gets the number of the descriptor; it may be one that is just being made.
        $Storm.Own -like '*was never there*' | Should -Not -BeNullOrEmpty
        $Storm.Own -match 'is not its own any more|has changed|Watch came to no end' | Should -Not -BeNullOrEmpty
    }
}

Describe 'A storm of runspaces' -Tag 'Trust' {
    BeforeAll {
        $script:Storm = $Storms.Runspaces
    }

    It 'leaves the shell alive, with errors that are documented' {
        Assert-Survived $Storm
        foreach ($name in 'module', 'collection', 'Remove-MemoryMap', 'Resize-MemoryMap', 'Set-MemoryMapProtection', 'Wait-SharedSemaphore', 'Remove-SharedSemaphore') {
            $Storm.Counts[$name] | Should -BeGreaterThan 0 -Because "the storm has $name in it"
        }
    }

    It 'would see an exception of .NET' {
        $Storm.Own -like '*raw System.NullReferenceException*' | Should -Not -BeNullOrEmpty
    }

    It 'would see the end of the process' {
        $ended = $Storm.PSObject.Copy()
        $ended.Counts = $null
        { Assert-Survived $ended } | Should -Throw '*the last line is the end*'
    }
}
