#requires -Version 7.4

<#
.SYNOPSIS
    Writes a 32-bit number into a file through a memory map.
.DESCRIPTION
    Maps the file, writes the number in place - the file is neither copied nor rewritten - and lets other programs
    (od, cat) look at the file while the map is still open: they see the new bytes at once.
    Numbers are stored least significant byte first, so 0x30313233 becomes the bytes 33 32 31 30: the text "3210".
.EXAMPLE
    pwsh -File examples/patch-number.ps1

    Makes "3210oworld" of a temporary file that holds "helloworld".
.EXAMPLE
    pwsh -File examples/patch-number.ps1 -Path ./disk.img -Offset 0x1B8 -Number 305419896

    Gives a disk image another disk signature.
#>
[CmdletBinding()]
param(
    # The file to change; by default a temporary one that holds "helloworld".
    [string] $Path,

    # Where to write, in bytes from the start of the file.
    [long] $Offset = 0,

    # The number to write.
    [uint32] $Number = 0x30313233
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$folder = [IO.Directory]::CreateTempSubdirectory('patch-number-').FullName
$map = $null
try {
    $isOwnFile = -not $Path
    if ($isOwnFile) {
        $Path = Join-Path $folder 'greeting.txt'
        Set-Content -LiteralPath $Path -Value 'helloworld' -NoNewline
    }

    $Path = Convert-Path -LiteralPath $Path
    $before = od -A n -t x1 -j $Offset -N 4 -- $Path
    $map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite

    # A number has its own width: [uint32] writes four bytes, [long] would write eight.
    Write-MappedRegion -InputObject $map -Offset $Offset -Value $Number

    # The map is still open and nothing was synced: other processes see the change nevertheless.
    $after = od -A n -t x1 -j $Offset -N 4 -- $Path
    "before:  $before"
    "written: $($Number.ToString('x8'))"
    "after:   $after"
    if ($isOwnFile) {
        "cat:      $(cat -- $Path)"
    }

    $expected = [Convert]::ToHexString([BitConverter]::GetBytes($Number))
    if ($after.Replace(' ', '') -ne $expected) {
        throw "od shows $after, not $expected."
    }
}
finally {
    Remove-Item -LiteralPath $folder -Recurse
    if ($map) {
        # Removing a map does not wait for the disk; -Sync does, and keeps the map if that fails.
        Remove-MemoryMap -InputObject $map -Sync
    }
}
