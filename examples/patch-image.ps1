#requires -Version 7.4

<#
.SYNOPSIS
    Patches bytes in a disk image, however large it is, and only if the right bytes are there.
.DESCRIPTION
    Maps the image, compares the bytes at the offset with those that are expected, writes the new ones in place and
    waits until they are on the disk. Nothing else of the image is read or written, so that 10 GiB take as long as 10 KiB,
    and a sparse image stays sparse. In the end dd and xxd show the bytes, without the map.
    Without -Path it makes a sparse image of 10 GiB and patches one byte of a boot record in it, far beyond 4 GiB.
.EXAMPLE
    pwsh -File examples/patch-image.ps1

    Patches one byte in a temporary image of 10 GiB.
.EXAMPLE
    ./examples/patch-image.ps1 -Path ./disk.img -Offset 7GB -Expect '75 ??' -Hex '90 90' -WhatIf

    Shows the bytes before and after, and changes nothing.
.EXAMPLE
    ./examples/patch-image.ps1 -Path ./disk.img -Offset 0x1C00001BE -Expect '00' -Hex '80'

    Sets the active flag of a partition, if it is not set yet.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The image to change; by default a temporary, sparse one of 10 GiB.
    [string] $Path,

    # Where to write, in bytes from the start of the image.
    [ValidateRange(0, [long]::MaxValue)]
    [long] $Offset = 7GB + 0x1BE,

    # What must be there, in hex; ?? stands for any byte.
    [ValidateNotNullOrEmpty()]
    [string] $Expect = '00 ?? ?? ?? 83',

    # What to write, in hex; ?? keeps a byte.
    [ValidateNotNullOrEmpty()]
    [string] $Hex = '80'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

# -WhatIf and -Confirm are about the patch, not about what has to be made ready for it.
$silently = @{ WhatIf = $false; Confirm = $false }
$folder = [IO.Directory]::CreateTempSubdirectory('patch-image-').FullName
$map = $null
try {
    if (-not $Path) {
        $Path = Join-Path $folder 'disk.img'
        $image = New-MemoryMap -LiteralPath $Path -Size 10GB -Sparse -Protection ReadWrite @silently
        Write-MappedRegion -InputObject $image -Offset (7GB + 0x1BE) -Hex '00 01 01 00 83' @silently
        Remove-MemoryMap -InputObject $image @silently
    }

    # A wrong byte ends the script here, with the bytes that are there; nothing has been written then.
    $map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite @silently
    $region = Write-MappedRegion -InputObject $map -Offset $Offset -Expect $Expect -Hex $Hex -Sync -PassThru
    if (-not $region) {
        return
    }

    $file = Get-Item -LiteralPath $map.Path
    $allocated = [long] (stat --format '%b' -- $map.Path) * 512
    $length = $region.Length
    "image:   $($file.Length) bytes long, $allocated bytes on the disk"
    "written: $Hex at offset $Offset"

    # dd and xxd look at the file, not at the map.
    dd "if=$($map.Path)" 'iflag=skip_bytes,count_bytes' skip=$Offset count=$length status=none | xxd -g 1 -o $Offset | ForEach-Object { "xxd:     $_" }
    $found = dd "if=$($map.Path)" 'iflag=skip_bytes,count_bytes' skip=$Offset count=$length status=none | xxd -p -c 0
    $expected = [Convert]::ToHexString($map.Read($Offset, $length)).ToLowerInvariant()
    if ($found -ne $expected) {
        throw "dd finds $found, the map has $expected."
    }
}
finally {
    if ($map) {
        Remove-MemoryMap -InputObject $map @silently
    }

    Remove-Item -LiteralPath $folder -Recurse @silently
}
