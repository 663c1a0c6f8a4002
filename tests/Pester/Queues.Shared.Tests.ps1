# Shared queues (-Capacity) behind the cmdlets for message queues. The engine's tests kill their users and forge their files.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A shared queue' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Queue = New-MessageQueue $Name -Capacity 1MB
    }

    AfterEach {
        $Queue.Dispose()
        Remove-Item -LiteralPath "/dev/shm/$Name" -ErrorAction Ignore
    }

    It 'is created with -Capacity and found by its name alone' {
        $Queue.Name, $Queue.Kind, $Queue.Capacity, $Queue.MessageSize, $Queue.MaxMessages, $Queue.Mode | Should -Be $Name, 'Shared', 1MB, (1MB - 8), $null, '0600'
        (New-MessageQueue $Name -Capacity 4KB).Capacity | Should -Be 1MB
        $other = New-MessageQueue "/$Name"
        $other.Kind | Should -Be 'Shared'
        'text' | Send-MessageQueue $Name
        Receive-MessageQueue $other -AsString -Timeout 0 | Should -BeExactly 'text'
    }

    It 'keeps the order of messages of any length' {
        'a', '', ('ü' * 100000), 'd' | Send-MessageQueue $Queue
        Send-MessageQueue $Queue ([byte[]] (1, 2))
        Receive-MessageQueue $Name -Count 4 -AsString -Timeout 0 | Should -BeExactly 'a', '', ('ü' * 100000), 'd'
        $last = Receive-MessageQueue $Name -Detailed -Timeout 0
        $last.Value, $last.Queue, $last.Priority, $last.Type | Should -Be (1, 2), $Name, 0, $null
        $last.Time | Should -BeOfType ([datetime])
        Receive-MessageQueue $Name -Timeout 0 | Should -BeNullOrEmpty
    }

    It 'takes objects that are longer than a POSIX message' {
        Get-Process -Id $PID | Send-MessageQueue $Queue -AsObject -Depth 3
        $Queue.Bytes | Should -BeGreaterThan 8KB
        $process = Receive-MessageQueue $Name -AsObject -Timeout 0
        $process.Id | Should -Be $PID
        $process | Should -Not -BeOfType ([System.Diagnostics.Process])
    }

    It 'is received from until no message comes any more' {
        1..3 | ForEach-Object { "$_" } | Send-MessageQueue $Queue
        Receive-MessageQueue $Name -AsString -Continuous -Timeout 0.05 | Should -Be '1', '2', '3'
    }

    It 'is listed as a queue with its users, and not as shared memory' {
        'abc', 'd' | Send-MessageQueue $Queue
        $info = Get-MessageQueue $Name
        $info.Kind, $info.Capacity, $info.MessageSize, $info.MaxMessages, $info.MessageCount, $info.Bytes, $info.Mode | Should -Be 'Shared', 1MB, (1MB - 8), $null, 2, 4, '0600'
        $info.ProcessId | Should -Contain $PID
        $info.IsOrphan | Should -BeFalse
        (Get-MessageQueue -Kind Shared).Name | Should -Contain $Name
        (Get-MessageQueue -Kind SystemV).Name | Should -Not -Contain $Name
        (Get-MessageQueue "$Name*" -Kind Shared).Name | Should -Be $Name
        (Get-SharedMemory).Name | Should -Not -Contain $Name
        Get-SharedMemory "$Name*" | Should -BeNullOrEmpty
        $null = Assert-Failure { Remove-SharedMemory $Name } -Kind SharedMemoryNotFound -Command Remove-SharedMemory -Target $Name
        $info | Out-String -Width 200 | Should -Match "$Name +2 +1048568 "
        $Queue | Out-String -Width 200 | Should -Match "$Name +2 +1048568 "
        $Queue.Dispose()
        (Get-MessageQueue $Name).IsOrphan | Should -BeTrue
    }

    It 'is removed by name and by object, and only if that is meant' {
        Remove-MessageQueue $Name -WhatIf
        "/dev/shm/$Name" | Should -Exist
        Get-MessageQueue $Name | Remove-MessageQueue -Confirm:$false
        "/dev/shm/$Name" | Should -Not -Exist
        $null = Assert-Failure { Remove-MessageQueue $Name } -Kind QueueNotFound -Command Remove-MessageQueue -Target $Name
        $Queue.TrySend([byte[]] (1)) | Should -BeTrue
    }

    It 'is not confused with a POSIX queue of the same name' {
        $null = Assert-Failure { New-MessageQueue $Name -MaxMessages 1 } -Kind QueueExists -Command New-MessageQueue -Target $Name
        Move-Item -LiteralPath "/dev/shm/$Name" "/dev/shm/$Name-aside"
        try {
            $posix = New-MessageQueue $Name -MaxMessages 1 -MessageSize 8
            $null = Assert-Failure { New-MessageQueue $Name -Capacity 4KB } -Kind QueueExists -Command New-MessageQueue -Target $Name
        }
        finally {
            Move-Item -LiteralPath "/dev/shm/$Name-aside" "/dev/shm/$Name"
        }

        try {
            $null = Assert-Failure { Receive-MessageQueue $Name -Timeout 0 } -Kind InvalidArgument -Command Receive-MessageQueue -Target $Name
            $null = Assert-Failure { Remove-MessageQueue $Name } -Kind InvalidArgument -Command Remove-MessageQueue -Target $Name
            $both = Get-MessageQueue $Name | Sort-Object Kind
            $both.Kind | Should -Be 'Posix', 'Shared'
            foreach ($one in $both) { Send-MessageQueue $one "$($one.Kind)" }
            $posix.MessageCount, $Queue.MessageCount | Should -Be 1, 1
            Receive-MessageQueue ($both[1] | Select-Object Name, Kind) -AsString -Timeout 0 | Should -Be 'Shared'
        }
        finally {
            Get-MessageQueue $Name | Where-Object Kind -EQ Posix | Remove-MessageQueue
        }

        (Get-MessageQueue $Name).Kind | Should -Be 'Shared'
    }

    It 'is an error: <Kind> for <Script>' -ForEach @(
        @{ Kind = 'InvalidArgument'; Script = { Send-MessageQueue $Queue 'x' -Priority 1 } }
        @{ Kind = 'InvalidArgument'; Script = { Send-MessageQueue $Queue 'x' -Priority 0 } }
        @{ Kind = 'InvalidArgument'; Script = { Send-MessageQueue $Queue 'x' -Type 1 } }
        @{ Kind = 'InvalidArgument'; Script = { Receive-MessageQueue $Queue -Type 1 -Timeout 0 } }
        @{ Kind = 'MessageTooLong'; Script = { Send-MessageQueue $Queue ('x' * 1MB) } }
        @{ Kind = 'QueueTimeout'; Script = { Send-MessageQueue $Queue ('x' * 900KB); Send-MessageQueue $Queue ('x' * 900KB) -Timeout 0 } }
        @{ Kind = 'InvalidArgument'; Script = { New-MessageQueue $Name -Capacity 4KB -MaxMessages 1 } }
        @{ Kind = 'InvalidArgument'; Script = { New-MessageQueue "$Name-new" -Capacity 0 } }
        @{ Kind = 'InvalidArgument'; Script = { New-MessageQueue "$Name-new" -Capacity 4GB } }
        @{ Kind = 'QueueExists'; Script = { New-MessageQueue $Name -Capacity 4KB -Mode Create } }
        @{ Kind = 'QueueExists'; Script = { New-MessageQueue $Name -Mode Create } }
        @{ Kind = 'QueueNotFound'; Script = { New-MessageQueue "$Name-new" -Capacity 4KB -Mode Open } }
    ) {
        $failure = try { & $Script 2>&1 } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -Match "^$Kind,"
        "/dev/shm/$Name-new" | Should -Not -Exist
    }

    It 'is not what just has its name' {
        $map = New-MemoryMap -Name "$Name-map" -Size 8KB
        try {
            $null = Assert-Failure { New-MessageQueue "$Name-map" -Capacity 4KB } -Kind QueueInvalid -Command New-MessageQueue -Target "$Name-map"
            (Get-SharedMemory "$Name-map").Size | Should -Be 8KB
        }
        finally {
            Remove-MemoryMap $map
            Remove-SharedMemory "$Name-map"
        }
    }

    It 'ends waits when they are stopped' {
        foreach ($wait in 'Receive-MessageQueue $Queue', 'Send-MessageQueue $Queue $Message') {
            $call = Start-StoppableCall $wait @{ Queue = $Queue; Message = [byte[]]::new(900KB) }
            $call.Shell.InvocationStateInfo.State | Should -Be 'Running'

            # One that does not hear goes on for ever.
            $call.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $call.Shell.Dispose()
            if ($Queue.MessageCount -eq 0) { $Queue.Send([byte[]]::new(900KB)) }
        }

        $Queue.MessageCount | Should -Be 1
    }
}

