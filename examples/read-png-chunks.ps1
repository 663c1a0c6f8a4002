#requires -Version 7.4

<#
.SYNOPSIS
    Lists the chunks of a PNG picture and checks their CRC sums.
.DESCRIPTION
    Maps the file and walks from chunk to chunk: a length, a type, the data, and the CRC-32 of type and data, all with
    their most significant byte first. The header chunk (IHDR) is shown in words.
.EXAMPLE
    pwsh -File examples/read-png-chunks.ps1 -Path ./logo.png

    Lists the chunks of a picture.
.EXAMPLE
    pwsh -File examples/read-png-chunks.ps1

    Writes a picture of one pixel, also through layouts, and lists its chunks.
#>
[CmdletBinding()]
param(
    # The picture; by default a temporary one that the script makes.
    [string] $Path
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}
. (Join-Path $PSScriptRoot 'support/crc32.ps1')

$chunkLayout = New-MappedStruct 'u32be length; ascii[4] type'
$pictureLayout = New-MappedStruct -BigEndian 'u32 width, height; u8 bits, color, compression, filter, interlace'
$signature = '89 50 4E 47 0D 0A 1A 0A'

function New-DemoPicture {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It is a temporary file.')]
    param([string] $Path)

    # One red pixel: no filter, then red, green and blue.
    $packed = [IO.MemoryStream]::new()
    $zlib = [IO.Compression.ZLibStream]::new($packed, [IO.Compression.CompressionLevel]::Optimal)
    $zlib.Write([byte[]] (0, 255, 0, 0))
    $zlib.Dispose()
    $data = $packed.ToArray()

    $map = New-MemoryMap -Path $Path -Size (8 + 25 + 12 + $data.Length + 12) -Protection ReadWrite
    Write-MappedRegion -InputObject $map -Hex $signature
    $header = @{ width = 1; height = 1; bits = 8; color = 2; compression = 0; filter = 0; interlace = 0 }
    Write-MappedRegion -InputObject $map -Offset 16 -Struct $pictureLayout -Value $header
    Write-MappedRegion -InputObject $map -Offset 41 -Value $data
    $offset = 8
    foreach ($chunk in @{ type = 'IHDR'; length = 13 }, @{ type = 'IDAT'; length = $data.Length }, @{ type = 'IEND'; length = 0 }) {
        Write-MappedRegion -InputObject $map -Offset $offset -Struct $chunkLayout -Value $chunk
        $crc = Get-Crc32 $map.Slice($offset + 4, 4 + $chunk.length).AsStream()
        Write-MappedRegion -InputObject $map -Offset ($offset + 8 + $chunk.length) -Value $crc -BigEndian
        $offset += 12 + $chunk.length
    }

    Remove-MemoryMap -InputObject $map
}

$folder = [IO.Directory]::CreateTempSubdirectory('read-png-').FullName
$map = $null
try {
    if (-not $Path) {
        $Path = Join-Path $folder 'pixel.png'
        New-DemoPicture $Path
    }

    $map = New-MemoryMap -LiteralPath $Path
    if ($map.Length -lt 8 -or [Convert]::ToHexString($map.Read(0, 8)) -ne $signature.Replace(' ', '')) {
        throw "'$Path' is no PNG picture."
    }

    $offset = 8L
    while ($offset -lt $map.Length) {
        if ($map.Length - $offset -lt 12) {
            throw "'$Path' ends in the middle of a chunk at offset $offset."
        }

        $chunk = Read-MappedRegion -InputObject $map -Offset $offset -Struct $chunkLayout
        if ($chunk.length -gt $map.Length - $offset - 12) {
            throw "The chunk $($chunk.type) at offset $offset has $($chunk.length) bytes, more than '$Path' has left."
        }

        $sum = $map.ReadUInt32($offset + 8 + $chunk.length, $true)
        $detail = ''
        if ($chunk.type -ceq 'IHDR') {
            $picture = Read-MappedRegion -InputObject $map -Offset ($offset + 8) -Struct $pictureLayout
            $detail = "$($picture.width) x $($picture.height) pixels, $($picture.bits) bits, color type $($picture.color)"
        }

        [pscustomobject]@{
            Offset = $offset
            Type   = $chunk.type
            Length = $chunk.length
            Crc    = $sum.ToString('x8')
            Valid  = $sum -eq (Get-Crc32 $map.Slice($offset + 4, 4 + $chunk.length).AsStream())
            Detail = $detail
        }

        $offset += 12 + $chunk.length
    }
}
finally {
    if ($map) {
        Remove-MemoryMap -InputObject $map
    }

    Remove-Item -LiteralPath $folder -Recurse
}
