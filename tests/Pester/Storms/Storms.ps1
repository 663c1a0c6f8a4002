#Requires -Version 7.4

<#
.SYNOPSIS
    Runs one storm after the other in this process. Trust.Storms.Tests.ps1 starts and watches it.

.DESCRIPTION
    To compile the module, PowerShell and these scripts takes most of the time of a short storm, and is needed only once. Each line
    begins with the name of its storm.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $ModulePath,
    # How long each goes on at least.
    [double] $Seconds = 0,
    [int] $Seed = 20261126
)

$ErrorActionPreference = 'Stop'
$common = @{ ModulePath = $ModulePath; Seconds = $Seconds; Seed = $Seed }
& (Join-Path $PSScriptRoot 'FileStorm.ps1') -Folder $Folder -SelfCheck @common | ForEach-Object { "FILES $_" }

# The other process has nothing to cut any more.
[System.IO.File]::Delete("$Folder/cut")
$other = Join-Path $Folder "$(Split-Path -Leaf $Folder)-runspaces"
$null = [System.IO.Directory]::CreateDirectory("$other/scratch")
& (Join-Path $PSScriptRoot 'RunspaceStorm.ps1') -Folder $other -Break Raw @common | ForEach-Object { "RUNSPACES $_" }
