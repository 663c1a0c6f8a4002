# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Lock-SharedMutex' {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Path = Get-TestPath
    }

    AfterEach {
        Unlock-SharedMutex -Name $Name -ErrorAction Ignore
        Remove-Item -Path "/dev/shm/$Name*" -Force
    }

    It 'gives a hold, which keeps others out until it is disposed, and makes a file that only the user may open' {
        $hold = Lock-SharedMutex $Name
        $hold | Should -BeOfType ([MmapModule.MutexHold])
        $hold.Path | Should -Be "/dev/shm/$Name"
        ($hold.IsHeld, $hold.IsShared, $hold.OwnerDied) | Should -Be @($true, $false, $false)
        stat --format '%a %s' "/dev/shm/$Name" | Should -Be '600 32'
        $null = Assert-Failure { Lock-SharedMutex $Name -Timeout 0.05 } -Kind LockTimeout -Command Lock-SharedMutex -Target $Name
        $hold.Dispose()
        (Lock-SharedMutex $Name -Timeout 0).IsHeld | Should -BeTrue
    }

    It 'shares, and takes what is piped in: names and files' {
        $null = New-Item $Path
        $holds = @($Name | Lock-SharedMutex -Shared) + @(Get-Item -LiteralPath $Path | Lock-SharedMutex -Shared) + @(Lock-SharedMutex -Path "$Path*" -Shared -Timeout 0)
        $holds.Path | Should -Be @("/dev/shm/$Name", $Path, $Path)
        $holds.IsShared | Should -Be @($true, $true, $true)
        $null = Assert-Failure { Lock-SharedMutex -LiteralPath $Path -Timeout 0 } -Kind LockTimeout -Command Lock-SharedMutex -Target $Path
        Get-Item -LiteralPath $Path | Unlock-SharedMutex
        $holds[2].IsHeld | Should -BeFalse
        $holds[1].IsHeld | Should -BeTrue
        $holds[0, 1] | Unlock-SharedMutex
        (Read-TestFile $Path) | Should -HaveCount 0
    }

    It 'reports a folder that is missing, and a wildcard without a match' {
        $null = Assert-Failure { Lock-SharedMutex -Path "$Path/none" } -Kind PathNotFound -Command Lock-SharedMutex -Target "$Path/none"
        $null = Assert-Failure { Lock-SharedMutex -Path "$Path-*" } -Kind PathNotFound -Command Lock-SharedMutex -Target "$Path-*"
        $null = Assert-Failure { Lock-SharedMutex 'a/b' } -Kind InvalidArgument -Command Lock-SharedMutex -Target 'a/b'
    }

    It 'does nothing with -WhatIf' {
        Lock-SharedMutex $Name -WhatIf | Should -BeNullOrEmpty
        Lock-SharedMutex -Path $Path -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath "/dev/shm/$Name", $Path | Should -Be @($false, $false)
    }

    It 'excludes flock(1), and waits for it (needs flock)' -Skip:(Test-Missing flock) {
        $hold = Lock-SharedMutex -Path $Path
        flock --nonblock $Path true
        $LASTEXITCODE | Should -Be 1
        $hold.Dispose()
        $other = Start-Helper 'flock' @($Path, 'sh', '-c', 'echo held; read line') -Ready
        try {
            $failure = Assert-Failure { Lock-SharedMutex -Path $Path -Timeout 0.1 } -Kind LockTimeout -Command Lock-SharedMutex -Target $Path
            "$failure" | Should -Match "\($($other.Id)\)"
            $call = Start-StoppableCall '(Lock-SharedMutex -Path $Path).IsHeld' @{ Path = $Path }
            $other.StandardInput.Close()
            $call.Shell.EndInvoke($call.Result) | Should -BeTrue
            $call.Shell.Dispose()
            Unlock-SharedMutex -Path $Path
        }
        finally {
            Stop-Helper $other
        }
    }

    It 'excludes lockf of Python with -Style Fcntl, and flock of Python without (needs python3)' -Skip:(Test-Missing python3) {
        $try = 'import fcntl, sys; f = open(sys.argv[1], "r+"); getattr(fcntl, sys.argv[2])(f, fcntl.LOCK_EX | fcntl.LOCK_NB)'
        foreach ($case in @{ Style = 'Flock'; Function = 'flock'; Other = 'lockf' }, @{ Style = 'Fcntl'; Function = 'lockf'; Other = 'flock' }) {
            $hold = Lock-SharedMutex -Path $Path -Style $case.Style
            & (Get-TestPython) -c $try $Path $case.Function 2>$null
            $LASTEXITCODE | Should -Be 1
            & (Get-TestPython) -c $try $Path $case.Other
            $LASTEXITCODE | Should -Be 0
            $hold.Dispose()
            & (Get-TestPython) -c $try $Path $case.Function
            $LASTEXITCODE | Should -Be 0
        }
    }

    It 'hears Ctrl+C and keeps nothing: <Script>' -ForEach @(
        @{ Script = 'Lock-SharedMutex $Name' }
        @{ Script = 'Lock-SharedMutex $Name -Shared -Timeout 1000' }
        @{ Script = 'Lock-SharedMutex -LiteralPath $Path' }
        @{ Script = 'Lock-SharedMutex -LiteralPath $Path -Style Fcntl' }
        @{ Script = 'Use-SharedMutex $Name { throw "not reached" }' }
    ) {
        $holds = @(Lock-SharedMutex $Name) + @(Lock-SharedMutex -LiteralPath $Path) + @(Lock-SharedMutex -LiteralPath $Path -Style Fcntl)
        $null = Assert-StopsSoon $Script @{ Name = $Name; Path = $Path }
        $holds | Unlock-SharedMutex
        $again = @(Lock-SharedMutex $Name -Timeout 0) + @(Lock-SharedMutex -LiteralPath $Path -Timeout 0) + @(Lock-SharedMutex -LiteralPath $Path -Style Fcntl -Timeout 0)
        $again | Should -HaveCount 3
        $again | Unlock-SharedMutex
    }

    It 'hears Ctrl+C while others of another process hold it (needs flock)' -Skip:(Test-Missing flock) {
        (Lock-SharedMutex $Name).Dispose()
        $other = Start-Helper 'flock' @("/dev/shm/$Name", 'sh', '-c', 'echo held; read line') -Ready
        try {
            $null = Assert-StopsSoon 'Lock-SharedMutex $Name' @{ Name = $Name }
        }
        finally {
            Stop-Helper $other
        }
    }

    It 'tells the next one when the holder was killed' {
        $child = Start-ChildPwsh -ArgumentList $Name { param($Name) $null = Lock-SharedMutex $Name; Start-Sleep 60 }
        try {
            Wait-Condition { (Get-SharedMutex "$Name*").IsHeld } -TimeoutSeconds 60 | Should -BeTrue
            $child.Process.Kill($true)
            $hold = Lock-SharedMutex $Name -WarningVariable warned -WarningAction SilentlyContinue
            $hold.OwnerDied | Should -BeTrue
            $warned | Should -HaveCount 1
            $hold.Dispose()
            $hold = Lock-SharedMutex $Name -WarningAction Stop
            $hold.OwnerDied | Should -BeFalse
            $hold.Dispose()
        }
        finally {
            Stop-TestProgram $child
        }
    }

    It 'keeps nothing when the warning about a killed holder ends the command' {
        (Lock-SharedMutex $Name).Dispose()
        $bytes = [System.IO.File]::ReadAllBytes("/dev/shm/$Name")
        $bytes[16] = 1
        [System.IO.File]::WriteAllBytes("/dev/shm/$Name", $bytes)
        { Lock-SharedMutex $Name -WarningAction Stop } | Should -Throw
        (Get-SharedMutex $Name).IsHeld | Should -BeFalse
    }

    It 'wants consent for the lock of another user, and needs no more than reading (needs nobody)' -Skip:(Test-Missing nobody) {
        (Lock-SharedMutex $Name).Dispose()
        chown nobody "/dev/shm/$Name"
        $null = Assert-Failure { Lock-SharedMutex $Name } -Kind NotPermitted -Command Lock-SharedMutex -Target $Name
        (Lock-SharedMutex $Name -AllowForeignOwner).Dispose()
        chown root "/dev/shm/$Name"
        $result = Invoke-ChildPwsh -As nobody -ArgumentList $Name {
            param($Name)
            try { Lock-SharedMutex $Name -AllowForeignOwner -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            'alive'
        }
        $result.StdOut -split "`n" | Should -Be @('AccessDenied,MmapModule.Commands.LockSharedMutexCommand', 'alive') -Because $result.StdErr
    }
}
