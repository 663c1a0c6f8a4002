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

    if ($Failed -gt 0) {
        $Total.Problems.Add("$Failed of $Suite, see above")
    }
    elseif ($ExitCode -ne 0) {
        throw "$Suite ended with exit code $ExitCode although no test failed."
    }
}

function Write-TestTotal {
    <#
    .SYNOPSIS
        Names what was skipped and what failed; the counts are the last line.
    #>
    param([Parameter(Mandatory)] [psobject] $Total)

    foreach ($skip in $Total.Skips) {
        Write-Information "SKIPPED: $skip"
    }

    foreach ($problem in $Total.Problems) {
        Write-Information "FAILED: $problem"
    }

    Write-Information "$($Total.Passed) passed, $($Total.Failed) failed, $($Total.Skipped) skipped"
}
