#Requires -Version 7.4

<#
.SYNOPSIS
    Calls cmdlets of the module with random parameters. Trust.Fuzz.Tests.ps1 starts it and watches it.

.DESCRIPTION
    The call of a number is always the same for one seed, so this shows one again:

        pwsh -NoProfile -File tests/Pester/Storms/Fuzz.ps1 -Seed 20261126 -First 4711 -Count 1 -Show

    A line 'FAULT <number> <what is wrong>' comes out for each call that was answered in a wrong way, and at the end 'END' and what
    was called how often in JSON. Before each call its number is written to Folder/at, so that the parent knows which one did
    not come back.
#>
[CmdletBinding()]
param(
    [int] $Seed = 20261126,
    [int] $First = 0,
    [int] $Count = 1,

    # Only these cmdlets, with commas between them: for a search at one place.
    [string] $Command = '*',

    # Where the calls work, and may leave whatever they like.
    [string] $Folder = (Join-Path ([System.IO.Path]::GetTempPath()) "mmap-test-$PID-fuzz"),

    [string] $ModulePath = (Join-Path $PSScriptRoot '../../../MmapModule.psd1'),

    # Say what is called, and what comes of it.
    [switch] $Show,

    # What calls do instead, one each, to see whether it is noticed: random ones are not made then.
    [ValidateSet('Raw', 'Id', 'Category', 'Hidden', 'Hang', 'Exit')]
    [string[]] $Break = @()
)

$ErrorActionPreference = 'Stop'
function Get-BrokenCommand {
    <#
    .SYNOPSIS
        What a cmdlet would do that breaks a promise.
    #>
    [OutputType([scriptblock])]
    param([string] $Kind, [string] $Name)

    $type = "MmapModule.Commands.$($Name.Replace('-', ''))Command"
    $fail = {
        param([string] $Id, [string] $Category, [string] $Message)
        $exception = [System.Activator]::CreateInstance([MmapModule.MmapException], [System.Reflection.BindingFlags] 'NonPublic, Instance', $null, @([MmapModule.MmapErrorKind]::MapNotFound, $Message, 'Make one.'), $null)
        $record = [System.Management.Automation.ErrorRecord]::new($exception, $Id, $Category, $null)
        $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($Message)
        $record.ErrorDetails.RecommendedAction = 'Make one.'
        Write-Error -ErrorRecord $record
    }
    $broken = @{
        Raw      = { throw [System.NullReferenceException]::new('raw') }
        Id       = { & $fail "Other,$type" 'ObjectNotFound' 'No map.' }
        Category = { & $fail "MapNotFound,$type" 'NotSpecified' 'No map.' }
        Hidden   = { & $fail "MapNotFound,$type" 'ObjectNotFound' "No map. (Parameter 'map')" }
        Hang     = { Start-Sleep -Seconds 60 }
        Exit     = { [System.Environment]::Exit(0) }
    }
    $broken[$Kind].GetNewClosure()
}

Import-Module -Name $ModulePath
foreach ($part in ($Break ? 'ErrorCheck' : 'FuzzRandom', 'FuzzText', 'FuzzMaps', 'FuzzValues', 'FuzzPlausible', 'FuzzCall', 'ErrorCheck')) {
    . (Join-Path $PSScriptRoot "$part.ps1")
}

# From the manifest, so that a new cmdlet is called too.
$manifest = Import-PowerShellDataFile -LiteralPath $ModulePath
$commands = $Break ? @() : @($manifest.CmdletsToExport | Where-Object { $name = $_; $Command.Split(',').Where({ $name -like $_ }) } | ForEach-Object { [FuzzCommand]::new((Get-Command -Name $_ -Module MmapModule)) })
$check = [ErrorCheck]::new((Join-Path $PSScriptRoot '../../../docs/errors.md'))
$cultures = 'en-US', 'de-DE', 'tr-TR', 'fa-IR', 'ar-SA' | ForEach-Object { [cultureinfo]::new($_) }
$prefix = "$(Split-Path -Leaf $Folder)-"
$work = Join-Path $Folder 'work'
$null = [System.IO.Directory]::CreateDirectory($work)
$at = [System.IO.FileStream]::new((Join-Path $Folder 'at'), 'OpenOrCreate', 'Write', 'ReadWrite', 1)
$succeeded = @{}
$accepted = @{}
$ids = @{}
Set-Location -LiteralPath $work
$ConfirmPreference = 'None'
$WarningPreference = $ProgressPreference = $InformationPreference = 'SilentlyContinue'
$ErrorActionPreference = 'Continue'

