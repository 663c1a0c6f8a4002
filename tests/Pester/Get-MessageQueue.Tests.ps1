BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Get-MessageQueue' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Queue = New-MessageQueue $Name -MaxMessages 3 -MessageSize 64
    }

    AfterEach {
        Remove-MessageQueue $Name -ErrorAction Ignore
    }

    It 'says what is in a queue and who has it open' {
        'abc', 'd' | Send-MessageQueue $Queue
        $info = Get-MessageQueue $Name
        $info.MaxMessages, $info.MessageSize, $info.MessageCount, $info.Bytes, $info.Mode, $info.Kind | Should -Be 3, 64, 2, 4, '0600', 'Posix'
        $info.ProcessId | Should -Contain $PID
        $info.IsOrphan | Should -BeFalse
        $Queue.Dispose()
        (Get-MessageQueue $Name).IsOrphan | Should -Not -Be $false
    }

    It 'takes names, objects of queues and wildcards' {
        (Get-MessageQueue "/$Name").Name | Should -Be $Name
        ($Queue | Get-MessageQueue).Name | Should -Be $Name
        (Get-MessageQueue $Name | Get-MessageQueue).Name | Should -Be $Name
        $isListed = try { $null = [MmapModule.MessageQueueCatalog]::Names(); $true } catch { $false }
        if ($isListed) {
            (Get-MessageQueue "$Name*").Name | Should -Be $Name
            (Get-MessageQueue).Name | Should -Contain $Name
        }
        else {
            $null = Assert-Failure { Get-MessageQueue "$Name*" } -Kind QueueListUnavailable -Command Get-MessageQueue -Target "$Name*"
        }
    }

    It 'is an error for each name that does not exist' {
        Get-MessageQueue "$Name-a", $Name, "$Name-b" -ErrorAction SilentlyContinue -ErrorVariable failures | ForEach-Object Name | Should -Be $Name
        $failures.FullyQualifiedErrorId | Should -Be (@('QueueNotFound,MmapModule.Commands.GetMessageQueueCommand') * 2)
        $failures.TargetObject | Should -Be "$Name-a", "$Name-b"
        $null = Assert-Failure { Get-MessageQueue a/b } -Kind InvalidArgument -Command Get-MessageQueue -Target a/b
        $process = Get-Process -Id $PID
        $null = Assert-Failure { $process | Get-MessageQueue } -Kind InvalidArgument -Command Get-MessageQueue -Target $process
    }

    It 'shows queues in a table' {
        'abc' | Send-MessageQueue $Queue
        Get-MessageQueue $Name | Out-String -Width 200 | Should -Match "$Name +1 of 3 +64 "
        $Queue | Out-String -Width 200 | Should -Match "$Name +1 of 3 +64 "
    }
}
