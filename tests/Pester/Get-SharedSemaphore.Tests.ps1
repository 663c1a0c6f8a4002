BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Get-SharedSemaphore' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Set = New-SharedSemaphore -Key (Get-Random -Minimum 0x40000000 -Maximum 0x7FFFFFFF) -Count 2 -InitialCount 4
    }

    AfterEach {
        Remove-Item -Path "/dev/shm/sem.$Name*" -Force
        Remove-SharedSemaphore -Id $Set.Id -ErrorAction SilentlyContinue
    }

    It 'lists all, or what names and wildcards mean, in the order of names' {
        $null = New-SharedSemaphore "$Name-b", "$Name-a", "$Name-c"

        $all = Get-SharedSemaphore
        $all.Name | Should -Contain "$Name-a"
        $all.Id | Should -Contain $Set.Id
        (Get-SharedSemaphore "$Name-*").Name | Should -Be @("$Name-a", "$Name-b", "$Name-c")
        (Get-SharedSemaphore -Name "$Name-c", "/$Name-[ab]", "$Name-[ab]").Name | Should -Be @("$Name-a", "$Name-b", "$Name-c")
        ("$Name-b", "/$Name-a" | Get-SharedSemaphore).Name | Should -Be @("$Name-b", "$Name-a")
        Get-SharedSemaphore 'no-such-*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'tells the permits and the waiters of each' {
        $semaphore = New-SharedSemaphore $Name -InitialCount 1
        $semaphore.TryWait() | Should -BeTrue
        $call = Start-StoppableCall 'Wait-SharedSemaphore $Semaphore' @{ Semaphore = $semaphore }
        try {
            Wait-Condition { (Get-SharedSemaphore $Name).Waiters -eq 1 } | Should -BeTrue
            (Get-SharedSemaphore $Name).Count | Should -Be 0
            Unlock-SharedSemaphore $Name
            Wait-Condition { (Get-SharedSemaphore $Name).Waiters -eq 0 } | Should -BeTrue
        }
        finally {
            $call.Shell.Dispose()
        }
    }

    It 'picks sets by key, id and object' {
        $entry = Get-SharedSemaphore -Key $Set.Key
        $entry.Id | Should -Be $Set.Id
        $entry.Counts | Should -Be @(4, 4)
        $entry.SetSize | Should -Be 2
        (Get-SharedSemaphore -Id $Set.Id).Key | Should -Be $Set.Key
        ($Set | Get-SharedSemaphore).Id | Should -Be $Set.Id
        (Get-SharedSemaphore $Set).Id | Should -Be $Set.Id
        ($entry | Select-Object Id, Kind | Get-SharedSemaphore).Id | Should -Be $Set.Id
    }

    It 'gives data that can come from a job, from CSV, and from files' {
        $null = New-SharedSemaphore $Name -InitialCount 6
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-SharedSemaphore $Name)))

        ($copy.Count, $copy.Kind, $copy.Mode, $copy.Waiters) | Should -Be @(6, 'Posix', '0600', 0)
        ($copy | Get-SharedSemaphore).Name | Should -Be $Name
        ([pscustomobject]@{ Name = $Name } | Get-SharedSemaphore).Count | Should -Be 6
        (Get-Item "/dev/shm/sem.$Name" | Get-SharedSemaphore).Name | Should -Be $Name
        ($copy | Wait-SharedSemaphore -Timeout 0) | Should -BeTrue
        ($copy | Out-String) | Should -Match $Name
    }

    It 'takes names of objects as they are' {
        $null = New-SharedSemaphore "$Name-*", "$Name-x"
        $entry = Get-SharedSemaphore | Where-Object Name -CEQ "$Name-*"
        ($entry | Get-SharedSemaphore).Name | Should -Be "$Name-*"
    }

    It 'reports what was named and is not there, and goes on' {
        $null = New-SharedSemaphore $Name
        $found = Get-SharedSemaphore 'no-such-name', $Name, 'a/b', 'x[' -ErrorAction SilentlyContinue -ErrorVariable failures

        $found.Name | Should -BeExactly $Name
        $failures.Count | Should -Be 3
        Assert-ErrorRecord -Record $failures[0] -Kind SemaphoreNotFound -Command Get-SharedSemaphore -Target 'no-such-name'
        Assert-ErrorRecord -Record $failures[1] -Kind InvalidArgument -Command Get-SharedSemaphore -Target 'a/b'
        Assert-ErrorRecord -Record $failures[2] -Kind InvalidArgument -Command Get-SharedSemaphore -Target 'x['
        $null = Assert-Failure { Get-SharedSemaphore -Key 0x7FFFFFFF } -Kind KeyNotFound -Command Get-SharedSemaphore -Target 0x7FFFFFFF
        $null = Assert-Failure { Get-SharedSemaphore -Id 2147483647 } -Kind SemaphoreNotFound -Command Get-SharedSemaphore -Target 2147483647
        $process = Get-Process -Id $PID
        $null = Assert-Failure { $process | Get-SharedSemaphore } -Kind InvalidArgument -Command Get-SharedSemaphore -Target $process
    }

    It 'completes names, keys and ids' {
        $null = New-SharedSemaphore "$Name [1]"
        ([System.Management.Automation.CommandCompletion]::CompleteInput("Wait-SharedSemaphore $Name", 21 + $Name.Length, $null).CompletionMatches.CompletionText) |
            Should -Be "'$Name [1]'"
        ([System.Management.Automation.CommandCompletion]::CompleteInput("Get-SharedSemaphore $Name", 20 + $Name.Length, $null).CompletionMatches.CompletionText) |
            Should -Be "'$Name ``[1``]'"
        $text = 'Get-SharedSemaphore -Key 0x'
        [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches.CompletionText | Should -Contain ('0x{0:X8}' -f $Set.Key)
        $text = 'Get-SharedSemaphore -Id '
        [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches.CompletionText | Should -Contain "$($Set.Id)"
    }

    It 'is the only one that lists them: Get-SharedMemory does not' {
        $null = New-SharedSemaphore $Name
        (Get-SharedMemory).Name | Should -Not -Contain "sem.$Name"
        $null = Assert-Failure { Remove-SharedMemory "sem.$Name" } -Kind SharedMemoryNotFound -Command Remove-SharedMemory -Target "sem.$Name"
        Remove-SharedMemory "sem.$Name*"
        Test-Path "/dev/shm/sem.$Name" | Should -BeTrue
    }
}
