#requires -Version 7.4

<#
.SYNOPSIS
    Counts the lines of a growing log and finds the last error in it, while the log is being rotated.
.DESCRIPTION
    Looks at the log in short intervals through a memory map, counts the lines that are new, and finds the last line
    that contains a text. Only the new part is read, a few MiB at a time.

    The log may be rotated at any moment, also while it is read. With copytruncate the file becomes shorter
    while it is mapped: programs that use mmap in the usual way die of that (SIGBUS). Here it is the error
    RegionTruncated, and the next look starts at the new beginning. What was written between the last look and the
    rotation is counted in the copy that the rotation has made. A rotation that renames the log works as well.

    Each change gives one object. Without -Path the script starts a program that writes and rotates a log of its own.
.EXAMPLE
    pwsh -File examples/watch-log.ps1

    Watches a temporary log, which a second process writes and rotates four times.
.EXAMPLE
    ./examples/watch-log.ps1 -Path /var/log/app.log -Text 'level=error' -Seconds 3600

    Watches a log for an hour.
.EXAMPLE
    ./examples/watch-log.ps1 -Path /var/log/app.log -Seconds 0

    Looks once: how many lines there are, and which is the last one with an error.
#>
[CmdletBinding()]
param(
    # The log; by default a temporary one that is written and rotated meanwhile.
    [string] $Path,

    # What makes a line an error.
    [ValidateNotNullOrEmpty()]
    [string] $Text = 'ERROR',

    # Where the rotation puts what was in the log; by default the path with .1 at its end.
    [string] $RotatedPath = "$Path.1",

    # How long to watch; 0 looks once.
    [ValidateRange(0, [int]::MaxValue)]
    [double] $Seconds = 60,

    # The time between two looks, in milliseconds.
    [ValidateRange(1, 3600000)]
    [int] $Interval = 200
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

# How many bytes before the position are remembered, to see later whether this is still the same log.
$markLength = 128

# How much is read at a time; no line may be longer.
$pieceLength = 4MB

# Writes 100 lines at a time, with an error now and then; copies the log and cuts it four times.
$writer = @'
n=0
for part in 1 2 3 4 5; do
    for block in 1 2 3; do
        i=0
        while [ $i -lt 100 ]; do
            n=$((n + 1)); i=$((i + 1))
            if [ $((n % 70)) -eq 0 ]; then echo "$n ERROR disk $part is slow"; else echo "$n INFO all is well"; fi
        done >> "$1"
        sleep 0.3
    done
    if [ $part -lt 5 ]; then cp "$1" "$1.1" && : > "$1"; fi
done
'@

function Test-Mark {
    # Whether a map still has the bytes before the position that were there when it was last looked at.
    param($Map, $State)

    $start = $State.Position - $State.Mark.Length
    $Map.Length -ge $State.Position -and [Convert]::ToHexString($Map.Read($start, $State.Mark.Length)) -eq [Convert]::ToHexString($State.Mark)
}

function Read-NewLine {
    # Counts the whole lines after the position, and moves it past the last of them.
    param($Map, $State)

    while ($Map.Length -gt $State.Position) {
        $bytes = $Map.Read($State.Position, [math]::Min($pieceLength, $Map.Length - $State.Position))
        $count = 1 + [array]::LastIndexOf($bytes, [byte] 10)

        # If the log was cut and written again meanwhile, these bytes do not follow on those that were counted.
        if ($count -eq 0 -or -not (Test-Mark $Map $State)) {
            return
        }

        $lines = [Text.Encoding]::UTF8.GetString($bytes, 0, $count - 1).Split("`n")
        $State.Lines += $lines.Count
        foreach ($line in $lines) {
            if ($line.Contains($State.Text)) {
                $State.Errors++
                $State.LastError = $line.TrimEnd("`r")
            }
        }

        $State.Position += $count
        $State.Mark = $bytes[[math]::Max(0, $count - $markLength)..($count - 1)]
    }
}

function Read-Rotated {
    # Counts what was written between the last look and the rotation.
    param($State)

    $copy = $null
    try {
        $copy = New-MemoryMap -LiteralPath $RotatedPath
        if (-not (Test-Mark $copy $State)) {
            throw 'it does not continue where the last look ended'
        }

        Read-NewLine $copy $State
    }
    catch {
        Write-Warning "Lines may be missing in the count, since '$RotatedPath' cannot be used: $_"
    }
    finally {
        if ($copy) {
            $copy.Dispose()
        }
    }

    $State.Position = 0L
    $State.Mark = [byte[]]::new(0)
    $State.Rotations++
}

function Read-Log {
    # One look. A new map each time: the log may be longer, shorter or another file than the last time.
    param($State)

    $map = $null
    try {
        $map = New-MemoryMap -LiteralPath $Path
        $State.IsFound = $true
        if (-not (Test-Mark $map $State)) {
            Read-Rotated $State
        }

        Read-NewLine $map $State
    }
    catch {
        # The log was cut while it was read, or is being renamed. What has not been counted is found at the next look.
        $isCut = $_.FullyQualifiedErrorId -like 'RegionTruncated,*' -or $_.Exception.InnerException.Kind -eq 'RegionTruncated'
        $isAway = $_.FullyQualifiedErrorId -like 'PathNotFound,*' -and $State.IsFound
        if (-not $isCut -and -not $isAway) {
            throw
        }

        Write-Verbose "$_"
    }
    finally {
        if ($map) {
            $map.Dispose()
        }
    }
}

$folder = [IO.Directory]::CreateTempSubdirectory('watch-log-').FullName
$process = $null
try {
    if (-not $Path) {
        $Path = Join-Path $folder 'app.log'
        $RotatedPath = "$Path.1"
        Set-Content -LiteralPath $Path -Value '' -NoNewline
        $process = [Diagnostics.Process]::Start('sh', [string[]] ('-c', $writer, 'sh', $Path))
    }

    $state = [pscustomobject]@{
        Text      = $Text
        Lines     = 0L
        Errors    = 0L
        Rotations = 0
        LastError = $null
        IsFound   = $false
        Position  = 0L
        Mark      = [byte[]]::new(0)
    }

    $shown = $null
    $watch = [Diagnostics.Stopwatch]::StartNew()
    do {
        $isLast = $watch.Elapsed.TotalSeconds -ge $Seconds -or ($process -and $process.HasExited)
        Read-Log $state
        $counts = "$($state.Lines) $($state.Errors) $($state.Rotations)"
        if ($counts -ne $shown) {
            $shown = $counts
            [pscustomobject]@{
                Time      = Get-Date
                Lines     = $state.Lines
                Errors    = $state.Errors
                Rotations = $state.Rotations
                LastError = $state.LastError
            }
        }

        if (-not $isLast) {
            Start-Sleep -Milliseconds $Interval
        }
    } until ($isLast)
}
finally {
    if ($process -and -not $process.HasExited) {
        $process.Kill($true)
        $process.WaitForExit()
    }

    Remove-Item -LiteralPath $folder -Recurse
}
