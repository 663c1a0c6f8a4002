# Messages from another process, which sends as fast as it can: through a shared queue, a POSIX queue, a named pipe and a Unix socket.
$command = Get-Command New-MessageQueue -ErrorAction Ignore
if (-not $command -or -not $command.Parameters.ContainsKey('Capacity')) {
    New-Row 'shared queue: 64 B from another process' 'POSIX queue' -Note 'not in this build'
    return
}

Add-Type -ReferencedAssemblies ([MmapModule.MessageQueue].Assembly.Location), 'System.Net.Sockets', 'System.Net.Primitives', 'System.Runtime' -IgnoreWarnings -WarningAction SilentlyContinue -TypeDefinition @'
using System.IO;
using System.Net.Sockets;

public static class Receiver
{
    public static void Queue(MmapModule.MessageQueue queue, long count)
    {
        for (long i = 0; i < count; i++)
        {
            queue.Receive();
        }
    }

    // A new array for each message, as a queue gives one.
    public static void Stream(Stream stream, int size, long count)
    {
        for (long i = 0; i < count; i++)
        {
            stream.ReadExactly(new byte[size], 0, size);
        }
    }

    public static void Pair(MmapModule.MessageQueue queue, byte[] message, long count)
    {
        for (long i = 0; i < count; i++)
        {
            queue.Send(message);
            queue.Receive();
        }
    }
}
'@

$name = "mmap-bench-$PID"
$senders = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()
function Start-Sender([string] $Kind, [string] $Target, [int] $Size) {
    $script = Join-Path $Bench.Root 'benchmarks/queue_sender.ps1'
    $arguments = '-NoProfile', '-File', "`"$script`"", "`"$((Get-Module MmapModule).Path)`"", "`"$Target`"", $Kind, $Size
    $senders.Add((Start-Process -FilePath (Join-Path $PSHOME 'pwsh') -ArgumentList $arguments -PassThru))
}

# One sender at a time: the others sleep, because what they write to is full.
function Measure-Size([int] $Size, [long] $Count, [hashtable] $Target) {
    $shared = New-MessageQueue "$name-$Size" -Capacity 1MB
    $peers = [ordered]@{}
    $closes = [System.Collections.Generic.List[object]]::new()
    $posix = $null
    Start-Sender Queue "$name-$Size" $Size
    if ($Size -le 8KB) {
        $posix = New-MessageQueue "$name-posix" -MaxMessages 10 -MessageSize $Size
        Start-Sender Queue "$name-posix" $Size
        $peers['POSIX queue'] = { [Receiver]::Queue($posix, $Count) }
    }

    $fifo = Join-Path $Bench.Folder "fifo-$Size"
    mkfifo $fifo
    Start-Sender Pipe $fifo $Size
    $pipe = [System.IO.FileStream]::new($fifo, 'Open', 'Read', 'ReadWrite', 0)
    $closes.Add($pipe)
    $peers['named pipe'] = { [Receiver]::Stream($pipe, $Size, $Count) }

    $path = Join-Path $Bench.Folder "socket-$Size"
    $listener = [System.Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
    $listener.Bind([System.Net.Sockets.UnixDomainSocketEndPoint]::new($path))
    $listener.Listen(1)
    Start-Sender Socket $path $Size
    $socket = [System.Net.Sockets.NetworkStream]::new($listener.Accept(), $true)
    $closes.Add($socket)
    $closes.Add($listener)
    $peers['Unix socket'] = { [Receiver]::Stream($socket, $Size, $Count) }
    try {
        Measure-Row "shared queue: $Size B from another process" { [Receiver]::Queue($shared, $Count) } $peers $Target -Calls $Count -Unit ns
    }
    finally {
        $senders | Where-Object { -not $_.HasExited } | ForEach-Object Kill
        $senders | ForEach-Object WaitForExit
        $senders.Clear()
        $closes | ForEach-Object Dispose
        $shared, $posix | Where-Object { $_ } | ForEach-Object { Remove-MessageQueue $_; $_.Dispose() }
    }
}

$rounds = $Bench.Calls * 5
Measure-Size 64 $rounds @{ 'POSIX queue' = 0.5 }
Measure-Size 64KB ([math]::Max(20, $rounds / 20)) @{ 'named pipe' = 1.25 }

$shared = New-MessageQueue $name -Capacity 1MB
$posix = New-MessageQueue "$name-posix" -MaxMessages 4 -MessageSize 64
try {
    $message = [byte[]]::new(64)
    Measure-Row 'shared queue: send and receive 64 B, one process' { [Receiver]::Pair($shared, $message, $rounds) } @{ 'POSIX queue' = { [Receiver]::Pair($posix, $message, $rounds) } } -Calls $rounds -Unit ns
    $calls = $Bench.Calls
    function Invoke-Shared { for ($i = 0; $i -lt $calls; $i++) { $shared.Send($message); $null = $shared.Receive() } }
    function Invoke-Posix { for ($i = 0; $i -lt $calls; $i++) { $posix.Send($message); $null = $posix.Receive() } }
    $peers = [ordered] @{
        'POSIX queue'                   = { Invoke-Posix }
        'multiprocessing.Queue, Python' = Get-PythonTime "q = multiprocessing.Queue()`nm = bytes(64)`nb = time.perf_counter()`nfor i in range($calls): q.put(m); q.get()`nt = time.perf_counter() - b"
    }

    Measure-Row 'shared queue: send and receive 64 B, methods' { Invoke-Shared } $peers @{ 'POSIX queue' = 1.2 } -Calls $calls -Unit us
}
finally {
    $shared, $posix | ForEach-Object { Remove-MessageQueue $_; $_.Dispose() }
}
