# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Properties = 'ProcessId', 'ProcessName', 'Start', 'End', 'Size', 'Permissions', 'Offset', 'Device', 'Inode', 'Path'
    $script:Details = 'Rss', 'Pss', 'SharedClean', 'SharedDirty', 'PrivateClean', 'PrivateDirty', 'Swap', 'Locked', 'VmFlags'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Command = 'Get-ProcessMemoryMap'

    function Start-Sleeper {
        # A program that has started and now does nothing, so that its maps stay the same.
        param([string[]] $Command = @('sleep', '600'))
        $start = [System.Diagnostics.ProcessStartInfo]::new($Command[0], [string[]] $Command[1..($Command.Count - 1)])
        $start.Environment['LC_ALL'] = 'C'
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $script:Before = ''
        Wait-Until {
            $now = Get-Content -LiteralPath "/proc/$($process.Id)/maps" -Raw
            $isStable = $now -and $now -eq $script:Before -and $now -match 'libc' -and (Get-Content -LiteralPath "/proc/$($process.Id)/stat" -Raw) -match '\) S '
            $script:Before = $now
            $isStable
        }
        $process
    }

    function Get-PmapTable {
        # The lines of pmap -XX as objects; the names of columns with blanks do not occur before VmFlags.
        param([int] $Id)
        $lines = @(pmap -XX $Id)
        $names = -split $lines[1]
        foreach ($line in $lines | Select-Object -Skip 2 | Where-Object { $_ -match '^ *[0-9a-f]+ [-rwxsp]{4} ' }) {
            $values = -split $line
            $row = [ordered]@{}
            for ($i = 0; $names[$i] -ne 'VmFlags'; $i++) {
                $row[$names[$i]] = $values[$i]
            }
            [pscustomobject] $row
        }
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Get-ProcessMemoryMap' {
    BeforeAll {
        $script:Sleeper = Start-Sleeper
    }

    AfterAll {
        ${script:Sleeper}?.Kill()
    }

    It 'has exactly the documented properties' -ForEach @(@{ Names = $Properties; All = $Properties + $Details }) {
        $entry = Get-ProcessMemoryMap -Id $script:Sleeper.Id | Select-Object -First 1
        $entry.PSObject.Properties.Name | Sort-Object | Should -Be ($Names | Sort-Object)
        $entry | Should -BeOfType ([MmapModule.ProcessMapping])
        $detail = Get-ProcessMemoryMap -Id $script:Sleeper.Id -Detailed | Select-Object -First 1
        $detail.PSObject.Properties.Name | Sort-Object | Should -Be ($All | Sort-Object)
        $detail.Start | Should -BeOfType ([uint64])
        $detail.Size, $detail.Rss, $detail.Pss, $detail.Offset | Should -BeOfType ([long])
    }

    It 'agrees with /proc/PID/maps line by line' {
        $lines = Get-ProcessMemoryMap -Id $script:Sleeper.Id | ForEach-Object {
            ('{0:x8}-{1:x8} {2} {3:x8} {4} {5} {6}' -f $_.Start, $_.End, $_.Permissions, $_.Offset, $_.Device, $_.Inode, $_.Path).TrimEnd()
        }
        $lines | Should -Be ((Get-Content -LiteralPath "/proc/$($script:Sleeper.Id)/maps") -replace '  +', ' ').TrimEnd()
    }

    It 'agrees with pmap -XX in every mapping and in the sums (needs pmap)' -Skip:(Test-Missing pmap) {
        # Of files that nobody else has, or pmap itself would change the Pss of the libraries that it shares.
        $programs = (Get-Command -Name 'sleep' -CommandType Application -TotalCount 1).Source, @((ldd /bin/sleep) -match '^\s*/' -replace '^\s*(/\S+).*', '$1')[0]
        $libraries = (ldd /bin/sleep) -match '=> /' -replace '.*=> (/\S+).*', '$1'
        $folder = Get-TestPath
        $null = New-Item -ItemType Directory -Path $folder
        Copy-Item -LiteralPath ($programs + $libraries) -Destination $folder
        $loader = Join-Path $folder (Split-Path $programs[1] -Leaf)
        $sleeper = Start-Sleeper $loader, '--library-path', $folder, (Join-Path $folder 'sleep'), '600'
        try {
            Wait-Until {
                $before = Get-Content -LiteralPath "/proc/$($sleeper.Id)/smaps" -Raw
                $script:Table = @(Get-PmapTable $sleeper.Id)
                $script:Entries = @(Get-ProcessMemoryMap -Id $sleeper.Id -Detailed)
                $script:Sums = Get-ProcessMemoryMap -Id $sleeper.Id -Summary
                $before -eq (Get-Content -LiteralPath "/proc/$($sleeper.Id)/smaps" -Raw)
            }
        }
        finally {
            $sleeper.Kill()
        }

        $script:Table.Count | Should -BeGreaterThan 10
        $script:Entries.ForEach{ '{0:x}' -f $_.Start } | Should -Be ($script:Table | ForEach-Object { $_.Address.TrimStart('0') })
        foreach ($pair in @{ Size = 'Size'; Rss = 'Rss'; Pss = 'Pss'; SharedClean = 'Shared_Clean'; SharedDirty = 'Shared_Dirty'; PrivateClean = 'Private_Clean'; PrivateDirty = 'Private_Dirty'; Swap = 'Swap'; Locked = 'Locked' }.GetEnumerator()) {
            $script:Entries.($pair.Key) | Should -Be $script:Table.($pair.Value).ForEach{ 1KB * $_ } -Because $pair.Value
        }
        $script:Entries.Permissions | Should -Be $script:Table.Perm
        $script:Entries.Inode | Should -Be $script:Table.Inode

        foreach ($name in 'Rss', 'SharedClean', 'SharedDirty', 'PrivateClean', 'PrivateDirty', 'Swap', 'Locked') {
            $script:Sums.$name | Should -Be ($script:Entries | Measure-Object -Property $name -Sum).Sum -Because $name
        }
        # Each entry is cut to whole KiB, the sum only once.
        $rounding = $script:Sums.Pss - ($script:Entries | Measure-Object -Property Pss -Sum).Sum
        $rounding | Should -BeGreaterOrEqual 0
        $rounding | Should -BeLessOrEqual ($script:Entries.Count * 1KB)
    }

    It 'takes processes by id, by name, by property name and from Get-Process' {
        $expected = (Get-ProcessMemoryMap -Id $script:Sleeper.Id).Start
        $id = $script:Sleeper.Id

        (Get-ProcessMemoryMap $id).Start | Should -Be $expected
        (Get-ProcessMemoryMap -Name 'sleep' | Where-Object ProcessId -EQ $id).Start | Should -Be $expected
        (Get-ProcessMemoryMap -Name 'SLEE?' | Where-Object ProcessId -EQ $id).Start | Should -Be $expected
        (Get-ProcessMemoryMap -Process $script:Sleeper).Start | Should -Be $expected
        ($script:Sleeper | Get-ProcessMemoryMap).Start | Should -Be $expected
        ($id | Get-ProcessMemoryMap).Start | Should -Be $expected
        ([pscustomobject]@{ Id = $id } | Get-ProcessMemoryMap).Start | Should -Be $expected
        ([pscustomobject]@{ ProcessId = $id } | Get-ProcessMemoryMap).Start | Should -Be $expected
        $expected.Count | Should -BeGreaterThan 10
    }

    It 'takes several processes in the order in which they are given' {
        (Get-ProcessMemoryMap -Id $PID, $script:Sleeper.Id).ProcessId | Get-Unique | Should -Be $PID, $script:Sleeper.Id
        ($script:Sleeper, (Get-Process -Id $PID) | Get-ProcessMemoryMap -Summary).ProcessId | Should -Be $script:Sleeper.Id, $PID
    }

    It 'takes the current process if nothing is given' {
        Get-ProcessMemoryMap | ForEach-Object ProcessId | Sort-Object -Unique | Should -Be $PID
        (Get-ProcessMemoryMap -Summary).ProcessName | Should -Be (Get-Process -Id $PID).ProcessName
    }

    It 'gives nothing for an empty pipeline' {
        @() | Get-ProcessMemoryMap | Should -BeNullOrEmpty
    }

    It 'reads every process with *' {
        $ids = (Get-ProcessMemoryMap -Name '*' -ErrorAction SilentlyContinue).ProcessId | Sort-Object -Unique
        $ids | Should -Contain $PID
        $ids | Should -Contain $script:Sleeper.Id
    }

    It 'stops early when nobody wants more' {
        @(Get-ProcessMemoryMap -Name '*' -ErrorAction SilentlyContinue | Select-Object -First 3).Count | Should -Be 3
    }
}

