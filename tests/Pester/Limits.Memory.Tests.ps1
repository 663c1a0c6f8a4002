# Limits of memory that the process does not set itself: how many mappings it may have, what its group may use, and what the
# kernel promises. Every call that needs memory is made under each.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:NeverOvercommits = [System.IO.File]::ReadAllText('/proc/sys/vm/overcommit_memory').Trim() -eq '2'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/LimitCalls.ps1')
    . (Join-Path $PSScriptRoot 'Support/Groups.ps1')
}

Describe 'The limit of mappings' {
    BeforeAll {
        # Every second page gets another protection, until no more can be told apart.
        $run = Invoke-LimitChild @'
Invoke-LimitCall 'maps' $Folder/maps -Name $Name -Begin {
    $many = New-MemoryMap -Anonymous -Private -Size 400MB
    $read = [MmapModule.MapProtection]::Read
    try { for ($offset = 0L; ; $offset += 8192) { $many.Protect($read, $offset, 4096) } } catch { $global:full = $_.Exception.InnerException.Kind }
} -End { Remove-MemoryMap $many }
"maps were used up: $global:full"
'@
    }

    It 'is survived, and was reached' {
        $run.ExitCode | Should -Be 0 -Because "$($run.StdErr) $($run.Lines[-1])"
        $run.Lines | Should -Contain 'maps were used up: MapCountLimit'
    }

    It 'ends only the calls that need more mappings in an error with its id' {
        Assert-LimitCall $run 'maps' @{
            MapCountLimit = @(
                'file', 'private', 'grow', 'sparse', 'create', 'name', 'memory', 'snapshot', 'anonymous', 'reserve', 'handle', 'populate', 'locked'
                'resize', 'remap', 'lock', 'unlock', 'protect', 'advise', 'discard', 'part', 'cache', 'load', 'drop'
            )
        }
    }
}

Describe 'The memory of a control group that is used up (needs root and a control group)' {
    BeforeAll {
        $group = Get-TestGroup
        if ($group) {
            try {
                [System.IO.File]::WriteAllText($group.Limit, '629145600')
                $run = Invoke-LimitChild -Launcher 'bash', '-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', $group.Path @'
Invoke-LimitCall 'group' $Folder/group -Name $Name -Begin {
    # What a test writes to the disk stays in the group until it is written back.
    sync
    [System.GC]::Collect()
    # In small steps at the end, so that less is left than any of the calls takes.
    $all = foreach ($step in 4MB, 128KB) {
        while ($true) { try { New-MemoryMap -MemoryFile -Size $step -ErrorAction Stop } catch { $global:full = $_.Exception.Kind; break } }
    }
} -End { $all | Remove-MemoryMap }
"group was used up: $global:full"
'@
            }
            finally {
                Remove-TestGroup $group
            }
        }
    }

    BeforeEach {
        if (-not $group) {
            Set-ItResult -Skipped -Because 'this machine does not let the test make a control group'
        }
    }

    It 'is survived, and was reached' {
        $run.ExitCode | Should -Be 0 -Because "$($run.StdErr) $($run.Lines[-1])"
        $run.Lines | Should -Contain 'group was used up: OutOfMemory'
    }

    It 'ends only the calls that would take memory for good in OutOfMemory' {
        # What the runtime gives back meanwhile may let one of them through.
        $refused = @('name', 'memory', 'snapshot' | Where-Object { $run.Lines -contains "group $_ OutOfMemory" })
        $refused.Count | Should -BeGreaterThan 0
        Assert-LimitCall $run 'group' @{ OutOfMemory = $refused }
    }
}

Describe 'A kernel that promises no more memory than it has (needs vm.overcommit_memory=2, which is for the whole machine)' -Skip:(-not $NeverOvercommits) {
    It 'ends calls in documented errors only, and is survived' {
        $run = Invoke-LimitChild 'Invoke-LimitCall ''promise'' $Folder/promise -Name $Name'
        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        $run.Lines | Should -Contain 'promise alive'
        $run.Lines -match 'RAW|LIES' | Should -BeNullOrEmpty
        $run.Lines | Where-Object { $_ -match '^promise (\S+) (?!ok$)' } | Should -Be 'promise reserve OutOfMemory'
    }
}
