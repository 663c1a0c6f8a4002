BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Limit = Get-MemoryLimit

    # One child with limits for all tests that need one.
    $script:Limited = Invoke-ChildProbe -Ulimit '-l 64', '-n 400', '-v 400000000' ([ordered] @{
            MemoryLockLimit     = { (Get-MemoryLimit).MemoryLockLimit }
            FileDescriptorLimit = { (Get-MemoryLimit).FileDescriptorLimit }
            AddressSpaceLimit   = { (Get-MemoryLimit).AddressSpaceLimit }
            memory              = {
                $limit = Get-MemoryLimit
                $null = New-MemoryMap -Anonymous -Size 370GB -Flags NoReserve -ErrorAction SilentlyContinue -ErrorVariable failures
                $failures[0].FullyQualifiedErrorId
                $failures[0].Exception.Message -match "^$(370GB) bytes of address space are needed, \d+ are used, and the limit RLIMIT_AS is $($limit.AddressSpaceLimit)\.$"
                $failures[0].ErrorDetails.RecommendedAction -match 'ulimit -v'
            }
            descriptors         = {
                $limit = Get-MemoryLimit
                $maps = foreach ($i in 1..400) { New-MemoryMap /bin/sh -ErrorAction SilentlyContinue -ErrorVariable failures; if ($failures) { break } }
                $failures[0].FullyQualifiedErrorId
                $failures[0].Exception.Message -match "has \d+ files open and the limit RLIMIT_NOFILE is $($limit.FileDescriptorLimit),"
                $maps | Remove-MemoryMap
            }
        })
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Get-MemoryLimit' -Tag Linux {
    It 'gives one object with the documented properties' {
        @($script:Limit).Count | Should -Be 1
        $script:Limit | Should -BeOfType ([MmapModule.MemoryLimits])
        $wanted = 'PageSize', 'AllocationGranularity', 'MaxMapCount', 'MapCount', 'MemoryLockLimit', 'MemoryLocked',
        'AddressSpaceLimit', 'FileDescriptorLimit', 'FileDescriptors', 'Overcommit', 'MinimumAddress', 'HugePages', 'SharedMemoryFree', 'Features'
        $wanted | Where-Object { $_ -notin $script:Limit.PSObject.Properties.Name } | Should -BeNullOrEmpty
    }

    It 'says what other tools say (needs getconf)' -Skip:(Test-Missing getconf) {
        $script:Limit.PageSize | Should -Be ([long] (getconf PAGESIZE))
        $script:Limit.MaxMapCount | Should -Be ([long] (Get-Content /proc/sys/vm/max_map_count))
        [int] $script:Limit.Overcommit | Should -Be ([int] (Get-Content /proc/sys/vm/overcommit_memory))
        $script:Limit.MinimumAddress | Should -BeOfType ([uint64])
        $script:Limit.MapCount | Should -BeGreaterThan 100
        $script:Limit.FileDescriptors | Should -BeGreaterThan 3
        $free = [long] ((df --block-size=1 --output=avail /dev/shm)[1])
        [System.Math]::Abs($script:Limit.SharedMemoryFree - $free) | Should -BeLessThan 512MB
    }

    It 'shows the limits of the process: <Ulimit> is <Name> <Value>' -ForEach @(
        @{ Ulimit = '-l 64'; Name = 'MemoryLockLimit'; Value = 64KB }
        @{ Ulimit = '-n 400'; Name = 'FileDescriptorLimit'; Value = 400 }
        @{ Ulimit = '-v 400000000'; Name = 'AddressSpaceLimit'; Value = 400000000KB }
    ) {
        $script:Limited.Probe[$Name].Value | Should -BeExactly "$Value" -Because $script:Limited.StdErr
    }

    It 'calls no limit unlimited, and compares it as larger than anything' {
        $child = Invoke-ChildPwsh { (Get-MemoryLimit).AddressSpaceLimit -gt 1PB; Get-MemoryLimit | Out-String } -Ulimit '-v unlimited'
        $child.StdOut | Should -Match '^True'
        $child.StdOut | Should -Match 'AddressSpaceLimit +: unlimited'
        $child.StdOut | Should -Match 'MinimumAddress +: 0x[0-9A-F]+'
    }

    It 'follows what happens' {
        $path = New-TestFile -Text 'x'

        # Maps that earlier tests have forgotten must not be closed in between.
        [System.GC]::Collect()
        [System.GC]::WaitForPendingFinalizers()
        $before = Get-MemoryLimit
        $maps = foreach ($i in 1..20) { New-MemoryMap $path }
        $with = Get-MemoryLimit
        $maps | Remove-MemoryMap
        $with.FileDescriptors - $before.FileDescriptors | Should -Be 20
        ($with.MapCount - $before.MapCount) | Should -BeGreaterThan 5
    }

    It 'says what the kernel says about System V objects and message queues, and how many there are' {
        $ipc = @{}
        $script:Limit.Ipc | ForEach-Object { $ipc[$_.Name] = $_ }
        foreach ($name in 'shmmni', 'msgmni', 'msgmax', 'msgmnb') {
            if (Test-Path -LiteralPath "/proc/sys/kernel/$name") { $ipc["kernel.$name"].Limit | Should -Be ([long] (Get-Content "/proc/sys/kernel/$name")) }
        }

        if (Test-Path -LiteralPath /proc/sys/kernel/sem) {
            $sem = -split (Get-Content /proc/sys/kernel/sem)
            $ipc['kernel.sem 1', 'kernel.sem 2', 'kernel.sem 4'].Limit | Should -Be ([long[]] $sem[0, 1, 3])

            # Others may make and remove sets at the same time.
            $set = New-SharedSemaphore -Key 0 -Count 5000
            $with = (Get-MemoryLimit).Ipc | Where-Object Name -EQ 'kernel.sem 2'
            $set | Remove-SharedSemaphore
            $with.Used | Should -BeGreaterOrEqual 5000
        }

        if (Test-Path -LiteralPath /proc/sys/fs/mqueue) {
            $ipc['fs.mqueue.msgsize_max'].Limit | Should -Be ([long] (Get-Content /proc/sys/fs/mqueue/msgsize_max))
            $ipc['ulimit -q'].Limit | Should -BeGreaterThan 0
        }

        $script:Limit.Ipc | Out-String -Width 160 | Should -Match 'kernel\.shmmni +\d+'
        $script:Limit | Out-String | Should -Match 'Ipc +: kernel\.shmmni: \d+ of \d+'
    }

    It 'survives the way to another process' {
        # As jobs and remote sessions hand objects on.
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($script:Limit))
        $copy.PageSize | Should -Be $script:Limit.PageSize
        $copy.Features.Name | Should -Be $script:Limit.Features.Name
        $copy.HugePages.Size | Should -Be $script:Limit.HugePages.Size
        $copy.Ipc.Name | Should -Be $script:Limit.Ipc.Name
    }
}

