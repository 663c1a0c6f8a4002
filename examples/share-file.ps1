#requires -Version 7.4

<#
.SYNOPSIS
    Lets two processes talk through one mapped file, and keeps a private map out of it.
.DESCRIPTION
    Starts two PowerShell processes that have nothing in common but the path of an ordinary file. Both map it; Left
    writes a message for Right, Right answers. They take turns by a number at the start of the file: write the message
    first, the number last. Meanwhile this process changes its own private (copy-on-write) map of the same file, which
    nobody else sees and which never reaches the file.

    Layout: 0 the turn (Int32), 64 the message of Left, 128 the message of Right, 192 where the private change is tried.
.EXAMPLE
    pwsh -File examples/share-file.ps1
.EXAMPLE
    pwsh -File examples/share-file.ps1 -Role Left -Path /tmp/talk.bin

    One side by hand; start the other one with -Role Right in another terminal.
#>
[CmdletBinding()]
param(
    # Which side to play; by default this script starts both.
    [ValidateSet('Both', 'Left', 'Right')]
    [string] $Role = 'Both',

    # The file to share; by default a temporary one. If this script starts both sides it must not exist.
    [string] $Path,

    # How long to wait for the other side.
    [ValidateRange(1, 600)]
    [int] $TimeoutSeconds = 30
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

function Wait-Turn {
    param($Map, [int] $Turn)

    $deadline = [DateTime]::UtcNow.AddSeconds($TimeoutSeconds)
    while ($Map.ReadInt32(0) -ne $Turn) {
        if ([DateTime]::UtcNow -gt $deadline) {
            throw "The other side did not come to turn $Turn within $TimeoutSeconds s."
        }

        Start-Sleep -Milliseconds 5
    }
}

if ($Role -ne 'Both') {
    # One side. A string is written without a zero at its end, so -NullTerminate marks where the message ends.
    $map = New-MemoryMap -LiteralPath $Path -Size 4KB -Protection ReadWrite
    try {
        if ($Role -eq 'Left') {
            Write-MappedRegion -InputObject $map -Offset 64 -Value "Left is process $PID" -NullTerminate
            $map.WriteInt32(0, 1)
            Wait-Turn -Map $map -Turn 2
            "Left ($PID) read: $(Read-MappedRegion -InputObject $map -Offset 128 -Length 64 -AsString -NullTerminated)"
        }
        else {
            # It prints before it passes the turn on, so that the lines of the two sides do not mix.
            Wait-Turn -Map $map -Turn 1
            "Right ($PID) read: $(Read-MappedRegion -InputObject $map -Offset 64 -Length 64 -AsString -NullTerminated)"
            Write-MappedRegion -InputObject $map -Offset 128 -Value "Right is process $PID" -NullTerminate
            $map.WriteInt32(0, 2)
        }
    }
    finally {
        Remove-MemoryMap -InputObject $map
    }

    return
}

$folder = [IO.Directory]::CreateTempSubdirectory('share-file-').FullName
$private = $null
$sides = [ordered]@{}
try {
    if (-not $Path) {
        $Path = Join-Path $folder 'talk.bin'
    }

    if (Test-Path -LiteralPath $Path) {
        throw "'$Path' exists already."
    }

    $Path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    [IO.File]::WriteAllBytes($Path, [byte[]]::new(4KB))
    $private = New-MemoryMap -LiteralPath $Path -Private -Protection ReadWrite
    Write-MappedRegion -InputObject $private -Offset 192 -Value 'only here'

    # The same shell again; as a .NET tool it is "dotnet pwsh.dll".
    $shell = [Environment]::ProcessPath
    $arguments = '-NoProfile', '-NonInteractive', '-File', "`"$PSCommandPath`"", '-Path', "`"$Path`"", '-TimeoutSeconds', $TimeoutSeconds
    if ((Split-Path -Path $shell -Leaf) -eq 'dotnet') {
        $arguments = @("`"$PSHOME/pwsh.dll`"") + $arguments
    }

    foreach ($side in 'Left', 'Right') {
        $sides[$side] = Start-Process -FilePath $shell -ArgumentList ($arguments + @('-Role', $side)) -PassThru
    }

    foreach ($side in $sides.Keys) {
        if (-not $sides[$side].WaitForExit(1000 * (2 * $TimeoutSeconds)) -or $sides[$side].ExitCode -ne 0) {
            throw "$side did not end well."
        }
    }

    # What is in the file now, seen without any map.
    $text = [IO.File]::ReadAllText($Path)
    foreach ($side in $sides.Keys) {
        if (-not $text.Contains("$side is process $($sides[$side].Id)")) {
            throw "The message of $side is not in the file."
        }
    }

    if ($text.Contains('only here')) {
        throw 'The private change has reached the file.'
    }

    "Private map of process ${PID}: '$($private.ReadString(192, 9))'; in the file there are $([IO.File]::ReadAllBytes($Path)[192..200])"
}
finally {
    $sides.Values | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill() }
    Remove-Item -LiteralPath $folder -Recurse
    if ($private) {
        Remove-MemoryMap -InputObject $private
    }
}