Describe 'Get-ProcessMemoryMap -Path' {
    It 'takes wildcards, full and relative paths' {
        $path = New-TestFile -Text 'content' -Name 'path one.txt'
        $map = New-MemoryMap $path
        foreach ($pattern in $path, '*path one*', (Join-Path (Split-Path $path) 'path*')) {
            (Get-ProcessMemoryMap -Path $pattern).Start | Should -Be $map.Address -Because $pattern
        }

        Get-ProcessMemoryMap -Path $path.ToUpperInvariant() | Should -BeNullOrEmpty -Because 'paths differ by case'

        Push-Location -LiteralPath (Split-Path $path)
        try {
            (Get-ProcessMemoryMap -Path './path one.txt').Start | Should -Be $map.Address
            (Get-ProcessMemoryMap -Path 'path one.txt', 'nothing' -Detailed).Rss | Should -BeGreaterOrEqual 0
        }
        finally {
            Pop-Location
        }

        Remove-MemoryMap $map
        Get-ProcessMemoryMap -Path $path | Should -BeNullOrEmpty
    }

    It 'finds a deleted file by the path that it had' {
        $path = New-TestFile -Text 'content' -Name 'deleted.txt'
        $map = New-MemoryMap $path
        Remove-Item -LiteralPath $path

        (Get-ProcessMemoryMap -Path $path).Path | Should -BeExactly "$path (deleted)"
        Remove-MemoryMap $map
    }

    It 'knows the names of the kernel' {
        (Get-ProcessMemoryMap -Path '[stack]').Path | Should -BeExactly '[stack]'
        (Get-ProcessMemoryMap -Path '[[]vdso]', '[heap]').Path | Sort-Object | Should -Be '[heap]', '[vdso]'
    }
}

