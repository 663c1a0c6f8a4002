#requires -Version 7.4

<#
.SYNOPSIS
    Four writers add numbered lines to one file, and only one of them writes at a time.
.DESCRIPTION
    Each line has the number of the line before it and one more, so two writers that work at the same time would write a number
    twice. A lock with a name keeps them apart: two threads of this shell, a second PowerShell, and a shell script that uses
    flock(1) on the file of the lock. The shell script is killed in the middle of its work; the kernel gives its lock back, and
    the others go on.
.EXAMPLE
    ./examples/one-writer.ps1
#>
[CmdletBinding()]
param(
    # The lock that all writers share.
    [string] $Name = "mmap-example-writers-$PID",

    # How many lines each PowerShell writer adds.
    [ValidateRange(1, 100000)]
    [int] $Count = 25
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$writer = {
    param($Module, $Lock, $Ledger, $Count, $Who)

    Import-Module $Module
    foreach ($i in 1..$Count) {
        Use-SharedMutex $Lock {
            $last = @([System.IO.File]::ReadAllLines($Ledger)).Count
            [System.IO.File]::AppendAllText($Ledger, "$($last + 1) $Who`n")
        }
    }
}

$script = 'while :; do ( flock 9; echo "$(($(wc -l < "$1") + 1)) flock" >> "$1" ) 9<> "$2"; done'
$ledger = (New-TemporaryFile).FullName
$module = (Get-Module MmapModule).Path
$other = $null
try {
    # The first lock creates the file that flock(1) uses, too.
    $hold = Lock-SharedMutex $Name
    $jobs = @(
        Start-Job $writer -ArgumentList $module, $Name, $ledger, $Count, 'pwsh'
        Start-ThreadJob $writer -ArgumentList $module, $Name, $ledger, $Count, 'thread 1'
        Start-ThreadJob $writer -ArgumentList $module, $Name, $ledger, $Count, 'thread 2'
    )
    if (Get-Command flock -CommandType Application -ErrorAction Ignore) {
        $other = [System.Diagnostics.Process]::Start('sh', [string[]] ('-c', $script, 'sh', $ledger, $hold.Path))
    }

    Unlock-SharedMutex $hold

    # Some lines later it is killed, whatever it is doing.
    while ($other -and -not ((Get-Content $ledger) -like '*flock')) {
        Start-Sleep -Milliseconds 10
    }

    if ($other) { $other.Kill($true) }
    $jobs | Receive-Job -Wait -AutoRemoveJob

    $lines = @(Get-Content $ledger)
    $wrong = @(foreach ($i in 1..$lines.Count) { if ($lines[$i - 1] -notlike "$i *") { $lines[$i - 1] } })
    $mine = @($lines -notlike '*flock')
    if ($wrong -or $mine.Count -ne 3 * $Count) {
        throw "$($wrong.Count) of $($lines.Count) lines are wrong: $($wrong | Select-Object -First 3)"
    }

    "$($mine.Count) lines of 3 writers$($other ? ", and those of one that was killed" : ''): every number is there once."
}
finally {
    if ($other -and -not $other.HasExited) { $other.Kill($true) }
    Remove-SharedMemory $Name
    Remove-Item -LiteralPath $ledger
}
