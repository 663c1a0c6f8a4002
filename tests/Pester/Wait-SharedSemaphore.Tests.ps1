# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Wait-SharedSemaphore and Unlock-SharedSemaphore on <Kind>' -ForEach @(
    @{ Kind = 'POSIX'; Most = 2147483647 }
    @{ Kind = 'System V'; Most = 32767 }
) {
    BeforeAll {
        function script:New-TestSemaphore([int] $InitialCount) {
            $script:Semaphore = $Kind -eq 'POSIX' ? (New-SharedSemaphore (Get-SharedName) -InitialCount $InitialCount) : (New-SharedSemaphore -Key 0 -InitialCount $InitialCount)
        }
    }

    AfterEach {
        Remove-SharedSemaphore $Semaphore -ErrorAction SilentlyContinue
    }

    It 'takes what is free, and gives $false when the time is over: <Timeout>' -ForEach @(
        @{ Timeout = 0 }, @{ Timeout = 0.05 }, @{ Timeout = '0.05' }, @{ Timeout = '00:00:00.05' }, @{ Timeout = [timespan]::FromMilliseconds(50) }
    ) {
        New-TestSemaphore 1
        $taken = Wait-SharedSemaphore $Semaphore -Timeout $Timeout
        $taken | Should -BeOfType ([bool])
        $taken | Should -BeTrue
        Wait-SharedSemaphore $Semaphore -Timeout $Timeout | Should -BeFalse
        $Semaphore.Count | Should -Be 0
        $Semaphore.Waiters | Should -Be 0
    }

    It 'takes several permits, all or none, and gives several back' {
        New-TestSemaphore 5
        $Semaphore | Wait-SharedSemaphore -Count 3 | Should -BeTrue
        Wait-SharedSemaphore $Semaphore -Count 3 -Timeout 0.1 | Should -BeFalse
        $Semaphore.Count | Should -Be 2
        $Semaphore.Waiters | Should -Be 0
        (Unlock-SharedSemaphore $Semaphore -Count 4 -PassThru) | Should -Be $Semaphore
        $Semaphore.Count | Should -Be 6
    }

    It 'has methods that do the same' {
        New-TestSemaphore 3
        $Semaphore.TryWait() | Should -BeTrue
        $Semaphore.TryWait(0, 3) | Should -BeFalse
        $Semaphore.TryWait(20, 2, 0) | Should -BeTrue
        $Semaphore.Release()
        $Semaphore.Release(2)
        $Semaphore.GetCount(0) | Should -Be 3
        { $Semaphore.Release(0) } | Should -Throw -ExceptionType ([System.Management.Automation.MethodInvocationException])
        { $Semaphore.TryWait(0, 1, 1) } | Should -Throw
        { $Semaphore.TryWait(0, -1) } | Should -Throw
    }

    It 'is woken by a permit that comes back, for <Count>' -ForEach @{ Count = 1 }, @{ Count = 2 } {
        New-TestSemaphore 0
        $call = Start-StoppableCall 'Wait-SharedSemaphore $Semaphore -Count $Count' @{ Semaphore = $Semaphore; Count = $Count }
        try {
            Wait-Condition { $Semaphore.Waiters -eq 1 } | Should -BeTrue
            Unlock-SharedSemaphore $Semaphore -Count 2
            $call.Result.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            $call.Shell.EndInvoke($call.Result) | Should -BeTrue
            $Semaphore.Count | Should -Be (2 - $Count)
            $Semaphore.Waiters | Should -Be 0
        }
        finally {
            $call.Shell.Dispose()
        }
    }

    It 'hears Ctrl+C, keeps no permit and leaves no waiter: <Script>' -ForEach @(
        @{ Script = 'Wait-SharedSemaphore $Semaphore' }
        @{ Script = 'Wait-SharedSemaphore $Semaphore -Timeout 1000' }
        @{ Script = 'Wait-SharedSemaphore $Semaphore -Count 2' }
        @{ Script = 'Use-SharedSemaphore $Semaphore { throw "not reached" }' }
    ) {
        New-TestSemaphore 0
        $null = Assert-StopsSoon $Script @{ Semaphore = $Semaphore } -When { $Semaphore.Waiters -eq 1 }
        $Semaphore.Waiters | Should -Be 0
        Unlock-SharedSemaphore $Semaphore -Count 2
        $Semaphore.Count | Should -Be 2
    }

    It 'ends a wait when the object is closed' {
        New-TestSemaphore 0
        $call = Start-StoppableCall 'try { Wait-SharedSemaphore $Semaphore -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }' @{ Semaphore = $Semaphore }
        $other = $Semaphore.Name ? (New-SharedSemaphore $Semaphore.Name) : (New-SharedSemaphore -Id $Semaphore.Id)
        Wait-Condition { $other.Waiters -eq 1 } | Should -BeTrue
        $Semaphore.Dispose()
        $call.Shell.EndInvoke($call.Result) | Should -BeExactly 'ObjectRemoved,MmapModule.Commands.WaitSharedSemaphoreCommand'
        $call.Shell.Dispose()
        $other.Waiters | Should -Be 0
        $Semaphore.Count | Should -BeNullOrEmpty
        $null = Assert-Failure { Unlock-SharedSemaphore $Semaphore } -Kind ObjectRemoved -Command Unlock-SharedSemaphore -Target $Semaphore
        $Semaphore.Dispose()
    }

    It 'loses and makes no permit among many threads' {
        New-TestSemaphore 3
        $state = [hashtable]::Synchronized(@{ Inside = 0; Most = 0; Done = 0 })
        $module = $ModulePath
        1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            $ErrorActionPreference = 'Stop'
            Import-Module $using:module
            $semaphore = $using:Semaphore
            $state = $using:state
            foreach ($i in 1..100) {
                if ($i % 2) { $null = $semaphore.TryWait(-1) } else { $null = Wait-SharedSemaphore $semaphore }
                [System.Threading.Monitor]::Enter($state.SyncRoot)
                $state.Inside++
                $state.Done++
                $state.Most = [math]::Max($state.Most, $state.Inside)
                [System.Threading.Monitor]::Exit($state.SyncRoot)
                [System.Threading.Monitor]::Enter($state.SyncRoot)
                $state.Inside--
                [System.Threading.Monitor]::Exit($state.SyncRoot)
                if ($i % 3) { $semaphore.Release() } else { Unlock-SharedSemaphore $semaphore }
            }
        }

        $state.Done | Should -Be 800
        $state.Most | Should -BeLessOrEqual 3
        $Semaphore.Count | Should -Be 3
        $Semaphore.Waiters | Should -Be 0
    }
}

