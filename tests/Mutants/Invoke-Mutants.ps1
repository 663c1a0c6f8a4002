#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
    Turns off one safety feature of the module at a time and shows which test notices.

.DESCRIPTION
    mutants.json says, for each mutant, which place of the source becomes what, and which tests should fall. All mutants
    are built at once into a copy of the repository: MUTANT in the new text is true only if the environment variable
    MMAPMODULE_MUTANT has the name of that mutant. First all those tests run without a mutant, and must pass.

    The exit code is 0 only if no mutant survives. A place that is not there exactly once is an error before anything
    is built; an ordinary test looks at that, too.

.EXAMPLE
    tests/Mutants/Invoke-Mutants.ps1 -MarkdownPath docs/mutants.md

    Tries all mutants and writes the table.

.EXAMPLE
    tests/Mutants/Invoke-Mutants.ps1 -Name length-*, gate -Wrapper nice

    Tries some of them, each test run at low priority.
#>
[CmdletBinding()]
param(
    # The mutants to try; wildcards are allowed.
    [string[]] $Name = @('*'),

    # The folder for the copy. With one that is there, files that have not changed are not built again.
    [string] $WorkFolder = (Join-Path ([System.IO.Path]::GetTempPath()) "MmapModule-mutants-$PID"),

    # Put the rows of the mutants that were tried into the table of this markdown file.
    [string] $MarkdownPath,

    # A program that starts each build and each test run, such as nice.
    [string] $Wrapper,

    # How long the tests of one mutant may take before they count as fallen.
    [int] $TimeoutSeconds = 180
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
$PSNativeCommandUseErrorActionPreference = $false

$root = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../..')).ProviderPath
$variable = 'MMAPMODULE_MUTANT'

function Get-Anchor {
    <#
    .SYNOPSIS
        Finds the place of a mutant: white space counts as any other white space, the rest as it is.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Mutant,
        # Path and text of all source files.
        [Parameter(Mandatory)] [hashtable] $Source
    )

    $words = $Mutant.find -split '\s+' | ForEach-Object { [regex]::Escape($_) }
    $pattern = [regex]::new($words -join '\s+')
    $places = foreach ($path in $Source.Keys) {
        foreach ($match in $pattern.Matches($Source[$path])) {
            [pscustomobject]@{ Mutant = $Mutant; Path = $path; Index = $match.Index; Length = $match.Length }
        }
    }

    if (@($places).Count -ne 1) {
        throw "The place of the mutant '$($Mutant.name)' is there $(@($places).Count) times instead of once: $($Mutant.find)"
    }

    $places
}

function Copy-Repository {
    <#
    .SYNOPSIS
        Copies what is needed to build and test, without what builds have made.
    #>
    $files = git -C $root ls-files --cached --others --exclude-standard
    foreach ($file in $files) {
        $from = Join-Path $root $file
        $to = Join-Path $WorkFolder $file
        if (-not (Test-Path -LiteralPath $from) -or $file.EndsWith('.cs') -and $file.StartsWith('src/')) {
            continue
        }

        $null = [System.IO.Directory]::CreateDirectory((Split-Path $to))
        Set-IfChanged $to ([System.IO.File]::ReadAllBytes($from))
    }
}

function Set-IfChanged {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It writes to a copy.')]
    param([string] $Path, [byte[]] $Bytes)

    if (-not [System.IO.File]::Exists($Path) -or [System.Convert]::ToBase64String([System.IO.File]::ReadAllBytes($Path)) -ne [System.Convert]::ToBase64String($Bytes)) {
        [System.IO.File]::WriteAllBytes($Path, $Bytes)
    }
}

