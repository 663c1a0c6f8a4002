# A sandbox that refuses system calls that the runtime can do without. What has another way takes it, the rest is an error.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Sandbox.ps1')
    . (Join-Path $PSScriptRoot 'Support/LimitCalls.ps1')
}

Describe 'A system call that a sandbox refuses (needs a C compiler): <Errno>' -Skip:(-not $IsX64 -or (Test-Missing cc)) -ForEach @(
    # A save over a file that is there ends in fsync, without which it may not take its place; one of a new file does without.
    @{
        Errno = 'EPERM'; Number = 1; Refused = @{
            NotPermitted = @(
                'grow', 'create', 'name', 'memory', 'save', 'resize', 'remap', 'punch', 'sync', 'durable', 'async', 'locked', 'lock', 'unlock', 'cache', 'load', 'drop', 'residency'
            )
        }
    }
    @{
        Errno = 'ENOSYS'; Number = 38; Refused = @{
            InvalidArgument  = 'grow', 'create', 'name', 'memory', 'resize'
            FlagNotSupported = 'save', 'remap', 'punch', 'sync', 'durable', 'async', 'locked', 'lock', 'unlock', 'cache', 'load', 'drop', 'residency'
        }
    }
) {
    BeforeAll {
        # mremap, msync, mincore, mlock, munlock, mlock2, fsync, fadvise64, sync_file_range, fallocate, process_vm_*,
        # copy_file_range, statx, cachestat, futex_waitv, mseal.
        $calls = 25, 26, 27, 149, 150, 325, 74, 221, 277, 285, 310, 311, 326, 332, 451, 449, 462
        $launcher = 'env', 'MMAPMODULE_TRY_SYSTEM_CALLS=1', (Build-TestSandbox), '9999', (($calls | ForEach-Object { "${_}:$Number" }) -join ','), 'all'
        $run = Invoke-LimitChild -Launcher $launcher 'Invoke-LimitCall refused $Folder/refused -Name $Name'
    }

    It 'is survived' {
        $run.ExitCode | Should -Be 0 -Because "$($run.StdErr) $($run.Lines[-1])"
    }

    It 'ends the calls that have no other way in a documented error, and nothing is lost' {
        Assert-LimitCall $run 'refused' $Refused
    }
}
