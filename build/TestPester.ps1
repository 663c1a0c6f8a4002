# Pester, on the module as users get it.

function Invoke-PesterTest {
    <#
    .SYNOPSIS
        Runs Pester in a new PowerShell that has only the unpacked module.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $ModulePath,
        [Parameter(Mandatory)] [psobject] $Selection,
        [string] $Filter,
        [string] $Tag
    )

    Write-Step 'Pester'
    $results = Get-RepositoryPath 'out/TestResults'
    $null = New-Item -ItemType Directory -Path $results -Force
    $log = Join-Path $results 'Pester.json'
    Remove-Item -LiteralPath $log -Force -ErrorAction Ignore
    $arguments = @(
        '-NoProfile', '-NonInteractive', '-File', (Get-RepositoryPath 'build/Invoke-Pester.ps1'), '-ModulePath', $ModulePath
        '-ResultPath', $log, '-PesterPath', (Get-Tool 'Pester'), '-TestPath', ($Selection.Pester -join "`n")
        '-Filter', (Get-NamePattern $Filter), '-Tag', $Tag
    )
    $exitCode = Get-NativeExitCode (Get-PwshPath) $arguments -TimeoutSeconds 1800
    if (-not (Test-Path -LiteralPath $log)) {
        throw "Pester ended with exit code $exitCode and left no results."
    }

    $counts = Get-Content -LiteralPath $log -Raw | ConvertFrom-Json
    $isPart = -not $Selection.IsAll -or $Filter -or $Tag
    Add-TestCount $Total 'tests/Pester' -Passed $counts.Passed -Failed $counts.Failed -Skipped @($counts.Skipped) -ExitCode $exitCode -IsPart:$isPart
}
