# The xunit projects. They are programs, so they run without the test platform of the SDK.

function Invoke-XunitTest {
    <#
    .SYNOPSIS
        Runs one xunit project, or some of its classes.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [string[]] $Class,
        [string] $Filter,
        [string] $Tag,

        # The program and the arguments that run the tests, if it is not dotnet.
        [string[]] $Launcher,

        # The system whose tests they are: those that say they hold only on another one are no tests here.
        [ValidateSet('Linux', 'Windows')]
        [string] $System = $IsWindows ? 'Windows' : 'Linux',

        # How the suite is called in the totals.
        [string] $Suite = $Name
    )

    $assembly = Get-RepositoryPath "tests/$Name/bin/Release/net8.0/$Name.dll"
    $isPart = $Class -notcontains '*' -or $Filter -or $Tag
    $chosen = if ($Filter) {
        $methods = @(Get-XunitMethod $assembly $Class $Filter)
        if (-not $methods) {
            return
        }

        $methods | ForEach-Object { '-method', $_ }
    }
    else {
        $Class | Where-Object { $_ -ne '*' } | ForEach-Object { '-class', $_ }
    }

    if ($Tag) {
        $chosen = @($chosen) + @('-trait', "*=$Tag")
    }

    $chosen = @($chosen) + @('Linux', 'Windows' | Where-Object { $_ -ne $System } | ForEach-Object { '-trait-', "OnlyOn=$_" })

    Write-Step $Suite
    $results = Get-RepositoryPath 'out/TestResults'
    $null = New-Item -ItemType Directory -Path $results -Force
    $log = Join-Path $results "$Suite.trx"
    Remove-Item -LiteralPath $log -Force -ErrorAction Ignore
    $Launcher = $Launcher ? $Launcher : @('dotnet', $assembly)
    $options = @($Launcher | Select-Object -Skip 1) + @('-noColor', '-noLogo', '-trx', "out/TestResults/$Suite.trx") + @($chosen | Where-Object { $_ })
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $exitCode = Get-NativeExitCode $Launcher[0] $options -TimeoutSeconds 1800
    if (-not (Test-Path -LiteralPath $log)) {
        throw "$Suite ended with exit code $exitCode and left no results."
    }

    $run = ([xml] [System.IO.File]::ReadAllText($log)).TestRun
    $counters = $run.ResultSummary.Counters
    $skipped = @(Get-XunitSkip $run)
    $failed = [int] $counters.total - [int] $counters.passed - $skipped.Count
    if ($isPart -and [int] $counters.total -eq 0) {
        return
    }

    Write-Information ('It took {0:n0} s.' -f $watch.Elapsed.TotalSeconds)
    $failures = @(Get-XunitFailure $run)
    Add-TestCount $Total $Suite -Passed $counters.passed -Failed $failed -Failures $failures -Skipped $skipped -ExitCode $exitCode -IsPart:$isPart
}

function Get-XunitFailure {
    <#
    .SYNOPSIS
        The tests of a report that failed, each with what it says and where.
    #>
    [OutputType([psobject])]
    param([Parameter(Mandatory)] [System.Xml.XmlElement] $Run)

    $names = [System.Xml.XmlNamespaceManager]::new($Run.OwnerDocument.NameTable)
    $names.AddNamespace('t', $Run.NamespaceURI)
    foreach ($result in $Run.SelectNodes('t:Results/t:UnitTestResult[@outcome="Failed"]', $names)) {
        $message = $result.SelectSingleNode('t:Output/t:ErrorInfo/t:Message', $names)
        $stack = $result.SelectSingleNode('t:Output/t:ErrorInfo/t:StackTrace', $names)
        $place = [regex]::Match($stack ? $stack.InnerText : '', '(?<file>[^/\\\s]+\.cs):line (?<line>\d+)')
        [pscustomobject]@{
            Name    = $result.testName
            Message = $message ? $message.InnerText : ''
            Place   = $place.Success ? "$($place.Groups['file']):$($place.Groups['line'])" : ''
        }
    }
}

function Get-XunitSkip {
    <#
    .SYNOPSIS
        The tests of a report that were skipped, each with the reason.
    #>
    [OutputType([psobject])]
    param([Parameter(Mandatory)] [System.Xml.XmlElement] $Run)

    $names = [System.Xml.XmlNamespaceManager]::new($Run.OwnerDocument.NameTable)
    $names.AddNamespace('t', $Run.NamespaceURI)
    foreach ($result in $Run.SelectNodes('t:Results/t:UnitTestResult[@outcome="NotExecuted"]', $names)) {
        $reason = $result.SelectSingleNode('t:Output/t:ErrorInfo/t:Message | t:Output/t:StdOut', $names)
        [pscustomobject]@{ Name = $result.testName; Reason = $reason ? $reason.InnerText.Trim() : '' }
    }
}
