# A semaphore that is damaged from outside is an error, in a PowerShell that lives on.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A semaphore file that is truncated' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
        $null = New-SharedSemaphore $Name -InitialCount 0
    }

    AfterEach {
        Remove-Item -Path "/dev/shm/sem.$Name*" -Force
    }

    It 'to <Length> bytes ends the waits of <Case> with an error' -ForEach @(
        foreach ($length in 0, 4, 31) {
            @{ Length = $length; Case = 'one permit'; Count = 1 }
            @{ Length = $length; Case = 'two permits'; Count = 2 }
        }
    ) {
        $result = Invoke-ChildPwsh -ArgumentList $Name, $Length, $Count {
            param($Name, $Length, $Count)
            $semaphore = New-SharedSemaphore $Name
            $null = Start-ThreadJob { $watched = $using:semaphore; while ($watched.Waiters -ne 1) { Start-Sleep 0.01 }; truncate -s $using:Length "/dev/shm/sem.$using:Name" }
            try { Wait-SharedSemaphore $semaphore -Count $Count -Timeout 30 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            'alive'
        }

        $result.StdOut -split "`n" | Should -Be @('SemaphoreInvalid,MmapModule.Commands.WaitSharedSemaphoreCommand', 'alive') -Because $result.StdErr
        $result.ExitCode | Should -Be 0
    }

    It 'is an error for <Case>' -ForEach @(
        @{ Case = 'Wait-SharedSemaphore'; Script = 'Wait-SharedSemaphore $semaphore -ErrorAction Stop'; Kind = 'SemaphoreInvalid,MmapModule.Commands.WaitSharedSemaphoreCommand' }
        @{ Case = 'Unlock-SharedSemaphore'; Script = 'Unlock-SharedSemaphore $semaphore -ErrorAction Stop'; Kind = 'SemaphoreInvalid,MmapModule.Commands.UnlockSharedSemaphoreCommand' }
        @{ Case = 'Release'; Script = '$semaphore.Release()'; Kind = 'MmapException' }
        @{ Case = 'TryWait'; Script = '$semaphore.TryWait(5)'; Kind = 'MmapException' }
        @{ Case = 'nobody who looks'; Script = '"[$($semaphore.Count)]"'; Kind = '[]' }
        @{ Case = 'nobody who closes it'; Script = '$semaphore.Dispose()'; Kind = '' }
    ) {
        $result = Invoke-ChildPwsh -ArgumentList $Name, $Script {
            param($Name, $Script)
            $semaphore = New-SharedSemaphore $Name
            truncate -s 0 "/dev/shm/sem.$Name"
            try { & ([scriptblock]::Create($Script.Replace('$semaphore', '$args[0]'))) $semaphore } catch { $_.FullyQualifiedErrorId }
            'alive'
        }

        ($result.StdOut -split "`n") | Should -Be (@(@($Kind) -ne '') + 'alive') -Because $result.StdErr
    }

    It 'and restored all the time ends no process' {
        $result = Invoke-ChildPwsh -Fresh -ArgumentList $Name {
            param($Name)
            $semaphore = New-SharedSemaphore $Name
            $good = [System.IO.File]::ReadAllBytes("/dev/shm/sem.$Name")
            $state = [hashtable]::Synchronized(@{ IsOver = $false })
            $cutter = Start-ThreadJob {
                $state = $using:state
                while (-not $state.IsOver) {
                    $file = [System.IO.File]::Open("/dev/shm/sem.$using:Name", 'Open', 'ReadWrite', 'ReadWrite')
                    $file.SetLength(0)
                    $file.Write($using:good)
                    $file.Dispose()
                }
            }
            $count = @{ Good = 0; Bad = 0 }
            # Both must be seen often, however slow the machine is.
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            while (($count.Good -lt 500 -or $count.Bad -lt 500) -and $watch.Elapsed.TotalSeconds -lt 250) {
                try { $semaphore.Release(); $null = $semaphore.TryWait(1); $count.Good++ } catch { $count.Bad++ }
            }
            $state.IsOver = $true
            $null = Receive-Job $cutter -Wait
            "$($count.Good -gt 0) $($count.Bad -gt 0)"
        }

        $result.StdOut | Should -BeExactly 'True True' -Because $result.StdErr
        $result.ExitCode | Should -Be 0
    }
}

Describe 'A PowerShell that is killed' -Tag Linux {
    It 'leaves no half of a semaphore, however early' {
        $name = Get-SharedName
        $children = foreach ($i in 1..2) {
            # Only the last ones stay: on a busy machine it may take long until each has begun.
            Start-ChildPwsh -ArgumentList $name {
                param($Name)
                for ($i = 0; $true; $i++) {
                    (New-SharedSemaphore "$Name-$PID-$i").Dispose()
                    [System.IO.File]::Delete("/dev/shm/sem.$Name-$PID-$($i - 20)")
                }
            }
        }
        try {
            foreach ($child in $children) {
                Wait-Condition { Test-Path "/dev/shm/sem.$name-$($child.Process.Id)-*" } | Should -BeTrue
                $child.Process.Kill($true)
                $child.Process.WaitForExit()
            }
        }
        finally {
            $children | ForEach-Object { Stop-TestProgram $_ }
        }

        @(Get-ChildItem "/dev/shm/sem.$name-*" | Where-Object Length -NE 32) | Should -HaveCount 0
        # Others may be about to make one.
        Wait-Condition { -not (Get-ChildItem '/dev/shm/.*.tmp' -Force) } | Should -BeTrue
        Remove-SharedSemaphore "$name-*"
    }

    It 'in a wait leaves a waiter that does no harm' {
        $name = Get-SharedName
        $semaphore = New-SharedSemaphore $name -InitialCount 0
        $child = Start-ChildPwsh -ArgumentList $name { param($Name) Wait-SharedSemaphore $Name }
        Wait-Condition { $semaphore.Waiters -eq 1 } | Should -BeTrue
        $child.Process.Kill($true)
        $child.Process.WaitForExit()
        Stop-TestProgram $child
        $semaphore.Release()
        $semaphore.TryWait(0) | Should -BeTrue
        Remove-SharedSemaphore $name
    }
}
