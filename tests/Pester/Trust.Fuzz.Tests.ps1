# Random parameters for every cmdlet: 5,000 calls in each run, 100,000 with ./build.ps1 Test -Tag Trust -Minutes 1 or more.
# MMAPMODULE_TEST_SEED takes other ones; what fails names the command that makes the same call again.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Storms/Watch.ps1')
}

Describe 'Random calls of all cmdlets' -Tag 'Trust' {
    BeforeAll {
        $isLong = (Get-TrustMinute) -gt 0
        $script:Fuzz = Invoke-Fuzz -Count ($isLong ? 100000 : 5000)
        Write-Information "fuzz: $($Fuzz.Calls) calls, seed $($Fuzz.Seed)" -InformationAction Continue
    }

    It 'end with what is documented, and with a shell that lives' {
        $Fuzz.Faults | Should -BeNullOrEmpty
        $Fuzz.Calls | Should -BeGreaterOrEqual 5000
    }

    It 'succeed now and then for each cmdlet, or they would prove little' {
        # What a user would give to the parameters of a new cmdlet is in FuzzPlausible.ps1.
        (Import-PowerShellDataFile -LiteralPath $ModulePath).CmdletsToExport | Where-Object { -not $Fuzz.Succeeded[$_] } | Should -BeNullOrEmpty
    }

    It 'give each parameter a value that it takes' {
        $all = foreach ($name in (Import-PowerShellDataFile -LiteralPath $ModulePath).CmdletsToExport) {
            (Get-Command -Name $name -Module MmapModule).Parameters.Keys |
                Where-Object { $_ -notin [System.Management.Automation.Cmdlet]::CommonParameters } | ForEach-Object { "$name -$_" }
        }

        # What was only seen from the pipeline has the cmdlet alone.
        $missing = $all | Where-Object { -not $Fuzz.Accepted[$_] -and -not ($_ -match '^(\S+) -(InputObject|Region|FileCache|SharedMemory|Semaphore|Queue|Hold|Process|ReferenceObject|DifferenceObject|Value)$' -and $Fuzz.Accepted["$($Matches[1]) |"]) }
        $missing | Should -BeNullOrEmpty
    }
}

Describe 'The fuzz itself' {
    BeforeAll {
        $script:Broken = Invoke-Fuzz -Count 6 -LimitSeconds 3 -Break 'Raw', 'Id', 'Category', 'Hidden', 'Hang', 'Exit'
    }

    It 'sees <Name>' -ForEach @(
        @{ Name = 'an exception of .NET'; Index = 0; Says = 'raw System.NullReferenceException' }
        @{ Name = 'an id that is not documented'; Index = 1; Says = "the id is 'Other," }
        @{ Name = 'another category'; Index = 2; Says = 'the category of MapNotFound is NotSpecified' }
        @{ Name = 'the words of .NET in an error of ours'; Index = 3; Says = 'that of .NET' }
        @{ Name = 'a call that does not come back'; Index = 4; Says = 'no end within 3 s' }
        @{ Name = 'the end of the process'; Index = 5; Says = 'the process has ended' }
    ) {
        $fault = @($Broken.Faults | Where-Object { $_ -match " -First $Index " })
        $fault.Count | Should -Be 1 -Because "$($Broken.Faults)"
        $fault[0] | Should -BeLike "*$Says*"
        $Broken.Calls | Should -Be 6
    }
}