Describe 'Get-ProcessMemoryMap -MappedFile' {
    It 'finds the other process that maps a file, also after a rename and after its end' {
        $path = New-TestFile -Size 64KB
        $child = Start-ChildPwsh {
            param($Path)
            $map = New-MemoryMap $Path
            [System.IO.File]::WriteAllText("$Path.ready", "$PID")
            Start-Sleep -Seconds 100
            Remove-MemoryMap $map
        } -ArgumentList $path
        try {
            Wait-Until { (Test-Path -LiteralPath "$path.ready") -and (Get-Item -LiteralPath "$path.ready").Length -gt 0 } -Program $child
            $id = [int] (Get-Content -LiteralPath "$path.ready")
            $found = Get-ProcessMemoryMap -MappedFile $path -ErrorAction SilentlyContinue
            $found.ProcessId | Should -Be $id
            $found.Path | Should -BeExactly $path
            $found.Size | Should -Be 64KB
            $found.ProcessName | Should -Be (Get-Process -Id $id).ProcessName

            Move-Item -LiteralPath $path "$path.moved"
            (Get-ProcessMemoryMap -MappedFile "$path.moved" -Detailed -ErrorAction SilentlyContinue).ProcessId | Should -Be $id
            (Get-Item -LiteralPath "$path.moved" | Get-ProcessMemoryMap -ErrorAction SilentlyContinue).ProcessId | Should -Be $id
            Remove-Item -LiteralPath "$path.moved"
            (Get-ProcessMemoryMap -MappedFile "$path.moved" -ErrorAction SilentlyContinue).Path | Should -BeExactly "$path.moved (deleted)"
        }
        finally {
            Stop-TestProgram $child
        }

        $errors = $null
        Get-ProcessMemoryMap -MappedFile "$path.moved" -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
        Assert-ErrorRecord $errors[-1] -Kind PathNotFound -Command $script:Command -Target "$path.moved"
    }

    It 'takes wildcards, and names with brackets from the pipeline' {
        $one = New-TestFile -Text '1' -Name 'file[1].bin'
        $two = New-TestFile -Text '2' -Name 'file2.bin'
        $maps = New-MemoryMap -LiteralPath $one, $two
        $folder = Split-Path $one

        (Get-ProcessMemoryMap -MappedFile "$folder/file*.bin" -ErrorAction SilentlyContinue).Start | Sort-Object | Should -Be ($maps | ForEach-Object Address | Sort-Object)
        (Get-Item -LiteralPath $one | Get-ProcessMemoryMap -ErrorAction SilentlyContinue).Start | Should -Be $maps[0].Address
        (Get-ChildItem "$folder/file*.bin" | Get-ProcessMemoryMap -ErrorAction SilentlyContinue).Count | Should -Be 2
        $maps | Remove-MemoryMap
    }

    It 'gives nothing for a file that nobody maps' {
        Get-ProcessMemoryMap -MappedFile (New-TestFile -Text 'x') -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'reports a wildcard that matches no file, and a path of another provider' {
        $null = Assert-Failure { Get-ProcessMemoryMap -MappedFile '/no-such-folder/*' } -Kind PathNotFound -Command $script:Command -Target '/no-such-folder/*'
        $null = Assert-Failure { Get-ProcessMemoryMap -MappedFile 'env:\HOME*' } -Kind InvalidArgument -Command $script:Command -Target 'env:\HOME*'
    }
}

Describe 'Get-ProcessMemoryMap -InputObject' {
    It 'shows what the kernel says about a map, a region and several maps' {
        $map = New-MemoryMap -Anonymous -Size 1MB
        $map.WriteByte(0, 1)
        $entry = $map | Get-ProcessMemoryMap -Detailed
        $entry.Start, $entry.Size | Should -Be $map.Address, 1MB
        $entry.Rss | Should -BeGreaterOrEqual 4KB
        $entry.Rss | Should -BeLessThan 1MB
        ($map | Select-MappedRegion -Offset 64KB -Length 4KB | Get-ProcessMemoryMap).Start | Should -Be $map.Address
        $other = New-MemoryMap -Anonymous -Size 1MB
        ($map, $other | Get-ProcessMemoryMap).Start | Should -Be $map.Address, $other.Address
        Get-ProcessMemoryMap -Map $map -Path '*/no-such-file' | Should -BeNullOrEmpty
        $other | Remove-MemoryMap
        $map | Remove-MemoryMap
        $null = Assert-Failure { $map | Get-ProcessMemoryMap } -Kind MapDisposed -Command $script:Command -Target $map
    }

    It 'gives nothing for an empty map' {
        $map = New-MemoryMap (New-TestFile)
        $map | Get-ProcessMemoryMap | Should -BeNullOrEmpty
        Remove-MemoryMap $map
    }
}

Describe 'Errors of Get-ProcessMemoryMap' {
    It 'reports a process that does not exist and goes on with the next' {
        $null = Assert-Failure { Get-ProcessMemoryMap -Id 2147483647 } -Kind PathNotFound -Command $script:Command -Target 2147483647
        $null = Assert-Failure { Get-ProcessMemoryMap -Id 2147483647 -Summary } -Kind PathNotFound -Command $script:Command -Target 2147483647
        (Get-ProcessMemoryMap -Id 2147483647, $PID -Summary -ErrorAction SilentlyContinue).ProcessId | Should -Be $PID
    }

    It 'reports a process that has ended' {
        $process = Start-Process -FilePath 'true' -PassThru
        $process.WaitForExit()
        $null = Assert-Failure { Get-ProcessMemoryMap -Process $process } -Kind PathNotFound -Command $script:Command -Target $process.Id
    }

    It 'reports a name that no process has; a wildcard may match nothing' {
        $null = Assert-Failure { Get-ProcessMemoryMap -Name 'no-such-process' } -Kind PathNotFound -Command $script:Command -Target 'no-such-process'
        Get-ProcessMemoryMap -Name 'no-such-process*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'reports each process of another user, and shows the rest (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $child = Invoke-ChildPwsh {
            param($Foreign)
            $ErrorActionPreference = 'Continue'
            $result = Get-ProcessMemoryMap -Id $Foreign, $PID -Summary -ErrorAction SilentlyContinue -ErrorVariable failures
            "$($result.ProcessId -eq $PID) $($failures.Count) $($failures[0].FullyQualifiedErrorId) $($failures[0].CategoryInfo.Category) $($failures[0].TargetObject -eq $Foreign)"
            $failures[0].Exception.Message
            $all = Get-ProcessMemoryMap -Name '*' -ErrorAction SilentlyContinue -ErrorVariable failures
            "$(@($all.ProcessId) -contains $PID) $(@($failures.TargetObject) -contains $Foreign) $(@($failures.FullyQualifiedErrorId | Sort-Object -Unique))"
            $found = Get-ProcessMemoryMap -MappedFile "$PSHOME/System.Management.Automation.dll" -ErrorAction SilentlyContinue -ErrorVariable failures
            "$(@($found.ProcessId | Sort-Object -Unique) -contains $PID) $(@($failures.TargetObject) -contains $Foreign) $(@($failures.FullyQualifiedErrorId | Sort-Object -Unique))"
        } -ArgumentList $PID -As 'nobody'

        $child.StdErr | Should -BeNullOrEmpty
        $id = 'AccessDenied,MmapModule.Commands.GetProcessMemoryMapCommand'
        $lines = $child.StdOut -split "`n"
        $lines[0] | Should -BeExactly "True 1 $id PermissionDenied True"
        $lines[1] | Should -BeLike '*belongs to the user root.'
        $lines[2] | Should -BeExactly "True True $id"
        $lines[3] | Should -BeExactly "True True $id"
    }

    It 'refuses -Summary with what only entries have' {
        foreach ($arguments in @{ Detailed = $true }, @{ Path = '*' }) {
            Get-TerminatingErrorId { Get-ProcessMemoryMap -Summary @arguments } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.GetProcessMemoryMapCommand'
        }

        Get-TerminatingErrorId { Get-ProcessMemoryMap -Summary -MappedFile 'x' } | Should -BeLike 'AmbiguousParameterSet,*'
    }
}

Describe 'Get-ProcessMemoryMap shows' {
    It 'addresses in hex and sizes for people, by process' {
        $map = New-MemoryMap -Anonymous -Size 2MB
        $text = Get-ProcessMemoryMap -Map $map | Out-String -Width 120
        $text | Should -Match "Process: $PID "
        $text | Should -Match ('0x{0:X} +2 MiB rw-s' -f $map.Address)
        $list = Get-ProcessMemoryMap -Map $map -Detailed | Format-List | Out-String
        $list | Should -Match ('Start +: 0x{0:X}' -f $map.Address)
        $list | Should -Match 'VmFlags +: rd wr sh'
        (Get-ProcessMemoryMap -Summary | Out-String) | Should -Match "(?m)^ *$PID +[\d.]+ [KMG]iB"
    }

    It 'objects that survive the way to another process' {
        # As jobs and remote sessions hand objects on.
        $here = Get-ProcessMemoryMap -Path '*libc.so*' -Detailed | Select-Object -First 1
        $entry = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($here))
        $entry.Size | Should -BeGreaterThan 0
        $entry.VmFlags | Should -Contain 'rd'
        ($entry | Out-String -Width 200) | Should -Match 'libc\.so'
    }

    It 'names and ids to complete' {
        $name = (Get-Process -Id $PID).ProcessName
        (TabExpansion2 "Get-ProcessMemoryMap -Name $($name.Substring(0, 3))").CompletionMatches.ListItemText | Should -Contain $name
        $completion = (TabExpansion2 "Get-ProcessMemoryMap -Id $PID").CompletionMatches | Where-Object ListItemText -EQ "$PID"
        $completion.ToolTip | Should -Be (Get-Process -Id $PID).ProcessName
    }
}
