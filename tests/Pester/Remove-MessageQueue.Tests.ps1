BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Remove-MessageQueue' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Queue = New-MessageQueue $Name -MaxMessages 2 -MessageSize 64
    }

    AfterEach {
        Remove-MessageQueue $Name -ErrorAction Ignore
    }

    It 'removes the name, and who has the queue open keeps it' {
        Send-MessageQueue $Queue 'kept'
        Remove-MessageQueue $Name
        $null = Assert-Failure { Get-MessageQueue $Name } -Kind QueueNotFound -Command Get-MessageQueue -Target $Name
        Receive-MessageQueue $Queue -AsString -Timeout 0 | Should -Be 'kept'
        $null = New-MessageQueue $Name -Mode Create -MaxMessages 1 -MessageSize 8
        $Queue.MaxMessages | Should -Be 2
    }

    It 'takes queues, entries and wildcards, and asks with -WhatIf' {
        $Queue | Remove-MessageQueue -WhatIf
        Get-MessageQueue $Name | Remove-MessageQueue
        $null = Assert-Failure { Remove-MessageQueue $Name } -Kind QueueNotFound -Command Remove-MessageQueue -Target $Name
        $isListed = try { $null = [MmapModule.MessageQueueCatalog]::Names(); $true } catch { $false }
        if ($isListed) {
            $null = New-MessageQueue $Name -MaxMessages 1 -MessageSize 8
            Remove-MessageQueue "$Name*"
            Remove-MessageQueue "$Name*"
            $null = Assert-Failure { Get-MessageQueue $Name } -Kind QueueNotFound -Command Get-MessageQueue -Target $Name
        }
    }
}
