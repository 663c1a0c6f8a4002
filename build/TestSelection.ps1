# Which tests a run is about: -TestPath and -Filter, for the files of Pester and for the classes of xunit.

function Get-XunitProject {
    <#
    .SYNOPSIS
        The names of the xunit projects, in the order in which they run.
    #>
    [OutputType([string[]])]
    param()

    'MmapModule.Core.Tests', 'MmapModule.Conventions.Tests'
}

function Get-TestSelection {
    <#
    .SYNOPSIS
        What to run: IsAll, the Pester files, and for each xunit project the classes ('*' is all of them).
    #>
    [OutputType([psobject])]
    param([string] $TestPath)

    $selection = [pscustomobject]@{ IsAll = -not $TestPath; Pester = @(); Xunit = [ordered] @{} }
    if ($selection.IsAll) {
        $selection.Pester = @(Get-RepositoryPath 'tests/Pester')
        foreach ($name in Get-XunitProject) {
            $selection.Xunit[$name] = @('*')
        }

        return $selection
    }

    foreach ($path in $TestPath.Split(',', [System.StringSplitOptions]::RemoveEmptyEntries -bor [System.StringSplitOptions]::TrimEntries)) {
        $items = @(Get-Item -Path $path -ErrorAction Ignore)
        if ($items.Count -eq 0) {
            throw "There is no '$path'. -TestPath takes files (*.Tests.ps1, *.cs), folders and projects below tests."
        }

        # A project stands for its folder.
        $paths = $items | ForEach-Object { $_.Extension -eq '.csproj' ? $_.DirectoryName : $_.FullName }
        $files = Get-ChildItem -LiteralPath $paths -Recurse -File | Where-Object FullName -NotMatch '[/\\](bin|obj)[/\\]'
        $selection.Pester += @($files | Where-Object Name -Like '*.Tests.ps1' | ForEach-Object FullName)
        foreach ($name in Get-XunitProject) {
            $folder = Get-RepositoryPath "tests/$name/"
            $sources = @($files | Where-Object { $_.Extension -eq '.cs' -and $_.FullName.StartsWith($folder) })
            if ($sources) {
                $selection.Xunit[$name] = @($selection.Xunit[$name]) + @($sources | ForEach-Object { Get-SourceClass $_.FullName }) | Where-Object { $_ }
            }
        }
    }

    $selection.Pester = @($selection.Pester | Select-Object -Unique)
    if (-not $selection.Pester -and -not $selection.Xunit.Count) {
        throw "There are no tests in '$TestPath'."
    }

    $selection
}

function Get-SourceClass {
    <#
    .SYNOPSIS
        The full names of the classes in a file of C#.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Path)

    $text = [System.IO.File]::ReadAllText($Path)
    $namespace = [regex]::Match($text, '(?m)^namespace ([\w.]+)').Groups[1].Value
    foreach ($match in [regex]::Matches($text, '(?m)^public [\w ]*\bclass (\w+)')) {
        "$namespace.$($match.Groups[1].Value)"
    }
}

function Get-NamePattern {
    <#
    .SYNOPSIS
        The filter as a wildcard pattern; without wildcards it is a part of the name.
    #>
    [OutputType([string])]
    param([string] $Filter)

    $hasWildcards = [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($Filter)
    if (-not $Filter -or $hasWildcards) { $Filter } else { "*$Filter*" }
}

function Get-XunitMethod {
    <#
    .SYNOPSIS
        The full names of the test methods of some classes that are like the filter. Spaces stand for the underscores of methods.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Assembly,
        [Parameter(Mandatory)] [string[]] $Class,
        [Parameter(Mandatory)] [string] $Filter
    )

    $pattern = (Get-NamePattern $Filter).Replace(' ', '_')
    $classes = $Class | Where-Object { $_ -ne '*' } | ForEach-Object { '-class', $_ }
    dotnet $Assembly -noColor -noLogo -list methods @classes | Where-Object { $_ -like $pattern }
}
