BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Send-MessageQueue' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Queue = New-MessageQueue $Name -MaxMessages 5 -MessageSize 4KB
    }

    AfterEach {
        Remove-MessageQueue $Name, "$Name-2" -ErrorAction Ignore
    }

    It 'sends each text as one message, in its encoding, and of the highest priority first' {
        'a', '', 'ü' | Send-MessageQueue $Name
        Send-MessageQueue $Queue 'ü' -Encoding latin1 -Priority 2
        Send-MessageQueue -Queue $Queue -InputObject ([char] 'x')
        $all = Receive-MessageQueue $Queue -Count 5 -Timeout 0 -Detailed
        $all.Priority | Should -Be 2, 0, 0, 0, 0
        $all.ForEach({ [Convert]::ToHexString($_.Value) }) | Should -Be 'FC', '61', '', 'C3BC', '78'
    }

    It 'puts single bytes together again, until something else comes' {
        [byte[]] (1, 2, 3) | Send-MessageQueue $Queue
        & { [byte] 4; [byte] 5; 'text'; , [byte[]] (6, 7) } | Send-MessageQueue $Queue
        Send-MessageQueue $Queue ([byte[]] (8, 9))
        @(Receive-MessageQueue $Queue -Count 5 -Timeout 0).ForEach({ [Convert]::ToHexString($_) }) | Should -Be '010203', '0405', '74657874', '0607', '0809'
    }

    It 'sends to several queues, and says for each that it is full' {
        $other = New-MessageQueue "$Name-2" -MaxMessages 1 -MessageSize 8
        'one', 'two' | Send-MessageQueue $Name, "$Name-2" -Timeout 0 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -Be 'QueueTimeout,MmapModule.Commands.SendMessageQueueCommand'
        $failure.TargetObject.Name | Should -Be "$Name-2"
        $Queue.MessageCount | Should -Be 2
        $other.MessageCount | Should -Be 1
    }

    It 'sends objects, which come out with their properties and nothing else' {
        [pscustomobject]@{ Name = 'a'; Deep = @{ Deeper = 1 } } | Send-MessageQueue $Queue -AsObject
        Send-MessageQueue $Queue $Queue -AsObject -Depth 1
        Send-MessageQueue $Queue $null -AsObject
        [ipaddress] '127.0.0.1' | Send-MessageQueue $Queue -AsObject
        $all = @(Receive-MessageQueue $Queue -Count 4 -AsObject -Timeout 0)
        $all | Should -HaveCount 4
        $all[0].Name | Should -Be 'a'
        $all[0].Deep.Deeper | Should -Be 1
        $all[1].Name | Should -Be $Name
        $all[1] | Should -Not -BeOfType ([MmapModule.MessageQueue])
        $all[2] | Should -BeNullOrEmpty
        $all[3] | Should -Not -BeOfType ([ipaddress])
    }

    It 'does nothing with -WhatIf' {
        Send-MessageQueue $Queue 'x' -WhatIf
        $Queue.MessageCount | Should -Be 0
    }

    It 'is an error: <Name>' -ForEach @(
        @{ Name = 'a number'; Kind = 'InvalidArgument'; Script = { Send-MessageQueue $Queue 42 } }
        @{ Name = 'nothing'; Kind = 'InvalidArgument'; Script = { Send-MessageQueue $Queue $null } }
        @{ Name = 'an object'; Kind = 'InvalidArgument'; Script = { Get-Item / | Send-MessageQueue $Queue } }
        @{ Name = 'a character that the encoding lacks'; Kind = 'InvalidArgument'; Script = { Send-MessageQueue $Queue 'ü' -Encoding ascii } }
        @{ Name = 'a message that is too long'; Kind = 'MessageTooLong'; Script = { Send-MessageQueue $Queue ('x' * 4097) } }
        @{ Name = 'an object that is too long'; Kind = 'MessageTooLong'; Script = { Send-MessageQueue $Queue ([pscustomobject]@{ Text = 'x' * 4096 }) -AsObject } }
        @{ Name = 'a depth without objects'; Kind = 'InvalidArgument'; Script = { Send-MessageQueue $Queue 'x' -Depth 3 } }
        @{ Name = 'an encoding of objects'; Kind = 'InvalidArgument'; Script = { Send-MessageQueue $Queue 'x' -AsObject -Encoding utf8 } }
        @{ Name = 'no queue'; Kind = 'QueueNotFound'; Script = { Send-MessageQueue "$Name-none" 'x' } }
        @{ Name = 'a process for a queue'; Kind = 'InvalidArgument'; Script = { Send-MessageQueue (Get-Process -Id $PID) 'x' } }
    ) {
        $failure = try { & $Script 2>&1 } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -Be "$Kind,MmapModule.Commands.SendMessageQueueCommand"
        $Queue.MessageCount | Should -Be 0
    }

    It 'ends soon after it is stopped while it writes an object that leads to many others' {
        # As text it has 30 GB; the queue would take 64 MB.
        $null = Assert-StopsSoon '[pscustomobject]@{ Numbers = [System.Linq.Enumerable]::Range(0, [int]::MaxValue) } | Send-MessageQueue $Queue -AsObject' @{
            Queue = New-MessageQueue "$Name-2" -Capacity 64MB
        }
    }

    It 'ends soon after it is stopped while the queue is full' {
        while ($Queue.TrySend([byte[]] (1))) { }
        $null = Assert-StopsSoon 'Send-MessageQueue $Queue x' @{ Queue = $Queue }
        $Queue.MessageCount | Should -Be 5
    }
}
