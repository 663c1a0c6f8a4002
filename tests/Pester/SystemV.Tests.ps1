# System V message queues and shared memory segments, also as Python, ipcs and ipcrm see them.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Python = Get-TestPython

    # Where no ftok of a low device lies.
    $script:Key = Get-Random -Minimum 0x40000000 -Maximum 0x7FFFFFFF
    $script:KeyText = '0x{0:X8}' -f $Key
}

Describe 'System V message queues' -Tag Linux {
    BeforeEach {
        $script:Queue = New-MessageQueue -Key $Key
    }

    AfterEach {
        Remove-MessageQueue -Key $Key -ErrorAction Ignore
    }

    It 'send and receive by key, id and object, and the type chooses' {
        'a', 'b' | Send-MessageQueue -Key $Key -Type 3
        Send-MessageQueue -Id $Queue.Id 'c' -Type 1
        Send-MessageQueue $Queue 'd'
        Receive-MessageQueue -Key $Key -Type 3 -AsString | Should -Be 'a'
        Receive-MessageQueue -Id $Queue.Id -Type -2 -AsString | Should -Be 'c'
        Receive-MessageQueue $Queue -Type 3 -Except -AsString | Should -Be 'd'
        $message = Get-MessageQueue -Key $Key | Receive-MessageQueue -AsString -Detailed
        $message.Value, $message.Type, $message.Priority | Should -Be 'b', 3, 0
        $message | Out-String -Width 160 | Should -Match '3 +message queue'
        Receive-MessageQueue $Queue -Type 3 -Timeout 0.02 | Should -BeNullOrEmpty
        [pscustomobject]@{ A = 1 } | Send-MessageQueue $Queue -AsObject
        (Receive-MessageQueue $Queue -AsObject).A | Should -Be 1
    }

    It 'are listed with the others, as ipcs sees them, and removed as ipcrm removes them (needs ipcs, ipcrm)' -Skip:(Test-Missing ipcs, ipcrm) {
        'abc', 'd' | Send-MessageQueue $Queue
        $info = Get-MessageQueue -Key $Key
        $info.Id, $info.MessageCount, $info.Bytes, $info.Mode, $info.Kind, $info.Capacity | Should -Be $Queue.Id, 2, 4, '0600', 'SystemV', $Queue.Capacity
        (Get-MessageQueue -Kind SystemV).Id | Should -Contain $Queue.Id
        Get-MessageQueue -Kind SystemV | ForEach-Object Kind | Select-Object -Unique | Should -Be 'SystemV'
        (Get-MessageQueue -ErrorAction Ignore).Id | Should -Contain $Queue.Id
        (ipcs -q) -match "^$KeyText +$($Queue.Id) +\S+ +600 +4 +2 *`$" | Should -HaveCount 1
        $info | Out-String -Width 200 | Should -Match "$KeyText, id $($Queue.Id) +2 "
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($info))
        ($copy | Get-MessageQueue).Id | Should -Be $Queue.Id
        $copy | Remove-MessageQueue -WhatIf
        ipcrm -q $Queue.Id
        $null = Assert-Failure { Get-MessageQueue -Id $Queue.Id } -Kind QueueNotFound -Command Get-MessageQueue -Target $Queue.Id
        $null = Assert-Failure { Send-MessageQueue $Queue 'x' } -Kind ObjectRemoved -Command Send-MessageQueue -Target $Queue
    }

    It 'are completed by key and id' {
        (TabExpansion2 "Get-MessageQueue -Key $($KeyText.Substring(0, 5))" "Get-MessageQueue -Key $($KeyText.Substring(0, 5))".Length).CompletionMatches.CompletionText | Should -Contain $KeyText
        (TabExpansion2 'Receive-MessageQueue -Id ' 25).CompletionMatches.CompletionText | Should -Contain "$($Queue.Id)"
    }

    It 'are an error: <Kind> for <Script>' -ForEach @(
        @{ Kind = 'QueueExists'; Command = 'New-MessageQueue'; Script = { New-MessageQueue -Key $Key -Mode Create } }
        @{ Kind = 'KeyNotFound'; Command = 'New-MessageQueue'; Script = { New-MessageQueue -Key ($Key - 1) -Mode Open } }
        @{ Kind = 'QueueNotFound'; Command = 'New-MessageQueue'; Script = { New-MessageQueue -Id 2147483647 } }
        @{ Kind = 'KeyNotFound'; Command = 'Receive-MessageQueue'; Script = { Receive-MessageQueue -Key ($Key - 1) -Timeout 0 } }
        @{ Kind = 'KeyNotFound'; Command = 'Remove-MessageQueue'; Script = { Remove-MessageQueue -Key ($Key - 1) } }
        @{ Kind = 'MessageTooLong'; Command = 'Send-MessageQueue'; Script = { Send-MessageQueue $Queue ('x' * ($Queue.MessageSize + 1)) } }
        @{ Kind = 'InvalidArgument'; Command = 'Send-MessageQueue'; Script = { Send-MessageQueue $Queue 'x' -Priority 1 } }
        @{ Kind = 'InvalidArgument'; Command = 'Receive-MessageQueue'; Script = { Receive-MessageQueue $Queue -Type 0 -Except -Timeout 0 } }
        @{ Kind = 'InvalidArgument'; Command = 'Receive-MessageQueue'; Script = { Receive-MessageQueue $Queue -Except -Timeout 0 } }
    ) {
        $failure = try { & $Script 2>&1 } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -Be "$Kind,MmapModule.Commands.$($Command.Replace('-', ''))Command"
    }

    It 'end every wait soon after it is stopped: <_>' -ForEach 'Receive-MessageQueue $Queue -Type 5', 'Send-MessageQueue $Queue $Large' {
        $large = [byte[]]::new($Queue.MessageSize)
        while ($_ -like 'Send*' -and $Queue.TrySend($large)) { }
        $null = Assert-StopsSoon $_ @{ Queue = $Queue; Large = $large }
    }

    It 'exchange messages with Python (needs python3)' -Skip:(Test-Missing python3) {
        $program = @'
import ctypes, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.msgrcv.restype = ctypes.c_ssize_t
class Message(ctypes.Structure):
    _fields_ = [("type", ctypes.c_long), ("text", ctypes.c_char * 64)]
queue = libc.msgget(int(sys.argv[1], 0), 0)
message = Message()
length = libc.msgrcv(queue, ctypes.byref(message), ctypes.c_size_t(64), ctypes.c_long(4), 0)
message.text, message.type = message.text[:length].upper(), 7
sys.exit(libc.msgsnd(queue, ctypes.byref(message), ctypes.c_size_t(length), 0))
'@
        'no', 'from PowerShell' | ForEach-Object { $type = 3 } { Send-MessageQueue $Queue $_ -Type ($type++) }
        & $Python -c $program $KeyText
        $LASTEXITCODE | Should -Be 0
        Receive-MessageQueue $Queue -Type 7 -AsString -Timeout 0 | Should -BeExactly 'FROM POWERSHELL'
        $Queue.MessageCount | Should -Be 1
    }
}

