#requires -Version 7.4

<#
.SYNOPSIS
    Lists the partitions of a disk or disk image with a GUID partition table (GPT).
.DESCRIPTION
    Maps the image, reads the header and the partition entries through layouts (New-MappedStruct), and checks both
    CRC sums. The image may be of any size: only the pages of the table are read. Nothing is written.
.EXAMPLE
    pwsh -File examples/read-gpt.ps1 -Path ./disk.img

    Lists the partitions of an image.
.EXAMPLE
    pwsh -File examples/read-gpt.ps1 -Path /dev/sda -Backup

    Lists what the copy of the table at the end of a disk says. That needs root.
.EXAMPLE
    pwsh -File examples/read-gpt.ps1

    Makes a small image with sfdisk and lists its partitions.
#>
[CmdletBinding()]
param(
    # The disk or image; by default a temporary image that sfdisk makes.
    [string] $Path,

    # The size of a sector in bytes.
    [ValidateSet(512, 4096)]
    [int] $SectorSize = 512,

    # Show the header of the table instead of the partitions.
    [switch] $Header,

    # Read the copy of the table at the end of the disk.
    [switch] $Backup
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}
. (Join-Path $PSScriptRoot 'support/crc32.ps1')

# As in the UEFI specification, chapter 5. All numbers have their least significant byte first.
$headerLayout = New-MappedStruct '
    char[8] Signature       // "EFI PART"
    u32 Revision
    u32 HeaderSize
    u32 HeaderCrc           // with these four bytes taken as zero
    pad[4]
    u64 HeaderSector, OtherHeaderSector
    u64 FirstUsableSector, LastUsableSector
    guid DiskId
    u64 EntrySector
    u32 EntryCount, EntrySize, EntryCrc
'

$typeNames = @{
    'c12a7328-f81f-11d2-ba4b-00a0c93ec93b' = 'EFI System'
    '21686148-6449-6e6f-744e-656564454649' = 'BIOS boot'
    '0fc63daf-8483-4772-8e79-3d69d8477de4' = 'Linux filesystem'
    '0657fd6d-a4ab-43c4-84e5-0933c84b4f4f' = 'Linux swap'
    'e6d6d379-f507-44c2-a23c-238f2a3df928' = 'Linux LVM'
    'a19d880f-05fc-4d3b-a006-743f0f84911e' = 'Linux RAID'
    'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7' = 'Microsoft basic data'
}

function New-DemoImage {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It is a temporary file.')]
    param([string] $Path)

    truncate -s 64M -- $Path
    'label: gpt', 'size=8M, type=U, name="boot"', 'size=16M, type=S, name="swap"', 'type=L, name="root"' | sfdisk --quiet -- $Path
    if ($LASTEXITCODE -ne 0) {
        throw 'sfdisk could not make the image.'
    }
}

function Read-GptHeader {
    param([MmapModule.MappedMemory] $Map)

    $place = $Backup ? @{ Offset = $SectorSize; FromEnd = $true } : @{ Offset = $SectorSize }
    $header = Read-MappedRegion -InputObject $Map -Struct $headerLayout @place
    if ($header.Signature -ne 'EFI PART') {
        throw "'$($Map.Path)' has no GUID partition table here. Is the size of a sector $SectorSize bytes?"
    }

    # The sum was made when its own field was still zero.
    $bytes = Read-MappedRegion -InputObject $Map -Length $header.HeaderSize @place
    $field = ($headerLayout.Fields | Where-Object Name -EQ 'HeaderCrc').Offset
    [Array]::Clear($bytes, $field, 4)
    if ($header.HeaderSize -lt $headerLayout.Size -or (Get-Crc32 ([IO.MemoryStream]::new($bytes))) -ne $header.HeaderCrc) {
        throw "The header of '$($Map.Path)' is damaged: its CRC is wrong. Try $($Backup ? 'without -Backup' : '-Backup')."
    }

    $header
}

if (-not $Path -and -not (Get-Command -Name 'sfdisk' -CommandType Application -ErrorAction Ignore)) {
    'There is no sfdisk to make an image with; give a -Path.'
    return
}

$folder = [IO.Directory]::CreateTempSubdirectory('read-gpt-').FullName
$map = $null
try {
    if (-not $Path) {
        $Path = Join-Path $folder 'disk.img'
        New-DemoImage $Path
    }

    $map = New-MemoryMap -LiteralPath $Path
    $table = Read-GptHeader $map
    if ($Header) {
        return $table
    }

    $entries = $map.Slice($table.EntrySector * $SectorSize, $table.EntryCount * $table.EntrySize)
    if ((Get-Crc32 $entries.AsStream()) -ne $table.EntryCrc) {
        throw "The partition entries of '$Path' are damaged: their CRC is wrong. Try $($Backup ? 'without -Backup' : '-Backup')."
    }

    # An entry may be longer than the 128 bytes that are defined: @offset makes the layout as long as the header says.
    $entryLayout = New-MappedStruct "guid Type, Id; u64 First, Last, Attributes; utf16[36] Name; @$($table.EntrySize)"
    $number = 0
    foreach ($entry in Read-MappedRegion -InputObject $entries -Struct $entryLayout -Count $table.EntryCount) {
        $number++
        if ($entry.Type -ne [guid]::Empty) {
            [pscustomobject]@{
                Number   = $number
                Name     = $entry.Name
                Type     = $typeNames["$($entry.Type)"] ?? "$($entry.Type)"
                Start    = $entry.First
                Sectors  = $entry.Last - $entry.First + 1
                Size     = ($entry.Last - $entry.First + 1) * $SectorSize
                TypeId   = $entry.Type
                Id       = $entry.Id
            }
        }
    }
}
finally {
    if ($map) {
        Remove-MemoryMap -InputObject $map
    }

    Remove-Item -LiteralPath $folder -Recurse
}
