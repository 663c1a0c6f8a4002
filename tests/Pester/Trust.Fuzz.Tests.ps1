# Random parameters for every cmdlet: 5,000 calls in each run, 100,000 with ./build.ps1 Test -Tag Trust -Minutes 1 or more.
# MMAPMODULE_TEST_SEED takes other ones; what fails names the command that makes the same call again.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Storms/Watch.ps1')
}

Describe 'Random calls of all cmdlets' -Tag 'Trust' {
    BeforeAll {
        # What no call has met yet: cmdlets that have never succeeded, and parameters that took no value.
        function Get-FuzzGap {
            foreach ($name in (Import-PowerShellDataFile -LiteralPath $ModulePath).CmdletsToExport) {
                if (-not $Fuzz.Succeeded[$name]) {
                    $name
                }

                foreach ($parameter in (Get-Command -Name $name -Module MmapModule).Parameters.Keys | Where-Object { $_ -notin [System.Management.Automation.Cmdlet]::CommonParameters }) {
                    # What was only seen from the pipeline has the cmdlet alone.
                    $isInput = $parameter -in 'InputObject', 'Region', 'FileCache', 'SharedMemory', 'Semaphore', 'Queue', 'Hold', 'Process', 'ReferenceObject', 'DifferenceObject', 'Value'
                    if (-not $Fuzz.Accepted["$name -$parameter"] -and -not ($isInput -and $Fuzz.Accepted["$name |"])) {
                        "$name -$parameter"
                    }
                }
            }
        }

        $isLong = (Get-TrustMinute) -gt 0
        $script:Fuzz = Invoke-Fuzz -Count ($isLong ? 100000 : 5000)

        # What chance has left out is called until it was met, for a while.
        for ($round = 1; $round -le 10 -and ($left = Get-FuzzGap); $round++) {
            $names = @($left | ForEach-Object { $_.Split(' ')[0] } | Select-Object -Unique) -join ','
            $more = Invoke-Fuzz -Seed $Fuzz.Seed -First (1000000 * $round) -Count 500 -Command $names
            Add-FuzzCount $Fuzz @{ Succeeded = $more.Succeeded; Accepted = $more.Accepted; Ids = $more.Ids }
            $Fuzz.Calls += $more.Calls
            $more.Faults | ForEach-Object { $Fuzz.Faults.Add($_) }
        }

        $script:Gap = @(Get-FuzzGap)
        Write-Information "fuzz: $($Fuzz.Calls) calls, seed $($Fuzz.Seed)" -InformationAction Continue
    }

    It 'end with what is documented, and with a shell that lives' {
        $Fuzz.Faults | Should -BeNullOrEmpty
        $Fuzz.Calls | Should -BeGreaterOrEqual 5000
    }

    It 'succeed now and then for each cmdlet, or they would prove little' {
        # What a user would give to the parameters of a new cmdlet is in FuzzPlausible.ps1.
        $Gap | Where-Object { $_ -notlike '* *' } | Should -BeNullOrEmpty
    }

    It 'give each parameter a value that it takes' {
        $Gap | Where-Object { $_ -like '* *' } | Should -BeNullOrEmpty
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