Describe 'Ctrl+C after a message was received and before the next command gets it: <Kind>' -ForEach @{ Kind = 'Posix' }, @{ Kind = 'SystemV' } -Tag Linux {
    BeforeAll {
        # The cmdlet decodes the message at that moment, so an encoding can press Ctrl+C. The next command is told of it after the
        # cmdlet, and lets the encoding go on only then.
        if (-not ('MmapTest.StoppingEncoding' -as [type])) {
            Add-Type -TypeDefinition @'
using System;
using System.Management.Automation;
using System.Text;
using System.Threading;
namespace MmapTest
{
    public sealed class StoppingEncoding : Encoding
    {
        public static readonly ManualResetEventSlim Stopped = new ManualResetEventSlim();
        public static PowerShell Shell;
        public override int GetByteCount(char[] chars, int index, int count) { return ASCII.GetByteCount(chars, index, count); }
        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) { return ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex); }
        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) { return ASCII.GetChars(bytes, byteIndex, byteCount, chars, charIndex); }
        public override int GetMaxByteCount(int charCount) { return ASCII.GetMaxByteCount(charCount); }
        public override int GetMaxCharCount(int byteCount) { return ASCII.GetMaxCharCount(byteCount); }
        public override int GetCharCount(byte[] bytes, int index, int count)
        {
            PowerShell shell = Interlocked.Exchange(ref Shell, null);
            if (shell != null)
            {
                shell.BeginStop(null, null);
                Stopped.Wait(60000);
            }

            return ASCII.GetCharCount(bytes, index, count);
        }
    }

    [Cmdlet("Out", "StopMark")]
    public sealed class OutStopMark : PSCmdlet
    {
        public static int Received;
        [Parameter(ValueFromPipeline = true)] public object InputObject { get; set; }
        protected override void ProcessRecord() { Received++; }
        protected override void StopProcessing() { StoppingEncoding.Stopped.Set(); }
    }
}
'@
        }

        $script:Name = Get-SharedName
        $script:Queue = $Kind -eq 'Posix' ? (New-MessageQueue $Name -MaxMessages 2 -MessageSize 32) : (New-MessageQueue -Key 0)
        [MmapTest.StoppingEncoding]::Stopped.Reset()
        [MmapTest.OutStopMark]::Received = 0
    }

    AfterAll {
        $Queue | Remove-MessageQueue
    }

    It 'puts the message back as it was' {
        $sent = $Kind -eq 'Posix' ? @{ Priority = 3 } : @{ Type = 3 }
        Send-MessageQueue $Queue 'still there' @sent
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddArgument($ModulePath).AddStatement().AddCommand('Import-Module').AddParameter('Assembly', [MmapTest.OutStopMark].Assembly).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddCommand('Receive-MessageQueue').AddArgument($Queue).AddParameter('AsString').AddParameter('Encoding', [MmapTest.StoppingEncoding]::new()).AddCommand('Out-StopMark')
            [MmapTest.StoppingEncoding]::Shell = $shell
            { $shell.EndInvoke($shell.BeginInvoke()) } | Should -Throw -ExceptionType ([System.Management.Automation.MethodInvocationException])
            [MmapTest.StoppingEncoding]::Stopped.IsSet | Should -BeTrue
            [MmapTest.OutStopMark]::Received | Should -Be 0
            $message = Receive-MessageQueue $Queue -AsString -Detailed -Timeout 0
            $message.Value, $message.Priority, $message.Type | Should -Be 'still there', ($sent.Priority ?? 0), $sent.Type
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'System V segments' -Tag Linux {
    BeforeEach {
        $script:Map = New-MemoryMap -Key $Key -Size 10000
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
        Remove-SharedMemory -Key $Key -ErrorAction Ignore
    }

    It 'are mapped by key and id, and share their bytes' {
        $Map.Kind, $Map.Key, $Map.Length, $Map.Protection | Should -Be 'SystemV', $Key, 10000, 'ReadWrite'
        Write-MappedRegion $Map -Value 'hello'
        New-MemoryMap -Key $Key -Mode Open -Protection Read | Read-MappedRegion -Length 5 -AsString | Should -Be 'hello'
        (New-MemoryMap -SegmentId $Map.SegmentId).ReadString(0, 5) | Should -Be 'hello'
        (Search-MappedRegion $Map -Text 'llo').Offset | Should -Be 2
        Clear-MappedRegion $Map -PunchHole
        $Map.ReadInt64(0) | Should -Be 0
    }

    It 'are listed if they are asked for, as ipcs sees them, and removed by key, id and object (needs ipcs)' -Skip:(Test-Missing ipcs) {
        (Get-SharedMemory).Id | Should -Not -Contain $Map.SegmentId
        $entry = Get-SharedMemory -Kind SystemV | Where-Object Id -EQ $Map.SegmentId
        $entry.Kind, $entry.Key, $entry.Size, $entry.Mode, $entry.AttachCount, $entry.CreatorId, $entry.IsOrphan, $entry.Reliable | Should -Be 'SystemV', $Key, 10000, '0600', 1, $PID, $false, $true
        $entry.ProcessId | Should -Be $PID
        $entry | Out-String -Width 160 | Should -Match "9\.8 KiB .* $PID +$KeyText, id $($Map.SegmentId)"
        (ipcs -m) -match "^$KeyText +$($Map.SegmentId) +\S+ +600 +10000 +1 " | Should -HaveCount 1
        (Get-SharedMemory -Kind Posix, SystemV).Id | Should -Contain $Map.SegmentId
        (TabExpansion2 "New-MemoryMap -Key $($KeyText.Substring(0, 5))" "New-MemoryMap -Key $($KeyText.Substring(0, 5))".Length).CompletionMatches.CompletionText | Should -Contain $KeyText
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($entry))
        ($copy, $Map | Get-SharedMemory).Id | Should -Be $Map.SegmentId, $Map.SegmentId
        $entry | Remove-SharedMemory -WhatIf
        $unknown = [pscustomobject]@{ Id = $Map.SegmentId }
        $null = Assert-Failure { $unknown | Remove-SharedMemory } -Kind InvalidArgument -Command Remove-SharedMemory -Target $unknown
        $copy | Remove-SharedMemory
        (Get-SharedMemory -Id $Map.SegmentId).IsRemoved | Should -BeTrue
        $Map.WriteByte(0, 1)
        Remove-MemoryMap $Map
        $null = Assert-Failure { Remove-SharedMemory -Id $entry.Id } -Kind SharedMemoryNotFound -Command Remove-SharedMemory -Target $entry.Id
    }

    It 'are an error: <Kind> for <Script>' -ForEach @(
        @{ Kind = 'SharedMemoryExists'; Command = 'New-MemoryMap'; Script = { New-MemoryMap -Key $Key -Size 10 -Mode Create } }
        @{ Kind = 'KeyNotFound'; Command = 'New-MemoryMap'; Script = { New-MemoryMap -Key ($Key - 1) } }
        @{ Kind = 'SharedMemoryNotFound'; Command = 'New-MemoryMap'; Script = { New-MemoryMap -SegmentId 2147483647 } }
        @{ Kind = 'InvalidArgument'; Command = 'New-MemoryMap'; Script = { New-MemoryMap -Key $Key -Private } }
        @{ Kind = 'InvalidArgument'; Command = 'New-MemoryMap'; Script = { New-MemoryMap -Key $Key -Size 1MB } }
        @{ Kind = 'InvalidArgument'; Command = 'New-MemoryMap'; Script = { New-MemoryMap -Key $Key -Offset 4096 } }
        @{ Kind = 'InvalidArgument'; Command = 'Resize-MemoryMap'; Script = { Resize-MemoryMap $Map 20000 } }
        @{ Kind = 'InvalidArgument'; Command = 'Add-MemoryMapSeal'; Script = { Add-MemoryMapSeal $Map -Seal Shrink } }
        @{ Kind = 'KeyNotFound'; Command = 'Get-SharedMemory'; Script = { Get-SharedMemory -Key ($Key - 1) } }
        @{ Kind = 'SharedMemoryNotFound'; Command = 'Remove-SharedMemory'; Script = { Remove-SharedMemory -Id 2147483647 } }
    ) {
        $failure = try { & $Script 2>&1 } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -Be "$Kind,MmapModule.Commands.$($Command.Replace('-', ''))Command"
    }

    It 'are shared with Python (needs python3)' -Skip:(Test-Missing python3) {
        $program = @'
import ctypes, sys
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
segment = libc.shmget(int(sys.argv[1], 0), 0, 0)
text = (ctypes.c_char * 10000).from_address(libc.shmat(segment, None, 0))
text[100:105] = text[0:5].upper()
'@
        $Map.WriteString(0, 'hello')
        & $Python -c $program $KeyText
        $LASTEXITCODE | Should -Be 0
        $Map.ReadString(100, 5) | Should -BeExactly 'HELLO'
    }

    It 'do not end the shell when they are truncated from outside (needs root to do that)' -Skip:(Test-Missing root) {
        $result = Invoke-ChildPwsh -Fresh {
            $map = New-MemoryMap -Key 0 -Size 12288
            Remove-SharedMemory -Id $map.SegmentId
            Write-MappedRegion $map -Value 'x' -Offset 100
            truncate --size 4096 ('/proc/{0}/map_files/{1:x}-{2:x}' -f $PID, $map.Address, ($map.Address + 12288))
            "truncated=$LASTEXITCODE"
            function Get-Kind([scriptblock] $Script) { try { $null = & $Script; 'none' } catch { "$($_.Exception.Kind ?? $_.Exception.InnerException.Kind)" } }
            $ErrorActionPreference = 'Stop'
            "read=$(Get-Kind { Read-MappedRegion $map -Offset 8192 -Length 10 })"
            "write=$(Get-Kind { Write-MappedRegion $map -Offset 8192 -Value 'abc' })"
            "number=$(Get-Kind { $map.ReadInt32(8192) })"
            "store=$(Get-Kind { $map.WriteInt64(8192, 5) })"
            "atomic=$(Get-Kind { Update-MappedValue $map -Offset 8192 -Operation Add -Value 1 })"
            "wait=$(Get-Kind { Wait-MappedRegion $map -Offset 8192 -Length 4 -Timeout 0.05 })"
            "search=$(Get-Kind { Search-MappedRegion $map -Text 'y' })"
            "rest=$((Search-MappedRegion $map -Length 4096 -Text 'x').Offset)"
            "again=$(Get-Kind { New-MemoryMap -SegmentId $map.SegmentId })"
            "state=$($map.State)"
        }
        $said = @{}
        $result.StdOut -split '\n' | ForEach-Object { $one, $two = $_ -split '=', 2; $said[$one] = $two }
        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        if ($said.truncated -ne '0') { Set-ItResult -Skipped -Because 'this kernel or container does not let root open map_files' }
        $said.read, $said.write, $said.number, $said.store, $said.atomic, $said.search | Should -Be (@('RegionTruncated') * 6) -Because $result.StdOut
        $said.wait, $said.rest, $said.again, $said.state | Should -Be 'RegionTruncated', '100', 'NotMappable', 'Faulted' -Because $result.StdErr
    }
}