for ($index = $First; $index -lt $First + $Count; $index++) {
    [cultureinfo]::CurrentCulture = $cultures[$index % $cultures.Count]
    if ($Break) {
        $call = [pscustomobject]@{ Command = @{ Name = 'Get-MemoryMap'; Info = Get-BrokenCommand $Break[$index] 'Get-MemoryMap' }; Parameters = @{}; HasPipeline = $false; IsShown = $false }
    }
    else {
        $random = [FuzzRandom]::new($Seed, $index)
        $maps = [FuzzMaps]::new($work, $prefix, $random)
        $maps.Prepare()
        $call = [FuzzCall]::new($random, $maps, $commands, $true)
    }

    $parameters = $call.Parameters
    if ($Show) {
        "$index [$([cultureinfo]::CurrentCulture.Name)] $call"
    }

    $at.Position = 0
    $at.Write([System.BitConverter]::GetBytes($index), 0, 4)
    $errors = [System.Collections.Generic.List[object]]::new()
    $output = @(
        try {
            if ($call.HasPipeline) {
                $call.Pipeline | & $call.Command.Info @parameters 2>&1
            }
            else {
                & $call.Command.Info @parameters 2>&1
            }
        }
        catch {
            $errors.Add($_)
        }
    )

    foreach ($item in $output) {
        if ($item -is [System.Management.Automation.ErrorRecord]) {
            $errors.Add($item)
        }
    }

    $isAccepted = $true
    foreach ($record in $errors) {
        $wrong = $check.Record($record, $call.Command.Name)
        if ($wrong) {
            "FAULT $index $($call.Command.Name): $(([string] $wrong) -replace '[\x00-\x1f]', ' ')"
        }

        if ($record.Exception -is [System.Management.Automation.ParameterBindingException]) {
            $isAccepted = $false
        }

        $ids["$($call.Command.Name) $($record.FullyQualifiedErrorId.Split(',')[0])"]++
        if ($Show) {
            "    $($record.FullyQualifiedErrorId): $record"
        }
    }

    if (-not $errors.Count) {
        $succeeded[$call.Command.Name]++
        if ($call.IsShown) {
            # The views are code too.
            $null = $output | Select-Object -First 5 | Out-String -Width 100
        }
    }

    if ($isAccepted) {
        foreach ($name in $parameters.Keys) {
            $accepted["$($call.Command.Name) -$name"]++
        }

        if ($call.HasPipeline) {
            $accepted["$($call.Command.Name) |"]++
        }
    }

    if ($Show) {
        $output | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] } | Select-Object -First 5 | Out-String
    }

    foreach ($item in $output) {
        if ($item -is [MmapModule.MemoryMap] -or $item -is [MmapModule.MutexHold]) {
            $item.Dispose()
        }
    }

    ${maps}?.Release()
    $global:Error.Clear()
}

Set-Location -LiteralPath '/'
[System.IO.Directory]::Delete($work, $true)
$at.Dispose()
if (-not $Break) {
    Get-SharedMemory -Name "$prefix*" -ErrorAction Ignore | Remove-SharedMemory
    Get-SharedSemaphore -Name "$prefix*" -ErrorAction Ignore | Remove-SharedSemaphore
    Remove-SharedSemaphore -Key ([FuzzCall]::SemaphoreKey($prefix)) -ErrorAction Ignore
    Remove-MessageQueue -Key ([FuzzCall]::SemaphoreKey($prefix)) -ErrorAction Ignore
    Remove-SharedMemory -Key ([FuzzCall]::SemaphoreKey($prefix)) -ErrorAction Ignore
    0..3 | ForEach-Object { Remove-MessageQueue -Name "$prefix$_" -ErrorAction Ignore }
}

"END $(@{ Succeeded = $succeeded; Accepted = $accepted; Ids = $ids } | ConvertTo-Json -Compress)"
