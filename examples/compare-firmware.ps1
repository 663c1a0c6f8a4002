#requires -Version 7.4

<#
.SYNOPSIS
    Compares two firmware images and writes a list of patches that makes one of them from the other.
.DESCRIPTION
    Maps both images, shows the first differences side by side in hex, and sums up which sectors of the flash memory
    changed. Each difference becomes one line of a CSV file: Offset, Length, Old and New, in hex. At the end the script
    applies the list to a copy of the old image, checking the old bytes before each write, and lets cmp confirm that
    the result is the new image.
.EXAMPLE
    pwsh -File examples/compare-firmware.ps1

    Compares two images that it makes itself, in a temporary folder.
.EXAMPLE
    pwsh -File examples/compare-firmware.ps1 -Old ./router-1.0.bin -New ./router-1.1.bin -PatchList ./router.csv

    Shows what an update changes and keeps the list.
#>
[CmdletBinding()]
param(
    # The older image; by default one that the script makes.
    [string] $Old,

    # The newer image, of the same size.
    [string] $New,

    # Where to write the list; by default a temporary file.
    [string] $PatchList,

    # The size of an erasable sector of the flash memory, in bytes.
    [ValidateRange(1, [int]::MaxValue)]
    [int] $SectorSize = 4KB
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

function New-SampleImage {
    param([string] $Path, [string] $Version)

    $image = New-MemoryMap $Path -Size 1MB -Protection ReadWrite
    try {
        $image.WriteString(0x0, "BOOT loader version $Version")
        $image.WriteString(0x21000, "kernel $Version (release)")
        if ($Version -eq '1.1') {
            # The updated image has another network driver.
            $image.Write(0x80000, [byte[]] (1..200))
        }
    }
    finally {
        Remove-MemoryMap $image -Sync
    }
}

$folder = [IO.Directory]::CreateTempSubdirectory('compare-firmware-').FullName
[MmapModule.MemoryMap[]] $maps = @()
try {
    if (-not $Old -or -not $New) {
        $Old, $New = (Join-Path $folder 'old.bin'), (Join-Path $folder 'new.bin')
        New-SampleImage $Old '1.0'
        New-SampleImage $New '1.1'
    }

    $PatchList = $PatchList ? $PatchList : (Join-Path $folder 'patch.csv')
    $maps += $before = New-MemoryMap -LiteralPath $Old
    $maps += $after = New-MemoryMap -LiteralPath $New
    if ($before.Length -ne $after.Length) {
        throw "The images have different sizes: $($before.Length) and $($after.Length) bytes."
    }

    # What an administrator looks at: the first differences in hex, and the sectors that have to be written.
    (Compare-MappedRegion $before $after -First 4 | Out-String).TrimEnd()
    $sectors = @(Compare-MappedRegion $before $after -BlockSize $SectorSize)
    $changed = ($sectors | Measure-Object -Property Length -Sum).Sum / $SectorSize
    ''
    "Sectors to write: $([math]::Ceiling($changed)) of $([math]::Ceiling($before.Length / $SectorSize))"
    foreach ($range in $sectors) {
        '  0x{0:X6} to 0x{1:X6}' -f $range.Offset, ($range.Offset + $range.Length - 1)
    }

    # The list streams to the file. A long range is read from the map: the difference itself holds its first 4096 bytes.
    Compare-MappedRegion $before $after | ForEach-Object {
        [pscustomobject]@{
            Offset = '0x{0:X}' -f $_.Offset
            Length = $_.Length
            Old    = [Convert]::ToHexString($_.Reference.Read())
            New    = [Convert]::ToHexString($_.Difference.Read())
        }
    } | Export-Csv -LiteralPath $PatchList

    # The proof: the old image, patched. -Expect writes nothing where the old bytes are not there.
    $copy = Join-Path $folder 'patched.bin'
    Copy-Item -LiteralPath $Old -Destination $copy
    $maps += $patched = New-MemoryMap -LiteralPath $copy -Protection ReadWrite
    $patches = @(Import-Csv -LiteralPath $PatchList)
    foreach ($patch in $patches) {
        Write-MappedRegion $patched -Offset $patch.Offset -Hex $patch.New -Expect $patch.Old
    }

    "Patches in the list: $($patches.Count)"
    "Patched copy equals the new image: $(Compare-MappedRegion $after $patched -Quiet)"
    cmp -- $New $copy
    if ($LASTEXITCODE -ne 0) {
        throw 'cmp says that the patched copy is not the new image.'
    }
}
finally {
    Remove-Item -LiteralPath $folder -Recurse
    $maps | Remove-MemoryMap
}
