#requires -Version 7.4

<#
.SYNOPSIS
    Runs the main job of the module on real files and real processes, step by step.
.DESCRIPTION
    Every step prints what it does, what other programs (cat, od, cmp) or other processes see of it, and "ok". The
    first step that fails ends the demo with its reason and exit code 1. Nothing is left behind in either case.
.EXAMPLE
    ./build.ps1 Demo
#>
[CmdletBinding()]
param(
    # The module to show; by default the one that lies next to this script's folder, or else the installed one.
    [string] $ModulePath,

    # How long one process waits for another.
    [ValidateRange(1, 600)]
    [int] $TimeoutSeconds = 30
)

$ErrorActionPreference = 'Stop'
if (-not $ModulePath) {
    $isBuilt = Test-Path -LiteralPath (Join-Path $PSScriptRoot '../bin/MmapModule.dll')
    $ModulePath = $isBuilt ? (Join-Path $PSScriptRoot '../MmapModule.psd1') : 'MmapModule'
}

Import-Module -Name $ModulePath

$children = [Collections.Generic.List[Diagnostics.Process]]::new()
$peer = Join-Path $PSScriptRoot 'support/demo-peer.ps1'
$module = Join-Path (Get-Module -Name MmapModule).ModuleBase 'MmapModule.psd1'

# The same shell again; as a .NET tool it is "dotnet pwsh.dll".
$shell = [Environment]::ProcessPath
$peerArguments = '-NoProfile', '-NonInteractive', '-File', "`"$peer`"", '-ModulePath', "`"$module`"", '-TimeoutSeconds', $TimeoutSeconds
if ((Split-Path -Path $shell -Leaf) -eq 'dotnet') {
    $peerArguments = @("`"$PSHOME/pwsh.dll`"") + $peerArguments
}

function Open-Peer {
    param([string] $Side, [string[]] $Target)

    $children.Add((Start-Process -FilePath $shell -ArgumentList ($peerArguments + @('-Side', $Side) + $Target) -PassThru))
}

# Waits for the processes, and looks with cat for what each of them has written.
function Assert-Exchange {
    param([string] $File)

    foreach ($child in $children) {
        if (-not $child.WaitForExit(2000 * $TimeoutSeconds) -or $child.ExitCode -ne 0) {
            throw "Process $($child.Id) did not end well."
        }

        $text = (cat -- $File | tr '\000' ' ') -replace ' +', ' '
        if ($text -notmatch "P[io]ng of process $($child.Id)\b") {
            throw "cat does not see what process $($child.Id) has written, but: $text"
        }
    }

    $children.Clear()
    "cat sees: $(($text -replace '[^ -~]').Trim())"
}

function Assert-Equal {
    param([string] $What, $Actual, $Expected)

    if ($Actual -cne $Expected) {
        throw "$What '$Actual', not '$Expected'."
    }

    "$What $Actual"
}

$folder = [IO.Directory]::CreateTempSubdirectory('mmap-demo-').FullName
$mapsBefore = @(Get-MemoryMap)
$shared = "mmap-demo-$PID"
$talk = Join-Path $folder 'talk.bin'
$steps = [ordered]@{
    'Map a file that holds "helloworld" and write the number 0x30313233 at offset 0' = {
        $file = Join-Path $folder 'greeting.txt'
        Set-Content -LiteralPath $file -Value 'helloworld' -NoNewline
        $map = New-MemoryMap -LiteralPath $file -Protection ReadWrite
        Write-MappedRegion -InputObject $map -Offset 0 -Value 0x30313233
        Assert-Equal -What 'cat shows, while the map is open:' -Actual (cat -- $file) -Expected '3210oworld'
        Assert-Equal -What 'od shows:' -Actual (od -A n -t x1 -- $file).Trim() -Expected '33 32 31 30 6f 77 6f 72 6c 64'
    }
    'Copy a file of 5 MB and 77 bytes through two maps' = {
        $source, $copy = (Join-Path $folder 'source.bin'), (Join-Path $folder 'copy.bin')
        [IO.File]::WriteAllBytes($source, [Security.Cryptography.RandomNumberGenerator]::GetBytes(5MB + 77))
        $from = New-MemoryMap -LiteralPath $source
        $to = New-MemoryMap -LiteralPath $copy -Size $from.Length -Protection ReadWrite
        Read-MappedRegion -InputObject $from -ChunkSize 1MB | Write-MappedRegion -InputObject $to
        cmp -- $source $copy
        Assert-Equal -What 'cmp ends with exit code' -Actual $LASTEXITCODE -Expected 0
    }
    'Two PowerShell processes exchange data through named shared memory' = {
        'Ping', 'Pong' | ForEach-Object { Open-Peer -Side $_ -Target '-Name', $shared }
        Assert-Exchange -File "/dev/shm/$shared"
    }
    'Two PowerShell processes exchange data through one mapped file' = {
        [IO.File]::WriteAllBytes($talk, [byte[]]::new(4KB))
        'Ping', 'Pong' | ForEach-Object { Open-Peer -Side $_ -Target '-Path', "`"$talk`"" }
        Assert-Exchange -File $talk
    }
    'A parent and its child share a memory file' = {
        $map = New-MemoryMap -MemoryFile -Size 4KB
        "the child maps $($map.Path)"
        Open-Peer -Side 'Pong' -Target '-Path', $map.Path
        (& $peer -Side 'Ping' -Map $map -TimeoutSeconds $TimeoutSeconds).Trim()
        Assert-Exchange -File $map.Path
    }
    'A mapped file is truncated by another program: an error, and the shell lives' = {
        $map = New-MemoryMap -LiteralPath $talk
        truncate -s 0 -- $talk
        $null = Read-MappedRegion -InputObject $map -Offset 64 -Length 16 -ErrorAction SilentlyContinue -ErrorVariable problem
        Assert-Equal -What 'error id:' -Actual "$($problem.FullyQualifiedErrorId)" -Expected 'RegionTruncated,MmapModule.Commands.ReadMappedRegionCommand'
        "message: $problem"
        Assert-Equal -What "process $PID still runs, and tells the state of the map:" -Actual $map.State -Expected 'Truncated'
    }
}

$failed = $false
try {
    $number = 0
    foreach ($step in $steps.GetEnumerator()) {
        $number++
        "$number. $($step.Key)"
        & $step.Value | ForEach-Object { "   $_" }
        '   ok'
    }
}
catch {
    "   FAILED: $_"
    $failed = $true
}
finally {
    $children | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill() }
    Get-MemoryMap | Where-Object -Property Id -NotIn -Value $mapsBefore.Id | Remove-MemoryMap
    Get-SharedMemory | Where-Object -Property Name -EQ -Value $shared | Remove-SharedMemory
    Remove-Item -LiteralPath $folder -Recurse
}

if ($failed) {
    exit 1
}
