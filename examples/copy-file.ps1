#requires -Version 7.4

<#
.SYNOPSIS
    Copies a file through two memory maps.
.DESCRIPTION
    Maps the source for reading, creates the destination in its full size and maps it for writing, and copies in
    chunks through the pipeline. Works for any size: an empty file gives an empty map. cmp proves the result.
    The space of the destination is allocated before anything is copied, so a full disk is noticed at once.
.EXAMPLE
    pwsh -File examples/copy-file.ps1

    Copies a temporary file of 10 MB and 123 bytes.
.EXAMPLE
    pwsh -File examples/copy-file.ps1 -Source ./vm.img -Destination /backup/vm.img -Durable
#>
[CmdletBinding()]
param(
    # The file to copy; by default a temporary one with random bytes.
    [string] $Source,

    # The new file; by default a temporary one. It must not exist.
    [string] $Destination,

    # How many bytes to read at a time.
    [ValidateRange(1, 1GB)]
    [int] $ChunkSize = 4MB,

    # Wait until the copy and its name are on the disk.
    [switch] $Durable
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$folder = [IO.Directory]::CreateTempSubdirectory('copy-file-').FullName
$from = $to = $null
try {
    if (-not $Source) {
        $Source = Join-Path $folder 'source.bin'
        $bytes = [byte[]]::new(10MB + 123)
        [Random]::Shared.NextBytes($bytes)
        [IO.File]::WriteAllBytes($Source, $bytes)
    }

    if (-not $Destination) {
        $Destination = Join-Path $folder 'copy.bin'
    }

    # -Size never makes a file shorter, so a longer file would keep its old end.
    if (Test-Path -LiteralPath $Destination) {
        throw "'$Destination' exists already."
    }

    $from = New-MemoryMap -LiteralPath $Source
    $to = New-MemoryMap -LiteralPath $Destination -Size $from.Length -Protection ReadWrite

    $watch = [Diagnostics.Stopwatch]::StartNew()
    Read-MappedRegion -InputObject $from -ChunkSize $ChunkSize | Write-MappedRegion -InputObject $to
    $watch.Stop()
    if ($Durable) {
        Sync-MemoryMap -InputObject $to -Durable
    }

    cmp -- $from.Path $to.Path
    if ($LASTEXITCODE -ne 0) {
        throw 'The copy differs from its source.'
    }

    [pscustomobject]@{
        Source      = $from.Path
        Destination = $to.Path
        Length      = $to.Length
        Seconds     = [Math]::Round($watch.Elapsed.TotalSeconds, 3)
        Verified    = $true
    }
}
finally {
    Remove-Item -LiteralPath $folder -Recurse
    if ($from) {
        Remove-MemoryMap -InputObject $from
    }

    if ($to) {
        Remove-MemoryMap -InputObject $to
    }
}
