#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
    Builds, tests and packages MmapModule.

.DESCRIPTION
    Every task does all the set-up it needs and works on a clean clone. The exit code is 0 only if everything went well.

    Build    compiles the solution and stages bin/, so that Import-Module ./MmapModule.psd1 works.
    Test     runs all tests and checks; the last line says how many passed, failed and were skipped.
    Demo     builds and runs examples/demo.ps1.
    Help     makes en-US/MmapModule.dll-Help.xml from docs/en-US; with -Check only compares the two.
    Analyze  runs PSScriptAnalyzer over all scripts.
    Bench    builds and runs benchmarks/compare.ps1: one table of the module, its peers and the limits of the machine.
    Package  makes out/MmapModule.<version>.zip, which holds exactly what users get.
    Clean    removes everything that the other tasks have made, except the tools they have downloaded.

.EXAMPLE
    ./build.ps1 Test

.EXAMPLE
    ./build.ps1 Test -TestPath tests/Pester/Module.Tests.ps1

    Runs the tests of one Pester file only, on the packaged module as always.
#>
[CmdletBinding()]
param(
    # What to do.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Help', 'Analyze', 'Bench', 'Package', 'Clean')]
    [string] $Task = 'Build',

    # Test: run only these Pester files; wildcards are allowed.
    [string] $TestPath,

    # Test: run only the Pester tests whose full name is like this; wildcards are allowed.
    # Bench: run only the sections of this name, for example Search; wildcards are allowed.
    [string] $Filter,

    # Bench: tiny sizes and few rounds, to see whether everything runs.
    [switch] $Quick,

    # Bench: put the table into this markdown file, too.
    [string] $MarkdownPath,

    # Help: fail if the committed help is stale, and change nothing.
    [switch] $Check
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'

foreach ($part in 'Common', 'Tools', 'HelpXml', 'Help', 'Analyze', 'Package', 'Test', 'Bench') {
    . (Join-Path $PSScriptRoot 'build' "$part.ps1")
}

try {
    switch ($Task) {
        'Build' { Invoke-Build }
        'Test' { exit (Invoke-AllTest -TestPath $TestPath -Filter $Filter) }
        'Demo' { Invoke-Build; Invoke-Script 'examples/demo.ps1' }
        'Help' { if ($Check) { Assert-HelpIsCurrent } else { Export-ModuleHelp } }
        'Analyze' { Invoke-Analysis }
        'Bench' { Invoke-Build; Invoke-Script 'benchmarks/compare.ps1' (Get-BenchArgument -Section $Filter -MarkdownPath $MarkdownPath -Quick:$Quick) }
        'Package' { Invoke-Build; $null = Export-Package }
        'Clean' { Clear-Build }
    }
}
catch {
    Write-Verbose $_.ScriptStackTrace
    Write-Information "$Task failed: $_"
    exit 1
}

exit 0
