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

function Get-Finding {
    <#
    .SYNOPSIS
        What PSScriptAnalyzer finds in one script.
    #>
    param([Parameter(Mandatory)] [System.IO.FileInfo] $File)

    # Rules that take the variables of the blocks of Pester, and of its children, for undeclared or unused.
    $confused = 'PSUseDeclaredVarsMoreThanAssignments', 'PSReviewUnusedParameter', 'PSUseUsingScopeModifierInNewRunspaces'
    $excluded = $File.Name -like '*.Tests.ps1' ? $confused : @()
    $settings = Get-RepositoryPath 'PSScriptAnalyzerSettings.psd1'
    $attempts = 4
    for ($attempt = 1; ; $attempt++) {
        try {
            $findings = $attempt -eq 1 ? (Invoke-ScriptAnalyzer -Path $File.FullName -Settings $settings) : (Get-FreshFinding $File $settings)
            return $findings | Where-Object RuleName -NotIn $excluded
        }
        catch {
            # Its rules look commands up in parallel and now and then lose Get-Command (PSScriptAnalyzer issue 2205), for
            # good in that process. What it finds is never tried again.
            if ($attempt -eq $attempts) {
                throw
            }
        }
    }
}

function Get-FreshFinding {
    <#
    .SYNOPSIS
        What PSScriptAnalyzer finds in one script, from a new PowerShell.
    #>
    param(
        [Parameter(Mandatory)] [System.IO.FileInfo] $File,
        [Parameter(Mandatory)] [string] $Settings
    )

    $tool, $path, $rules = foreach ($text in (Get-Tool 'PSScriptAnalyzer'), $File.FullName, $Settings) {
        "'" + $text.Replace("'", "''") + "'"
    }

    $script = @(
        "`$ErrorActionPreference = 'Stop'"
        "Import-Module -Name $tool"
        "`$found = Invoke-ScriptAnalyzer -Path $path -Settings $rules | Select-Object RuleName, Line, Message, ScriptPath"
        'ConvertTo-Json -InputObject @($found)'
    ) -join '; '
    # Now and then it hangs, too.
    $json = & timeout --kill-after=10 120 (Get-PwshPath) -NoProfile -NonInteractive -Command $script
    if ($LASTEXITCODE -ne 0) {
        throw "PSScriptAnalyzer could not look at $($File.FullName)."
    }

    $json | Out-String | ConvertFrom-Json
}

function Invoke-Analysis {
    <#
    .SYNOPSIS
        Fails if PSScriptAnalyzer finds anything.
    #>
    param()

    Write-Step 'Analyze'
    Import-Tool 'PSScriptAnalyzer'
    $root = Get-RepositoryPath
    $files = @(Get-ScriptFile)
    $findings = @($files | ForEach-Object { Get-Finding $_ })
    foreach ($finding in $findings) {
        $path = [System.IO.Path]::GetRelativePath($root, $finding.ScriptPath)
        Write-Information "$($path):$($finding.Line): $($finding.RuleName): $($finding.Message)"
    }

    if ($findings.Count -gt 0) {
        throw "PSScriptAnalyzer has $($findings.Count) finding(s) in $($files.Count) scripts."
    }

    Write-Information "$($files.Count) scripts, no findings"
}
