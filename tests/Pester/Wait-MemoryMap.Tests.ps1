# Waiting for what happens to files. Nothing here depends on when something happens: a change before the call counts for a
# map, and a change during the call is made again and again until the wait is over.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Stopping.ps1')
    $script:All = 'Grows', 'Truncated', 'Replaced', 'Deleted'

    function Get-Identity {
        # Device and inode as stat(1) says.
        param([string] $Path)

        $device, $inode = -split (stat -c '%d %i' -- $Path)
        $inode
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Wait-MemoryMap for a map' {
    BeforeEach {
        $path = New-TestFile -Text 'four'
        $map = New-MemoryMap $path
        $inode = Get-Identity $path
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'says that nothing has happened' {
        Wait-MemoryMap $map -Until $All -Timeout 0 | Should -BeExactly $false
    }

    It 'says that the file has grown since it was mapped' {
        Add-Content -LiteralPath $path -Value 'more' -NoNewline

        $change = Wait-MemoryMap $map -Until $All
        $change | Should -BeOfType ([MmapModule.FileChange])
        $change.PSObject.Properties.Name | Should -Be @('Path', 'Event', 'LengthBefore', 'Length', 'NewLength', 'Device', 'Inode', 'NewDevice', 'NewInode')
        $change.Path, $change.Event, $change.LengthBefore, $change.Length | Should -Be $path, 'Grows', 4, 8
        $change.Inode | Should -Be $inode
        $change.Device | Should -Be (Get-ProcessMemoryMap -Path $path)[0].Device
        $change.NewLength, $change.NewDevice, $change.NewInode | Should -Be $null, $null, $null
        Wait-MemoryMap $map -Until Truncated, Replaced, Deleted -Timeout 0 | Should -BeExactly $false
    }

    It 'says that the file has been truncated' {
        truncate -s 1 $path

        $change = Wait-MemoryMap -InputObject $map -Until $All
        $change.Event, $change.LengthBefore, $change.Length | Should -Be 'Truncated', 4, 1
    }

    It 'says that another file has the path, and which' {
        Move-Item -LiteralPath $path "$path.1"
        Set-Content -LiteralPath $path -Value 'another' -NoNewline

        $change = $map | Wait-MemoryMap -Until $All
        $change.Event, $change.Length, $change.Inode | Should -Be 'Replaced', 4, $inode
        $change.NewLength, $change.NewInode | Should -Be 7, (Get-Identity $path)
    }

    It 'says that the file has been deleted, or is somewhere else' {
        Move-Item -LiteralPath $path "$path.1"
        (Wait-MemoryMap $map -Until $All).Event | Should -Be 'Deleted'
        Move-Item -LiteralPath "$path.1" $path
        Wait-MemoryMap $map -Until $All -Timeout 0 | Should -BeExactly $false
        Remove-Item -LiteralPath $path
        $change = Wait-MemoryMap $map.Id -Until $All
        $change.Event, $change.Length, $change.Inode | Should -Be 'Deleted', 4, $inode
    }

    It 'names all that has happened and was asked for' {
        Add-Content -LiteralPath $path -Value 'more' -NoNewline
        Move-Item -LiteralPath $path "$path.1"
        Set-Content -LiteralPath $path -Value 'x' -NoNewline

        $change = Wait-MemoryMap $map -Until $All
        [int] $change.Event | Should -Be ([int] [MmapModule.FileEvents] 'Grows, Replaced')
        $change.Length, $change.NewLength | Should -Be 8, 1
        (Wait-MemoryMap $map -Until Replaced).Event | Should -Be 'Replaced'
        (Wait-MemoryMap $map -Until 'Grows, Truncated').Event | Should -Be 'Grows'
    }

    It 'begins at the end of the map, wherever that is' {
        $head = New-MemoryMap $path -Length 2
        $tail = New-MemoryMap $path -Offset 2
        (Wait-MemoryMap $head -Until Grows).LengthBefore | Should -Be 2
        Wait-MemoryMap $tail -Until Grows, Truncated -Timeout 0 | Should -BeExactly $false
        Resize-MemoryMap $head 4
        Wait-MemoryMap $head -Until Grows, Truncated -Timeout 0 | Should -BeExactly $false
    }

    It 'follows a symbolic link that is changed' {
        $link = "$path.link"
        $null = New-Item -ItemType SymbolicLink -Path $link -Target $path
        $linked = New-MemoryMap $link
        Wait-MemoryMap $linked -Until $All -Timeout 0 | Should -BeExactly $false
        $other = New-TestFile -Text 'other one'
        ln -sfn $other $link
        (Wait-MemoryMap $linked -Until $All).NewLength | Should -Be 9
    }

    It 'works with an empty map' {
        $empty = New-MemoryMap (New-TestFile -Text '')
        Wait-MemoryMap $empty -Until $All -Timeout 0 | Should -BeExactly $false
        Set-Content -LiteralPath $empty.Path -Value 'x'
        (Wait-MemoryMap $empty -Until $All).LengthBefore | Should -Be 0
    }
}

Describe 'Wait-MemoryMap for a path' {
    It 'notices that the file <Event> during the wait' -ForEach @(
        @{ Event = 'Grows'; Loop = 'echo x >> "$1"' }
        @{ Event = 'Truncated'; Loop = 'echo x >> "$1"; sleep 0.3; : > "$1"' }
        @{ Event = 'Replaced'; Loop = 'echo x > "$1.new"; mv "$1.new" "$1"' }
    ) {
        $path = New-TestFile -Text 'start'
        $writer = Start-TestProgram '/bin/sh' '-c', "while :; do $Loop; sleep 0.05; done", 'sh', $path
        try {
            $change = Wait-MemoryMap $path -Until $Event
            $change.Path, $change.Event | Should -Be $path, $Event
        }
        finally {
            Stop-TestProgram $writer
        }
    }

    It 'begins when it is called' {
        $path = New-TestFile -Text 'four'
        (Wait-MemoryMap $path -Until $All -Timeout 0), (Get-Item $path | Wait-MemoryMap -Until $All -Timeout 0) | Should -Be $false, $false
        Wait-MemoryMap -LiteralPath $path -Until $All -Timeout '00:00:00' | Should -BeExactly $false
        (Wait-MemoryMap -Path $path, $path -Until Deleted -Timeout 0).Count | Should -Be 2
    }

    It 'needs no right to read the file (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $child = Invoke-ChildPwsh -As nobody {
            $path = Join-Path $HOME ([guid]::NewGuid())
            Set-Content -LiteralPath $path -Value 'x'
            chmod 000 $path
            Wait-MemoryMap $path -Until Grows, Truncated, Replaced, Deleted -Timeout 0
            $null = Start-ThreadJob { param($path) while (-not (Test-Path "$path.done")) { Set-Content "$path.new" 'abc'; [IO.File]::Move("$path.new", $path, $true) } } -ArgumentList $path
            "$((Wait-MemoryMap $path -Until Replaced).Event)"
            $null = New-Item "$path.done"
        }

        $child.StdOut -split "`n" | Should -Be 'False', 'Replaced'
    }

    It 'is <Kind> for <Name>' -ForEach @(
        @{ Name = 'a file that is missing'; Kind = 'PathNotFound'; Script = { Wait-MemoryMap '/nowhere/x' -Until Grows } }
        @{ Name = 'a folder'; Kind = 'InvalidArgument'; Script = { Wait-MemoryMap / -Until Grows } }
        @{ Name = 'a device'; Kind = 'InvalidArgument'; Script = { Wait-MemoryMap /dev/null -Until Deleted } }
        @{ Name = 'memory without a file'; Kind = 'InvalidArgument'; Script = { New-MemoryMap -Anonymous -Size 10 | Wait-MemoryMap -Until Grows } }
        @{ Name = 'a snapshot'; Kind = 'InvalidArgument'; Script = { New-MemoryMap (New-TestFile -Text x) -Snapshot | Wait-MemoryMap -Until Grows } }
        @{ Name = 'a region'; Kind = 'InvalidArgument'; Script = { New-MemoryMap (New-TestFile -Text x) | Select-MappedRegion -Length 1 | Wait-MemoryMap -Until Grows } }
        @{ Name = 'nothing to wait for'; Kind = 'InvalidArgument'; Script = { Wait-MemoryMap (New-TestFile -Text x) -Until None } }
        @{ Name = 'an id of no map'; Kind = 'MapNotFound'; Script = { Wait-MemoryMap 999999 -Until Grows } }
    ) {
        Get-ErrorId $Script | Should -BeExactly "$Kind,MmapModule.Commands.WaitMemoryMapCommand"
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'needs an input' {
        { Wait-MemoryMap -Until Grows } | Should -Throw -ErrorId 'InvalidArgument,MmapModule.Commands.WaitMemoryMapCommand'
    }

    It 'ends when the map is removed' {
        $map = New-MemoryMap (New-TestFile -Text 'x')
        $job = Start-ThreadJob { param($map, $module) Import-Module $module; Wait-MemoryMap $map -Until Grows } -ArgumentList $map, $ModulePath
        Wait-Until { $job.State -eq 'Running' }
        Remove-MemoryMap $map
        $null = $job | Wait-Job -Timeout 120
        $failure = $null
        $null = $job | Receive-Job -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'MapDisposed,*'
        $job | Remove-Job
    }

    It 'stops soon at Ctrl+C' {
        $null = Assert-StopsSoon '$null = Wait-MemoryMap $Path -Until Grows, Truncated, Replaced, Deleted' @{ Path = New-TestFile -Text 'x' }
    }

    It 'leaves no descriptor behind' {
        $path = New-TestFile -Text 'x'
        $null = Wait-MemoryMap $path -Until Grows -Timeout 0
        $before = (Get-ChildItem /proc/self/fd).Target -match 'inotify'
        $null = 1..20 | ForEach-Object { Wait-MemoryMap $path -Until Grows -Timeout 0 }
        @((Get-ChildItem /proc/self/fd).Target -match 'inotify').Count | Should -Be @($before).Count
        (Get-ChildItem /proc/self/fd).Target | Should -Not -Contain $path
    }
}
