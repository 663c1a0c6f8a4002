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

Describe 'The limit of mappings' -Tag Linux {
    BeforeAll {
        $scarce = @(
            'file', 'private', 'grow', 'sparse', 'create', 'name', 'memory', 'snapshot', 'anonymous', 'reserve', 'handle', 'populate', 'locked'
            'resize', 'remap', 'lock', 'unlock', 'protect', 'advise', 'discard', 'part', 'cache', 'load', 'drop'
        )

        # Root makes the limit small, for the child alone: what is used up first is not what is tested here. That the runtime
        # survives the true one is in Errors.Limits.Tests.ps1.
        $small = New-TestFile -Text '6000'
        $launcher = 'unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /proc/sys/vm/max_map_count && exec "$@"', $small
        $first, $rest = $launcher + @('true')
        $where = @{}
        if (-not (Test-Missing mount, unshare)) {
            & $first @rest 2>&1 | Out-Null
            if ($LASTEXITCODE -eq 0) { $where.Launcher = $launcher }
        }

        # Every second page gets another protection, until no more can be told apart; what is left is taken one by one.
        $run = Invoke-LimitChild @where ("`$scarce = '$($scarce -join "', '")'`n" + @'
Invoke-LimitCall 'maps' $Folder/maps -Name $Name -Scarce $scarce -Begin {
    $many = [System.Collections.Generic.List[object]]::new()
    $read = [MmapModule.MapProtection]::Read
    $options = [MmapModule.MemoryMapOptions]@{ IsPrivate = $true; Size = 4MB }
    try {
        while ($true) {
            $many.Add([MmapModule.MemoryMap]::CreateAnonymous($options))
            for ($offset = 0L; $offset -lt 4MB; $offset += 8192) { $many[-1].Protect($read, $offset, 4096) }
        }
    }
    catch { $null = $_ }
} -Refill {
    try { while ($true) { $many.Add([MmapModule.MemoryMap]::OpenFile($Data)) } } catch { $global:full = $_.Exception.InnerException.Kind }
} -End { $many | Remove-MemoryMap }
"maps were used up: $global:full"
'@)
    }

    It 'is survived, and was reached' {
        $run.ExitCode | Should -Be 0 -Because "$($run.StdErr) $($run.Lines[-1])"
        $run.Lines | Should -Contain 'maps were used up: MapCountLimit'
    }

    It 'ends only the calls that need more mappings in an error with its id' {
        Assert-LimitCall $run 'maps' @{ MapCountLimit = $scarce } -Scarce $scarce
    }
}

Describe 'The memory of a control group that is used up (needs root and a control group)' -Tag Linux {
    BeforeAll {
        $scarce = 'name', 'memory', 'snapshot'

        # Objects of the runtime take little beside what is left free. Where they take more all the same, the kernel ends the
        # process: the module cannot help that, so there are more attempts.
        $launcher = 'bash', '-c', 'echo $$ > "$0/cgroup.procs" && exec env DOTNET_GCgen0size=0x400000 "$@"'
        for ($attempt = 0; $attempt -eq 0 -or ($group -and $attempt -lt 5 -and $run.ExitCode -eq 137); $attempt++) {
            $group = Get-TestGroup
            if (-not $group) { break }
            try {
                [System.IO.File]::WriteAllText($group.Limit, '629145600')
                $run = Invoke-LimitChild -Launcher ($launcher + $group.Path) @'
Invoke-LimitCall 'group' $Folder/group -Name $Name -Scarce name, memory, snapshot -Begin {
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
        Assert-LimitCall $run 'group' @{ OutOfMemory = $scarce } -Scarce $scarce
    }
}

Describe 'A kernel that promises no more memory than it has (needs vm.overcommit_memory=2, which is for the whole machine)' -Skip:(-not $NeverOvercommits) -Tag Linux {
    It 'ends calls in documented errors only, and is survived' {
        $run = Invoke-LimitChild @'
Invoke-LimitCall 'promise' $Folder/promise -Name $Name -Begin {
    # Less is left than the largest call asks for, and enough for everybody else.
    $numbers = [regex]::Match([System.IO.File]::ReadAllText('/proc/meminfo'), '(?s)CommitLimit: +(\d+).*Committed_AS: +(\d+)').Groups
    $rest = 1KB * ([long] $numbers[1].Value - [long] $numbers[2].Value)
    $promised = $rest -gt 1800MB ? (New-MemoryMap -Anonymous -Private -Size ($rest - 1800MB)) : $null
} -End { if ($promised) { Remove-MemoryMap $promised } }
'@
        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        $run.Lines | Should -Contain 'promise alive'
        $run.Lines -match 'RAW|LIES' | Should -BeNullOrEmpty
        $run.Lines | Where-Object { $_ -match '^promise (\S+) (?!ok$)' } | Should -Be 'promise reserve OutOfMemory'
    }
}