Describe 'A shared queue in a process of its own' -Tag Linux {
    It 'that is truncated during a wait is an error, and Remove-Module gives its slots back' {
        $name = Get-SharedName
        try {
            $result = Invoke-ChildPwsh -Fresh -ArgumentList $name {
                param($Name)
                foreach ($length in 0, 100, 4096, 6000) {
                    $queue = New-MessageQueue $Name -Capacity 8KB
                    $killer = Start-ThreadJob { Start-Sleep -Milliseconds 100; truncate -s $using:length "/dev/shm/$using:Name" }
                    try { Receive-MessageQueue $queue -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
                    try { Send-MessageQueue $queue x -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
                    $null = $killer | Receive-Job -Wait -AutoRemoveJob
                    $queue.Dispose()
                    Remove-Item -LiteralPath "/dev/shm/$Name"
                }

                $queue = New-MessageQueue $Name -Capacity 8KB
                function Get-Slot { @(Get-Content /proc/self/fdinfo/* -ErrorAction Ignore | Where-Object { $_ -match 'OFDLCK' }).Count }
                "slots $(Get-Slot)"
                Remove-Module MmapModule
                "slots $(Get-Slot)"
            }
            $expected = @('QueueInvalid,MmapModule.Commands.ReceiveMessageQueueCommand', 'QueueInvalid,MmapModule.Commands.SendMessageQueueCommand') * 4 + 'slots 1', 'slots 0'
            $result.StdOut -split "`n" | Should -Be $expected -Because $result.StdErr
        }
        finally {
            Remove-Item -LiteralPath "/dev/shm/$name" -ErrorAction Ignore
        }
    }
}
