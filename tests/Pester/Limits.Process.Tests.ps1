# Limits of a process, for root and for an ordinary user: every call that needs memory, files or descriptors is made under each.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/LimitCalls.ps1')
}

Describe 'A limit of the process (needs prlimit): <User>' -Skip:(Test-Missing prlimit) -ForEach @(
    @{ User = 'the user who runs the tests'; As = ''; IsOrdinary = -not (Test-IsRoot) }
    if (-not (Test-Missing nobody)) { @{ User = 'nobody'; As = 'nobody'; IsOrdinary = $true } }
) {
    BeforeAll {
        # The new file of a save is only open for a moment, so it comes from those that are kept for the shell.
        $scarce = @(
            'file', 'private', 'grow', 'sparse', 'create', 'name', 'memory', 'snapshot', 'handle', 'populate', 'locked'
            'save', 'own', 'copy', 'copyNew', 'cache', 'load', 'drop'
        )

        # One child for all limits of one user. Each is taken back before the next, and before the files are looked at.
        $script = ("`$scarce = '$($scarce -join "', '")'`n" + @'
Invoke-LimitCall 'size' $Folder/size -Name $Name -Begin { prlimit --pid $PID --fsize=131072: } -End {
    [System.IO.File]::WriteAllText("$Folder/small", '0123456789')
    Copy-MappedRegion "$Folder/small" -Destination "$Folder/small.copy"
    $global:small = "$(Read-MappedRegion (New-MemoryMap -LiteralPath "$Folder/small" -Snapshot) -AsString) $([System.IO.File]::ReadAllText("$Folder/small.copy"))"
    prlimit --pid $PID --fsize=unlimited:
}
"size lets $global:small"
Invoke-LimitCall 'files' $Folder/files -Name $Name -Scarce $scarce -Begin {
    prlimit --pid $PID --nofile=256:
    $all = [System.Collections.Generic.List[object]]::new()
} -Refill {
    try { while ($true) { $all.Add([MmapModule.MemoryMap]::OpenFile($Data)) } } catch { $null = $_ }
} -End { $all | Remove-MemoryMap }
Invoke-LimitCall 'space' $Folder/space -Name $Name -Begin {
    # Room for the runtime itself, and less than what will be asked for.
    $now = [System.Environment]::SystemPageSize * [long] ([System.IO.File]::ReadAllText("/proc/$PID/statm") -split ' ')[0]
    prlimit --pid $PID "--as=$($now + 600MB):"
} -End { prlimit --pid $PID --as=unlimited: }

# The capabilities of root lift the others.
if (-not [System.Environment]::IsPrivilegedProcess) {
    Invoke-LimitCall 'lock' $Folder/lock -Name $Name -Begin { prlimit --pid $PID --memlock=65536: }

    # The last, since no program can be started any more that would take it back.
    Invoke-LimitCall 'threads' $Folder/threads -Name $Name -Begin {
        $large = 1..2 | ForEach-Object { New-MemoryMap -Anonymous -Private -Size 20MB }
        prlimit --pid $PID --nproc=1:
    } -End {
        # What is shared out among several cores is done with fewer then.
        Clear-MappedRegion $large[0] -Fill 7
        Copy-MappedRegion $large[0] -Destination $large[1]
        $global:many = Search-MappedRegion $large[1] -Bytes 7, 7, 7, 7, 7, 7, 7, 7 -CountOnly
    }
    "threads found $global:many"
}
'@)

        # The runtime is asked to keep the threads that it has. Where it wants another one all the same, and is not given it, it
        # ends the process itself: that says nothing about the module, so there are more attempts.
        $keep = @{ DOTNET_TC_BackgroundWorkerTimeoutMs = '0x7FFFFFFF'; DOTNET_ThreadPool_ThreadTimeoutMs = '0x7FFFFFFF' }
        for ($attempt = 0; $attempt -eq 0 -or ($attempt -lt 5 -and $IsOrdinary -and $run.ExitCode -eq 134 -and $run.StdErr -match 'Out of memory'); $attempt++) {
            $run = Invoke-LimitChild -As $As -Environment $keep $script
        }
    }

    It 'is survived' {
        $run.ExitCode | Should -Be 0 -Because "$($run.StdErr) $($run.Lines[-1])"
    }

    It 'ends only the calls that need more in an error with its id, which says what was written: RLIMIT_FSIZE' {
        Assert-LimitCall $run 'size' @{
            RangeOverflow = 'grow', 'sparse', 'create', 'name', 'memory', 'snapshot', 'save', 'saveNew', 'own', 'copy', 'copyNew', 'resize'
        }

        # What fits is not refused.
        $run.Lines | Should -Contain 'size lets 0123456789 0123456789'
    }

    It 'ends only the calls that need more in an error with its id, which says what was written: RLIMIT_NOFILE' {
        Assert-LimitCall $run 'files' @{ FileDescriptorLimit = $scarce } -Scarce $scarce
    }

    It 'ends only the calls that need more in an error with its id, which says what was written: RLIMIT_AS' {
        Assert-LimitCall $run 'space' @{ OutOfMemory = 'reserve' }
    }

    It 'ends only the calls that need more in an error with its id, which says what was written: RLIMIT_MEMLOCK' {
        if (-not $IsOrdinary) {
            Set-ItResult -Skipped -Because 'the capabilities of root lift it'
        }

        Assert-LimitCall $run 'lock' @{ MemoryLockLimit = 'locked', 'lock' }
    }

    It 'stops no call, nor work that several threads would share: RLIMIT_NPROC' {
        if (-not $IsOrdinary) {
            Set-ItResult -Skipped -Because 'the capabilities of root lift it'
        }

        Assert-LimitCall $run 'threads' @{ MemoryLockLimit = 'locked', 'lock' }
        $run.Lines | Should -Contain 'threads found 2621440'
    }
}
