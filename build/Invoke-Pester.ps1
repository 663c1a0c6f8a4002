#Requires -Version 7.4

<#
.SYNOPSIS
    Runs Pester on one copy of the module, file by file. ./build.ps1 Test calls it several times at once, each in a PowerShell
    of its own.

.DESCRIPTION
    Each file in Folder/todo names a file with tests, by its path in the repository or a full one. This takes one after the other, by moving it to Folder/taken, until
    none is left, so several runs can share the work. Of NAME come NAME.log, what Pester says, NAME.xml, the report in
    the format of NUnit, and last NAME.json, the counts, what failed, and the time it took.

    $env:MMAPMODULE_PATH tells the tests which manifest to import.
#>
[CmdletBinding()]
param(
    # The manifest of the module to test.
    [Parameter(Mandatory)]
    [string] $ModulePath,

    # The folder with what is to be done, and what is done.
    [Parameter(Mandatory)]
    [string] $Folder,

    # The manifest of Pester; by default the newest one that is installed.
    [string] $PesterPath = 'Pester',

    # Run only the tests whose full name is like this.
    [string] $Filter = '',

    # Run only the tests with this tag.
    [string] $Tag = ''
)

# Nothing is set here, neither a preference nor a variable: this is the global scope, which Pester and the tests see. The tests
# are written for the preferences that users have; and Pester's Set-ItResult reads a variable $File that it has not set, and
# did not come back when there was one.
Import-Module -Name $PesterPath -ErrorAction Stop
$env:MMAPMODULE_PATH = $ModulePath
. (Join-Path $PSScriptRoot 'ProcessTime.ps1')

function Get-NextTestFile {
    <#
    .SYNOPSIS
        Takes one of the files that are still to be run: its Name here, and the Path of the tests.
    #>
    [OutputType([psobject])]
    param([Parameter(Mandatory)] [string] $Folder)

    Set-StrictMode -Version 3
    $ErrorActionPreference = 'Stop'
    foreach ($name in [System.IO.Directory]::GetFiles((Join-Path $Folder 'todo')) | Split-Path -Leaf | Sort-Object) {
        $taken = Join-Path $Folder 'taken' $name
        try {
            [System.IO.File]::Move((Join-Path $Folder 'todo' $name), $taken)
        }
        catch [System.IO.FileNotFoundException] {
            # Another run was quicker.
            continue
        }

        return [pscustomobject]@{ Name = $name; Path = [System.IO.Path]::GetFullPath([System.IO.File]::ReadAllText($taken), (Split-Path $PSScriptRoot)) }
    }
}

function Get-TestConfiguration {
    <#
    .SYNOPSIS
        How Pester runs one file.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory)] [string] $Path,
        [Parameter(Mandatory)] [string] $ReportPath,
        [string] $Filter,
        [string] $Tag
    )

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'

    # The report asks CIM for the name of the system, which Wine does not have.
    $configuration.TestResult.Enabled = -not ($IsWindows -and (Test-Path -LiteralPath 'HKCU:\Software\Wine'))
    $configuration.TestResult.OutputFormat = 'NUnitXml'
    $configuration.TestResult.OutputPath = $ReportPath
    if ($Filter) {
        $configuration.Filter.FullName = $Filter
    }

    if ($Tag) {
        $configuration.Filter.Tag = $Tag
    }

    # Tests that hold on one system say so.
    $configuration.Filter.ExcludeTag = $IsWindows ? 'Linux' : 'Windows'
    $configuration
}

function Get-RunCount {
    <#
    .SYNOPSIS
        What came of a run of Pester.
    #>
    [OutputType([System.Collections.IDictionary])]
    param([Parameter(Mandatory)] [psobject] $Run)

    # A test says why in its name, or by Set-ItResult.
    $skipped = $Run.Tests | Where-Object Result -In 'Skipped', 'Inconclusive' | ForEach-Object {
        $reason = $_.ErrorRecord | ForEach-Object { $_.Exception.Message -replace '^is skipped, because ' } | Select-Object -First 1
        [ordered] @{ Name = $_.ExpandedPath; Reason = $reason ?? '' }
    }

    # A block that fails without a failing test (AfterAll), and a file that cannot be read, are failures too.
    [ordered] @{
        Passed   = $Run.PassedCount
        Failed   = $Run.FailedCount + $Run.FailedBlocksCount + $Run.FailedContainersCount
        Failures = @(@($Run.Failed) + @($Run.FailedBlocks) + @($Run.FailedContainers) | Where-Object { $_ } | ForEach-Object { Get-Failure $_ })
        Skipped  = @($skipped)
    }
}

function Get-Failure {
    <#
    .SYNOPSIS
        Which test, block or file failed, what it says, and where.
    #>
    [OutputType([System.Collections.IDictionary])]
    param([Parameter(Mandatory)] [psobject] $Item)

    # A block whose BeforeAll failed has none.
    $record = $Item.ErrorRecord | Select-Object -First 1
    $place = $record ? [regex]::Match("$($record.ScriptStackTrace)", '(?<file>[^/\\\s]+\.Tests\.ps1): line (?<line>\d+)') : $null
    [ordered] @{
        Name    = $Item.PSObject.Properties['ExpandedPath'] ? $Item.ExpandedPath : $Item.Item.Name
        Message = $record ? $record.Exception.Message : ''
        Place   = ${place}?.Success ? "$($place.Groups['file']):$($place.Groups['line'])" : ''
    }
}

function Invoke-TestFile {
    <#
    .SYNOPSIS
        Runs the tests of one file, and leaves what came of it in the folder.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $TestFile,
        [Parameter(Mandatory)] [string] $Folder,
        [string] $Filter,
        [string] $Tag
    )

    $path = Join-Path $Folder $TestFile.Name
    $configuration = Get-TestConfiguration -Path $TestFile.Path -ReportPath "$path.xml" -Filter $Filter -Tag $Tag

    $run = $null
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $spent = Get-ProcessorSecond
    $text = [System.Text.StringBuilder]::new()
    foreach ($item in Invoke-Pester -Configuration $configuration *>&1) {
        if ($item -is [Pester.Run]) {
            $run = $item
        }
        elseif ($item -is [System.Management.Automation.InformationRecord] -and $item.MessageData -is [System.Management.Automation.HostInformationMessage]) {
            $null = $text.Append($item.MessageData.Message).Append($item.MessageData.NoNewLine ? '' : "`n")
        }
        else {
            $null = $text.Append(($item | Out-String))
        }
    }

    Set-StrictMode -Version 3
    $ErrorActionPreference = 'Stop'
    [System.IO.File]::WriteAllText("$path.log", $text.ToString())
    $count = Get-RunCount $run
    $count.Seconds = $watch.Elapsed.TotalSeconds
    $count.ProcessorSeconds = (Get-ProcessorSecond) - $spent
    ConvertTo-Json $count -Depth 4 | Set-Content -LiteralPath "$path.part"
    [System.IO.File]::Move("$path.part", "$path.json")
}

while ($null -ne (Get-NextTestFile $Folder | ForEach-Object { Invoke-TestFile $_ -Folder $Folder -Filter $Filter -Tag $Tag; $true })) {
}
