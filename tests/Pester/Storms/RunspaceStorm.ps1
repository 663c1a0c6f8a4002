#Requires -Version 7.4

<#
.SYNOPSIS
    32 runspaces that use the same maps while others remove, resize, protect and unmap parts of them, remove the module and
    collect garbage. Storms.ps1 starts it.

.DESCRIPTION
    Every eighth runspace removes and imports the module all the time, and another eighth collects garbage. All others call the
    cmdlets that take a map or the name of a semaphore, found by their metadata, and the methods of maps that take only numbers,
    found by reflection. What they read is not compared; FileStorm.ps1 does that.
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The runspaces get them, and functions in their script use them.')]
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $ModulePath,
    # How long at least; each runspace makes some calls, however short that is.
    [double] $Seconds = 0,
    [int] $Seed = 20261126,
    [int] $Runspaces = 32,

    # What to do wrong after the storm, in lines that begin with SELF, to see whether it is noticed: an exception of .NET.
    [ValidateSet('', 'Raw')] [string] $Break = ''
)

$ErrorActionPreference = 'Stop'
Import-Module -Name $ModulePath
[System.IO.File]::WriteAllBytes("$Folder/scratch/file", [byte[]]::new(131072))
$documented = [regex]::Matches([System.IO.File]::ReadAllText((Join-Path $PSScriptRoot '../../../docs/errors.md')), '(?m)^\| `(\w+)` \|') | ForEach-Object { $_.Groups[1].Value }

# The cmdlets whose one mandatory input is a map or a semaphore, however it is called, with nothing else, and some with what makes them
# dangerous.
$commands = @(foreach ($name in (Import-PowerShellDataFile -LiteralPath $ModulePath).CmdletsToExport) {
        $command = Get-Command -Name $name -Module MmapModule
        foreach ($parameter in $command.Parameters.Values) {
            $type = $parameter.ParameterType.IsArray ? $parameter.ParameterType.GetElementType() : $parameter.ParameterType
            if ($type -in [MmapModule.MappedMemory], [MmapModule.MemoryMap]) {
                "$name $($parameter.Name)"
            }
            elseif (($name -like '*-SharedSemaphore' -or $name -like '*-MessageQueue') -and $parameter.Name -eq 'Name') {
                "$name Name"
            }
        }
    })
