# Counting the tests of all suites together.

function New-TestTotal {
    <#
    .SYNOPSIS
        The counts of a run that has not begun yet.
    #>
    [OutputType([psobject])]
    param()

    [pscustomobject]@{
        Passed   = 0
        Failed   = 0
        Skipped  = 0
        Failures = [System.Collections.Generic.List[string]]::new()
        Problems = [System.Collections.Generic.List[string]]::new()
        Skips    = [System.Collections.Generic.List[string]]::new()
    }
}

function Add-TestCount {
    <#
    .SYNOPSIS
        Adds what one suite has counted.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $Suite,
        [Parameter(Mandatory)] [int] $Passed,
        [Parameter(Mandatory)] [int] $Failed,
        # The Name of each test that was skipped, and the Reason, if it was not skipped for what its name says.
        [Parameter(Mandatory)] [AllowEmptyCollection()] [psobject[]] $Skipped,
        [Parameter(Mandatory)] [int] $ExitCode,
        # The Name of each test that failed, its Message and the Place of the check.
        [AllowEmptyCollection()] [psobject[]] $Failures = @(),
        # A part of the suite was asked for, which may be empty.
        [switch] $IsPart
    )

    $Total.Passed += $Passed
    $Total.Failed += $Failed
    foreach ($skip in $Skipped) {
        $text = "$($Suite): $($skip.Name)$($skip.Reason ? ": $($skip.Reason)" : '')"
        if (Test-NeedlessSkip ($skip.Reason ? $skip.Reason : $skip.Name)) {
            $Total.Failed++
            $Total.Problems.Add("Skipped, but this machine must be able to run it: $text")
        }
        else {
            $Total.Skipped++
            $Total.Skips.Add($text)
        }
    }

    if ($Passed + $Failed + $Skipped.Count -eq 0) {
        if ($IsPart) {
            return
        }

        throw "$Suite holds no tests, or none of them was found."
    }

    foreach ($failure in $Failures) {
        $Total.Failures.Add((Format-Failure $Suite $failure))
    }

    if ($Failed -gt $Failures.Count) {
        $Total.Problems.Add("$Failed of $Suite, see above")
    }
    elseif ($Failed -eq 0 -and $ExitCode -ne 0) {
        throw "$Suite ended with exit code $ExitCode although no test failed."
    }
}

function Format-Failure {
    <#
    .SYNOPSIS
        Two lines about a test that failed: the name with the place, and what it says.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Suite,
        [Parameter(Mandatory)] [psobject] $Failure
    )

    # One line is enough to know what it is about; all of it stands above, and in the report.
    $message = ($Failure.Message -replace '\s+', ' ').Trim()
    $message = $message.Length -gt 300 ? $message.Substring(0, 297) + '...' : $message
    "$($Suite): $($Failure.Name)$($Failure.Place ? " ($($Failure.Place))" : '')`n    $message"
}

function Write-TestTotal {
    <#
    .SYNOPSIS
        Names what was skipped and what failed; the counts are the last line.
    .DESCRIPTION
        Whoever sees only the end of a log, as services for builds show it, must learn there what failed.
    #>
    param([Parameter(Mandatory)] [psobject] $Total)

    foreach ($skip in $Total.Skips) {
        Write-Information "SKIPPED: $skip"
    }

    $most = 10
    foreach ($failure in $Total.Failures | Select-Object -First $most) {
        Write-Information "FAILED: $failure"
    }

    if ($Total.Failures.Count -gt $most) {
        Write-Information "FAILED: and $($Total.Failures.Count - $most) more, see above"
    }

    foreach ($problem in $Total.Problems) {
        Write-Information "FAILED: $problem"
    }

    Write-Information "$($Total.Passed) passed, $($Total.Failed) failed, $($Total.Skipped) skipped"
}
