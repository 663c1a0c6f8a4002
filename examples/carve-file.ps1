#requires -Version 7.4

<#
.SYNOPSIS
    Carves files out of a disk image or a memory dump.
.DESCRIPTION
    Maps the image for reading and looks for the bytes that files of a kind begin and end with; by default those of PNG
    pictures. What lies between is copied to files of its own, without reading the rest of the image into memory: it
    may be larger than the memory, and its holes cost nothing. With -Offset and -Length one piece is carved from a place
    that is known already. Without an image the script makes one, hides a picture in it, and proves with cmp that it
    comes out again unchanged.
.EXAMPLE
    pwsh -File examples/carve-file.ps1

    Hides a picture in a sparse image of 64 MB and carves it out again.
.EXAMPLE
    pwsh -File examples/carve-file.ps1 -Path ./card.img -Destination ./pictures -StartHex 'FF D8 FF E0' -EndHex 'FF D9' -Extension jpg
.EXAMPLE
    pwsh -File examples/carve-file.ps1 -Path ./disk.img -Destination ./parts -Offset 1MB -Length 64MB -Extension efi
#>
[CmdletBinding(DefaultParameterSetName = 'Signature')]
param(
    # The image; by default one that the script makes.
    [string] $Path,

    # The folder for what is found; by default a temporary one.
    [string] $Destination,

    # The bytes that a file begins with, in hex.
    [Parameter(ParameterSetName = 'Signature')]
    [string] $StartHex = '89 50 4E 47 0D 0A 1A 0A',

    # The bytes that it ends with, in hex.
    [Parameter(ParameterSetName = 'Signature')]
    [string] $EndHex = '49 45 4E 44 AE 42 60 82',

    # Where the piece begins, in bytes.
    [Parameter(Mandatory, ParameterSetName = 'Place')]
    [long] $Offset,

    # How long the piece is, in bytes.
    [Parameter(Mandatory, ParameterSetName = 'Place')]
    [long] $Length,

    # How the names of the carved files end.
    [string] $Extension = 'png'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$folder = [IO.Directory]::CreateTempSubdirectory('carve-file-').FullName
$image = $null
try {
    $hidden = $null
    if (-not $Path) {
        # The smallest PNG picture, at an odd place far inside of a sparse image.
        $hidden = Join-Path $folder 'hidden.png'
        $Path = Join-Path $folder 'disk.img'
        $picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
        [IO.File]::WriteAllBytes($hidden, [Convert]::FromBase64String($picture))
        New-MemoryMap -LiteralPath $Path -Size 64MB -Sparse | Remove-MemoryMap
        Copy-MappedRegion -LiteralPath $hidden -Destination $Path -DestinationOffset 12345677
    }

    if (-not $Destination) {
        $Destination = Join-Path $folder 'carved'
    }

    $null = New-Item -ItemType Directory -Path $Destination -Force
    $image = New-MemoryMap -LiteralPath $Path
    $pieces = if ($PSCmdlet.ParameterSetName -eq 'Place') {
        $image.Slice($Offset, $Length)
    }
    else {
        $start = [Convert]::FromHexString($StartHex -replace '\s')
        $end = [Convert]::FromHexString($EndHex -replace '\s')
        for ($from = $image.Search($start, 0); $from -ge 0; $from = $image.Search($start, $from)) {
            $last = $image.Search($end, $from + $start.Length)
            if ($last -lt 0) {
                Write-Warning "What begins at offset $from has no end."
                break
            }

            $image.Slice($from, $last + $end.Length - $from)
            $from = $last + $end.Length
        }
    }

    foreach ($piece in $pieces) {
        $file = Join-Path $Destination ('{0:X10}.{1}' -f $piece.Offset, $Extension)
        $copy = Copy-MappedRegion -InputObject $piece -Destination $file -PassThru
        $isVerified = if ($hidden) {
            cmp -- $file $hidden
            $LASTEXITCODE -eq 0
        }
        else {
            cmp --bytes=$($piece.Length) --ignore-initial="$($piece.Offset):0" -- $Path $file
            $LASTEXITCODE -eq 0
        }

        if (-not $isVerified) {
            throw "'$file' differs from what is in the image."
        }

        [pscustomobject]@{
            Image    = $Path
            Offset   = $piece.Offset
            Length   = $copy.Length
            Path     = $copy.Path
            Verified = $isVerified
        }
    }

    if (-not $pieces) {
        throw "Nothing was found in '$Path'."
    }
}
finally {
    if ($image) {
        Remove-MemoryMap -InputObject $image
    }

    Remove-Item -LiteralPath $folder -Recurse
}
