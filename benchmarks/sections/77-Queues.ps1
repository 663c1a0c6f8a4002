# A message sent and received by one process: by the engine, as a .NET program does it, against C, and by methods and cmdlets.
if (-not (Get-Command New-MessageQueue -ErrorAction Ignore)) {
    New-Row 'queue: send and receive 64 B, engine' 'mq_send and mq_receive, in C' -Note 'not in this build'
    return
}

Add-Type -ReferencedAssemblies ([MmapModule.MessageQueue].Assembly.Location) -IgnoreWarnings -WarningAction SilentlyContinue -TypeDefinition @'
public static class QueueLoop
{
    public static void Run(MmapModule.MessageQueue queue, byte[] message, long rounds)
    {
        for (long i = 0; i < rounds; i++)
        {
            queue.Send(message);
            queue.Receive();
        }
    }
}
'@

$queue = New-MessageQueue "mmap-bench-$PID" -MaxMessages 4 -MessageSize 64
try {
    $rounds = $Bench.Calls * 20
    $message = [byte[]]::new(64)
    Measure-Row 'queue: send and receive 64 B, engine' { [QueueLoop]::Run($queue, $message, $rounds) } @{ 'mq_send and mq_receive, in C' = Get-Limit queue_limit $rounds } @{ 'mq_send and mq_receive, in C' = 1.3 } -Calls $rounds -Unit ns

    $calls = $Bench.Calls
    $pipe = [System.IO.Pipes.AnonymousPipeServerStream]::new('Out', 'None')
    $reader = [System.IO.Pipes.AnonymousPipeClientStream]::new('In', $pipe.ClientSafePipeHandle)
    $buffer = [byte[]]::new(64)
    function Invoke-Method { for ($i = 0; $i -lt $calls; $i++) { $queue.Send($message); $null = $queue.Receive() } }
    function Invoke-Pipe { for ($i = 0; $i -lt $calls; $i++) { $pipe.Write($message, 0, 64); $null = $reader.Read($buffer, 0, 64) } }
    Measure-Row 'queue: send and receive 64 B, methods' { Invoke-Method } @{ 'pipe, .NET' = { Invoke-Pipe } } -Calls $calls -Unit us
}
finally {
    Remove-MessageQueue $queue
    $queue.Dispose()
    ${reader}?.Dispose()
    ${pipe}?.Dispose()
}