Describe 'Get-MemoryLimit Features' -Tag Linux {
    It 'tells by name what works' {
        $feature = $script:Limit.Features | Where-Object Name -EQ 'memfd_create'
        $feature.IsAvailable | Should -BeTrue
        $feature.Since | Should -Be '3.17'
        ($script:Limit.Features | Format-Table | Out-String) | Should -Match 'memfd_create +True +3\.17'
    }

    It 'says which way of copying is in use' {
        $child = Invoke-ChildPwsh { (Get-MemoryLimit).Features.Where{ $_.Name -eq 'process_vm_readv' }.Description } -Environment @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' }
        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut | Should -Match 'Not in use'
        if ($env:MMAPMODULE_FORCE_COPY_FALLBACK -ne '1') {
            $script:Limit.Features.Where{ $_.Name -eq 'process_vm_readv' }.Description | Should -Match 'In use'
        }
    }
}

Describe 'The errors about limits say the numbers of Get-MemoryLimit' -Tag Linux {
    It 'MemoryLockLimit (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $child = Invoke-ChildPwsh {
            $limit = Get-MemoryLimit
            $null = New-MemoryMap -Anonymous -Size 1MB -Flags Locked -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId
            $failures[0].Exception.Message -match "1048576 bytes.* RLIMIT_MEMLOCK is $($limit.MemoryLockLimit) and $($limit.MemoryLocked) bytes"
        } -Ulimit '-l 64' -As 'nobody'
        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut -split "`n" | Should -Be 'MemoryLockLimit,MmapModule.Commands.NewMemoryMapCommand', 'True'
    }

    It 'FileDescriptorLimit' {
        $script:Limited.Probe['descriptors'].Value | Should -BeExactly 'FileDescriptorLimit,MmapModule.Commands.NewMemoryMapCommand True'
    }

    It 'OutOfMemory' {
        $script:Limited.Probe['memory'].Value | Should -BeExactly 'OutOfMemory,MmapModule.Commands.NewMemoryMapCommand True True'
    }

    It 'HugePagesUnavailable' {
        $pool = $script:Limit.HugePages | Where-Object IsDefault
        if (-not $pool) {
            Set-ItResult -Skipped -Because 'the kernel has no huge pages'
        }

        $need = $pool.Available + 100000
        $record = Assert-Failure { New-MemoryMap -Anonymous -Size ($need * $pool.Size) -Flags HugeTlb } -Kind HugePagesUnavailable -Command New-MemoryMap -Target $null
        $record.Exception.Message | Should -Match "^$need huge pages of $($pool.Size) bytes are needed and the pool has $($pool.Available) available of $($pool.Total)\.$"
    }
}