Describe 'Wait-SharedSemaphore and Unlock-SharedSemaphore' {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Remove-Item -Path "/dev/shm/sem.$Name*" -Force
    }

    It 'does not take <_> for a timeout' -ForEach 'soon', -2, '-00:00:05', 1e300, $true, ([char] '5') {
        { Wait-SharedSemaphore $Name -Timeout $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'takes names, wildcards being no names, and passes on what was given' {
        $null = New-SharedSemaphore "$Name-a", "$Name-b"
        "$Name-a", "$Name-b" | Wait-SharedSemaphore | Should -Be @($true, $true)
        $null = Assert-Failure { Wait-SharedSemaphore "$Name-*" } -Kind SemaphoreNotFound -Command Wait-SharedSemaphore -Target "$Name-*"
        "$Name-a", "$Name-b" | Unlock-SharedSemaphore -PassThru | Should -Be @("$Name-a", "$Name-b")
    }

    It 'uses one semaphore of a set' {
        $set = New-SharedSemaphore -Key 0 -Count 3 -InitialCount 2
        try {
            Wait-SharedSemaphore $set -Index 1 -Count 2 | Should -BeTrue
            $set.Counts | Should -Be @(2, 0, 2)
            Wait-SharedSemaphore -Id $set.Id -Index 1 -Timeout 0 | Should -BeFalse
            Unlock-SharedSemaphore $set -Index 1 -Count 2
            $set.Counts | Should -Be @(2, 2, 2)
            $null = Assert-Failure { Wait-SharedSemaphore $set -Index 3 } -Kind InvalidArgument -Command Wait-SharedSemaphore -Target $set
            $null = Assert-Failure { Wait-SharedSemaphore $set -Count 32768 } -Kind InvalidArgument -Command Wait-SharedSemaphore -Target $set
        }
        finally {
            Remove-SharedSemaphore $set
        }
    }

    It 'is closed by Remove-Module' {
        $result = Invoke-ChildPwsh -Fresh -ArgumentList $Name {
            param($Name)
            (New-SharedSemaphore $Name).Dispose()
            $semaphore = New-SharedSemaphore $Name
            @(Select-String -LiteralPath /proc/self/maps -Pattern $Name -SimpleMatch).Count
            Remove-Module MmapModule
            try { $semaphore.TryWait() } catch { "$($_.Exception.InnerException.Kind)" }
            @(Select-String -LiteralPath /proc/self/maps -Pattern $Name -SimpleMatch).Count
        }

        $result.StdOut -split "`n" | Should -Be @('1', 'ObjectRemoved', '0')
    }
}
