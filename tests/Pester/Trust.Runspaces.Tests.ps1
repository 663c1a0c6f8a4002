# 32 runspaces of one process mix access with everything that takes maps away: for two seconds in each run, for minutes with
# ./build.ps1 Test -Tag Trust -Minutes.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Storms/Watch.ps1')
}

Describe 'A storm of runspaces' -Tag 'Trust' {
    It 'leaves the shell alive, with errors that are documented' {
        $seconds = [Math]::Max(2, 60 * (Get-TrustMinute))
        $storm = Invoke-Storm -Script 'RunspaceStorm.ps1' -ArgumentList '-Seconds', $seconds -TimeoutSeconds (300 + $seconds)
        Assert-Survived $storm
        foreach ($name in 'module', 'collection', 'Remove-MemoryMap', 'Resize-MemoryMap', 'Set-MemoryMapProtection') {
            $storm.Counts[$name] | Should -BeGreaterThan 0 -Because "the storm has $name in it"
        }
    }

    It 'would see <Name>' -ForEach @(
        @{ Name = 'an exception of .NET'; Break = 'Raw' }
        @{ Name = 'the end of the process'; Break = 'Exit' }
    ) {
        $storm = Invoke-Storm -Script 'RunspaceStorm.ps1' -ArgumentList '-Seconds', '1', '-Runspaces', '8', '-Break', $Break
        @($storm.Faults -like '*raw System.NullReferenceException*').Count -gt 0 | Should -Be ($Break -eq 'Raw')
        $null -eq $storm.Counts | Should -Be ($Break -eq 'Exit')
        { Assert-Survived $storm } | Should -Throw
    }
}
