#requires -Version 7.4

<#
.SYNOPSIS
    Shows what crashed applications have left behind, in one table, and removes what nobody uses.
.DESCRIPTION
    Shared memory, semaphores and message queues stay when the program that made them ends, however it ends. This script lists
    all of them: the POSIX ones, which have a name (/dev/shm, /dev/mqueue), and those of System V, which have a key and an id
    (ipcs). IsOrphan is True for what no process uses, False for what is in use, and empty where that cannot be known: nobody
    has a System V semaphore or queue open, and an ordinary user does not see all processes. So run it as root, and not in a
    container that hides some of them.

    With -Remove, it removes the orphans, and nothing else. -WhatIf shows what would be removed. Think first: a program may keep
    something in memory on purpose while it does not run.
.EXAMPLE
    ./examples/clean-leftovers.ps1
.EXAMPLE
    ./examples/clean-leftovers.ps1 -Name 'myapp-*', 0x4D4D0001 -Remove -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Names with wildcards, or keys as ipcs shows them: 0x4D4D0001.
    [ValidateNotNullOrEmpty()]
    [string[]] $Name = '*',

    # Remove what no process uses.
    [switch] $Remove
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

function Get-Row($Type, $Item, $Content, $ProcessId, $IsOrphan) {
    [pscustomobject]@{
        Type = $Type; Name = $Item.Name ?? ('0x{0:X8}' -f $Item.Key); Id = $Item.Id; Owner = $Item.Owner; Mode = $Item.Mode
        Content = $Content; ProcessId = $ProcessId; IsOrphan = $IsOrphan; Item = $Item
    }
}

$memory = @(Get-SharedMemory -Kind Posix, SystemV)

# In many containers not even root may look at all processes. The kernel itself counts who has a System V segment attached.
$seesAll = @($memory | Where-Object { $_.Name -and $_.Reliable }).Count -gt 0
$rows = @(
    foreach ($item in $memory) {
        Get-Row 'shared memory' $item "$($item.Size) bytes" $item.ProcessId ($item.IsOrphan ? ($item.Reliable ? $true : $null) : $false)
    }
    foreach ($item in Get-SharedSemaphore) {
        # Whoever has a POSIX semaphore open maps its file.
        $users = $item.Name ? @((Get-Item -LiteralPath "/dev/shm/sem.$($item.Name)" -ErrorAction Ignore | Get-ProcessMemoryMap -ErrorAction Ignore).ProcessId | Sort-Object -Unique) : @()
        Get-Row 'semaphore' $item "$($item.Count) free" $users ($users ? $false : ($item.Name -and $seesAll ? $true : $null))
    }
    foreach ($item in Get-MessageQueue -ErrorAction SilentlyContinue -ErrorVariable hidden) {
        Get-Row 'message queue' $item "$($item.MessageCount) messages" $item.ProcessId $item.IsOrphan
    }
)
$hidden | ForEach-Object { Write-Warning "Some queues are not listed: $_" }
$rows = @($rows | Where-Object { $row = $_; $Name | Where-Object { $row.Name -clike $_ -or ($null -ne $row.Item.Key -and $row.Name -eq $_) } })

$rows | Format-Table Type, Name, Id, Owner, Mode, Content, ProcessId, IsOrphan

$removed = 0
foreach ($row in $rows | Where-Object IsOrphan) {
    if ($Remove -and $PSCmdlet.ShouldProcess("$($row.Type) $($row.Name)", 'Remove')) {
        switch ($row.Type) {
            'shared memory' { $row.Item | Remove-SharedMemory -Confirm:$false }
            'semaphore' { $row.Item | Remove-SharedSemaphore -Confirm:$false }
            'message queue' { $row.Item | Remove-MessageQueue -Confirm:$false }
        }

        $removed++
    }
}

"$(@($rows | Where-Object IsOrphan).Count) of $($rows.Count) are orphans, and $removed of them were removed."
