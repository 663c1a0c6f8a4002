# A lock taken and given back: by the engine, as a .NET program does it, against flock(2) in C, and by methods and cmdlets.
if (-not (Get-Command Lock-SharedMutex -ErrorAction Ignore)) {
    New-Row 'lock: lock and unlock, engine' 'flock twice, in C' -Note 'not in this build'
    return
}

Add-Type -ReferencedAssemblies ([MmapModule.SharedMutex].Assembly.Location) -IgnoreWarnings -WarningAction SilentlyContinue -TypeDefinition @'
public static class LockLoop
{
    public static void Run(MmapModule.SharedMutex mutex, long rounds)
    {
        for (long i = 0; i < rounds; i++)
        {
            mutex.Lock(-1).Dispose();
        }
    }
}
'@

$lockName = "mmap-bench-$PID"
$named = [MmapModule.SharedMutex]::Open($lockName)
$file = [MmapModule.SharedMutex]::OpenFile((Join-Path $Bench.Folder 'lock'))
$net = [System.Threading.Mutex]::new($false, "mmap-bench-$PID")
try {
    $rounds = $Bench.Calls * 20
    Measure-Row 'lock: lock and unlock, engine, by path' { [LockLoop]::Run($file, $rounds) } @{ 'flock twice, in C' = Get-Limit lock_limit (Join-Path $Bench.Folder 'peer') $rounds } @{ 'flock twice, in C' = 2 } -Calls $rounds -Unit ns
    Measure-Row 'lock: lock and unlock, engine, by name' { [LockLoop]::Run($named, $rounds) } @{ 'flock twice, in C' = Get-Limit lock_limit "/dev/shm/$lockName-peer" $rounds } @{ 'flock twice, in C' = 2 } -Calls $rounds -Unit ns

    $calls = $Bench.Calls
    function Invoke-Method { for ($i = 0; $i -lt $calls; $i++) { $named.Lock(-1).Dispose() } }
    function Invoke-Net { for ($i = 0; $i -lt $calls; $i++) { $null = $net.WaitOne(); $net.ReleaseMutex() } }
    function Invoke-Use { for ($i = 0; $i -lt $calls; $i++) { Use-SharedMutex $lockName { } } }
    function Invoke-Block { for ($i = 0; $i -lt $calls; $i++) { & { } } }
    Measure-Row 'lock: lock and unlock, methods' { Invoke-Method } @{ '.NET Mutex with a name' = { Invoke-Net } } -Calls $calls -Unit us
    Measure-Row 'Use-SharedMutex around an empty block' { Invoke-Use } @{ '& { }' = { Invoke-Block } } @{ '& { }' = 5 } -Calls $calls -Unit us
}
finally {
    $named.Dispose()
    $file.Dispose()
    $net.Dispose()
    Remove-SharedMemory $lockName
}
