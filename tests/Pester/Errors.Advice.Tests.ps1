# An advice is worth something if it works when it is followed.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:IsRoot = Test-IsRoot
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'The advice of an error' -Tag Linux {
    It 'for a device without an end works' {
        $advice = (Assert-Failure { New-MemoryMap -Path '/dev/full' } -Kind NotMappable -Command New-MemoryMap -Target '/dev/full').ErrorDetails.RecommendedAction

        $advice | Should -Match '-Snapshot.*-Length 4KB'
        (New-MemoryMap -Path '/dev/full' -Snapshot -Length 4KB).Length | Should -Be 4096
    }

    It 'for a pipe that came as a handle does not name what -Handle lacks' {
        $pipe = [System.IO.Pipes.AnonymousPipeServerStream]::new('In')
        try {
            $advice = (Assert-Failure { New-MemoryMap -Handle $pipe.SafePipeHandle } -Kind NotMappable -Command New-MemoryMap -Target $pipe.SafePipeHandle).ErrorDetails.RecommendedAction
            $advice | Should -Match '-Path'
        }
        finally {
            $pipe.Dispose()
        }
    }

    It 'for a link among shared memory names a path that works' {
        $name = Get-SharedName
        $target = New-TestFile -Text 'behind the link'
        $null = New-Item -ItemType SymbolicLink -Path "/dev/shm/$name" -Target $target
        try {
            $advice = (Assert-Failure { New-MemoryMap -Name $name } -Kind PathNotFound -Command New-MemoryMap -Target $name).ErrorDetails.RecommendedAction
            $advice | Should -BeLike "*ls -l '/dev/shm/$name'*"
            (New-MemoryMap -LiteralPath (Get-Item -LiteralPath "/dev/shm/$name").Target).ReadString() | Should -BeExactly 'behind the link'
        }
        finally {
            Remove-Item -LiteralPath "/dev/shm/$name"
        }
    }

    It 'for what may not be written names reading only where it works (needs root to become nobody)' -Skip:(-not $IsRoot) {
        $closed, $open = (Get-SharedName), (Get-SharedName)
        $closed, $open | ForEach-Object { New-MemoryMap -Name $_ -Size 10 } | Remove-MemoryMap
        chmod 0644 "/dev/shm/$open"
        $folder = [System.IO.Directory]::CreateTempSubdirectory('mmap-advice-').FullName
        try {
            [System.IO.File]::WriteAllText("$folder/file", 'content')
            chmod 0755 $folder
            chmod 0644 "$folder/file"
            $run = Invoke-ChildProbe -As nobody -ArgumentList $closed, $open, $folder ([ordered]@{
                    closed = { New-MemoryMap -Name $Argument[0] -Mode Open -AllowForeignOwner }
                    open = { New-MemoryMap -Name $Argument[1] -Mode Open -AllowForeignOwner }
                    readOpen = { (New-MemoryMap -Name $Argument[1] -Mode Open -AllowForeignOwner -Protection Read).Length }
                    file = { New-MemoryMap -LiteralPath "$($Argument[2])/file" -Protection ReadWrite }
                    readFile = { (New-MemoryMap -LiteralPath "$($Argument[2])/file" -Private -Protection ReadWrite).Length }
                    new = { New-MemoryMap -LiteralPath "$($Argument[2])/new" -Size 10 -Protection ReadWrite }
                    remove = { Remove-SharedMemory -Name $Argument[1] }
                })
            $run.ExitCode | Should -Be 0 -Because $run.StdErr
            foreach ($name in 'closed', 'open') {
                Assert-Probe $run $name -Kind AccessDenied -Command New-MemoryMap -Target ($name -eq 'open' ? $open : $closed)
            }

            Assert-Probe $run 'file' -Kind AccessDenied -Command New-MemoryMap -Target "$folder/file"
            Assert-Probe $run 'new' -Kind AccessDenied -Command New-MemoryMap -Target "$folder/new"
            Assert-Probe $run 'remove' -Kind NotPermitted -Command Remove-SharedMemory -Target $open

            foreach ($name in 'closed', 'new', 'remove') {
                $run.Probe[$name].Action | Should -Not -Match '-Protection Read|-Private'
            }

            foreach ($name in 'open', 'file') {
                $run.Probe[$name].Action | Should -Match '-Protection Read.*-Private'
            }

            $run.Probe['readOpen'].Value | Should -Be 10
            $run.Probe['readFile'].Value | Should -Be 7
        }
        finally {
            Remove-SharedMemory -Name $closed, $open
            Remove-Item -LiteralPath $folder -Recurse
        }
    }
}
