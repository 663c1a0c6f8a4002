# All tests and checks, counted together.

function Invoke-AllTest {
    <#
    .SYNOPSIS
        Runs everything, prints the totals as the last line and returns the exit code.
    #>
    [OutputType([int])]
    param(
        [string] $TestPath,
        [string] $Filter
    )

    $total = [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0; Problems = [System.Collections.Generic.List[string]]::new() }
    $environment = Switch-TestEnvironment @{ LANG = 'en_US.UTF-8'; LC_ALL = $null; NO_COLOR = '1'; POWERSHELL_TELEMETRY_OPTOUT = '1' }
    $built = Invoke-Check $total { Invoke-Build }
    if ($built -and -not $TestPath -and -not $Filter) {
        $null = Invoke-Check $total { Invoke-DotNetTest $total 'MmapModule.Core.Tests' }
        $null = Invoke-Check $total { Invoke-DotNetTest $total 'MmapModule.Conventions.Tests' }
        $null = Invoke-Check $total { Assert-HelpIsCurrent }
        $null = Invoke-Check $total { Invoke-Analysis }
    }

    if ($built) {
        $null = Invoke-Check $total { Invoke-PesterTest $total (Expand-Package (Export-Package)) $TestPath $Filter }
    }

    $null = Switch-TestEnvironment $environment
    foreach ($problem in $total.Problems) {
        Write-Information "FAILED: $problem"
    }

    Write-Information "$($total.Passed) passed, $($total.Failed) failed, $($total.Skipped) skipped"
    $total.Failed -eq 0 ? 0 : 1
}

function Invoke-Check {
    <#
    .SYNOPSIS
        Runs one part and says whether it got to its end; an error counts as one failure, and the next part can still run.
    #>
    [OutputType([bool])]
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [scriptblock] $Part
    )

    try {
        & $Part | Out-Host
        $true
    }
    catch {
        Write-Verbose $_.ScriptStackTrace
        $Total.Failed++
        $Total.Problems.Add("$_")
        $false
    }
}

function Switch-TestEnvironment {
    <#
    .SYNOPSIS
        Sets environment variables and returns what they were.
    #>
    [OutputType([hashtable])]
    param([Parameter(Mandatory)] [hashtable] $Variable)

    $before = @{}
    foreach ($name in $Variable.Keys) {
        $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
        [System.Environment]::SetEnvironmentVariable($name, $Variable[$name])
    }

    $before
}

function Add-TestCount {
    <#
    .SYNOPSIS
        Adds what one suite has counted; a suite without tests is an error.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $Suite,
        [Parameter(Mandatory)] [int] $Passed,
        [Parameter(Mandatory)] [int] $Failed,
        [Parameter(Mandatory)] [int] $Skipped,
        [Parameter(Mandatory)] [int] $ExitCode
    )

    $Total.Passed += $Passed
    $Total.Failed += $Failed
    $Total.Skipped += $Skipped
    if ($Passed + $Failed + $Skipped -eq 0) {
        throw "$Suite holds no tests, or none of them was found."
    }

    if ($Failed -gt 0) {
        $Total.Problems.Add("$Failed of $Suite, see above")
    }
    elseif ($ExitCode -ne 0) {
        throw "$Suite ended with exit code $ExitCode although no test failed."
    }
}

function Invoke-DotNetTest {
    <#
    .SYNOPSIS
        Runs one xunit project.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $Name
    )

    Write-Step $Name
    $results = Get-RepositoryPath 'out/TestResults'
    $log = Join-Path $results "$Name.trx"
    Remove-Item -LiteralPath $log -Force -ErrorAction Ignore
    $arguments = @(
        'test', "tests/$Name/$Name.csproj", '--no-build', '--configuration', 'Release'
        '--results-directory', $results, '--logger', "trx;LogFileName=$Name.trx"
    )
    $exitCode = Get-NativeExitCode 'dotnet' $arguments -TimeoutSeconds 1800
    if (-not (Test-Path -LiteralPath $log)) {
        throw "$Name ended with exit code $exitCode and left no results."
    }

    $counters = ([xml] [System.IO.File]::ReadAllText($log)).TestRun.ResultSummary.Counters
    $skipped = [int] $counters.total - [int] $counters.executed
    $failed = [int] $counters.executed - [int] $counters.passed
    Add-TestCount $Total $Name -Passed $counters.passed -Failed $failed -Skipped $skipped -ExitCode $exitCode
}

function Invoke-PesterTest {
    <#
    .SYNOPSIS
        Runs Pester in a new PowerShell that has only the unpacked module.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $ModulePath,
        [string] $TestPath,
        [string] $Filter
    )

    Write-Step 'Pester'
    $results = Get-RepositoryPath 'out/TestResults'
    $null = New-Item -ItemType Directory -Path $results -Force
    $log = Join-Path $results 'Pester.json'
    Remove-Item -LiteralPath $log -Force -ErrorAction Ignore
    $path = $TestPath ? $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($TestPath) : (Get-RepositoryPath 'tests/Pester')
    $arguments = @(
        '-NoProfile', '-NonInteractive', '-File', (Get-RepositoryPath 'build/Invoke-Pester.ps1'), '-ModulePath', $ModulePath
        '-ResultPath', $log, '-PesterPath', (Get-Tool 'Pester'), '-TestPath', $path, '-Filter', $Filter
    )
    $exitCode = Get-NativeExitCode (Get-PwshPath) $arguments -TimeoutSeconds 1800
    if (-not (Test-Path -LiteralPath $log)) {
        throw "Pester ended with exit code $exitCode and left no results."
    }

    $counts = Get-Content -LiteralPath $log -Raw | ConvertFrom-Json
    Add-TestCount $Total 'tests/Pester' -Passed $counts.Passed -Failed $counts.Failed -Skipped $counts.Skipped -ExitCode $exitCode
}
