#requires -Version 7.4

<#
.SYNOPSIS
    Exchanges data with a Python program through named shared memory.
.DESCRIPTION
    New-MemoryMap -Name is POSIX shared memory: what shm_open opens in C and multiprocessing.shared_memory in Python.
    On Linux the object is also a file in /dev/shm, so that every tool can look at it.
    This script creates an object with some numbers, starts a Python program that adds them up, and reads the sum. Then
    Python creates an object and this script opens it. Each side announces its data by setting the number at
    offset 0 last. Without python3 only the first part runs, and cat stands for the other program.
.EXAMPLE
    ./examples/share-named-memory.ps1 -Number 1, 2, 3
#>
[CmdletBinding()]
param(
    # The numbers to add up.
    [ValidateCount(1, 100)]
    [int[]] $Number = (1..10),

    # How long to wait for Python.
    [ValidateRange(1, 600)]
    [int] $TimeoutSeconds = 30
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

# Numbers: 0 state, 4 how many, 8 the sum (Int64), 16 the numbers. The second object: 0 state, 16 text.
$program = @'
import mmap, struct, sys, time
from multiprocessing import shared_memory
ours, theirs, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])

with open("/dev/shm/" + theirs, "r+b") as f, mmap.mmap(f.fileno(), 0) as m:
    count = struct.unpack_from("<i", m, 4)[0]
    struct.pack_into("<q", m, 8, sum(struct.unpack_from("<%di" % count, m, 16)))
    struct.pack_into("<i", m, 0, 1)

s = shared_memory.SharedMemory(ours, create=True, size=4096)
text = ("created by Python, version %d.%d" % sys.version_info[:2]).encode()
s.buf[16:16 + len(text)] = text
struct.pack_into("<i", s.buf, 0, 1)
deadline = time.monotonic() + seconds
while struct.unpack_from("<i", s.buf, 0)[0] != 2 and time.monotonic() < deadline:
    time.sleep(0.005)
answered = struct.unpack_from("<i", s.buf, 0)[0] == 2
s.close()
s.unlink()
sys.exit(0 if answered else 1)
'@

function Wait-State {
    param($Map, [int] $State)

    $deadline = [DateTime]::UtcNow.AddSeconds($TimeoutSeconds)
    while ($Map.ReadInt32(0) -ne $State) {
        if ([DateTime]::UtcNow -gt $deadline) {
            throw "Python did not answer within $TimeoutSeconds s."
        }

        Start-Sleep -Milliseconds 5
    }
}

$folder = [IO.Directory]::CreateTempSubdirectory('share-named-memory-').FullName
$name = "mmap-example-$PID"
$nameOfPython = "mmap-python-$PID"
$python = $map = $answer = $null
try {
    $map = New-MemoryMap -Name $name -Mode Create -Size 4KB
    $map.WriteInt32(4, $Number.Count)
    Write-MappedRegion -InputObject $map -Offset 16 -Value $Number
    $object = Get-SharedMemory -Name $name
    "Created $($object.Name): $($object.Size) bytes, owner $($object.Owner), mode $($object.Mode), mapped by $($object.ProcessId)"
    $seen = -split (cat -- "/dev/shm/$name" | od -A n -v -t d4 -j 16 -N (4 * $Number.Count))
    if ("$seen" -ne "$Number") {
        throw 'cat does not see the numbers.'
    }

    if (-not (Get-Command -Name python3 -CommandType Application -ErrorAction Ignore)) {
        'There is no python3: cat sees the numbers, and that is all that is shown here.'
        return
    }

    $script = Join-Path $folder 'adder.py'
    Set-Content -LiteralPath $script -Value $program
    $python = Start-Process -FilePath python3 -ArgumentList "`"$script`"", $nameOfPython, $name, $TimeoutSeconds -PassThru
    Wait-State -Map $map -State 1
    $sum = Read-MappedRegion -InputObject $map -Offset 8 -As Int64
    "Python added up $($Number -join ', '): $sum"
    if ($sum -ne ($Number | Measure-Object -Sum).Sum) {
        throw 'That is wrong.'
    }

    # Now the other way round. The object appears in its full size a moment after its name.
    $deadline = [DateTime]::UtcNow.AddSeconds($TimeoutSeconds)
    while (-not (Get-SharedMemory -Name $nameOfPython -ErrorAction Ignore).Size) {
        if ([DateTime]::UtcNow -gt $deadline) {
            throw "Python created nothing within $TimeoutSeconds s."
        }

        Start-Sleep -Milliseconds 20
    }

    $answer = New-MemoryMap -Name $nameOfPython -Mode Open
    Wait-State -Map $answer -State 1
    "Read from Python's object: $(Read-MappedRegion -InputObject $answer -Offset 16 -AsString -NullTerminated)"
    $answer.WriteInt32(0, 2)
    if (-not $python.WaitForExit(1000 * $TimeoutSeconds) -or $python.ExitCode -ne 0) {
        throw 'Python did not see our answer.'
    }
}
finally {
    if ($python -and -not $python.HasExited) {
        $python.Kill()
    }

    Remove-Item -LiteralPath $folder -Recurse
    foreach ($open in $map, $answer) {
        if ($open) {
            Remove-MemoryMap -InputObject $open
        }
    }

    # The names stay until they are removed; Python's own is gone if it ended well.
    Get-SharedMemory | Where-Object -Property Name -In -Value $name, $nameOfPython | Remove-SharedMemory
}
