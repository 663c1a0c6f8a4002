BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Receive-MessageQueue' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Queue = New-MessageQueue $Name -MaxMessages 5 -MessageSize 1KB
    }

    AfterEach {
        Remove-MessageQueue $Name -ErrorAction Ignore
    }

    It 'gives the bytes of one message as one object, and nothing when the time is over: <Timeout>' -ForEach @(
        @{ Timeout = 0 }, @{ Timeout = 0.02 }, @{ Timeout = '00:00:00.02' }
    ) {
        Send-MessageQueue $Queue 'ab'
        $bytes = Receive-MessageQueue $Name -Timeout $Timeout
        , $bytes | Should -BeOfType ([byte[]])
        $bytes | Should -Be 97, 98
        Receive-MessageQueue $Name -Timeout $Timeout | Should -BeNullOrEmpty
    }

    It 'takes as many as are wanted, or all until none comes' {
        'a', 'b', 'c', 'd' | Send-MessageQueue $Queue
        Receive-MessageQueue $Queue -Count 2 -AsString | Should -Be 'a', 'b'
        $Queue | Receive-MessageQueue -Continuous -AsString -Timeout 0 | Should -Be 'c', 'd'
        'e', 'f' | Send-MessageQueue $Queue
        Receive-MessageQueue $Queue -Continuous -AsString | Select-Object -First 1 | Should -Be 'e'
        $Queue.MessageCount | Should -Be 1
    }

    It 'says priority, time and queue with -Detailed' {
        Send-MessageQueue $Queue 'ü' -Encoding latin1 -Priority 3
        $message = Receive-MessageQueue $Queue -AsString -Encoding latin1 -Detailed
        $message.Value, $message.Priority, $message.Queue | Should -Be 'ü', 3, $Name
        $message.Time | Should -BeOfType ([datetime])
        $message | Out-String -Width 160 | Should -Match '3 +mmap-test\S* +ü'
    }

    It 'does not lose a message that is no object: it is the target of the error' {
        'no object', '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0">' | Send-MessageQueue $Queue
        'fine' | Send-MessageQueue $Queue -AsObject
        Receive-MessageQueue $Queue -Count 3 -AsObject -Timeout 0 -ErrorAction SilentlyContinue -ErrorVariable failures | Should -Be 'fine'
        $failures.FullyQualifiedErrorId | Should -Be (@('InvalidArgument,MmapModule.Commands.ReceiveMessageQueueCommand') * 2)
        [Text.Encoding]::UTF8.GetString($failures[0].TargetObject.Value) | Should -Be 'no object'
    }

    It 'is an error: <Kind> for <Script>' -ForEach @(
        @{ Kind = 'QueueNotFound'; Script = { Receive-MessageQueue "$Name-none" -Timeout 0 } }
        @{ Kind = 'InvalidArgument'; Script = { Receive-MessageQueue $Queue -AsString -AsObject -Timeout 0 } }
        @{ Kind = 'InvalidArgument'; Script = { Receive-MessageQueue $Queue -Continuous -Count 2 -Timeout 0 } }
        @{ Kind = 'InvalidArgument'; Script = { Receive-MessageQueue $Queue -Encoding utf8 -Timeout 0 } }
    ) {
        $failure = try { & $Script 2>&1 } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -Be "$Kind,MmapModule.Commands.ReceiveMessageQueueCommand"
    }

    It 'ends soon after it is stopped, and takes nothing with it: <_>' -ForEach 'Receive-MessageQueue $Queue', 'Receive-MessageQueue $Queue -Continuous -AsString' {
        $null = Assert-StopsSoon $_ @{ Queue = $Queue }
        Send-MessageQueue $Queue 'still there'
        Receive-MessageQueue $Queue -AsString -Timeout 0 | Should -Be 'still there'
    }

    It 'exchanges messages with Python (needs python3)' -Skip:(Test-Missing python3) {
        $program = @'
import ctypes, ctypes.util, os, sys
libc = ctypes.CDLL(None, use_errno=True)
if not hasattr(libc, "mq_open"):
    libc = ctypes.CDLL(ctypes.util.find_library("rt"), use_errno=True)
queue = libc.mq_open(b"/" + sys.argv[1].encode(), os.O_RDWR)
buffer, priority = ctypes.create_string_buffer(1024), ctypes.c_uint()
length = libc.mq_receive(queue, buffer, ctypes.c_size_t(1024), ctypes.byref(priority))
answer = b"%d %d " % (length, priority.value) + buffer.raw[:length].upper()
sys.exit(libc.mq_send(queue, answer, ctypes.c_size_t(len(answer)), 7))
'@
        Send-MessageQueue $Queue 'from PowerShell' -Priority 4
        python3 -c $program $Name
        $LASTEXITCODE | Should -Be 0
        $message = Receive-MessageQueue $Queue -AsString -Detailed -Timeout 0
        $message.Value | Should -BeExactly '15 4 FROM POWERSHELL'
        $message.Priority | Should -Be 7
    }
}
