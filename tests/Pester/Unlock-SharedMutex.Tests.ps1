# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Unlock-SharedMutex' {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Path = Get-TestPath
    }

    AfterEach {
        Unlock-SharedMutex -Name $Name -ErrorAction Ignore
        Remove-Item -Path "/dev/shm/$Name*" -Force
    }

    It 'releases what an earlier pipeline has locked: by <Case>' -ForEach @(
        @{ Case = 'the hold'; Unlock = { Unlock-SharedMutex $hold } }
        @{ Case = 'the hold from the pipeline'; Unlock = { $hold | Unlock-SharedMutex } }
        @{ Case = 'name'; Unlock = { Unlock-SharedMutex $Name } }
        @{ Case = 'path'; Unlock = { Unlock-SharedMutex -Path "/dev/shm/$Name" } }
        @{ Case = 'a link to the file'; Unlock = { Unlock-SharedMutex -LiteralPath (New-Item -ItemType SymbolicLink -Path (Get-TestPath) -Target "/dev/shm/$Name").FullName } }
        @{ Case = 'another runspace'; Unlock = { $call = Start-StoppableCall '$Hold | Unlock-SharedMutex' @{ Hold = $hold }; $call.Shell.EndInvoke($call.Result); $call.Shell.Dispose() } }
    ) {
        $hold = Lock-SharedMutex $Name
        & $Unlock
        $hold.IsHeld | Should -BeFalse
        (Lock-SharedMutex $Name -Timeout 0).IsHeld | Should -BeTrue
    }

    It 'releases the latest of several holds by name, and all that are piped in' {
        $holds = @(1..3 | ForEach-Object { Lock-SharedMutex $Name -Shared })
        Unlock-SharedMutex $Name
        $holds.IsHeld | Should -Be @($true, $true, $false)
        $holds[0, 1] | Unlock-SharedMutex
        $holds.IsHeld | Should -Be @($false, $false, $false)
    }

    It 'wakes one that waits' {
        $hold = Lock-SharedMutex $Name
        $call = Start-StoppableCall '(Lock-SharedMutex $Name).IsHeld' @{ Name = $Name }
        Start-Sleep -Milliseconds 100
        $call.Result.IsCompleted | Should -BeFalse
        Unlock-SharedMutex $hold
        $call.Shell.EndInvoke($call.Result) | Should -BeTrue
        $call.Shell.Dispose()
    }

    It 'does not release what another process holds, and goes on with the next (needs flock)' -Skip:(Test-Missing flock) {
        $hold = Lock-SharedMutex $Name
        $other = Start-Helper 'flock' @($Path, 'sh', '-c', 'echo held; read line') -Ready
        try {
            $null = Assert-Failure { Unlock-SharedMutex -Path $Path, "/dev/shm/$Name" } -Kind LockNotHeld -Command Unlock-SharedMutex -Target $Path
            (Get-SharedMutex -Path $Path).IsHeld | Should -BeTrue
            $hold.IsHeld | Should -BeFalse
        }
        finally {
            Stop-Helper $other
        }
    }

    It 'keeps the hold with -WhatIf' {
        $hold = Lock-SharedMutex $Name
        Unlock-SharedMutex $hold -WhatIf
        $hold.IsHeld | Should -BeTrue
    }

    It 'refuses what is not held' {
        $null = Assert-Failure { Unlock-SharedMutex $Name } -Kind LockNotHeld -Command Unlock-SharedMutex -Target $Name
        $hold = Lock-SharedMutex $Name
        $hold.Dispose()
        $hold.Dispose()
        $null = Assert-Failure { Unlock-SharedMutex $hold } -Kind LockNotHeld -Command Unlock-SharedMutex -Target $hold
        $null = Assert-Failure { Unlock-SharedMutex -Path $Path } -Kind LockNotHeld -Command Unlock-SharedMutex -Target $Path
    }

    It 'completes the names of locks, and of nothing else' {
        Set-Content -LiteralPath "/dev/shm/$Name-memory" -Value 'x'
        $hold = Lock-SharedMutex $Name
        $text = "Unlock-SharedMutex $Name"
        (TabExpansion2 $text $text.Length).CompletionMatches.CompletionText | Should -Be $Name
        $hold.Dispose()
    }

    It 'is what Remove-Module does for all locks' {
        $result = Invoke-ChildPwsh -Fresh -ArgumentList $Name {
            param($Name)
            $hold = Lock-SharedMutex $Name
            Remove-Module MmapModule
            "$($hold.IsHeld)"
        }

        $result.StdOut | Should -Be 'False' -Because $result.StdErr
    }
}
