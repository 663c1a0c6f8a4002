#requires -Version 7.4

<#
.SYNOPSIS
    Replaces a text in a binary file by another one of the same length, everywhere or only the first times.
.DESCRIPTION
    Searches the file through a memory map and writes the new text over each match, in place: no byte moves, so that a
    program still runs and an index still fits. Each write compares first that the old text is still there (-Expect).
    The new text may be shorter if -Pad says with what it is made as long as the old one.
    Without -Path it copies the program "ls", changes a line of its help in the copy, and runs it.
.EXAMPLE
    pwsh -File examples/replace-text.ps1

    Makes a copy of "ls" say that it shows information about files.
.EXAMPLE
    ./examples/replace-text.ps1 -Path ./app -OldText 'http://old.example' -NewText 'http://new.example' -WhatIf

    Shows all places, with the bytes before and after, and changes nothing.
.EXAMPLE
    ./examples/replace-text.ps1 -Path ./firmware.bin -OldText 'telnetd' -NewText 'false' -Pad 0

    Replaces a text by a shorter one that ends with zeros.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The file to change; by default a temporary copy of the program "ls".
    [string] $Path,

    # The text to look for.
    [ValidateNotNullOrEmpty()]
    [string] $OldText = 'List information about the FILEs',

    # What to write instead. It must have as many bytes, unless -Pad is given.
    [ValidateNotNullOrEmpty()]
    [string] $NewText = 'Show information about the FILEs',

    # The byte that a shorter new text is filled up with: 0, or 32 for a space.
    [byte] $Pad,

    # Replace no more than this many.
    [ValidateRange(1, [int]::MaxValue)]
    [int] $First = [int]::MaxValue,

    # The encoding of both texts: utf8, unicode (as Windows programs have it), latin1 ...
    [ValidateNotNullOrEmpty()]
    [string] $Encoding = 'utf8'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$codec = $Encoding -eq 'utf8' ? [Text.UTF8Encoding]::new($false) : [Text.Encoding]::GetEncoding($Encoding)
$old = $codec.GetBytes($OldText)
$new = $codec.GetBytes($NewText)
if ($new.Length -lt $old.Length -and $PSBoundParameters.ContainsKey('Pad')) {
    $new += [byte[]] (@($Pad) * ($old.Length - $new.Length))
}

if ($new.Length -ne $old.Length) {
    throw "'$NewText' has $($new.Length) bytes, '$OldText' has $($old.Length): in place only a text of the same length fits. For a shorter one there is -Pad."
}

# -WhatIf and -Confirm are about the new text, not about what has to be made ready for it.
$silently = @{ WhatIf = $false; Confirm = $false }
$folder = [IO.Directory]::CreateTempSubdirectory('replace-text-').FullName
$map = $null
try {
    $isDemonstration = -not $Path
    if ($isDemonstration) {
        $Path = Join-Path $folder 'ls'
        Copy-Item -LiteralPath (Get-Command -Name 'ls' -CommandType Application -TotalCount 1).Source -Destination $Path @silently
    }

    $map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite @silently
    $replaced = @($map | Search-MappedRegion -Text $OldText -Encoding $codec | Select-Object -First $First | Write-MappedRegion -Value $new -Expect $old -PassThru)
    foreach ($region in $replaced) {
        [pscustomobject]@{
            Offset = $region.Offset
            Text   = Read-MappedRegion -InputObject $region -AsString -Encoding $codec
        }
    }

    # A program that is open for writing cannot be started ("text file busy").
    Remove-MemoryMap -InputObject $map -Sync @silently
    $map = $null
    if ($isDemonstration -and $replaced) {
        env LC_ALL=C $Path --help | Where-Object { $_.Contains($NewText) } | ForEach-Object { "ls --help: $_" }
    }
}
finally {
    if ($map) {
        Remove-MemoryMap -InputObject $map @silently
    }

    Remove-Item -LiteralPath $folder -Recurse @silently
}
