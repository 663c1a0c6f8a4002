#requires -Version 7.4

<#
.SYNOPSIS
    One of the two sides that exchange a message in demo.ps1.
.DESCRIPTION
    The sides take turns by the number at offset 0, which is written after the message: 1 when Ping has spoken (at
    offset 64), 2 when Pong has answered (at offset 128).
#>
[CmdletBinding(DefaultParameterSetName = 'Path')]
param(
    [Parameter(Mandatory)]
    [ValidateSet('Ping', 'Pong')]
    [string] $Side,

    # What to speak through: an open map, a file to map, or the name of shared memory.
    [Parameter(Mandatory, ParameterSetName = 'Map')]
    [object] $Map,

    [Parameter(Mandatory, ParameterSetName = 'Path')]
    [string] $Path,

    [Parameter(Mandatory, ParameterSetName = 'Name')]
    [string] $Name,

    # The module, for a side that is a process of its own.
    [string] $ModulePath = 'MmapModule',

    [int] $TimeoutSeconds = 30
)

$ErrorActionPreference = 'Stop'
if (-not $Map) {
    Import-Module -Name $ModulePath
    $Map = $Name ? (New-MemoryMap -Name $Name -Size 4KB) : (New-MemoryMap -LiteralPath $Path -Protection ReadWrite)
}

$deadline = [DateTime]::UtcNow.AddSeconds($TimeoutSeconds)
function Wait-Turn {
    param([int] $Turn)

    while ($Map.ReadInt32(0) -lt $Turn) {
        if ([DateTime]::UtcNow -gt $deadline) {
            throw "$Side waited $TimeoutSeconds s for turn $Turn."
        }

        Start-Sleep -Milliseconds 5
    }
}

$line = "   $Side ($PID) read: {0}"
if ($Side -eq 'Ping') {
    Write-MappedRegion -InputObject $Map -Offset 64 -Value "Ping of process $PID" -NullTerminate
    $Map.WriteInt32(0, 1)
    Wait-Turn -Turn 2
    $line -f (Read-MappedRegion -InputObject $Map -Offset 128 -Length 64 -AsString -NullTerminated)
}
else {
    # It prints before it passes the turn on, so that the lines of the two sides do not mix.
    Wait-Turn -Turn 1
    $line -f (Read-MappedRegion -InputObject $Map -Offset 64 -Length 64 -AsString -NullTerminated)
    Write-MappedRegion -InputObject $Map -Offset 128 -Value "Pong of process $PID" -NullTerminate
    $Map.WriteInt32(0, 2)
}
