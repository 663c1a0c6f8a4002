#requires -Version 7.4

<#
.SYNOPSIS
    Prints the lines of a growing log, each of them once, while the log is being rotated.
.DESCRIPTION
    Does what tail -F does, with a memory map and Wait-MemoryMap: it sleeps until the log grows, is truncated, replaced
    or deleted, and prints the whole lines that are new.

    - A rotation that renames the log: the map follows the file, so the rest of the old log is read before the new one,
      and what a program writes into the old one afterwards is printed too.
    - copytruncate: the log becomes shorter while it is mapped. What was written between the last look and the rotation
      is read from the copy, -RotatedPath. If the copy does not continue where the last look ended, a warning says so.
    - The log is deleted: what it had is printed, and the script waits for a new one.

    A log that was truncated and has grown past its old length before anybody looked is noticed by the bytes before the
    position, which are compared with what was read there.

    Without -Path the script starts a program that writes and rotates a log of its own, and ends after its last line.
.EXAMPLE
    pwsh -File examples/follow-log.ps1

    Follows a temporary log, which a second process writes and rotates in all three ways.
.EXAMPLE
    ./examples/follow-log.ps1 -Path /var/log/app.log -New | Select-String ERROR

    Shows the errors that come in from now on, until Ctrl+C.
.EXAMPLE
    ./examples/follow-log.ps1 -Path /var/log/app.log -Until 'shutdown complete'

    Prints the log and goes on until that line comes.
#>
[CmdletBinding()]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', 'New', Justification = 'A function below reads it.')]
param(
    # The log; by default a temporary one that is written and rotated meanwhile.
    [string] $Path,

    # Where a rotation by copytruncate puts what was in the log; by default the path with .1 at its end.
    [string] $RotatedPath = "$Path.1",

    # Print only what comes from now on.
    [switch] $New,

    # End after a line that is exactly this.
    [string] $Until
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

# How many bytes before the position are remembered, to see later whether this is still the same log.
$markLength = 128

# How much is read at a time; no line may be longer.
$pieceLength = 4MB

# How long the old log is looked at after a rotation that renames: its program may write to it until it opens the new one.
$linger = [timespan]::FromMinutes(1)

# Writes lines and rotates: renames, copies and cuts, deletes. It waits until its lines have been seen before it deletes.
$writer = @'
n=0
line() { n=$((n + 1)); echo "line $n" >> "$1"; }
for part in 1 2 3 4; do
    i=0; while [ $i -lt 50 ]; do line "$1"; i=$((i + 1)); done
    sleep 0.3
    case $part in
        1) mv "$1" "$1.1" ;;
        2) sleep 1; cp "$1" "$1.1"; : > "$1"; sleep 1 ;;
        3) sleep 1; rm "$1" ;;
    esac
done
echo end >> "$1"
'@

function Open-Log {
    # A log, from a position on; null if there is none at the moment.
    param([string] $LiteralPath, [long] $Position = 0)

    try {
        $map = New-MemoryMap -LiteralPath $LiteralPath
        [pscustomobject]@{ Map = $map; Position = $Position; Mark = [byte[]]::new(0); Opened = [datetime]::UtcNow }
    }
    catch {
        if ($_.FullyQualifiedErrorId -notlike 'PathNotFound,*') {
            throw
        }
    }
}

function Test-Mark {
    # Whether a map still has the bytes before the position that were read there.
    param($Map, $Log)

    $start = $Log.Position - $Log.Mark.Length
    $Map.Length -ge $Log.Position -and [Convert]::ToHexString($Map.Read($start, $Log.Mark.Length)) -eq [Convert]::ToHexString($Log.Mark)
}

function Read-Line {
    # The whole lines after the position; at the end of a log also what is not a whole line.
    param($Map, $Log, [switch] $ToEnd)

    while ($Map.Length -gt $Log.Position) {
        $bytes = $Map.Read($Log.Position, [math]::Min($pieceLength, $Map.Length - $Log.Position))
        $count = 1 + [array]::LastIndexOf($bytes, [byte] 10)
        $isRest = $count -eq 0
        if ($isRest -and -not $ToEnd) {
            return
        }

        $count = $isRest ? $bytes.Length : $count
        $Log.Position += $count
        $Log.Mark = $bytes[[math]::Max(0, $count - $markLength)..($count - 1)]
        [Text.Encoding]::UTF8.GetString($bytes, 0, $isRest ? $count : $count - 1).Split("`n").TrimEnd("`r")
    }
}

