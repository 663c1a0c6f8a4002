# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Get-SharedMutex' {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Path = New-TestFile -Text 'x'
    }

    AfterEach {
        Remove-Item -Path "/dev/shm/$Name*" -Force
    }

    It 'lists locks with a name, and who holds them' {
        $hold = Lock-SharedMutex $Name
        (Lock-SharedMutex "$Name-2").Dispose()
        $all = Get-SharedMutex "$Name*"
        $all.Path | Should -Be @("/dev/shm/$Name", "/dev/shm/$Name-2")
        $all.IsHeld | Should -Be @($true, $false)
        $all[0].Style | Should -Be 'Flock'
        $all[0].ProcessId | Should -Be $PID
        $all[1].Style | Should -BeNullOrEmpty
        (Get-SharedMutex).Path | Should -Contain "/dev/shm/$Name"
        Remove-SharedMemory "$Name-2"
        $null = Assert-Failure { Get-SharedMutex "$Name-2" } -Kind SharedMemoryNotFound -Command Get-SharedMutex -Target "$Name-2"
        Unlock-SharedMutex $hold
    }

    It 'looks at any file, by path, wildcard and from the pipeline' {
        $hold = Lock-SharedMutex -Path $Path -Style Fcntl -Shared
        foreach ($info in @(Get-SharedMutex -Path $Path) + @(Get-SharedMutex -Path "$Path*") + @(Get-Item -LiteralPath $Path | Get-SharedMutex)) {
            ($info.Path, $info.IsShared, "$($info.Style)", $info.Reliable) | Should -Be @($Path, $true, 'Fcntl', (Test-IsRoot))
        }

        Unlock-SharedMutex $hold
        (Get-SharedMutex -Path $Path).IsHeld | Should -BeFalse
        $null = Assert-Failure { Get-SharedMutex -Path "$Path-none" } -Kind PathNotFound -Command Get-SharedMutex -Target "$Path-none"
    }

    It 'shows both kinds of lock on one file, and each process that shares one' {
        $holds = @(Lock-SharedMutex -Path $Path -Style Fcntl) + @(Lock-SharedMutex -Path $Path -Shared) + @(Lock-SharedMutex -Path $Path -Shared)
        $all = @(Get-SharedMutex -Path $Path)
        "$($all.Style)" | Should -Be 'Flock Fcntl'
        $all.IsShared | Should -Be @($true, $false)
        $all[0].ProcessId | Should -Be @($PID)
        $holds | Unlock-SharedMutex
    }

    It 'goes on after a file that is missing' {
        $hold = Lock-SharedMutex -Path $Path
        $all = @(Get-SharedMutex -LiteralPath "$Path-none", $Path -ErrorAction SilentlyContinue -ErrorVariable failed)
        $failed.FullyQualifiedErrorId | Should -Be 'PathNotFound,MmapModule.Commands.GetSharedMutexCommand'
        $failed[0].TargetObject | Should -Be "$Path-none"
        $all.Path | Should -Be $Path
        $all.IsHeld | Should -BeTrue
        Unlock-SharedMutex $hold
    }

    It 'names the process of another program, and one that has inherited the lock (needs flock)' -Skip:(Test-Missing flock) {
        $other = Start-Helper 'flock' @($Path, 'sh', '-c', 'echo held; read line') -Ready
        try {
            $info = Get-SharedMutex -Path $Path
            $info.ProcessId | Should -Contain $other.Id
            $info.ProcessId | Should -HaveCount 2
            $info.Reliable | Should -BeTrue
        }
        finally {
            Stop-Helper $other
        }
    }

    It 'says that it is not sure where a user may not look at every process (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        chmod 0666 $Path
        $result = Invoke-ChildPwsh -As nobody -ArgumentList $Path { param($Path) $info = Get-SharedMutex -LiteralPath $Path; "$($info.IsHeld) $($info.Reliable)" }
        $result.StdOut | Should -Be 'False False' -Because $result.StdErr
    }

    It 'survives a job, and keeps what it says' {
        $hold = Lock-SharedMutex $Name
        $info = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-SharedMutex $Name)))
        ($info | Out-String).Trim() | Should -BeExactly (Get-SharedMutex $Name | Out-String).Trim()
        Unlock-SharedMutex $hold
    }
}
