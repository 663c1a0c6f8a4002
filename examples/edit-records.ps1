#requires -Version 7.4

<#
.SYNOPSIS
    Changes one record in a file of fixed-size records, in place.
.DESCRIPTION
    Writes 100 records of 32 bytes - an id of 4 bytes and a name of 28 bytes, padded with zeros - through a memory map,
    changes one of them where it lies, and waits until it is on the disk (msync). Then it reads the record back
    without the map: with ordinary file I/O and with dd, a second process.
.EXAMPLE
    pwsh -File examples/edit-records.ps1 -Record 43 -Name 'a new name'
.EXAMPLE
    pwsh -File examples/edit-records.ps1 -Path ./people.dat -Record 7 -Name Ada

    Uses this file; it is created with 100 records if it does not exist.
#>
[CmdletBinding()]
param(
    # The file; by default a temporary one.
    [string] $Path,

    # Which record to change; the first one is 0.
    [ValidateRange(0, 99)]
    [int] $Record = 43,

    # The new name in the record.
    [ValidateLength(1, 27)]
    [ValidatePattern('^[\x20-\x7E]+$')]
    [string] $Name = 'changed in place'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$recordSize = 32
$nameOffset = 4
$nameSize = 28
$count = 100
$folder = [IO.Directory]::CreateTempSubdirectory('edit-records-').FullName
$map = $null
try {
    if (-not $Path) {
        $Path = Join-Path $folder 'records.dat'
    }

    $isNew = -not (Test-Path -LiteralPath $Path)
    $map = New-MemoryMap -LiteralPath $Path -Size ($count * $recordSize) -Protection ReadWrite
    if ($isNew) {
        # The methods of a map are the fast way in a loop. New space in the file holds zeros already.
        for ($i = 0; $i -lt $count; $i++) {
            $map.WriteInt32($i * $recordSize, $i)
            $map.WriteString($i * $recordSize + $nameOffset, "record $i")
        }
    }

    # A region is a view of one record: its offsets count from its own start.
    $region = Select-MappedRegion -InputObject $map -Offset ($Record * $recordSize) -Length $recordSize
    $before = Read-MappedRegion -InputObject $region -Offset $nameOffset -AsString -NullTerminated
    Write-MappedRegion -InputObject $region -Offset $nameOffset -Value $Name.PadRight($nameSize, [char]0)
    Sync-MemoryMap -InputObject $region

    # Ordinary file I/O ...
    $nameStart = $Record * $recordSize + $nameOffset
    $bytes = [byte[]]::new($nameSize)
    $stream = [IO.File]::Open($map.Path, 'Open', 'Read', 'ReadWrite')
    try {
        [void] $stream.Seek($nameStart, 'Begin')
        $stream.ReadExactly($bytes, 0, $nameSize)
    }
    finally {
        $stream.Dispose()
    }

    # ... and another process.
    $seenByDd = dd "if=$($map.Path)" bs=1 skip=$nameStart count=$nameSize status=none | tr -d '\000'

    $result = [pscustomobject]@{
        Record     = $Record
        Id         = Read-MappedRegion -InputObject $region -As Int32
        Before     = $before
        SeenByFile = [Text.Encoding]::UTF8.GetString($bytes).TrimEnd([char]0)
        SeenByDd   = $seenByDd
        Length     = (Get-Item -LiteralPath $map.Path).Length
    }
    $result
    if ($result.SeenByFile -cne $Name -or $result.SeenByDd -cne $Name) {
        throw "Record $Record is not '$Name'."
    }
}
finally {
    Remove-Item -LiteralPath $folder -Recurse
    if ($map) {
        Remove-MemoryMap -InputObject $map
    }
}
