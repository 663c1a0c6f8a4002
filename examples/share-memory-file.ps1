#requires -Version 7.4

<#
.SYNOPSIS
    Shares memory that has no name anywhere with a child process, and maps /dev/zero.
.DESCRIPTION
    A memory file lives in memory only: no file to clean up, no name to collide, gone with its last map. Another
    process of the same user reaches it by the path in the map's Path property (/proc/<process>/fd/<number>), as long
    as the owner lives. This script creates one, starts a child with that path and exchanges messages in both
    directions: message first, the number of the turn at offset 0 last.
    Then it maps /dev/zero privately: plain zeroed memory that only this process sees.
.EXAMPLE
    pwsh -File examples/share-memory-file.ps1
#>
[CmdletBinding()]
param(
    # The text that the parent hands to the child.
    [ValidateLength(1, 500)]
    [string] $Message = 'please turn this to upper case',

    # How long to wait for the child.
    [ValidateRange(1, 600)]
    [int] $TimeoutSeconds = 30,

    # Set for the child only: the path of its parent's memory file.
    [string] $ParentPath
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

if ($ParentPath) {
    # The child: the message is there before the child is started.
    $map = New-MemoryMap -LiteralPath $ParentPath -Protection ReadWrite
    $text = Read-MappedRegion -InputObject $map -Offset 64 -AsString -NullTerminated
    Write-MappedRegion -InputObject $map -Offset 2048 -Value "$($text.ToUpperInvariant()), says child $PID" -NullTerminate
    $map.WriteInt32(0, 1)
    Remove-MemoryMap -InputObject $map
    return
}

$child = $map = $zero = $null
try {
    $map = New-MemoryMap -MemoryFile -Size 4KB
    Write-MappedRegion -InputObject $map -Offset 64 -Value $Message -NullTerminate

    # The same shell again; as a .NET tool it is "dotnet pwsh.dll".
    $shell = [Environment]::ProcessPath
    $arguments = '-NoProfile', '-NonInteractive', '-File', "`"$PSCommandPath`"", '-ParentPath', $map.Path
    if ((Split-Path -Path $shell -Leaf) -eq 'dotnet') {
        $arguments = @("`"$PSHOME/pwsh.dll`"") + $arguments
    }

    $child = Start-Process -FilePath $shell -ArgumentList $arguments -PassThru
    $deadline = [DateTime]::UtcNow.AddSeconds($TimeoutSeconds)
    while ($map.ReadInt32(0) -ne 1) {
        if ([DateTime]::UtcNow -gt $deadline) {
            throw "The child did not answer within $TimeoutSeconds s."
        }

        # Look at the state of the child first: an answer may be its last act.
        if ($child.HasExited -and $map.ReadInt32(0) -ne 1) {
            throw "The child ended with exit code $($child.ExitCode) and did not answer."
        }

        Start-Sleep -Milliseconds 5
    }

    $answer = Read-MappedRegion -InputObject $map -Offset 2048 -AsString -NullTerminated
    "Parent $PID wrote to $($map.Path): $Message"
    "Parent $PID read back: $answer"
    if ($answer -cne "$($Message.ToUpperInvariant()), says child $($child.Id)") {
        throw 'That is not the answer of the child.'
    }

    # /dev/zero: it has no length of its own, so -Length is needed.
    $zero = New-MemoryMap -LiteralPath /dev/zero -Private -Length 64KB -Protection ReadWrite
    $isZero = ($zero.Read() | Measure-Object -Maximum).Maximum -eq 0
    Write-MappedRegion -InputObject $zero -Value 'private memory'
    $other = New-MemoryMap -LiteralPath /dev/zero -Private -Length 64KB
    $isInvisible = ($other.Read() | Measure-Object -Maximum).Maximum -eq 0
    Remove-MemoryMap -InputObject $other
    "/dev/zero: $($zero.Length) bytes, all zero: $isZero; now '$($zero.ReadString(0, 14))'; another map of it is still zero: $isInvisible"
    if (-not ($isZero -and $isInvisible)) {
        throw 'A private map of /dev/zero is not what it should be.'
    }
}
finally {
    if ($child -and -not $child.WaitForExit(1000 * $TimeoutSeconds)) {
        $child.Kill()
    }

    foreach ($open in $map, $zero) {
        if ($open) {
            Remove-MemoryMap -InputObject $open
        }
    }
}
