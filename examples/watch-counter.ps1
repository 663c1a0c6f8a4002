#requires -Version 7.4

<#
.SYNOPSIS
    A live view of a counter that a C program writes.
.DESCRIPTION
    The C program maps a file and counts in it, as programs do that let others see how far they are. It knows nothing of this
    module. Watch-MappedRegion shows each change of the number. A counter that goes faster than it is shown skips numbers, but
    the last one is never missed.

    Without a C compiler the script says so and does nothing.
.EXAMPLE
    ./examples/watch-counter.ps1 -Count 200
#>
[CmdletBinding()]
param(
    # How far the program counts.
    [ValidateRange(1, 1000000)]
    [int] $Count = 1000,

    # The longest time for all of it, in seconds.
    [ValidateRange(1, 600)]
    [int] $TimeoutSeconds = 60
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$source = @'
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

struct status { char program[16]; volatile uint64_t done; };

int main(int argc, char **argv) {
    int file = open(argv[1], O_RDWR);
    struct status *status = mmap(NULL, sizeof *status, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (argc != 3 || status == MAP_FAILED) { perror("mmap"); return 2; }
    for (long i = 0; i < atol(argv[2]); i++) {
        nanosleep(&(struct timespec){0, 500000}, NULL);
        __atomic_fetch_add(&status->done, 1, __ATOMIC_SEQ_CST);
    }
    return 0;
}
'@

$compiler = Get-Command cc, gcc, clang -CommandType Application -ErrorAction Ignore | Select-Object -First 1
if (-not $compiler) {
    'There is no C compiler.'
    return
}

$folder = [IO.Directory]::CreateTempSubdirectory('watch-counter-').FullName
$process = $null
try {
    $program = Join-Path $folder 'counter'
    $source | & $compiler.Source -x c -O2 -o $program -
    if ($LASTEXITCODE -ne 0) {
        throw 'The C program cannot be built.'
    }

    $file = Join-Path $folder 'status'
    [IO.File]::WriteAllBytes($file, [byte[]]::new(24))
    $process = [Diagnostics.Process]::Start($program, [string[]] ($file, $Count))

    # Offset 16 is the counter. All changes are kept, and Select-Object ends the watch when the last one is there.
    $changes = [System.Collections.Generic.List[object]]::new()
    Watch-MappedRegion $file -Offset 16 -As UInt64 -Initial -Timeout $TimeoutSeconds |
        Where-Object { $changes.Add($_); $_.After -ge $Count } |
        Select-Object -First 1 |
        Out-Null

    $changes | Select-Object -Last 5 | Format-Table Time, Before, After
    $wrong = @($changes | Where-Object { $null -ne $_.Before -and $_.After -le $_.Before })
    if ($wrong -or $changes[-1].After -ne $Count) {
        throw "The program has counted to $($changes[-1].After), and $($wrong.Count) changes are wrong."
    }

    "The program counted to $Count; $($changes.Count) changes were seen, each of them greater than the one before."
}
finally {
    if ($process) {
        $process.Kill()
        $process.WaitForExit()
    }

    Remove-Item -LiteralPath $folder -Recurse
}
