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
    Package  makes out/MmapModule.<version>.zip and out/MmapModule.<version>.nupkg, which hold exactly what users get.
    Clean    removes everything that the other tasks have made, except the tools they have downloaded.

    A task runs in a PowerShell of its own, with a folder for temporary files that is removed at the end, also when the
    task is stopped. With MMAPMODULE_TEST_STRICT=1 in the environment the tests do not skip what this machine could run.

.EXAMPLE
    dotnet tool restore && dotnet pwsh build.ps1 Test

    Runs all tests on a machine that has only the .NET SDK.

.EXAMPLE
    ./build.ps1 Test -TestPath tests/Pester/Module.Tests.ps1

    Runs the tests of one file. It may be a file of C# too, a folder, or a project.

.EXAMPLE
    ./build.ps1 Test -TestPath tests/MmapModule.Core.Tests/Mapping/DisposeTests.cs -Filter '*twice*'

    Runs the tests of one file whose names have the word in them.
#>
[CmdletBinding()]
param(
    # What to do.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Help', 'Analyze', 'Bench', 'Package', 'Clean')]
    [string] $Task = 'Build',

    # Test: run only the tests in these files, folders or projects; wildcards are allowed. Separate several by commas.
    [string] $TestPath,

    # Test: run only the tests whose full name is like this; without wildcards, those that have it in their name.
    # Bench: run only the sections of this name, for example Search; wildcards are allowed.
    [string] $Filter,

    # Test: run only the tests with this tag of Pester, or a trait of xunit with this value.
    [string] $Tag,

    # Test: let each storm go on for so many minutes, and the fuzz make 100,000 calls; with -Tag Trust.
    [ValidateRange(1, 1440)]
    [int] $Minutes,

    # Test: where to run the tests; separate several by commas. Here is this machine, with all tests and checks. On Linux, Windows
    # is the engine and the module under Wine. LinuxArm64 is the engine on another processor, under an emulator (qemu-user), LinuxMusl
    # with another C library (musl).
    [ValidatePattern('^(Here|Windows|LinuxArm64|LinuxMusl)(,(Here|Windows|LinuxArm64|LinuxMusl))*$')]
    [string] $Platform = 'Here',

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

foreach ($part in Get-ChildItem -Path (Join-Path $PSScriptRoot 'build/*.ps1') -Exclude 'Invoke-Pester.ps1') {
    . $part.FullName
}

if (-not $env:MMAPMODULE_RUN) {
    Invoke-InRun $PSBoundParameters
    exit $LASTEXITCODE
}

try {
    switch ($Task) {
        'Build' { Invoke-Build }
        'Test' {
            if ($Minutes) {
                $env:MMAPMODULE_TRUST_MINUTES = $Minutes
            }

            exit (Invoke-AllTest -TestPath $TestPath -Filter $Filter -Tag $Tag -Platform $Platform)
        }
        'Demo' { Invoke-Build 'src/MmapModule/MmapModule.csproj'; Invoke-Script 'examples/demo.ps1' }
        'Help' { if ($Check) { Assert-HelpIsCurrent } else { Export-ModuleHelp } }
        'Analyze' { Invoke-Build 'src/MmapModule/MmapModule.csproj'; Invoke-Analysis }
        'Bench' { Invoke-Build; Invoke-Script 'benchmarks/compare.ps1' (Get-BenchArgument -Section $Filter -MarkdownPath $MarkdownPath -Quick:$Quick) }
        'Package' { Invoke-Build; Export-Package }
        'Clean' { Clear-Build }
    }
}
catch {
    Write-Verbose $_.ScriptStackTrace
    Write-Information "$Task failed: $_"
    exit 1
}

exit 0
