<#
.SYNOPSIS
    Measures the module against its peers and limits, in one run, as ratios.
.DESCRIPTION
    Every row is the best of -Repeat rounds with a warm page cache, after one round that is not counted; all contenders of
    a row take turns. Ratio is our time divided by theirs. No figure here is a test: machines differ, and a busy one lies.
.EXAMPLE
    ./benchmarks/compare.ps1 -Section Search, Copy
.EXAMPLE
    ./benchmarks/compare.ps1 -Quick

    A look in less time, with small files and few rounds; its figures are not worth keeping.
.EXAMPLE
    ./benchmarks/compare.ps1 -MarkdownPath docs/performance.md
#>
[CmdletBinding()]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The sections read them.')]
param(
    # The parts to run, by the names of the files in sections/; wildcards are allowed.
    [string[]] $Section = '*',

    # How many rounds count.
    [ValidateRange(1, 1000)]
    [int] $Repeat = 7,

    # The size of most files; searches use twice as much.
    [ValidateRange(1MB, 1TB)]
    [long] $Size = 1GB,

    # The largest file with real blocks, for the cost per GiB.
    [long] $LargestFile = 4GB,

    # The largest sparse file, for the same.
    [long] $LargestSparse = 16GB,

    # What is done many times is done this many times: maps, hits.
    [ValidateRange(10, 100000000)]
    [long] $Many = 1000000,

    # Tiny sizes and few rounds.
    [switch] $Quick,

    # Put the table into this file, between the marks.
    [string] $MarkdownPath,

    # Where the files go; it needs room for about four times -Size, or -LargestFile.
    [string] $Folder = [System.IO.Path]::GetTempPath(),

    # Write the rows as objects.
    [switch] $AsObject
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
if (-not (Get-Module MmapModule)) {
    Import-Module (Join-Path $root 'MmapModule.psd1')
}

foreach ($part in 'Measure', 'Peers', 'Files', 'Report') {
    . (Join-Path $PSScriptRoot 'support' "$part.ps1")
}

# What every section reads.
$Bench = [pscustomobject]@{
    Repeat        = $Quick ? [math]::Min($Repeat, 2) : $Repeat
    Size          = $Quick ? [math]::Min($Size, 16MB) : $Size
    LargestFile   = $Quick ? 64MB : $LargestFile
    LargestSparse = $Quick ? 64MB : $LargestSparse
    Many          = $Quick ? [math]::Min($Many, 1000) : $Many
    Calls         = $Quick ? 200 : 20000
    Processes     = $Quick ? 1 : $Repeat
    Folder        = Join-Path $Folder "mmapmodule-bench-$PID"
    Root          = $root
    EmptyModule   = Join-Path $PSScriptRoot 'MmapModule.EmptyModule/bin/Release/net8.0/MmapModule.EmptyModule.dll'
}

# From the command line several names come as one.
$Section = $Section.Split(',').Trim()
$scripts = Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot 'sections') -Filter '*.ps1' |
    Where-Object { $name = $_.BaseName; $Section.Where({ $name -like $_ -or $name -like "*-$_" }) } | Sort-Object Name
if (-not $scripts) {
    throw "There is no section '$Section'. There are: $((Get-ChildItem (Join-Path $PSScriptRoot 'sections')).BaseName -join ', ')."
}

$null = New-Item -ItemType Directory $Bench.Folder
try {
    $rows = @(
        foreach ($script in $scripts) {
            Write-Progress -Activity 'Measuring' -Status $script.BaseName
            try {
                & $script.FullName
            }
            catch {
                Write-Verbose $_.ScriptStackTrace
                New-Row $script.BaseName 'failed' -Note "$_"
            }
        }
    )
    if ($MarkdownPath) {
        Export-Markdown $rows $MarkdownPath
    }

    if ($AsObject) {
        $rows
    }
    else {
        $rows | Format-Table -Property Work, Ours, Peer, Theirs, Ratio, Target, Met, Spread -AutoSize | Out-String -Width 200
        Get-MachineText
    }
}
finally {
    Write-Progress -Activity 'Measuring' -Completed
    Remove-Item -LiteralPath $Bench.Folder -Recurse -Force
}
