# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Python = Get-TestPython
}

Describe 'Get-SharedMemory' {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
        Remove-Item -Path "/dev/shm/$Name*" -Force
    }

    It 'describes an object and who uses it' {
        $map = New-MemoryMap -Name $Name -Size 64KB

        $entry = Get-SharedMemory -Name $Name

        $entry | Should -BeOfType ([MmapModule.SharedMemoryInfo])
        $entry.Name | Should -BeExactly $Name
        $entry.Size | Should -Be 64KB
        $entry.Owner | Should -BeExactly (id --user --name)
        $entry.Mode | Should -BeExactly '0600'
        $entry.ProcessId | Should -Be @($PID)
        $entry.IsOrphan | Should -BeFalse
        [math]::Abs(([datetime]::Now - $entry.LastWriteTime).TotalMinutes) | Should -BeLessThan 1
        $map.Name | Should -BeExactly $entry.Name
    }

    It 'lists all, or what the names and wildcards mean, in the order of names' {
        'b', 'a', 'c' | ForEach-Object { New-MemoryMap -Name "$Name-$_" -Size 10 } | Remove-MemoryMap

        (Get-SharedMemory).Name | Should -Contain "$Name-a"
        (Get-SharedMemory -Name "$Name-*").Name | Should -Be @("$Name-a", "$Name-b", "$Name-c")
        (Get-SharedMemory "$Name-[ac]").Name | Should -Be @("$Name-a", "$Name-c")
        (Get-SharedMemory -Name "$Name-c", "$Name-?").Name | Should -Be @("$Name-a", "$Name-b", "$Name-c")
        ("$Name-b", "/$Name-a" | Get-SharedMemory).Name | Should -Be @("$Name-b", "$Name-a")
        ([pscustomobject]@{ Name = "$Name-b" } | Get-SharedMemory).Name | Should -Be "$Name-b"
        Get-SharedMemory -Name 'no-such-thing-*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'knows the case of names' {
        New-MemoryMap -Name $Name -Size 10 | Remove-MemoryMap

        Get-SharedMemory -Name "$($Name.Substring(0, 9).ToUpperInvariant())*" | Should -BeNullOrEmpty
        $null = Assert-Failure { Get-SharedMemory -Name $Name.ToUpperInvariant() } -Kind SharedMemoryNotFound -Command Get-SharedMemory -Target $Name.ToUpperInvariant()
    }

    It 'reports what was named and is not there, and goes on' {
        New-MemoryMap -Name $Name -Size 10 | Remove-MemoryMap

        $found = Get-SharedMemory -Name 'no-such-name', $Name, 'a/b' -ErrorAction SilentlyContinue -ErrorVariable failures

        $found.Name | Should -BeExactly $Name
        $failures.Count | Should -Be 2
        Assert-ErrorRecord -Record $failures[0] -Kind SharedMemoryNotFound -Command Get-SharedMemory -Target 'no-such-name'
        Assert-ErrorRecord -Record $failures[1] -Kind InvalidArgument -Command Get-SharedMemory -Target 'a/b'
    }

    It 'does not list folders, links or sockets' {
        $null = New-Item -ItemType Directory -Path "/dev/shm/$Name-folder"
        $null = New-Item -ItemType SymbolicLink -Path "/dev/shm/$Name-link" -Target '/etc/passwd'

        Get-SharedMemory -Name "$Name-*" | Should -BeNullOrEmpty
    }

    It 'calls an object that nobody maps an orphan, and says how sure it is' {
        New-MemoryMap -Name $Name -Size 10 | Remove-MemoryMap

        $entry = Get-SharedMemory -Name $Name

        $entry.ProcessId.Count | Should -Be 0
        $entry.IsOrphan | Should -BeTrue
        $entry.Reliable | Should -BeOfType ([bool])
    }

    It 'sees another program that maps it or only has it open (needs python3)' -Skip:(Test-Missing python3) {
        New-MemoryMap -Name $Name -Size 4KB | Remove-MemoryMap
        $open = 'import os, sys, time; fd = os.open("/dev/shm/" + sys.argv[1], os.O_RDWR);'
        $mapper = Start-Helper $Python '-c', "$open import mmap; m = mmap.mmap(fd, 0); os.close(fd); print(1, flush=True); time.sleep(60)", $Name -Ready
        $holder = Start-Helper $Python '-c', "$open print(1, flush=True); time.sleep(60)", $Name -Ready

        try {
            $entry = Get-SharedMemory -Name $Name
            $entry.ProcessId | Should -Be @($mapper.Id, $holder.Id | Sort-Object)
            $entry.IsOrphan | Should -BeFalse
        }
        finally {
            Stop-Helper $mapper
            Stop-Helper $holder
        }
    }

    It 'is not sure of an orphan where it may not look at every process (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $result = Invoke-ChildPwsh -As nobody -ArgumentList $Name {
            param($Name)
            New-MemoryMap -Name $Name -Size 10 | Remove-MemoryMap
            $entry = Get-SharedMemory -Name $Name
            "$($entry.Owner) $($entry.Mode) $($entry.IsOrphan) $($entry.Reliable) $($entry.ProcessId.Count)"
        }

        $result.StdOut | Should -BeExactly 'nobody 0600 True False 0' -Because $result.StdErr
    }
}
