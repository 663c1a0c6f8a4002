# PSScriptAnalyzer over every script.

function Get-ScriptFile {
    <#
    .SYNOPSIS
        The scripts of the repository, without what builds make.
    #>
    [OutputType([System.IO.FileInfo[]])]
    param()

    $root = Get-RepositoryPath
    Get-ChildItem -LiteralPath $root -Recurse -File -Force -Include '*.ps1', '*.psm1', '*.psd1' |
        Where-Object { [System.IO.Path]::GetRelativePath($root, $_.FullName) -notmatch '(^|/)(bin|obj|out|\.tools|\.git)/' }
}

function Get-AnalyzerScript {
    <#
    .SYNOPSIS
        The text of a script that analyzes some files. It writes a line of JSON for each that it got through: Path and Findings.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [System.IO.FileInfo[]] $File,
        [Parameter(Mandatory)] [string] $Settings
    )

    $tool, $rules, $paths = foreach ($texts in (Get-Tool 'PSScriptAnalyzer'), $Settings, $File.FullName) {
        ($texts | ForEach-Object { "'" + $_.Replace("'", "''") + "'" }) -join ', '
    }

    @"
`$ErrorActionPreference = 'Stop'
Import-Module -Name $tool
foreach (`$path in $paths) {
    try {
        `$found = Invoke-ScriptAnalyzer -Path `$path -Settings $rules | Select-Object -Property RuleName, Line, Message, ScriptPath
        ConvertTo-Json -Compress -InputObject @{ Path = `$path; Findings = @(`$found) }
    }
    catch {
        [Console]::Error.WriteLine("`${path}: `$_")
    }
}
"@
}

function Get-Finding {
    <#
    .SYNOPSIS
        What PSScriptAnalyzer finds in some scripts, by the path of the script.
    .DESCRIPTION
        Its rules look commands up in parallel. Now and then they lose Get-Command (PSScriptAnalyzer issue 2205), for good in
        that process, and now and then they hang. So it runs in a PowerShell that is ended after a while, and another one
        goes on with the scripts that are left. What it finds is never tried again.
    #>
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)] [System.IO.FileInfo[]] $File,
        [int] $TimeoutSeconds = 240
    )

    $settings = Get-RepositoryPath 'PSScriptAnalyzerSettings.psd1'
    $findings = @{}
    for ($attempt = 1; $attempt -le 4; $attempt++) {
        $left = @($File | Where-Object { -not $findings.ContainsKey($_.FullName) })
        if (-not $left) {
            return $findings
        }

        $script = Get-AnalyzerScript -File $left -Settings $settings
        & timeout --kill-after=10 $TimeoutSeconds (Get-PwshPath) -NoProfile -NonInteractive -Command $script 2> $null | ForEach-Object {
            $result = "$_" -like '{*}' ? (ConvertFrom-Json $_) : $null
            if ($result) {
                $findings[$result.Path] = @($result.Findings)
            }
        }
    }

    $left = @($File | Where-Object { -not $findings.ContainsKey($_.FullName) })
    if ($left) {
        throw "PSScriptAnalyzer could not look at $($left.FullName -join ', ')."
    }

    $findings
}

function Invoke-Analysis {
    <#
    .SYNOPSIS
        Fails if PSScriptAnalyzer finds anything.
    #>
    param()

    Write-Step 'Analyze'
    $root = Get-RepositoryPath

    # Rules that take the variables of the blocks of Pester, and of its children, for undeclared or unused.
    $confused = 'PSUseDeclaredVarsMoreThanAssignments', 'PSReviewUnusedParameter', 'PSUseUsingScopeModifierInNewRunspaces'
    $files = @(Get-ScriptFile)
    $byPath = Get-Finding $files
    $findings = @(foreach ($file in $files) {
            $byPath[$file.FullName] | Where-Object { $file.Name -notlike '*.Tests.ps1' -or $_.RuleName -notin $confused } |
                # No rule: a type of the module, or of another script, which is not loaded where scripts are analyzed.
                Where-Object RuleName -NE 'TypeNotFound'
        })
    foreach ($finding in $findings) {
        $path = [System.IO.Path]::GetRelativePath($root, $finding.ScriptPath)
        Write-Information "$($path):$($finding.Line): $($finding.RuleName): $($finding.Message)"
    }

    if ($findings.Count -gt 0) {
        throw "PSScriptAnalyzer has $($findings.Count) finding(s) in $($files.Count) scripts."
    }

    Write-Information "$($files.Count) scripts, no findings"
}
