#requires -Version 7.4

<#
.SYNOPSIS
    Hashes a file part by part, so that one sees which part of a large image differs or was damaged.
.DESCRIPTION
    Maps the file and gives every part of it as a stream to Get-FileHash. Nothing is copied to temporary files, and no
    more than a few MiB are in memory at a time, however large the parts are. The hashes are those that
    "dd | sha256sum" finds for the same range; -Verify runs that too and compares.
.EXAMPLE
    pwsh -File examples/hash-parts.ps1

    Hashes a temporary file in parts of 4 MiB and compares each hash with that of dd and sha256sum.
.EXAMPLE
    ./examples/hash-parts.ps1 -Path ./disk.img -PartSize 1GB | Export-Csv ./disk.img.parts.csv

    Keeps the hashes of all parts of an image.
.EXAMPLE
    $good = Import-Csv ./disk.img.parts.csv
    ./examples/hash-parts.ps1 -Path ./disk.img -PartSize 1GB | Where-Object Hash -CNotIn $good.Hash

    Lists the parts that have changed since.
#>
[CmdletBinding()]
param(
    # The file; by default a temporary one of 10 MiB and 1234 bytes, which is verified.
    [string] $Path,

    # How many bytes a part has; the last one may have less.
    [ValidateRange(1, [long]::MaxValue)]
    [long] $PartSize = 4MB,

    # The algorithm, as Get-FileHash names it.
    [ValidateSet('SHA1', 'SHA256', 'SHA384', 'SHA512', 'MD5')]
    [string] $Algorithm = 'SHA256',

    # Compare each hash with that of a pipe of dd and sha256sum (or another program for this algorithm).
    [switch] $Verify
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$folder = [IO.Directory]::CreateTempSubdirectory('hash-parts-').FullName
$map = $null
try {
    if (-not $Path) {
        $Path = Join-Path $folder 'data.bin'
        $bytes = [byte[]]::new(10MB + 1234)
        [Random]::new(1).NextBytes($bytes)
        [IO.File]::WriteAllBytes($Path, $bytes)
        $Verify = $true
    }

    $map = New-MemoryMap -LiteralPath $Path
    $program = $Algorithm.ToLowerInvariant() + 'sum'
    $map | Select-MappedRegion -Split $PartSize | ForEach-Object {
        # A region is a stream of its own: Get-FileHash reads from its start to its end.
        $hash = (Get-FileHash -InputStream $_.AsStream() -Algorithm $Algorithm).Hash
        if ($Verify) {
            $seen = dd "if=$($map.Path)" bs=1M 'iflag=skip_bytes,count_bytes' skip=$($_.Offset) count=$($_.Length) status=none | & $program
            if ($seen.Substring(0, $hash.Length) -ne $hash) {
                throw "$program finds $seen for the $($_.Length) bytes at offset $($_.Offset), not $hash."
            }
        }

        [pscustomobject]@{
            Offset   = $_.Offset
            Length   = $_.Length
            Verified = [bool] $Verify
            Hash     = $hash
        }
    }
}
finally {
    if ($map) {
        Remove-MemoryMap -InputObject $map
    }

    Remove-Item -LiteralPath $folder -Recurse
}
