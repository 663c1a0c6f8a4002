<#
.SYNOPSIS
    Measures how long a word and its answer take between two PowerShell processes.
.DESCRIPTION
    One process writes a number, the other waits for it and writes an answer, for which the first one waits. This is done
    through Wait-MappedRegion and Write-MappedRegion, through the methods of a map, and through a named pipe, in turns and
    between the same two processes. The results are objects: microseconds for one round trip, best and median of the rounds.
.EXAMPLE
    ./benchmarks/ping_pong.ps1 -Count 2000
#>
[CmdletBinding()]
param(
    # Round trips in each round.
    [ValidateRange(1, 1000000)]
    [int] $Count = 2000,

    # Rounds; the best one counts.
    [ValidateRange(1, 1000)]
    [int] $Repeat = 7,

    # Used by the script itself: the name of the memory and of the pipe that the answering process opens.
    [string] $Answer
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    Import-Module (Join-Path (Split-Path $PSScriptRoot) 'MmapModule.psd1')
}

# Two numbers, in cache lines of their own: one for each direction.
$ping = 0
$pong = 128

function Invoke-CmdletRound {
    param($Map, [int] $Count)

    for ($i = 1; $i -le $Count; $i++) {
        Write-MappedRegion $Map -Value $i -Offset $ping
        $null = Wait-MappedRegion $Map -Offset $pong -Until Equal -Value $i -Timeout 60
    }
}

function Invoke-CmdletAnswer {
    param($Map, [int] $Count)

    for ($i = 1; $i -le $Count; $i++) {
        $null = Wait-MappedRegion $Map -Offset $ping -Until Equal -Value $i -Timeout 60
        Write-MappedRegion $Map -Value $i -Offset $pong
    }
}

function Invoke-MethodRound {
    param($Map, [int] $Count)

    for ($i = 1; $i -le $Count; $i++) {
        $Map.WriteInt32($ping, $i)
        $null = $Map.WaitUntil($pong, 'Equal', $i, 60000)
    }
}

function Invoke-MethodAnswer {
    param($Map, [int] $Count)

    for ($i = 1; $i -le $Count; $i++) {
        $null = $Map.WaitUntil($ping, 'Equal', $i, 60000)
        $Map.WriteInt32($pong, $i)
    }
}

function Invoke-PipeRound {
    param($Pipe, [int] $Count)

    $buffer = [byte[]]::new(4)
    for ($i = 1; $i -le $Count; $i++) {
        $Pipe.Write($buffer, 0, 4)
        $null = $Pipe.Read($buffer, 0, 4)
    }
}

function Invoke-PipeAnswer {
    param($Pipe, [int] $Count)

    $buffer = [byte[]]::new(4)
    for ($i = 1; $i -le $Count; $i++) {
        $null = $Pipe.Read($buffer, 0, 4)
        $Pipe.Write($buffer, 0, 4)
    }
}

if ($Answer) {
    $map = New-MemoryMap -Name $Answer -Mode Open
    $pipe = [IO.Pipes.NamedPipeClientStream]::new('.', $Answer, 'InOut')
    $pipe.Connect(30000)
    foreach ($round in 0..$Repeat) {
        Invoke-CmdletAnswer $map $Count
        Invoke-MethodAnswer $map $Count
        Invoke-PipeAnswer $pipe $Count
    }

    $pipe.Dispose()
    return
}

$name = "MmapModule-pingpong-$PID"
$map = New-MemoryMap -Name $name -Mode Create -Size 4KB
$pipe = [IO.Pipes.NamedPipeServerStream]::new($name, 'InOut', 1)
$shell = Join-Path $PSHOME 'pwsh'
$child = Start-Process -FilePath $shell -ArgumentList '-NoProfile', '-File', "`"$PSCommandPath`"", '-Count', $Count, '-Repeat', $Repeat, '-Answer', $name -PassThru
try {
    $pipe.WaitForConnection()
    $times = @{ Cmdlet = @(); Method = @(); Pipe = @() }
    foreach ($round in 0..$Repeat) {
        foreach ($way in 'Cmdlet', 'Method', 'Pipe') {
            $channel = $way -eq 'Pipe' ? $pipe : $map
            $watch = [Diagnostics.Stopwatch]::StartNew()
            & "Invoke-${way}Round" $channel $Count
            $time = $watch.Elapsed.TotalMicroseconds / $Count

            # The first round is for the compilers; and each way begins with other numbers than it ended.
            if ($round -gt 0) {
                $times[$way] += $time
            }
        }
    }

    $null = $child.WaitForExit(30000)
    foreach ($way in 'Cmdlet', 'Method', 'Pipe') {
        $sorted = @($times[$way] | Sort-Object)
        [pscustomobject]@{
            Work   = @{ Cmdlet = 'Write-MappedRegion and Wait-MappedRegion'; Method = '$map.WriteInt32 and $map.WaitUntil'; Pipe = 'named pipe' }[$way]
            Best   = [math]::Round($sorted[0], 1)
            Median = [math]::Round($sorted[$sorted.Count / 2], 1)
            Ratio  = [math]::Round($sorted[0] / ($times.Pipe | Measure-Object -Minimum).Minimum, 2)
        }
    }
}
finally {
    if (-not $child.HasExited) { $child.Kill() }
    $pipe.Dispose()
    $map.Dispose()
    Remove-SharedMemory $name
}
