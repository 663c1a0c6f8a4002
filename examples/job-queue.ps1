#requires -Version 7.4

<#
.SYNOPSIS
    Three workers share the jobs of a message queue, and one of them is killed in the middle of its work.
.DESCRIPTION
    The script puts jobs into a message queue, faster than they are done: when the queue is full, it waits. Each worker
    is a PowerShell of its own that takes a job, does it, and notes that it was done. Urgent jobs overtake the others where the
    queue has priorities.

    One worker is killed. The job that it had just taken is lost, and it is the only one: no job is done twice, and the others
    go on. Who cannot lose a job notes what was taken as well as what was done, as the workers here do, and sends it again.
.EXAMPLE
    ./examples/job-queue.ps1 -Job 200
.EXAMPLE
    ./examples/job-queue.ps1 -Capacity 4KB

    A shared queue, whose messages may be as long as its capacity. It has no priorities, so all jobs are done in their order.
#>
[CmdletBinding()]
param(
    # How many jobs there are.
    [ValidateRange(10, 100000)]
    [int] $Job = 60,

    # The bytes that a shared queue holds; without it the queue is a POSIX message queue.
    [ValidateRange(1, 1GB)]
    [long] $Capacity,

    # The queue that all share.
    [string] $Name = "mmap-example-jobs-$PID"
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$worker = {
    param([string] $ModulePath, [string] $Name, [string] $Folder)

    $ErrorActionPreference = 'Stop'
    Import-Module $ModulePath
    $log = Join-Path $Folder "$PID.log"
    Receive-MessageQueue $Name -AsString -Continuous | ForEach-Object {
        if ($_ -eq 'end') { exit }
        [IO.File]::AppendAllText($log, "taken $_`n")
        Start-Sleep -Milliseconds 20
        [IO.File]::AppendAllText($log, "done $_`n")
    }
}

$folder = [IO.Directory]::CreateTempSubdirectory('job-queue-').FullName
$workers = @()
try {
    # Room for a few jobs only, so that nobody runs far ahead of the workers.
    $isShared = $PSBoundParameters.ContainsKey('Capacity')
    $size = $isShared ? @{ Capacity = $Capacity } : @{ MaxMessages = 4; MessageSize = 64 }
    $queue = New-MessageQueue $Name -Mode Create @size
    $script = Join-Path $folder 'work.ps1'
    Set-Content -LiteralPath $script -Value $worker
    $arguments = '-NoProfile', '-NonInteractive', '-File', "`"$script`"", "`"$((Get-Module MmapModule).Path)`"", $Name, "`"$folder`""
    $workers = @(foreach ($i in 1..3) { Start-Process -FilePath (Join-Path $PSHOME 'pwsh') -ArgumentList $arguments -PassThru })

    foreach ($i in 1..$Job) {
        $priority = $isShared ? @{} : @{ Priority = $i % 10 -eq 0 ? 1 : 0 }
        Send-MessageQueue $queue "job $i" @priority -Timeout 120
        if ($i -eq [int] ($Job / 2)) {
            $workers[0].Kill()
        }
    }

    # Messages of the same priority come in their order, so this one is received after all jobs.
    $workers[0].WaitForExit()
    1..2 | ForEach-Object { Send-MessageQueue $queue 'end' -Timeout 120 }
    foreach ($process in $workers[1..2]) {
        if (-not $process.WaitForExit(120000)) {
            throw "Worker $($process.Id) does not end."
        }
    }

    $lines = @(Get-ChildItem -LiteralPath $folder -Filter '*.log' | Get-Content)
    $taken = @($lines -like 'taken *' -replace '^taken ')
    $done = @($lines -like 'done *' -replace '^done ')
    $lost = @($taken | Where-Object { $_ -notin $done })
    if (@($done | Select-Object -Unique).Count -ne $done.Count -or $Job - $done.Count -gt 1) {
        throw "$($done.Count) of $Job jobs were done, $($lost.Count) are known to be lost."
    }

    "$($done.Count) of $Job jobs were done by 3 workers, none of them twice; $($Job - $done.Count) had been taken by the one that was killed."
}
finally {
    foreach ($process in $workers) {
        if (-not $process.HasExited) {
            $process.Kill()
        }
    }

    Remove-MessageQueue $Name -ErrorAction Ignore
    Remove-Item -LiteralPath $folder -Recurse
}
