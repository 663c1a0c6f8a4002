#Requires -Version 7.4

<#
.SYNOPSIS
    Runs Pester on one copy of the module. ./build.ps1 Test calls it in a PowerShell of its own.

.DESCRIPTION
    $env:MMAPMODULE_PATH tells the tests which manifest to import. The counts go to ResultPath as JSON; next to it
    lies the full report in the format of NUnit.
#>
[CmdletBinding()]
param(
    # The manifest of the module to test.
    [Parameter(Mandatory)]
    [string] $ModulePath,

    # Where to write the counts.
    [Parameter(Mandatory)]
    [string] $ResultPath,

    # The manifest of Pester; by default the newest one that is installed.
    [string] $PesterPath = 'Pester',

    # The files or folders with the tests, one in a line.
    [string] $TestPath = (Join-Path $PSScriptRoot '../tests/Pester'),

    # Run only the tests whose full name is like this.
    [string] $Filter = '',

    # Run only the tests with this tag.
    [string] $Tag = ''
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

Import-Module -Name $PesterPath
$env:MMAPMODULE_PATH = $ModulePath

$configuration = New-PesterConfiguration
$configuration.Run.Path = @($TestPath.Split("`n"))
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.TestResult.Enabled = $true
$configuration.TestResult.OutputFormat = 'NUnitXml'
$configuration.TestResult.OutputPath = [System.IO.Path]::ChangeExtension($ResultPath, '.xml')
if ($Filter) {
    $configuration.Filter.FullName = $Filter
}

if ($Tag) {
    $configuration.Filter.Tag = $Tag
}

# The tests are not written for strict mode, and their code must see the preferences that users have.
Set-StrictMode -Off
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration $configuration

# A test says why in its name, or by Set-ItResult.
$skipped = $run.Tests | Where-Object Result -In 'Skipped', 'Inconclusive' | ForEach-Object {
    $reason = $_.ErrorRecord | ForEach-Object { $_.Exception.Message -replace '^is skipped, because ' } | Select-Object -First 1
    [ordered] @{ Name = $_.ExpandedPath; Reason = $reason ?? '' }
}

# A block that fails without a failing test (AfterAll), and a file that cannot be read, are failures too.
$counts = [ordered] @{
    Passed  = $run.PassedCount
    Failed  = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    Skipped = @($skipped)
}
$counts | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
exit ($counts.Failed -eq 0 ? 0 : 1)
