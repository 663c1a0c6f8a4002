# 32 runspaces of one process mix access with everything that takes maps away: some calls of each in each run, for minutes with
# ./build.ps1 Test -Tag Trust -Minutes.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Storms/Watch.ps1')
}

Describe 'A storm of runspaces' -Tag 'Trust' {
    BeforeAll {
        $seconds = 60 * (Get-TrustMinute)
        $script:Storm = Invoke-Storm -Script 'RunspaceStorm.ps1' -ArgumentList '-Seconds', $seconds, '-Break', 'Raw' -TimeoutSeconds (900 + $seconds)
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
