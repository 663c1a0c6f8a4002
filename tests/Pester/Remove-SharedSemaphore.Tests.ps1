BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Remove-SharedSemaphore' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:All = New-SharedSemaphore "$Name-a", "$Name-b", "$Name-c"
        $script:Set = New-SharedSemaphore -Key (Get-Random -Minimum 0x40000000 -Maximum 0x7FFFFFFF)
    }

    AfterEach {
        Remove-Item -Path "/dev/shm/sem.$Name*" -Force
        Remove-SharedSemaphore -Id $Set.Id -ErrorAction SilentlyContinue
    }

    It 'removes by <Case>, and gives nothing' -ForEach @(
        @{ Case = 'name'; Script = { Remove-SharedSemaphore -Name "$Name-a" }; Left = 'b', 'c' }
        @{ Case = 'position'; Script = { Remove-SharedSemaphore "/$Name-a" }; Left = 'b', 'c' }
        @{ Case = 'several names'; Script = { Remove-SharedSemaphore "$Name-a", "$Name-c" }; Left = 'b' }
        @{ Case = 'wildcard'; Script = { Remove-SharedSemaphore "$Name-[ab]" }; Left = 'c' }
        @{ Case = 'names in the pipeline'; Script = { "$Name-a", "$Name-b" | Remove-SharedSemaphore }; Left = 'c' }
        @{ Case = 'entries in the pipeline'; Script = { Get-SharedSemaphore "$Name-[bc]" | Remove-SharedSemaphore }; Left = 'a' }
        @{ Case = 'live objects'; Script = { Remove-SharedSemaphore $All[0], $All[1] }; Left = 'c' }
        @{ Case = 'files'; Script = { Get-Item "/dev/shm/sem.$Name-[ab]" | Remove-SharedSemaphore }; Left = 'c' }
    ) {
        & $Script | Should -BeNullOrEmpty

        (Get-ChildItem -Path "/dev/shm/sem.$Name*").Name | Should -Be @($Left | ForEach-Object { "sem.$Name-$_" })
    }

    It 'takes the name away; who has it open keeps it, and the name is free' {
        Remove-SharedSemaphore "$Name-a"
        $All[0].TryWait() | Should -BeTrue
        $All[0].Release()
        (New-SharedSemaphore "$Name-a" -InitialCount 8).Count | Should -Be 8
        $All[0].Count | Should -Be 1
    }

    It 'removes a set at once, by <Case>' -ForEach @(
        @{ Case = 'key'; Script = { Remove-SharedSemaphore -Key $Set.Key } }
        @{ Case = 'id'; Script = { Remove-SharedSemaphore -Id $Set.Id } }
        @{ Case = 'object'; Script = { $Set | Remove-SharedSemaphore } }
        @{ Case = 'entry'; Script = { Get-SharedSemaphore -Id $Set.Id | Remove-SharedSemaphore } }
    ) {
        & $Script | Should -BeNullOrEmpty
        $null = Assert-Failure { Wait-SharedSemaphore $Set } -Kind ObjectRemoved -Command Wait-SharedSemaphore -Target $Set
        $null = Assert-Failure { Unlock-SharedSemaphore $Set } -Kind ObjectRemoved -Command Unlock-SharedSemaphore -Target $Set
        $id = $Set.Id
        $null = Assert-Failure { Remove-SharedSemaphore -Id $id } -Kind SemaphoreNotFound -Command Remove-SharedSemaphore -Target $id
        $key = $Set.Key
        $null = Assert-Failure { Remove-SharedSemaphore -Key $key } -Kind KeyNotFound -Command Remove-SharedSemaphore -Target $key
    }

    It 'ends the waits for a set' {
        $null = $Set.TryWait()
        $call = Start-StoppableCall 'try { Wait-SharedSemaphore $Set -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }' @{ Set = $Set }
        Wait-Condition { (Get-SharedSemaphore -Id $Set.Id).Waiters -eq 1 } | Should -BeTrue
        Remove-SharedSemaphore $Set
        $call.Shell.EndInvoke($call.Result) | Should -BeExactly 'ObjectRemoved,MmapModule.Commands.WaitSharedSemaphoreCommand'
        $call.Shell.Dispose()
    }

    It 'removes nothing with -WhatIf, and asks with -Confirm' {
        $result = Invoke-ChildPwsh -ArgumentList $Name, $Set.Id {
            param($Name, $Id)
            Remove-SharedSemaphore "$Name-*" -WhatIf
            Remove-SharedSemaphore -Id $Id -WhatIf
            try { Remove-SharedSemaphore "$Name-a" -Confirm } catch { "asked: $($_.Exception.GetType().Name)" }
        }

        $lines = $result.StdOut -split '\n'
        @($lines -like 'What if: *').Count | Should -Be 4
        $lines[-1] | Should -BeExactly 'asked: PSInvalidOperationException'
        @(Get-ChildItem -Path "/dev/shm/sem.$Name*").Count | Should -Be 3
        (Get-SharedSemaphore -Id $Set.Id).Count | Should -Be 1
    }

    It 'reports what is not there, and removes the others' {
        Remove-SharedSemaphore 'no-such-name', "$Name-a" -ErrorAction SilentlyContinue -ErrorVariable failures
        Assert-ErrorRecord -Record $failures[0] -Kind SemaphoreNotFound -Command Remove-SharedSemaphore -Target 'no-such-name'
        Test-Path "/dev/shm/sem.$Name-a" | Should -BeFalse
    }
}
