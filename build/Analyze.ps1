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
    $attempts = 5
    for ($attempt = 1; ; $attempt++) {
        try {
            return Invoke-ScriptAnalyzer -Path $File.FullName -Settings (Get-RepositoryPath 'PSScriptAnalyzerSettings.psd1') |
                Where-Object RuleName -NotIn $excluded
        }
        catch {
            # Its rules look commands up in parallel and now and then lose Get-Command (PSScriptAnalyzer issue 2205).
            if ($attempt -eq $attempts) {
                throw
            }
        }
    }
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
