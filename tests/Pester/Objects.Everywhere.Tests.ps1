# What processes share, on whichever system: the same commands, the same objects, the same error ids.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Memory that two processes share by its name' {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Map = New-MemoryMap -Name $Name -Size 5000 -Mode Create
    }

    AfterEach {
        Remove-MemoryMap $Map -ErrorAction Ignore
        Remove-SharedMemory $Name -ErrorAction Ignore
    }

    It 'shows each what the other writes' {
        Write-MappedRegion $Map -Value 'from the parent'
        $child = Invoke-ChildPwsh {
            param($name)
            $map = New-MemoryMap -Name $name -Size 5000
            Read-MappedRegion $map -Length 15 -AsString
            $map.Length
            Write-MappedRegion $map -Offset 100 -Value 'from the child'
            Remove-MemoryMap $map
        } -ArgumentList $Name

        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut.Trim() -split '\r?\n' | Should -Be 'from the parent', '5000'
        Read-MappedRegion $Map -Offset 100 -Length 14 -AsString | Should -BeExactly 'from the child'
    }

    It 'ends a wait of the other when it writes' {
        $child = Start-ChildPwsh {
            param($name)
            $map = New-MemoryMap -Name $name
            foreach ($turn in 1..20) {
                $null = Wait-MappedRegion $map -Offset 8 -As Int32 -Until Equal -Value $turn -Timeout 60
                Write-MappedRegion $map -Offset 12 -As Int32 -Value $turn
            }
        } -ArgumentList $Name
        foreach ($turn in 1..20) {
            Write-MappedRegion $Map -Offset 8 -As Int32 -Value $turn
            $null = Wait-MappedRegion $Map -Offset 12 -As Int32 -Until Equal -Value $turn -Timeout 60
        }

        (Wait-ChildPwsh $child).StdErr | Should -BeNullOrEmpty
        Read-MappedRegion $Map -Offset 12 -As Int32 -Count 1 | Should -Be 20
    }

    It 'is taken for -Mode Create, and missing for -Mode Open' {
        $null = Assert-Failure { New-MemoryMap -Name $Name -Size 10 -Mode Create } -Kind SharedMemoryExists -Command New-MemoryMap -Target $Name
        $null = Assert-Failure { New-MemoryMap -Name "$Name-b" -Mode Open } -Kind SharedMemoryNotFound -Command New-MemoryMap -Target "$Name-b"
        $null = Assert-Failure { New-MemoryMap -Name "$Name-b" } -Kind SharedMemoryNotFound -Command New-MemoryMap -Target "$Name-b"
        $null = Assert-Failure { Remove-SharedMemory "$Name-b" } -Kind SharedMemoryNotFound -Command Remove-SharedMemory -Target "$Name-b"
    }

    It 'is listed while this process has it, and says so' {
        $info = Get-SharedMemory $Name

        $info.Name | Should -BeExactly $Name
        $info.Size | Should -BeGreaterOrEqual 5000
        $info.ProcessId | Should -Contain $PID
        $info.IsOrphan | Should -BeFalse
        (Get-SharedMemory).Name | Should -Contain $Name
    }
}

Describe 'A semaphore that two processes share by its name' {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Remove-SharedSemaphore $Name -ErrorAction Ignore
    }

    It 'ends the wait of one when the other returns a permit' {
        $null = New-SharedSemaphore $Name -InitialCount 0
        $child = Start-ChildPwsh {
            param($name)
            Wait-SharedSemaphore $name -Timeout 60
            Unlock-SharedSemaphore $name -Count 3
        } -ArgumentList $Name
        Unlock-SharedSemaphore $Name

        (Wait-ChildPwsh $child).StdOut.Trim() | Should -BeExactly 'True'
        (Get-SharedSemaphore $Name).Count | Should -Be 3
        Wait-SharedSemaphore $Name -Count 4 -Timeout 0.1 | Should -BeFalse
        Wait-SharedSemaphore $Name -Count 3 -Timeout 60 | Should -BeTrue
    }

    It 'is there or not as the mode says, and gone when it is removed' {
        $null = Assert-Failure { New-SharedSemaphore $Name -Mode Open } -Kind SemaphoreNotFound -Command New-SharedSemaphore -Target $Name
        $first = New-SharedSemaphore $Name -Mode Create
        $null = Assert-Failure { New-SharedSemaphore $Name -Mode Create } -Kind SemaphoreExists -Command New-SharedSemaphore -Target $Name
        Remove-SharedSemaphore $Name
        $first.Dispose()
        $null = Assert-Failure { Remove-SharedSemaphore $Name } -Kind SemaphoreNotFound -Command Remove-SharedSemaphore -Target $Name
    }
}

Describe 'A queue that two processes share by its name' {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Remove-MessageQueue $Name, "$Name-b" -ErrorAction Ignore
    }

    It 'carries each message to the other, and the answer back' {
        $null = "$Name", "$Name-b" | New-MessageQueue -Capacity 64KB
        $child = Start-ChildPwsh {
            param($name)
            foreach ($turn in 1..20) {
                Send-MessageQueue "$name-b" "answer to $(Receive-MessageQueue $name -AsString -Timeout 60)"
            }
        } -ArgumentList $Name
        $answers = foreach ($turn in 1..20) {
            Send-MessageQueue $Name "message $turn"
            Receive-MessageQueue "$Name-b" -AsString -Timeout 60
        }

        (Wait-ChildPwsh $child).StdErr | Should -BeNullOrEmpty
        $answers | Should -Be (1..20).ForEach{ "answer to message $_" }
        (Get-MessageQueue $Name).MessageCount | Should -Be 0
    }

    It 'is there or not as the mode says, and gone when it is removed' {
        $null = Assert-Failure { New-MessageQueue $Name -Capacity 4KB -Mode Open } -Kind QueueNotFound -Command New-MessageQueue -Target $Name
        $queue = New-MessageQueue $Name -Capacity 4KB -Mode Create
        $null = Assert-Failure { New-MessageQueue $Name -Capacity 4KB -Mode Create } -Kind QueueExists -Command New-MessageQueue -Target $Name
        (Get-MessageQueue $Name).ProcessId | Should -Contain $PID
        Remove-MessageQueue $Name
        $null = Assert-Failure { New-MessageQueue $Name -Capacity 4KB -Mode Open } -Kind QueueNotFound -Command New-MessageQueue -Target $Name
        $queue.Dispose()
        $null = Assert-Failure { Remove-MessageQueue $Name } -Kind QueueNotFound -Command Remove-MessageQueue -Target $Name
    }
}