function Read-Copy {
    # What was written between the last look and a copytruncate.
    param($Log)

    $copy = $null
    try {
        $copy = New-MemoryMap -LiteralPath $RotatedPath
        if (-not (Test-Mark $copy $Log)) {
            throw 'it does not continue where the last look ended'
        }

        Read-Line $copy $Log -ToEnd
    }
    catch {
        Write-Warning "Lines may be missing, since '$RotatedPath' cannot be used: $_"
    }
    finally {
        if ($copy) {
            $copy.Dispose()
        }
    }
}

function Read-Growth {
    # What a log has got; isCut says whether it is not the same log any more.
    param($Log, [long] $Length, [switch] $ToEnd)

    $script:isCut = $false
    try {
        $null = Resize-MemoryMap $Log.Map $Length
        if (Test-Mark $Log.Map $Log) {
            return Read-Line $Log.Map $Log -ToEnd:$ToEnd
        }
    }
    catch {
        # It was cut while it was read.
        if ($_.FullyQualifiedErrorId -notmatch '^Region(Truncated|OutOfRange),' -and $_.Exception.InnerException.Kind -ne 'RegionTruncated') {
            throw
        }
    }

    $script:isCut = $true
}

function Watch-Log {
    # All lines, for ever.
    $log = $old = $null
    try {
        $log = Open-Log $Path
        if (-not $log) {
            throw "There is no log '$Path'."
        }

        if ($New) {
            $log.Position = $log.Map.Length
        }

        Read-Growth $log $log.Map.Length
        while ($true) {
            # What the old log still gets belongs before the new lines.
            if ($old -and ($change = Wait-MemoryMap $old.Map -Until Grows -Timeout 0)) {
                Read-Growth $old $change.Length
            }

            if ($old -and [datetime]::UtcNow - $log.Opened -gt $linger) {
                Read-Line $old.Map $old -ToEnd
                $old.Map.Dispose()
                $old = $null
            }

            $change = Wait-MemoryMap $log.Map -Until Grows, Truncated, Replaced, Deleted -Timeout ($old ? 1 : -1)
            if (-not $change) {
                continue
            }

            $script:isCut = $false
            if ($change.Event -band 'Grows') {
                Read-Growth $log $change.Length
            }

            if ($script:isCut -or $change.Event -band 'Truncated') {
                Read-Copy $log
                $log.Map.Dispose()
                while (-not ($log = Open-Log $Path)) {
                    Start-Sleep -Milliseconds 50
                }

                Read-Growth $log $log.Map.Length
            }
            elseif ($change.Event -band 'Replaced' -and ($next = Open-Log $Path)) {
                if ($old) {
                    Read-Line $old.Map $old -ToEnd
                    $old.Map.Dispose()
                }

                $old = $log
                $log = $next
                Read-Growth $log $log.Map.Length
            }
            elseif ($change.Event -eq 'Deleted') {
                # The file lives as long as its map, so what it still gets is not lost.
                $null = Wait-MemoryMap $log.Map -Until Grows, Replaced
            }
        }
    }
    finally {
        $log, $old | Where-Object { $_ } | ForEach-Object { $_.Map.Dispose() }
    }
}

$folder = [IO.Directory]::CreateTempSubdirectory('follow-log-').FullName
$process = $null
try {
    if (-not $Path) {
        $Path = Join-Path $folder 'app.log'
        $RotatedPath = "$Path.1"
        $Until = 'end'
        Set-Content -LiteralPath $Path -Value '' -NoNewline
        $process = [Diagnostics.Process]::Start('sh', [string[]] ('-c', $writer, 'sh', $Path))
    }

    $Path = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
    $RotatedPath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($RotatedPath)

    # Leaving a loop from inside its pipeline ends the pipeline too.
    :all while ($true) {
        Watch-Log | ForEach-Object {
            $_
            if ($Until -and $_ -ceq $Until) {
                break all
            }
        }
    }
}
finally {
    if ($process -and -not $process.HasExited) {
        $process.Kill($true)
        $process.WaitForExit()
    }

    Remove-Item -LiteralPath $folder -Recurse
}