$script = {
    param($Number, $Folder, $ModulePath, $Seconds, $Seed, $Pool, $Documented, $Commands, $Break, $Start)
    $ErrorActionPreference = 'Continue'
    $WarningPreference = $ProgressPreference = 'SilentlyContinue'
    $ConfirmPreference = 'None'
    Import-Module -Name $ModulePath
    Set-Location -LiteralPath "$Folder/scratch"
    $random = [System.Random]::new($Seed + $Number)
    $counts = @{}

    $extra = @{
        'Search-MappedRegion'     = @{ Text = 'x' }
        'Write-MappedRegion'      = @{ Value = 1L; Offset = 4096 }
        'Update-MappedValue'      = @{ Operation = 'Add'; Value = 1 }
        'Wait-MappedRegion'       = @{ Timeout = 0.001; Length = 8 }
        'Wait-MemoryMap'          = @{ Timeout = 0.001; Until = 'Grows, Truncated' }
        'Watch-MappedRegion'      = @{ Timeout = 0.001; Length = 8 }
        'Format-MappedRegion'     = @{ Length = 64 }
        'Read-MappedRegion'       = @{ Length = 4096 }
        'Set-MemoryMapAdvice'     = @{ Advice = 'Cold' }
        'Set-MemoryMapProtection' = @{ Protection = 'Read'; Offset = 8192; Length = 4096 }
        'Remove-MemoryMap'        = @{ Offset = 16384; Length = 4096 }
        'Resize-MemoryMap'        = @{ Size = 65536 }
        'Save-MemoryMap'          = @{ Path = "saved$Number" }
        'Copy-MappedRegion'       = @{ Destination = "copied$Number"; Length = 8192 }
        'Add-MemoryMapSeal'       = @{ Seal = 'Grow' }
        'Compare-MappedRegion'    = @{ First = 1 }
        'New-SharedSemaphore'     = @{ Mode = 'OpenOrCreate'; InitialCount = 1 }
        'Wait-SharedSemaphore'    = @{ Timeout = 0.001 }
        'Use-SharedSemaphore'     = @{ Timeout = 0.001; ScriptBlock = { 1 } }
        'New-MessageQueue'        = @{ MaxMessages = 2; MessageSize = 32 }
        'Send-MessageQueue'       = @{ InputObject = 'x'; Timeout = 0.001 }
        'Receive-MessageQueue'    = @{ Timeout = 0.001 }
    }
    $methods = @([MmapModule.MemoryMap].GetMethods([System.Reflection.BindingFlags] 'Public, Instance') | Where-Object {
            $_.DeclaringType -ne [object] -and $_.Name -ne 'Dispose' -and -not ($_.GetParameters() | Where-Object { $_.ParameterType -notin [long], [int], [bool], [System.Nullable[long]] -or $_.Name -match 'size' })
        })
    function Get-Map {
        $at = $random.Next($Pool.Count)
        $map = $Pool[$at]
        if ($null -eq $map -or $map.State -eq 'Closed') {
            $map = switch ($at % 5) {
                0 { New-MemoryMap -Path "$Folder/scratch/file" -Protection ReadWrite -Size 128KB }
                1 { New-MemoryMap -Path "$Folder/scratch/file" -Protection ReadWrite -Private }
                2 { New-MemoryMap -Anonymous -Size 128KB }
                3 { New-MemoryMap -MemoryFile -Size 128KB }
                4 { New-MemoryMap -Path "$Folder/scratch/file" -Snapshot }
            }
            $Pool[$at] = $map
        }

        $map
    }

    # All at once. Importing is what takes longest.
    $null = $Start.SignalAndWait(120000)
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    for ($round = 0; $watch.Elapsed.TotalSeconds -lt $Seconds -or ($round -lt ($Number % 8 -eq 7 ? 3 : 20) -and $watch.Elapsed.TotalSeconds -lt 600); $round++) {
        try {
            if ($Break) {
                throw [System.NullReferenceException]::new('raw')
            }

            if ($Number % 8 -eq 7) {
                Remove-Module -Name MmapModule
                Import-Module -Name $ModulePath -Force
                $counts['module']++
                [System.Threading.Thread]::Sleep(50)
                continue
            }

            if ($Number % 8 -eq 6) {
                [System.GC]::Collect()
                [System.GC]::WaitForPendingFinalizers()
                $counts['collection']++
                [System.Threading.Thread]::Sleep(50)
            }

            $map = Get-Map
            if ($random.Next(2)) {
                $method = $methods[$random.Next($methods.Count)]
                $counts[$method.Name]++
                $arguments = foreach ($parameter in $method.GetParameters()) {
                    $type = $parameter.ParameterType
                    if ($type -eq [long]) { [long] (8 * $random.Next(17000)) } elseif ($type -eq [int]) { 0 } elseif ($type -eq [bool]) { $false } else { 4096L }
                }
                $null = $method.Invoke($map, [object[]] @($arguments))
            }
            else {
                $name, $parameter = $Commands[$random.Next($Commands.Count)].Split(' ')
                $more = $extra[$name] ?? @{}
                if ($name -eq 'Compare-MappedRegion') { $more = $more + @{ $($parameter -eq 'ReferenceObject' ? 'DifferenceObject' : 'ReferenceObject') = $map } }
                $counts[$name]++
                $arguments = @{ $parameter = $name -like '*-SharedSemaphore' -or $name -like '*-MessageQueue' ? "$(Split-Path -Leaf $Folder)-$($random.Next(3))" : $map } + $more
                foreach ($item in & $name @arguments 2>&1) {
                    if ($item -is [System.Management.Automation.ErrorRecord]) { throw $item }
                }
            }
        }
        catch {
            $reason = $_.Exception
            while ($null -ne $reason.InnerException -and $reason -isnot [MmapModule.MmapException]) { $reason = $reason.InnerException }
            $isGone = $reason -is [System.Management.Automation.CommandNotFoundException] -and $Number % 8 -eq 7
            if ($reason -is [MmapModule.MmapException]) {
                $counts["error $($reason.Kind)"]++
                if ([string] $reason.Kind -notin $Documented) { "FAULT $($reason.Kind) is not documented" }
            }
            elseif ($reason -isnot [System.Management.Automation.ParameterBindingException] -and -not $isGone) {
                "FAULT runspace $Number $name $($method.Name): raw $reason $($_.ScriptStackTrace)" -replace '\s+', ' '
            }
        }
    }

    $counts
}

$pool = [object[]]::new(10)
function Invoke-Runspace {
    <#
    .SYNOPSIS
        Runs the script in some runspaces at once. Returns their lines and their counts.
    #>
    param([int] $Count, [string] $Broken)

    $start = [System.Threading.Barrier]::new($Count)
    $shells = foreach ($number in 0..($Count - 1)) {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddScript($script).AddParameters(@{ Number = $number; Folder = $Folder; ModulePath = $ModulePath; Seconds = $Seconds; Seed = $Seed; Pool = $pool; Documented = $documented; Commands = $commands; Break = $Broken; Start = $start })
        [pscustomobject]@{ Shell = $shell; Result = $shell.BeginInvoke() }
    }

    foreach ($one in $shells) {
        try {
            $one.Shell.EndInvoke($one.Result)
        }
        catch {
            "FAULT a runspace came to no end: $($_.Exception.InnerException.ErrorRecord)" -replace '\s+', ' '
        }
    }
}

$sum = @{}
foreach ($line in Invoke-Runspace -Count $Runspaces) {
    if ($line -is [string]) { $line } else { foreach ($key in $line.Keys) { $sum[$key] += $line[$key] } }
}

Get-MemoryMap | Remove-MemoryMap -ErrorAction Ignore
"END $($sum | ConvertTo-Json -Compress)"
if ($Break) {
    $Seconds = 0
    Invoke-Runspace -Count 1 -Broken $Break | Where-Object { $_ -is [string] } | ForEach-Object { "SELF $_" }
}
