# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Unlock-SharedSemaphore on <Kind>' -ForEach @(
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

    It 'gives one permit back, or -Count of them, whoever has taken them, and writes nothing' {
        New-TestSemaphore 1
        Unlock-SharedSemaphore $Semaphore | Should -BeNullOrEmpty
        $Semaphore.Count | Should -Be 2
        Get-SharedSemaphore | Where-Object { $_.Name -eq $Semaphore.Name -and $_.Id -eq $Semaphore.Id } | Unlock-SharedSemaphore -Count 3
        $Semaphore.Count | Should -Be 5
    }

    It 'writes with -PassThru what was given' {
        New-TestSemaphore 0
        Unlock-SharedSemaphore $Semaphore -PassThru | Should -Be $Semaphore
        $Semaphore, $Semaphore | Unlock-SharedSemaphore -PassThru | Should -HaveCount 2
        $Semaphore.Count | Should -Be 3
    }

    It 'wakes as many as it gives permits' {
        New-TestSemaphore 0
        $calls = 1..3 | ForEach-Object { Start-StoppableCall 'Wait-SharedSemaphore $Semaphore -Timeout 60' @{ Semaphore = $Semaphore } }
        try {
            Wait-Condition { $Semaphore.Waiters -eq 3 } | Should -BeTrue
            Unlock-SharedSemaphore $Semaphore -Count 2
            Wait-Condition { @($calls | Where-Object { $_.Result.IsCompleted }).Count -eq 2 } | Should -BeTrue
            # A wait sleeps in slices, and does not count between two of them.
            Wait-Condition { $Semaphore.Waiters -eq 1 } | Should -BeTrue
            $Semaphore.Count | Should -Be 0
            Unlock-SharedSemaphore $Semaphore
            $calls | ForEach-Object { $_.Shell.EndInvoke($_.Result) } | Should -Be @($true, $true, $true)
        }
        finally {
            $calls | ForEach-Object { $_.Shell.Dispose() }
        }
    }

    It 'gives nothing back beyond what it can count' {
        New-TestSemaphore $Most
        $null = Assert-Failure { Unlock-SharedSemaphore $Semaphore } -Kind SemaphoreOverflow -Command Unlock-SharedSemaphore -Target $Semaphore
        $Semaphore.Count | Should -Be $Most
        $null = Wait-SharedSemaphore $Semaphore -Count 2
        $null = Assert-Failure { Unlock-SharedSemaphore $Semaphore -Count 3 } -Kind SemaphoreOverflow -Command Unlock-SharedSemaphore -Target $Semaphore
        $Semaphore.Count | Should -Be ($Most - 2)
        Unlock-SharedSemaphore $Semaphore -Count 2
    }

    It 'gives nothing back with -WhatIf' {
        New-TestSemaphore 1
        Unlock-SharedSemaphore $Semaphore -Count 5 -WhatIf
        $Semaphore.Count | Should -Be 1
    }

    It 'does not take <Count> for a number of permits' -ForEach @{ Count = 0 }, @{ Count = -1 }, @{ Count = 2147483648 } {
        New-TestSemaphore 1
        { Unlock-SharedSemaphore $Semaphore -Count $Count } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        $Semaphore.Count | Should -Be 1
    }

    It 'knows only the semaphores that a set has' {
        New-TestSemaphore 1
        $null = Assert-Failure { Unlock-SharedSemaphore $Semaphore -Index 1 } -Kind InvalidArgument -Command Unlock-SharedSemaphore -Target $Semaphore
        $Semaphore.Count | Should -Be 1
    }
}

Describe 'Unlock-SharedSemaphore' {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Remove-Item -Path "/dev/shm/sem.$Name*" -Force
    }

    It 'reports each that is not there, and goes on' {
        $null = New-SharedSemaphore "$Name-b" -InitialCount 0
        Unlock-SharedSemaphore "$Name-a", "$Name-b", "$Name-c" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be (@('SemaphoreNotFound,MmapModule.Commands.UnlockSharedSemaphoreCommand') * 2)
        $failures.TargetObject | Should -Be "$Name-a", "$Name-c"
        (Get-SharedSemaphore "$Name-b").Count | Should -Be 1
    }

    It 'takes a set by its key and by its id' {
        $key = Get-Random -Minimum 0x40000000 -Maximum 0x4CFFFFFF
        $set = New-SharedSemaphore -Key $key -Count 2 -InitialCount 0
        try {
            Unlock-SharedSemaphore -Key $key -Index 1
            Unlock-SharedSemaphore -Id $set.Id -Count 2
            $set.Counts | Should -Be @(2, 1)
        }
        finally {
            Remove-SharedSemaphore $set
        }

        $null = Assert-Failure { Unlock-SharedSemaphore -Key $key } -Kind KeyNotFound -Command Unlock-SharedSemaphore -Target $key
    }

    It 'does not take <Shown> for a key' -ForEach @(
        @{ Shown = 'an empty text'; Key = '' }
        @{ Shown = 'blanks'; Key = '  ' }
        @{ Shown = '0x without digits'; Key = '0x' }
        @{ Shown = 'true'; Key = $true }
    ) {
        { Unlock-SharedSemaphore -Key $Key } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { New-SharedSemaphore -Key $Key } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }
}