Describe 'A lock that two processes share by its name' {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Path = $null
    }

    AfterEach {
        if ($Path) { Remove-Item -LiteralPath $Path -Force }
    }

    It 'keeps the other off, says who holds it, and goes to the next when its holder is killed' {
        $child = Start-ChildPwsh {
            param($name)
            $hold = Lock-SharedMutex $name
            [Console]::Out.WriteLine($PID)
            [Console]::Out.Flush()
            Start-Sleep -Seconds 600
            $hold.Dispose()
        } -ArgumentList $Name
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do {
            Start-Sleep -Milliseconds 50
            $info = Get-SharedMutex $Name -ErrorAction Ignore
        } until ($info.IsHeld -and $info.ProcessId -or [datetime]::UtcNow -gt $deadline)

        $script:Path = $info.Path
        $info.IsShared | Should -BeFalse
        $null = Assert-Failure { Lock-SharedMutex $Name -Timeout 0.2 } -Kind LockTimeout -Command Lock-SharedMutex -Target $Name
        Stop-Process -Id $info.ProcessId[0] -Force
        $hold = Lock-SharedMutex $Name -Timeout 60 -WarningAction SilentlyContinue
        $hold.OwnerDied | Should -BeTrue
        Unlock-SharedMutex $Name
        $hold = Lock-SharedMutex $Name -Timeout 60
        $hold.OwnerDied | Should -BeFalse
        $hold.Dispose()
        $null = Wait-ChildPwsh $child
    }

    It 'is shared by readers, and any thread may release it' {
        $first = Lock-SharedMutex $Name -Shared
        $script:Path = $first.Path
        $second = Lock-SharedMutex $Name -Shared
        $null = Assert-Failure { Lock-SharedMutex $Name -Timeout 0 } -Kind LockTimeout -Command Lock-SharedMutex -Target $Name
        $first.Dispose()
        Start-ThreadJob { param($hold) $hold.Dispose() } -ArgumentList $second | Receive-Job -Wait -AutoRemoveJob
        (Use-SharedMutex $Name { 'inside' }) | Should -BeExactly 'inside'
    }

    It 'locks a file that can still be read' {
        $file = New-TestFile -Text 'one'
        $hold = Lock-SharedMutex -Path $file
        Read-MappedRegion $file -AsString | Should -BeExactly 'one'
        (Get-SharedMutex -Path $file).IsHeld | Should -BeTrue
        $hold.Dispose()
        (Get-SharedMutex -Path $file).IsHeld | Should -BeFalse
    }
}

Describe 'What can be found out' {
    It 'shows the map of a file in this process' {
        $file = New-TestFile -Text ('x' * 100000)
        $map = New-MemoryMap $file -Protection ReadWrite
        $found = @(Get-ProcessMemoryMap -MappedFile $file -ErrorAction SilentlyContinue).Where{ $_.ProcessId -eq $PID }

        $found.Path | Should -Contain $file
        $found.Where{ $_.Start -eq $map.Address }.Permissions | Should -BeExactly 'rw-s'
        Remove-MemoryMap $map
    }

    It 'names the process that is not there' {
        $null = Assert-Failure { Get-ProcessMemoryMap -Id 2147483646 } -Kind PathNotFound -Command Get-ProcessMemoryMap -Target 2147483646
    }

    It 'knows the limits' {
        $limits = Get-MemoryLimit

        $limits.PageSize | Should -Be ([System.Environment]::SystemPageSize)
        $limits.MemoryAvailable | Should -BeGreaterThan 0
        $limits.AddressSpaceUsed | Should -BeGreaterThan 0
        $limits.Features.Count | Should -BeGreaterThan 3
    }

    It 'tells which pages are resident' {
        $map = New-MemoryMap -Anonymous -Size ([System.Environment]::SystemPageSize * 8)
        (Get-MemoryMapResidency $map -Summary).ResidentPages | Should -Be 0
        Write-MappedRegion $map -Value 'x'
        (Get-MemoryMapResidency $map -Summary).ResidentPages | Should -Be 1
        Remove-MemoryMap $map
    }

    It 'notices when a file grows, is replaced and is deleted' {
        $file = New-TestFile -Text 'one'
        $change = {
            param($file, $kind)
            Start-Sleep -Milliseconds 300
            switch ($kind) {
                Grows { [System.IO.File]::AppendAllText($file, 'more') }
                Replaced { [System.IO.File]::WriteAllText("$file.new", 'x'); [System.IO.File]::Move("$file.new", $file, $true) }
                Deleted { [System.IO.File]::Delete($file) }
            }
        }
        foreach ($kind in 'Grows', 'Replaced', 'Deleted') {
            $job = Start-ThreadJob $change -ArgumentList $file, $kind
            (Wait-MemoryMap $file -Until $kind -Timeout 60).Event | Should -Be $kind
            Receive-Job $job -Wait -AutoRemoveJob
        }
    }
}
