# A permit given back and taken again: by the engine, as a .NET program does it, against C, and by methods and cmdlets.
if (-not (Get-Command New-SharedSemaphore -ErrorAction Ignore)) {
    New-Row 'semaphore: release and wait, engine' 'two system calls' -Note 'not in this build'
    return
}

Add-Type -ReferencedAssemblies ([MmapModule.SharedSemaphore].Assembly.Location) -IgnoreWarnings -WarningAction SilentlyContinue -TypeDefinition @'
public static class SemaphoreLoop
{
    public static void Run(MmapModule.SharedSemaphore semaphore, long rounds)
    {
        for (long i = 0; i < rounds; i++)
        {
            semaphore.Release();
            semaphore.TryWait(-1);
        }
    }
}
'@

$posix = New-SharedSemaphore "mmap-bench-$PID"
$set = New-SharedSemaphore -Key 0
try {
    $rounds = $Bench.Calls * 50
    $peers = [ordered]@{
        'two system calls, in C'          = Get-Limit semaphore_limit calls $rounds
        'sem_post and sem_wait, in C (a truncation ends the process)' = Get-Limit semaphore_limit libc $rounds
    }
    Measure-Row 'semaphore: release and wait, engine' { [SemaphoreLoop]::Run($posix, $rounds) } $peers @{ 'two system calls, in C' = 1 } -Calls $rounds -Unit ns
    Measure-Row 'System V semaphore: release and wait, engine' { [SemaphoreLoop]::Run($set, $rounds) } @{ 'semop twice, in C' = Get-Limit semaphore_limit semop $rounds } -Calls $rounds -Unit ns

    $calls = $Bench.Calls
    function Invoke-Method { for ($i = 0; $i -lt $calls; $i++) { $posix.Release(); $null = $posix.TryWait(-1) } }
    function Invoke-Use { for ($i = 0; $i -lt $calls; $i++) { Use-SharedSemaphore $posix { } } }
    function Invoke-Block { for ($i = 0; $i -lt $calls; $i++) { & { } } }
    $net = [System.Threading.Semaphore]::new(1, 100)
    function Invoke-Net { for ($i = 0; $i -lt $calls; $i++) { $null = $net.Release(); $null = $net.WaitOne() } }
    Measure-Row 'semaphore: release and wait, methods' { Invoke-Method } ([ordered] @{
        '.NET Semaphore, one process only'  = { Invoke-Net }
        'multiprocessing.Semaphore, Python' = Get-PythonTime "s = multiprocessing.Semaphore(1)`nb = time.perf_counter()`nfor i in range($calls): s.release(); s.acquire()`nt = time.perf_counter() - b"
    }) -Calls $calls -Unit us
    Measure-Row 'Use-SharedSemaphore around an empty block' { Invoke-Use } @{ '& { }' = { Invoke-Block } } -Calls $calls -Unit us
}
finally {
    $posix, $set | Remove-SharedSemaphore
    $posix.Dispose()
}