Describe 'System V limits of an ordinary user (needs root, unshare, setpriv and python3)' -Skip:(Test-Missing root, nobody, unshare, setpriv, python3) -Tag Linux {
    BeforeAll {
        # A namespace of its own has limits of its own, which root makes small. One object in it belongs to root.
        $folder = New-ChildFolder
        $module = Copy-TestModule (Join-Path $folder 'MmapModule')
        $script = {
            function Get-Kind([scriptblock] $Script) { try { $null = & $Script; 'none' } catch { ($_.FullyQualifiedErrorId -split ',')[0] } }
            $ErrorActionPreference = 'Stop'
            "shmmax=$(Get-Kind { New-MemoryMap -Key 0 -Size 64KB })"
            $first = New-MemoryMap -Key 0 -Size 12KB
            "shmall=$(Get-Kind { New-MemoryMap -Key 0 -Size 16KB })"
            $second = New-MemoryMap -Key 0 -Size 4KB
            "shmmni=$(Get-Kind { New-MemoryMap -Key 0 -Size 1 })"
            $first, $second | Remove-SharedMemory
            $queue = New-MessageQueue -Key 0
            "msgmni=$(Get-Kind { New-MessageQueue -Key 0 })"
            "msgmax=$(Get-Kind { Send-MessageQueue $queue ('x' * 201) })"
            'x' * 200 | Send-MessageQueue $queue
            "msgmnb=$(Get-Kind { Send-MessageQueue $queue ('x' * 200) -Timeout 0 })"
            $queue | Remove-MessageQueue
            $foreign = (Get-MessageQueue -Key 0x4D4D0010).Id
            "owner=$(Get-Kind { Receive-MessageQueue -Id $foreign -Timeout 0 })"
            "denied=$(Get-Kind { Receive-MessageQueue -Id $foreign -Timeout 0 -AllowForeignOwner })"
            "remove=$(Get-Kind { Remove-MessageQueue -Id $foreign })"
            $segment = (Get-SharedMemory -Key 0x4D4D0010).Id
            "segment owner=$(Get-Kind { New-MemoryMap -SegmentId $segment })"
            "segment denied=$(Get-Kind { New-MemoryMap -SegmentId $segment -AllowForeignOwner })"
            "segment remove=$(Get-Kind { Remove-SharedMemory -Id $segment })"
        }
        $text = ConvertTo-ChildScript -ModulePath $module $script
        [System.IO.File]::WriteAllText("$folder/child.ps1", $text)
        chmod -R 'a+rX' $folder
        chown -R nobody $folder
        $setup = 'cd /proc/sys/kernel && echo 3 > shmmni && echo 6 > shmall && echo 16384 > shmmax && echo 2 > msgmni && echo 200 > msgmax && echo 300 > msgmnb && cd / && "$PYTHON" -c "$MAKE" && exec "$@"'
        $make = 'import ctypes; libc = ctypes.CDLL(None); libc.msgget(0x4D4D0010, 0o1600); libc.shmget(0x4D4D0010, 4096, 0o1600)'
        $script:Said = @{}
        $script:Lines = & env "PYTHON=$Python" "MAKE=$make" unshare --ipc sh -c $setup sh env "HOME=$folder" setpriv --reuid=nobody --clear-groups -- (Get-PwshPath) -NoProfile -NonInteractive -File "$folder/child.ps1" 2>&1
        $Lines | ForEach-Object { $one, $two = "$_" -split '=', 2; $Said[$one] = $two }
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'are errors with their id' {
        $Said['shmmax'], $Said['shmall'], $Said['shmmni'], $Said['msgmni'] | Should -Be (@('QueueLimit') * 4) -Because "$Lines"
        $Said['msgmax'], $Said['msgmnb'] | Should -Be 'MessageTooLong', 'QueueTimeout' -Because "$Lines"
    }

    It 'and what belongs to others needs consent and permission' {
        $Said['owner'], $Said['denied'], $Said['remove'] | Should -Be 'NotPermitted', 'AccessDenied', 'NotPermitted' -Because "$Lines"
        $Said['segment owner'], $Said['segment denied'], $Said['segment remove'] | Should -Be 'NotPermitted', 'AccessDenied', 'NotPermitted' -Because "$Lines"
    }
}