function Write-MutatedSource {
    param([Parameter(Mandatory)] [hashtable] $Source, [Parameter(Mandatory)] [psobject[]] $Anchor)

    foreach ($path in $Source.Keys) {
        $text = $Source[$path]
        $last = [int]::MaxValue

        # From the end, so that the places before stay where they are.
        foreach ($place in $Anchor | Where-Object Path -EQ $path | Sort-Object Index -Descending) {
            if ($place.Index + $place.Length -gt $last) {
                throw "The mutant '$($place.Mutant.name)' and another one change the same place in $path."
            }

            $last = $place.Index
            $new = $place.Mutant.replace.Replace('MUTANT', "global::MmapModule.Mutant.Is(`"$($place.Mutant.name)`")")
            $text = $text.Remove($place.Index, $place.Length).Insert($place.Index, $new)
        }

        $to = Join-Path $WorkFolder $path
        $null = [System.IO.Directory]::CreateDirectory((Split-Path $to))
        Set-IfChanged $to ([System.Text.Encoding]::UTF8.GetBytes($text))
    }

    $switch = @"
namespace MmapModule;

public static class Mutant
{
    private static readonly string? s_name = System.Environment.GetEnvironmentVariable("$variable");

    public static bool Is(string name) => s_name == name;
}
"@
    Set-IfChanged (Join-Path $WorkFolder 'src/MmapModule.Core/Mutant.cs') ([System.Text.Encoding]::UTF8.GetBytes($switch))
}

function Invoke-Tool {
    <#
    .SYNOPSIS
        Runs a program and returns its exit code and what it wrote.
    #>
    param([Parameter(Mandatory)] [string[]] $Command, [string] $Mutant)

    $all = @($Wrapper | Where-Object { $_ }) + $Command
    $rest = $all | Select-Object -Skip 1
    [System.Environment]::SetEnvironmentVariable($variable, $Mutant ? $Mutant : $null)
    try {
        $output = @(& $all[0] @rest 2>&1 | ForEach-Object { "$_" })
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output }
    }
    finally {
        [System.Environment]::SetEnvironmentVariable($variable, $null)
    }
}

function Invoke-Build {
    param([Parameter(Mandatory)] [string] $Project)

    Write-Information "Building $Project."
    $relaxed = '-p:TreatWarningsAsErrors=false', '-p:EnforceCodeStyleInBuild=false', '-p:RunAnalyzers=false', '-p:GenerateDocumentationFile=false'
    $built = Invoke-Tool (@('dotnet', 'build', (Join-Path $WorkFolder $Project), '-c', 'Release', '--nologo', '-v', 'q', '-clp:ErrorsOnly') + $relaxed)
    if ($built.ExitCode -ne 0) {
        throw "The mutants cannot be built: $($built.Output | Select-Object -First 20 | Out-String)"
    }
}

function Get-Fallen {
    <#
    .SYNOPSIS
        Runs tests and returns the names of those that fell; what ended in another way counts as well.
    #>
    [OutputType([string[]])]
    param([string] $Mutant, [string[]] $Class, [object[]] $Pester, [switch] $All)

    $limit = 'timeout', '--kill-after=5', ($All ? 10 * $TimeoutSeconds : $TimeoutSeconds)
    if ($Class) {
        $chosen = $Class | ForEach-Object { '-class', "*.$_" }
        $assembly = Join-Path $WorkFolder 'tests/MmapModule.Core.Tests/bin/Release/net8.0/MmapModule.Core.Tests.dll'
        $stop = $All ? @() : @('-stopOnFail')
        $run = Invoke-Tool ($limit + @('dotnet', 'exec', $assembly, '-noColor', '-noLogo') + $stop + $chosen) $Mutant
        $fallen = $run.Output | Select-String '^\s*(?:\w+\.)+?(\w+\.\w+(?:\(.*\))?) \[FAIL\]' | ForEach-Object { $_.Matches[0].Groups[1].Value }
        $ran = $run.Output -match 'Total: [1-9]'
        if (-not $fallen -and -not $ran) {
            $fallen = switch ($run.ExitCode) {
                { $_ -in 124, 137 } { "$($Class -join ', '): does not end" }
                { $_ -notin 0, 1 } { "$($Class -join ', '): ends the process ($_)" }
                default { throw "There are no tests in $($Class -join ', '): $($run.Output | Select-Object -Last 5 | Out-String)" }
            }
        }
        elseif ($run.Output -match 'Failed: [1-9]' -and -not $fallen) {
            throw "Tests have failed, but not by name: $($run.Output | Select-Object -Last 5 | Out-String)"
        }

        $fallen | Where-Object { $_ }
    }

    if ($Pester) {
        $pairs = $Pester | ForEach-Object { "@{ File = '$WorkFolder/tests/Pester/$($_.file).Tests.ps1'; Filter = '$($_.filter)' }" } | Select-Object -Unique
        $code = @"
Import-Module Pester -MinimumVersion 5.0
foreach (`$pair in $($pairs -join ', ')) {
    `$configuration = New-PesterConfiguration
    `$configuration.Run.Path = `$pair.File
    `$configuration.Run.PassThru = `$true
    `$configuration.Run.SkipRemainingOnFailure = '$($All ? 'None' : 'Run')'
    `$configuration.Filter.FullName = `$pair.Filter
    `$configuration.Output.Verbosity = 'None'
    `$result = Invoke-Pester -Configuration `$configuration
    `$result.Tests | Where-Object Result -EQ 'Failed' | ForEach-Object { 'FELL ' + (`$_.ExpandedPath -replace '\s+', ' ') }
    `$result.Containers | Where-Object { `$_.ErrorRecord } | ForEach-Object { 'FELL ' + `$_.Item }
    if (`$result.PassedCount + `$result.FailedCount -eq 0) { 'NONE ' + `$pair.Filter }
}
'RAN'
"@
        $run = Invoke-Tool ($limit + @('pwsh', '-NoProfile', '-NonInteractive', '-Command', $code)) $Mutant
        $run.Output -like 'FELL *' -replace '^FELL '
        $ran = $run.Output -eq 'RAN'
        if ($run.Output -like 'NONE *' -and $All) {
            throw "No test of Pester was run: $($run.Output -like 'NONE *')"
        }

        if (-not $ran -and $run.ExitCode -in 0, 1) {
            throw "Pester did not run: $($run.Output | Select-Object -Last 5 | Out-String)"
        }
        elseif (-not $ran) {
            "$($Pester.file -join ', '): " + ($run.ExitCode -in 124, 137 ? 'does not end' : "ends the process ($($run.ExitCode))")
        }
    }
}

function Update-Table {
    <#
    .SYNOPSIS
        Puts the new rows into the table, in the order of the mutants; those that were not tried keep theirs.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'The user asks for it by a parameter.')]
    param([Parameter(Mandatory)] [psobject[]] $Mutant, [Parameter(Mandatory)] [psobject[]] $Result)

    $head = '| Feature | What is turned off | First test that fails |'
    $text = [System.IO.File]::ReadAllText($MarkdownPath)
    $start = $text.IndexOf($head, [System.StringComparison]::Ordinal)
    $old = @{}
    $text.Substring($start) -split '\n' | Select-String '\(`([a-z-]+)`\) \| (.*) \|$' | ForEach-Object { $old[$_.Matches[0].Groups[1].Value] = $_.Matches[0].Groups[2].Value }
    foreach ($one in $Result) {
        $old[$one.Mutant.name] = $one.Fallen ? ($one.Fallen -replace '\|', '\|') : 'nothing: it survives'
    }

    $rows = $Mutant | ForEach-Object { "| $($_.feature) | $($_.off) (``$($_.name)``) | $($old[$_.name] ?? 'not tried yet') |" }
    [System.IO.File]::WriteAllText($MarkdownPath, $text.Substring(0, $start) + (@($head, '| --- | --- | --- |') + $rows -join "`n") + "`n")
}

# From a shell a list is one argument.
$Name = $Name -split ','
$all = @(Get-Content -LiteralPath (Join-Path $PSScriptRoot 'mutants.json') -Raw | ConvertFrom-Json)
$source = @{}
foreach ($path in git -C $root ls-files --cached --others --exclude-standard 'src/*.cs') {
    if (Test-Path -LiteralPath (Join-Path $root $path)) {
        $source[$path] = [System.IO.File]::ReadAllText((Join-Path $root $path))
    }
}

$anchors = $all | ForEach-Object { Get-Anchor -Mutant $_ -Source $source }
$chosen = @($all | Where-Object { $mutant = $_; $Name | Where-Object { $mutant.name -like $_ } })
if (-not $chosen) {
    throw "No mutant is called $($Name -join ', ')."
}

$classes = @($chosen | ForEach-Object { $_.PSObject.Properties['tests'] ? $_.tests : $null } | Where-Object { $_ } | Select-Object -Unique)
$pester = @($chosen | ForEach-Object { $_.PSObject.Properties['pester'] ? $_.pester : $null } | Where-Object { $_ })

try {
    Copy-Repository
    Write-MutatedSource $source $anchors
    Invoke-Build 'tests/MmapModule.Core.Tests'
    if ($pester) {
        Invoke-Build 'src/MmapModule/MmapModule.csproj'
    }

    $before = @(Get-Fallen -Class $classes -Pester $pester -All)
    if ($before) {
        throw "Without a mutant these fall, so nothing can be shown: $($before -join '; ')"
    }

    $results = foreach ($mutant in $chosen) {
        $one = @{ Mutant = $mutant.name }
        if ($mutant.PSObject.Properties['tests']) { $one.Class = $mutant.tests }
        $fallen = @(Get-Fallen @one)
        if (-not $fallen -and $mutant.PSObject.Properties['pester']) {
            $fallen = @(Get-Fallen -Mutant $mutant.name -Pester $mutant.pester)
        }

        $first = $fallen | Select-Object -First 1
        Write-Information "$($mutant.name): $($first ? $first : 'SURVIVES')"
        $result = [pscustomobject]@{ Mutant = $mutant; Fallen = $first }
        if ($MarkdownPath) {
            Update-Table -Mutant $all -Result $result
        }

        $result
    }
}
finally {
    if (-not $PSBoundParameters.ContainsKey('WorkFolder')) {
        Remove-Item -LiteralPath $WorkFolder -Recurse -Force -ErrorAction Ignore
    }
}

$survivors = @($results | Where-Object { -not $_.Fallen })
Write-Information "$($results.Count) mutants, $($survivors.Count) survive."
exit ($survivors ? 1 : 0)
