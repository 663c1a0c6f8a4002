#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
    Makes docs/pictures/terminal.svg: what a terminal shows of some commands of this module.

.DESCRIPTION
    The commands really run, in a pwsh in a terminal of its own (script(1) makes it), in a new folder with sample files. What
    arrives there, with all colors, becomes the picture; only the path of the folder is replaced.

.EXAMPLE
    ./docs/pictures/New-TerminalPicture.ps1
#>
[CmdletBinding()]
param(
    # The picture.
    [string] $Path = (Join-Path $PSScriptRoot 'terminal.svg'),

    # The columns of the terminal.
    [ValidateRange(60, 200)]
    [int] $Columns = 100
)

Set-StrictMode -Version 1
$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot '../../MmapModule.psd1' -Resolve
$commands = @(
    "Write-MappedRegion ./tool.bin -Offset 3 -Hex '90 90' -Expect '75 ??' -WhatIf"
    'Format-MappedRegion ./tool.bin -Offset 0x40 -Length 48'
    'Search-MappedRegion ERROR *.log -Line'
    'Get-MemoryMapResidency ./disk.img'
    'Show-MappedRegion ./disk.img'
)

function New-Sample {
    $random = [System.Random]::new(7)
    $code = [byte[]]::new(4096)
    $random.NextBytes($code)
    ([byte[]] (0x48, 0x85, 0xC0, 0x75, 0x0A, 0x48, 0x8B, 0x45)).CopyTo($code, 0)
    [System.Text.Encoding]::ASCII.GetBytes("usage: tool [options] file`n").CopyTo($code, 0x48)
    [byte[]]::new(8).CopyTo($code, 0x66)
    [System.IO.File]::WriteAllBytes("$folder/tool.bin", $code)
    [System.IO.File]::WriteAllText("$folder/app.log", "10:00 INFO start`n10:01 ERROR disk sda is slow`n10:02 INFO ok`n10:03 ERROR disk sdb has failed`n")
    [System.IO.File]::WriteAllText("$folder/web.log", "GET /index.html 200`nERROR no route to host`n")

    # Text, zeros, and what looks like a compressed part; only the first half is left in memory.
    $noise = [byte[]]::new(600KB)
    $random.NextBytes($noise)
    $text = [System.Text.Encoding]::ASCII.GetBytes(('All work and no play makes Jack a dull boy. ' * 8000))
    [System.IO.File]::WriteAllBytes("$folder/disk.img", [byte[]] ($text + [byte[]]::new(300KB) + $noise + $text[0..199999]))
    Clear-FileCache "$folder/disk.img" -Offset 1MB
}

# The colors of the usual dark theme, by their numbers in escape sequences.
$palette = @{
    30 = '#484f58'; 31 = '#ff7b72'; 32 = '#3fb950'; 33 = '#d29922'; 34 = '#58a6ff'; 35 = '#bc8cff'; 36 = '#39c5cf'; 37 = '#b1bac4'
    90 = '#6e7681'; 91 = '#ffa198'; 92 = '#56d364'; 93 = '#e3b341'; 94 = '#79c0ff'; 95 = '#d2a8ff'; 96 = '#56d4dd'; 97 = '#ffffff'
}

# Each run of characters of one style is an element with its own place, so that no font can move what follows.
function ConvertTo-Element([string] $Line, [double] $Y, [hashtable] $Style) {
    $column = 1
    foreach ($part in [regex]::Matches($Line, "\x1b\[(?<codes>[\d;]*)m|(?<text>[^\x1b]+)")) {
        if ($part.Groups['text'].Success) {
            $x = [math]::Round($column * $cell, 1)
            $width = [math]::Round($part.Length * $cell, 1)
            $column += $part.Length
            $fill = $Style.Fill ?? '#c9d1d9'
            if ($Style.Inverse) {
                "<rect x=`"$x`" y=`"$($Y - 14)`" width=`"$width`" height=`"$height`" fill=`"$fill`"/>"
                $fill = '#0d1117'
            }

            if ($part.Value.Trim()) {
                $weight = $Style.Bold ? ' font-weight="bold"' : ''
                "<text x=`"$x`" y=`"$Y`" textLength=`"$width`" fill=`"$fill`"$weight>$([System.Security.SecurityElement]::Escape($part.Value))</text>"
            }

            continue
        }

        foreach ($code in $part.Groups['codes'].Value.Split(';') -as [int[]]) {
            if ($code -eq 0) { $Style.Clear() }
            elseif ($code -eq 1) { $Style.Bold = $true }
            elseif ($code -eq 7) { $Style.Inverse = $true }
            elseif ($code -eq 27) { $Style.Inverse = $false }
            elseif ($code -eq 39) { $Style.Fill = $null }
            elseif ($palette.ContainsKey($code)) { $Style.Fill = $palette[$code] }
        }
    }
}

Import-Module $module
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "mmap-picture-$PID"
$null = New-Item -ItemType Directory -Path $folder
try {
    New-Sample
    $steps = foreach ($command in $commands) {
        "[Console]::WriteLine(`"`e[32mPS>`e[0m `" + '$($command -replace "'", "''")')"
        "& { $command } | Out-Default"
    }
    [System.IO.File]::WriteAllLines("$folder/run.ps1", @("Import-Module '$module'; Set-Location '$folder'; Remove-Item ./run.ps1", '[Console]::WriteLine("BEGIN")') + $steps)
    $env:TERM = 'xterm-256color'
    $output = script -qec "stty cols $Columns; pwsh -NoProfile -File '$folder/run.ps1'" /dev/null
    $lines = ($output -join "`n" -replace '\r' -replace '(?s)^.*?BEGIN\n' -replace '\x1b\[\??\d*[hlGKJ]|\x1b[=>]' -replace [regex]::Escape($folder), '/tmp/demo').TrimEnd() -split "`n"
}
finally {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

$cell = 8.4
$height = 19
$style = @{}
$width = [int] (($Columns + 2) * $cell)
$svg = @(
    "<svg xmlns=`"http://www.w3.org/2000/svg`" viewBox=`"0 0 $width $(($lines.Count + 3) * $height)`" font-family=`"ui-monospace, 'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace`" font-size=`"14`">"
    '<title>MmapModule in a terminal</title>'
    '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>'
    '<style>text { white-space: pre }</style>'
    for ($i = 0; $i -lt $lines.Count; $i++) {
        ConvertTo-Element $lines[$i] (($i + 2) * $height) $style
    }
    '</svg>'
)
[System.IO.File]::WriteAllText($Path, ($svg -join "`n") + "`n")
