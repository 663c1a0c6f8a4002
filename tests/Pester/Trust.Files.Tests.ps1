# Another process cuts, extends, replaces and restores files at full speed while a child works on maps of them: for two seconds in
# each run, for minutes with ./build.ps1 Test -Tag Trust -Minutes.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Storms/Watch.ps1')
}

Describe 'A storm over files (<Name>)' -Tag 'Trust' -ForEach @(
    @{ Name = 'the usual copy'; Variables = @{} }
    @{ Name = 'the fallback copy'; Variables = @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' } }
) {
    BeforeAll {
        $seconds = [Math]::Max(2, 60 * (Get-TrustMinute))
        $script:Storm = Invoke-Storm -Script 'FileStorm.ps1' -ArgumentList '-Seconds', $seconds -Environment $Variables -Cut -TimeoutSeconds (300 + $seconds)
    }

    It 'leaves the shell alive, with errors that are documented, bytes that somebody wrote, and files of others as they were' {
        Assert-Survived $Storm
    }

    It 'has every cmdlet at work' {
        (Import-PowerShellDataFile -LiteralPath $ModulePath).CmdletsToExport | Where-Object { -not $Storm.Counts.Calls.Cmdlets[$_] } | Should -BeNullOrEmpty
    }

    It 'has read through every kind of map in every way, and met files that were cut' {
        ($Storm.Counts.Bytes.Good.Keys | ForEach-Object { $_.Split(' ')[0] } | Sort-Object -Unique) | Should -Be 'Handle', 'Private', 'Shared', 'Snapshot'
        ($Storm.Counts.Bytes.Good.Keys | ForEach-Object { $_.Split(' ')[1] } | Sort-Object -Unique).Count | Should -Be 9
        $Storm.Counts.Bytes.Bad['RegionTruncated'] | Should -BeGreaterThan 0
        $Storm.Counts.Watch.Rounds | Should -BeGreaterThan 10
    }
}

Describe 'The storm itself' -Tag 'Trust' {
    It 'sees <Name>' -ForEach @(
        @{ Name = 'a byte that nobody wrote'; Break = 'Byte'; Says = '*was never there*' }
        @{ Name = 'a descriptor that was closed twice'; Break = 'Descriptor'; Says = '*is not its own any more*' }
    ) {
        # It is a matter of chance which file gets the number of the descriptor, so a short storm may not meet it.
        foreach ($seconds in '0.5', '2', '5', '10') {
            $storm = Invoke-Storm -Script 'FileStorm.ps1' -ArgumentList '-Seconds', $seconds, '-Least', '60', '-Break', $Break -Cut
            $seen = @($storm.Faults | Where-Object { $_ -like $Says })
            if ($seen) {
                break
            }
        }

        $seen | Should -Not -BeNullOrEmpty
    }

    It 'knows what to give to every public method of maps, regions and streams' {
        # Where it does not, StormMethods.ps1 needs a value for the type of a parameter.
        $map = New-MemoryMap -Anonymous -Size 4096
        $types = @([MmapModule.MappedMemory].Assembly.GetExportedTypes() | Where-Object { $_.IsSubclassOf([MmapModule.MappedMemory]) }) + $map.AsStream().GetType()
        $run = Invoke-ChildPwsh -ArgumentList (Join-Path $PSScriptRoot 'Storms'), ($types.FullName -join ',') {
            param($Folder, $Types)
            foreach ($name in 'FuzzRandom', 'FuzzText', 'FuzzMaps', 'StormMaps', 'ErrorCheck', 'StormMethods') { . (Join-Path $Folder "$name.ps1") }
            $random = [FuzzRandom]::new(1, 1)
            $methods = [StormMethods]::new($random, [StormMaps]::new($env:TMPDIR, 'x', $random, [object[]]::new(16)))
            foreach ($type in $Types.Split(',')) {
                foreach ($method in [StormMethods]::Of([MmapModule.MappedMemory].Assembly.GetType($type))) {
                    foreach ($parameter in $method.GetParameters()) {
                        try { $null = $methods.Argument($parameter, $method) } catch { "$_" }
                    }
                }
            }
            'lives'
        }
        $run.StdOut | Should -BeExactly 'lives' -Because $run.StdErr
    }
}
