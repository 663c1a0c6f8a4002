# All tests and checks, counted together.

function Invoke-AllTest {
    <#
    .SYNOPSIS
        Runs everything, prints the totals as the last line and returns the exit code.
    #>
    [OutputType([int])]
    param(
        [string] $TestPath,
        [string] $Filter,
        [string] $Tag,
        [string] $Platform = 'Here'
    )

    $total = New-TestTotal
    # Most code of a test runs a few times, so code that is compiled again to be faster costs more than it saves: it took four of
    # ten seconds of the processors. What really runs often (the number is hexadecimal) is still compiled again.
    $environment = Switch-Environment @{
        LANG = 'en_US.UTF-8'; LC_ALL = $null; NO_COLOR = '1'
        DOTNET_TieredPGO = '0'; DOTNET_TC_CallCountThreshold = '400'
    }
    $choice = @{ TestPath = $TestPath; Filter = $Filter; Tag = $Tag }
    foreach ($one in $Platform.Split(',') | Select-Object -Unique) {
        if ($one -eq 'Here' -or ($one -eq 'Windows' -and $IsWindows)) {
            Invoke-TestHere $total @choice
        }
        elseif ($one -eq 'Windows') {
            $null = Invoke-Check $total {
                Invoke-Build
                Export-Package
                Invoke-WindowsTest $total @choice
            }
        }
        elseif (Invoke-Check $total { Invoke-Build 'tests/MmapModule.Core.Tests/MmapModule.Core.Tests.csproj' }) {
            $null = Invoke-Check $total { Invoke-PlatformTest $total $one @choice }
        }
    }

    if ($total.Passed + $total.Failed + $total.Skipped -eq 0) {
        $total.Failed++
        $total.Problems.Add('No test is what was asked for.')
    }

    $null = Switch-Environment $environment
    Write-TestTotal $total
    $total.Failed -eq 0 ? 0 : 1
}

function Invoke-TestHere {
    <#
    .SYNOPSIS
        Runs all tests and checks, or those that were asked for, on this machine.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [string] $TestPath,
        [string] $Filter,
        [string] $Tag
    )

    $choice = @{ Filter = $Filter; Tag = $Tag }
    $plan = @{ Path = $TestPath; Selection = $null; Pester = $null }
    if (-not (Invoke-Check $Total { $plan.Selection = Get-TestSelection $plan.Path })) {
        return
    }

    $selection = $plan.Selection
    if ($IsWindows -and $selection.IsAll) {
        $selection.Pester = @(Select-WindowsTestFile $Total -IsPart:($Filter -or $Tag))
    }

    if ((Test-Strict) -and $IsLinux -and [System.Environment]::IsPrivilegedProcess) {
        $null = Invoke-Check $Total { Assert-PwshIsOpen }
    }

    $before = @(Get-Leftover)
    if ($selection.Pester) {
        # Pester needs nothing but the module, and begins while all the rest is compiled.
        $null = Invoke-Check $Total {
            Invoke-Build 'src/MmapModule/MmapModule.csproj'
            Export-Package
            $plan.Pester = Start-PesterTest (Expand-Package) $selection @choice
        }
    }

    if ($selection.Xunit.Count -gt 0 -and (Invoke-Check $Total { Invoke-Build })) {
        foreach ($name in $selection.Xunit.Keys) {
            $null = Invoke-Check $Total { Invoke-XunitTest $Total $name $selection.Xunit[$name] @choice }
        }
    }

    if ($selection.IsAll -and -not $Filter -and -not $Tag) {
        $null = Invoke-Check $Total { Invoke-ToolCheck $Total 'Help -Check' 'Microsoft.PowerShell.PlatyPS' { Assert-HelpIsCurrent } }
        $null = Invoke-Check $Total { Invoke-ToolCheck $Total 'Analyze' 'PSScriptAnalyzer' { Invoke-Analysis } }
    }

    if ($plan.Pester) {
        $null = Invoke-Check $Total { Complete-PesterTest $Total $plan.Pester }
    }

    $null = Invoke-Check $Total { Assert-NothingIsLeft $before 'the tests' }
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

function Invoke-ToolCheck {
    <#
    .SYNOPSIS
        Runs a check that needs a module of the PowerShell Gallery. Where the module cannot be had the check is skipped.
    .DESCRIPTION
        Neither is on the feed of the SDK, so a machine without the gallery cannot run it, in strict mode either. What they
        would find there is found by tests too: stale help by HelpTextTests.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [string] $Tool,
        [Parameter(Mandatory)] [scriptblock] $Check
    )

    if (Test-Tool $Tool) {
        & $Check
        Add-TestCount $Total 'build.ps1' -Passed 1 -Failed 0 -Skipped @() -ExitCode 0
    }
    else {
        Write-Step "$Name is skipped: there is no $Tool"
        $skip = [pscustomobject]@{ Name = $Name; Reason = "the PowerShell module $Tool is neither installed nor to be downloaded" }
        Add-TestCount $Total 'build.ps1' -Passed 0 -Failed 0 -Skipped $skip -ExitCode 0
    }
}
