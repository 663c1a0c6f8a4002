BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:HasHugePages = Test-Path -LiteralPath '/sys/kernel/mm/hugepages/hugepages-2048kB'
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
    $script:Overcommits = (Get-Content -LiteralPath '/proc/sys/vm/overcommit_memory') -ne '1'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'OutOfMemory' -Tag Linux {
    It 'is reported when more is asked for than the kernel grants, and not with NoReserve (needs overcommitting of memory)' -Skip:(-not $Overcommits) {
        $failure = Assert-Failure { New-MemoryMap -Anonymous -Size 16TiB } -Kind OutOfMemory -Command New-MemoryMap
        $failure.Exception.ErrnoName | Should -BeExactly 'ENOMEM'
        $failure.Exception.Length | Should -Be 16TB
        (New-MemoryMap -Anonymous -Size 16TB -Flags NoReserve -Private).Length | Should -Be 16TB
    }

    It 'is reported when the address space is too small for it' {
        $path = New-TestFile -Size 10TB
        $maps = [System.Collections.Generic.List[object]]::new()
        try {
            $failure = $null
            while (-not $failure -and $maps.Count -lt 100) {
                $map = New-MemoryMap -Path $path -ErrorAction SilentlyContinue -ErrorVariable failure
                $maps.Add($map)
            }

            Assert-ErrorRecord -Record $failure[0] -Kind OutOfMemory -Command New-MemoryMap -Target $path
        }
        finally {
            $maps | Where-Object { $_ } | Remove-MemoryMap
        }
    }

    It 'is reported for what does not fit into the low addresses (needs an x64 processor)' -Skip:(-not $IsX64) {
        $failure = Assert-Failure { New-MemoryMap -Anonymous -Size 4GB -Flags Low32Bit, NoReserve } -Kind OutOfMemory -Command New-MemoryMap
        $failure.ErrorDetails.Message | Should -BeLike '*Low32Bit*'
    }

    It 'names RLIMIT_AS and its numbers, and the shell goes on (needs prlimit)' -Skip:(Test-Missing prlimit) {
        $run = Invoke-ChildProbe -Fresh -ArgumentList (New-TestFile -Size 10GB) ([ordered]@{
                '-warm' = { $null = New-MemoryMap -Anonymous -Size 64TB -ErrorAction SilentlyContinue }
                '-limit' = {
                    # Room for the runtime itself, and less than what will be asked for.
                    $now = [System.Environment]::SystemPageSize * [long] ([System.IO.File]::ReadAllText("/proc/$PID/statm") -split ' ')[0]
                    prlimit --pid $PID "--as=$($now + 600MB)"
                }
                anonymous = { New-MemoryMap -Anonymous -Size 2GB -Flags NoReserve }
                file = { New-MemoryMap -Path $Argument[0] }
                part = { (New-MemoryMap -Path $Argument[0] -Offset 5GB -Length 1MB).Length }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        Assert-Probe $run 'anonymous' -Kind OutOfMemory -Command New-MemoryMap -Target ''
        Assert-Probe $run 'file' -Kind OutOfMemory -Command New-MemoryMap -Target '*'
        $run.Probe['file'].Message | Should -BeLike '*10737418240*RLIMIT_AS*'
        $run.Probe['part'].Value | Should -Be 1MB
    }
}

Describe 'MapCountLimit' -Tag Linux {
    It 'is reported before the runtime itself runs out of mappings, and the shell goes on' {
        $run = Invoke-ChildProbe -Fresh -ArgumentList (New-TestFile -Text 'count') ([ordered]@{
                '-fill' = {
                    $large = New-MemoryMap -Anonymous -Size 1MB
                    $split = New-MemoryMap -Anonymous -Size 64MB
                    # Neighbours that differ in protection are not merged by the kernel.
                    $options = [MmapModule.MemoryMapOptions]@{ Size = 4MB; IsPrivate = $true }
                    $read = [MmapModule.MapProtection]::Read
                    $maps = [System.Collections.Generic.List[object]]::new()
                    $failure = $null
                    try {
                        for ($i = 0; $i -lt 4000; $i++) {
                            $map = [MmapModule.MemoryMap]::CreateAnonymous($options)
                            $maps.Add($map)
                            for ($offset = 0L; $offset -lt 4MB; $offset += 8192) { $map.Protect($read, $offset, 4096) }
                        }
                    }
                    catch [MmapModule.MmapException] {
                        $failure = $_.Exception
                    }
                }
                method = { "$($failure.Kind) $($maps.Count -gt 2)" }
                # The runtime may give back some meanwhile, so each goes on until it is refused.
                cmdlet = { while ($true) { $maps.Add((New-MemoryMap -Path $Argument[0])) } }
                # A hole splits a mapping in two.
                hole = { for ($offset = 4096; ; $offset += 8192) { Remove-MemoryMap -InputObject $split -Offset $offset -Length 4096 } }
                rest = { $large.Read().Length }
                alive = { 1..2000 | ForEach-Object { [guid]::NewGuid() } | Sort-Object | Select-Object -First 1 | Out-Null; [System.GC]::Collect(); 'alive' }
                after = {
                    $maps[0..3] | Remove-MemoryMap
                    (New-MemoryMap -Path $Argument[0]).ReadString()
                }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        $run.Probe['method'].Value | Should -BeExactly 'MapCountLimit True'
        Assert-Probe $run 'cmdlet' -Kind MapCountLimit -Command New-MemoryMap -Target '*'
        $run.Probe['cmdlet'].Message | Should -BeLike '*max_map_count*'
        $run.Probe['alive'].Value | Should -BeExactly 'alive'
        Assert-Probe $run 'hole' -Kind MapCountLimit -Command Remove-MemoryMap -Target '*'
        $run.Probe['rest'].Value | Should -Be 1MB
        $run.Probe['after'].Value | Should -BeExactly 'count'
    }
}

Describe 'FileDescriptorLimit' -Tag Linux {
    It 'is reported when the process has as many files open as it may, and the shell goes on (needs prlimit)' -Skip:(Test-Missing prlimit) {
        $run = Invoke-ChildProbe -Fresh -ArgumentList (New-TestFile -Text 'files'), (Get-SharedName) ([ordered]@{
                '-warm' = {
                    New-MemoryMap -Path $Argument[0] | Remove-MemoryMap
                    $maps = [System.Collections.Generic.List[object]]::new()

                    # What the runtime has closed meanwhile is used up again.
                    function Use-Rest { try { while ($maps.Count -lt 1000) { $maps.Add((New-MemoryMap -Path $Argument[0])) } } catch { $null = $_ } }
                }
                '-limit' = { prlimit --pid $PID '--nofile=400:400' }
                fill = { while ($maps.Count -lt 1000) { $maps.Add((New-MemoryMap -Path $Argument[0])) } }
                name = { Use-Rest; New-MemoryMap -Name $Argument[1] -Size 10 }
                memory = { Use-Rest; New-MemoryMap -MemoryFile -Size 10 }
                save = { Save-MemoryMap $maps[0] -Path ($Argument[0] + '.saved') }
                snapshot = { Use-Rest; New-MemoryMap -Path $Argument[0] -Snapshot }
                copy = { Use-Rest; Copy-MappedRegion $maps[0] -Destination ($Argument[0] + '.copy') }
                protect = { Set-MemoryMapProtection $maps[0] -Protection ReadWrite }
                left = { Test-Path ($Argument[0] + '.saved'), ($Argument[0] + '.copy') }
                anonymous = { (New-MemoryMap -Anonymous -Size 10).Length }
                after = { $maps | Remove-MemoryMap; (New-MemoryMap -Path $Argument[0]).ReadString() }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        Assert-Probe $run 'fill' -Kind FileDescriptorLimit -Command New-MemoryMap -Target '*'
        Assert-Probe $run 'name' -Kind FileDescriptorLimit -Command New-MemoryMap -Target '*'
        Assert-Probe $run 'memory' -Kind FileDescriptorLimit -Command New-MemoryMap -Target ''
        # The new file of a save is only open for a moment, so it comes from those that are kept for the shell.
        $run.Probe['save'].Id | Should -BeNullOrEmpty
        foreach ($name in 'snapshot', 'copy') {
            $run.Probe[$name].Id | Should -BeLike 'FileDescriptorLimit,*' -Because $name
        }

        $run.Probe['left'].Value | Should -BeExactly 'True False'
        $run.Probe['protect'].Id | Should -BeLike 'AccessDenied,*'
        $run.Probe['fill'].Message | Should -BeLike '*400*'
        $run.Probe['anonymous'].Value | Should -Be 10
        $run.Probe['after'].Value | Should -BeExactly 'files'
    }
}

Describe 'MemoryLockLimit' -Tag Linux {
    It 'names limit and need when an ordinary user locks too much (needs root to become nobody, and prlimit)' -Skip:(Test-Missing nobody, prlimit) {
        $run = Invoke-ChildProbe -As nobody -Ulimit '-l 64' ([ordered]@{
                # Held, because a map that nobody has is unlocked when garbage is collected.
                little = { $held = New-MemoryMap -Anonymous -Size 16KB -Flags Locked; $held.Length }
                much = { New-MemoryMap -Anonymous -Size 1MB -Flags Locked }
                file = { New-MemoryMap -Path '/proc/self/exe' -Flags Locked }
                '-none' = { prlimit --pid $PID '--memlock=0:0' }
                none = { New-MemoryMap -Anonymous -Size 1MB -Flags Locked }
                alive = { (New-MemoryMap -Anonymous -Size 1MB).Length }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        $run.Probe['little'].Value | Should -Be 16KB
        Assert-Probe $run 'much' -Kind MemoryLockLimit -Command New-MemoryMap -Target ''
        $run.Probe['much'].Message | Should -BeLike '*1048576*65536*16384*'
        Assert-Probe $run 'file' -Kind MemoryLockLimit -Command New-MemoryMap -Target '/proc/self/exe'
        Assert-Probe $run 'none' -Kind MemoryLockLimit -Command New-MemoryMap -Target ''
        $run.Probe['alive'].Value | Should -Be 1MB
    }
}

Describe 'HugePagesUnavailable (needs huge pages)' -Skip:(-not $HasHugePages) -Tag Linux {
    It 'says how many huge pages are needed and free' {
        $failure = Assert-Failure { New-MemoryMap -Anonymous -Size 1TB -HugePageSize 2MB } -Kind HugePagesUnavailable -Command New-MemoryMap
        $failure.ErrorDetails.Message | Should -BeLike '*524288*'
        $null = Assert-Failure { New-MemoryMap -MemoryFile -Size 1TB -HugePageSize 2MB } -Kind HugePagesUnavailable -Command New-MemoryMap
    }

    It 'is an error, not the end, when an unreserved huge page is touched' {
        $run = Invoke-ChildProbe ([ordered]@{
                # Larger than any pool, so that some page is missing.
                '-map' = { $map = New-MemoryMap -Anonymous -Size 1TB -HugePageSize 2MB -Flags NoReserve }
                read = { for ($i = 0; $i -lt 1TB; $i += 2MB) { Read-MappedRegion -InputObject $map -Offset $i -Length 1 } }
                write = { for ($i = 0; $i -lt 1TB; $i += 2MB) { Write-MappedRegion -InputObject $map -Offset $i -Value 1 } }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        Assert-Probe $run 'read' -Kind HugePagesUnavailable -Command Read-MappedRegion -Target '*'
        Assert-Probe $run 'write' -Kind HugePagesUnavailable -Command Write-MappedRegion -Target '*'
    }
}

Describe 'NoSpace' -Tag Linux {
    It 'is reported when a file cannot be allocated, which then is not there or as it was (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Size '256k' {
            param($Folder)
            $new = Join-Path $Folder 'new'
            $old = Join-Path $Folder 'old'
            [System.IO.File]::WriteAllText($old, 'as it was')

            $failure = Assert-Failure { New-MemoryMap -Path $new -Size 1MB } -Kind NoSpace -Command New-MemoryMap -Target $new
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*1048576*'
            Test-Path -LiteralPath $new | Should -BeFalse
            $null = Assert-Failure { New-MemoryMap -Path $old -Size 1MB } -Kind NoSpace -Command New-MemoryMap -Target $old
            Read-TestText $old | Should -BeExactly 'as it was'
            Get-AllocatedSize $old | Should -BeLessThan 64KB
            $map = New-MemoryMap -Path $new -Size 1MB -Sparse
            $map.Length | Should -Be 1MB
            $map | Remove-MemoryMap
        }
    }

    It 'is reported for shared memory and memory files larger than memory: <Name>' -ForEach @(
        @{ Name = 'shared memory'; Arguments = @{ Name = 'MmapModule-test-too-large' } }
        @{ Name = 'a memory file'; Arguments = @{ MemoryFile = $true } }
    ) {
        $failure = Get-FirstError { New-MemoryMap -Size 100TB @Arguments }

        $failure.Exception.Kind | Should -BeIn 'NoSpace', 'OutOfMemory'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Test-Path -LiteralPath '/dev/shm/MmapModule-test-too-large' | Should -BeFalse
    }
}

Describe 'RangeOverflow by RLIMIT_FSIZE' -Tag Linux {
    It 'is reported for what would be a larger file than the user may have, instead of the signal that ends a process (needs prlimit)' -Skip:(Test-Missing prlimit) {
        $run = Invoke-ChildProbe -Fresh -ArgumentList (New-TestFile -Size 4MB), (Get-TestPath), (Get-SharedName) ([ordered]@{
                '-limit' = { prlimit --pid $PID '--fsize=1048576:1048576' }
                file = { New-MemoryMap -Path $Argument[1] -Size 2MB }
                sparse = { New-MemoryMap -Path $Argument[1] -Size 2MB -Sparse }
                shared = { New-MemoryMap -Name $Argument[2] -Size 2MB }
                memory = { New-MemoryMap -MemoryFile -Size 2MB }
                handle = { New-MemoryMap -Handle ([System.IO.File]::Open($Argument[0], 'Open', 'ReadWrite')) -Size 8MB }
                snapshot = { New-MemoryMap -Path $Argument[0] -Snapshot }
                small = { (New-MemoryMap -Path $Argument[1] -Size 1MB).Length }
                mapped = { (New-MemoryMap -Path $Argument[0] -Protection ReadWrite).Read().Length }
                left = { "$(Test-Path -LiteralPath "/dev/shm/$($Argument[2])")" }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        foreach ($name in 'file', 'sparse', 'shared', 'memory', 'handle', 'snapshot') {
            Assert-Probe $run $name -Kind RangeOverflow -Command New-MemoryMap -Target '*'
        }

        $run.Probe['small'].Value | Should -Be 1MB
        $run.Probe['mapped'].Value | Should -Be 4MB
        $run.Probe['left'].Value | Should -BeExactly 'False'
    }
}
