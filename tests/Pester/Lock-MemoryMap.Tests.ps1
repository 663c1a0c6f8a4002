# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize

    function Get-LockedSize {
        1KB * [regex]::Match([System.IO.File]::ReadAllText('/proc/self/status'), '(?m)^VmLck:\s+(\d+)').Groups[1].Value
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Lock-MemoryMap' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'reads all pages in and keeps them, as smaps and VmLck show' {
        $path = New-TestFile -Bytes ([byte[]]::new(256KB))
        $map = New-MemoryMap $path
        $before = Get-LockedSize

        Lock-MemoryMap $map | Should -BeNullOrEmpty

        $entry = Get-MapEntry $map
        $entry.VmFlags | Should -Contain 'lo'
        $entry.Rss | Should -Be 256KB
        $entry.Locked | Should -Be 256KB
        (Get-LockedSize) - $before | Should -Be 256KB
        Unlock-MemoryMap $map
        Get-LockedSize | Should -Be $before
    }

    It 'locks pages when they are used with -OnFault' {
        $map = New-MemoryMap -Anonymous -Private -Size 256KB

        Lock-MemoryMap $map -OnFault

        (Get-MapEntry $map).VmFlags | Should -Contain 'lo'
        (Get-MapEntry $map).Rss | Should -Be 0
        $map.WriteByte(100KB, 1)
        (Get-MapEntry $map).Rss | Should -Be $Page
        (Get-MapEntry $map).Locked | Should -Be $Page
    }

    It 'locks a tree through the pipeline; what is above the limit is one error each, and the output says what is locked' {
        $tree = Get-TestPath 'tree'
        $null = New-Item -ItemType Directory -Path "$tree/sub"
        'a', 'b', 'sub/c', 'sub/d' | ForEach-Object { $null = New-TestFile -Bytes ([byte[]]::new(24KB)) -Name "tree/$_" }
        $before = Get-LockedSize
        $locked = @(Get-ChildItem -LiteralPath $tree -File -Recurse | New-MemoryMap | Lock-MemoryMap -PassThru)
        $locked.Path | Sort-Object | Should -Be ('a', 'b', 'sub/c', 'sub/d' | ForEach-Object { "$tree/$_" })
        (Get-LockedSize) - $before | Should -Be (4 * 24KB)
        $locked | Remove-MemoryMap
        Get-LockedSize | Should -Be $before
    }

    It 'locks as much of a tree as the limit allows (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $child = Invoke-ChildPwsh -As nobody -Ulimit '-l 64' {
            $null = New-Item -ItemType Directory -Path (Join-Path $HOME 'tree')
            1..4 | ForEach-Object { [IO.File]::WriteAllBytes((Join-Path $HOME "tree/$_"), [byte[]]::new(24KB)) }
            $locked = @(Get-ChildItem (Join-Path $HOME 'tree') -File | New-MemoryMap | Lock-MemoryMap -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures)
            "$($locked.Count) $($failures.Count) $(@($failures.FullyQualifiedErrorId | Sort-Object -Unique))"
            [regex]::Match([IO.File]::ReadAllText('/proc/self/status'), 'VmLck:\s+(\d+)').Groups[1].Value
        }

        $child.StdOut -split "`n" | Should -Be '2 2 MemoryLockLimit,MmapModule.Commands.LockMemoryMapCommand', '48'
    }

    It 'locks the pages that a range touches' {
        $map = New-MemoryMap -Anonymous -Private -Size (8 * $Page)

        $map | Lock-MemoryMap -Offset ($Page + 1) -Length $Page

        (Get-MapEntry $map).VmFlags | Should -Not -Contain 'lo'
        $entry = Get-MapEntry $map -Offset $Page
        $entry.VmFlags | Should -Contain 'lo'
        $entry.Locked | Should -Be (2 * $Page)
        (Get-MapEntry $map -Offset (3 * $Page)).VmFlags | Should -Not -Contain 'lo'
    }

    It 'takes regions and several maps, and gives the input back' {
        $first = New-MemoryMap -Anonymous -Private -Size (4 * $Page)
        $second = New-MemoryMap -Anonymous -Private -Size $Page
        $region = $first.Slice(2 * $Page, $Page)

        $output = @($region, $second | Lock-MemoryMap -PassThru)

        $output.Count | Should -Be 2
        [object]::ReferenceEquals($output[0], $region) | Should -BeTrue
        [object]::ReferenceEquals($output[1], $second) | Should -BeTrue
        (Get-MapEntry $first).VmFlags | Should -Not -Contain 'lo'
        (Get-MapEntry $region).VmFlags | Should -Contain 'lo'
        (Get-MapEntry $second).VmFlags | Should -Contain 'lo'
    }

    It 'counts the offset back with -FromEnd' {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)
        Lock-MemoryMap $map -Offset $Page -FromEnd
        (Get-MapEntry $map -Offset (2 * $Page)).VmFlags | Should -Not -Contain 'lo'
        (Get-MapEntry $map -Offset (3 * $Page)).VmFlags | Should -Contain 'lo'
    }

    It 'locks what fits under the limit, and says MemoryLockLimit with the limit, the need and the use in numbers (needs root to become nobody, and prlimit)' -Skip:(Test-Missing nobody, prlimit) {
        $result = Invoke-ChildPwsh -As nobody -Ulimit '-l 64' {
            param()
            $locked = { [regex]::Match([System.IO.File]::ReadAllText('/proc/self/status'), '(?m)^VmLck:\s+(\d+)').Groups[1].Value }
            foreach ($limit in 64KB, 0) {
                prlimit --pid $PID "--memlock=$($limit):$limit"
                $map = New-MemoryMap -Anonymous -Private -Size 1MB
                Lock-MemoryMap $map -ErrorAction SilentlyContinue -ErrorVariable e
                $e[0].FullyQualifiedErrorId
                $e[0].CategoryInfo.Category
                $e[0].ErrorDetails.Message
                $e[0].ErrorDetails.RecommendedAction
                Lock-MemoryMap $map -OnFault -ErrorAction SilentlyContinue -ErrorVariable e
                $e[0].FullyQualifiedErrorId
                $shared = New-MemoryMap -MemoryFile -Size 1MB
                Lock-MemoryMap $shared -ErrorAction SilentlyContinue -ErrorVariable e
                $e[0].FullyQualifiedErrorId
                & $locked
                if ($limit) {
                    Lock-MemoryMap $map -Length $limit
                    & $locked
                    Lock-MemoryMap $map -Offset $limit -Length 4KB -ErrorAction SilentlyContinue -ErrorVariable e
                    $e[0].ErrorDetails.Message
                    Unlock-MemoryMap $map
                }
            }
        }

        $result.StdErr | Should -BeNullOrEmpty
        $lines = $result.StdOut -split '\n'
        foreach ($case in @{ At = 0; Limit = 64KB }, @{ At = 9; Limit = 0 }) {
            $part = $lines[$case.At..($case.At + 6)]
            $part[0] | Should -BeExactly 'MemoryLockLimit,MmapModule.Commands.LockMemoryMapCommand'
            $part[1] | Should -BeExactly 'LimitsExceeded'
            $part[2] | Should -Match '\b1048576 bytes'
            $part[2] | Should -Match "\b$($case.Limit)\b"
            $part[2] | Should -Match '\b0 bytes are already locked'
            $part[3] | Should -Match 'ulimit -l'
            $part[4] | Should -BeExactly $part[0]
            $part[5] | Should -BeExactly $part[0]
            $part[6] | Should -BeExactly '0'
        }

        $lines[7] | Should -BeExactly '64'
        $lines[8] | Should -Match '65536 bytes are already locked'
    }

    It 'says RegionTruncated, not a limit, when the file is too short, and leaves nothing locked' {
        $path = New-TestFile -Size 64KB
        $map = New-MemoryMap $path
        Set-FileLength -Path $path -Length 4KB

        $record = Assert-Failure { Lock-MemoryMap $map } -Kind RegionTruncated -Command Lock-MemoryMap -Target $map -Category ReadError

        $record.Exception.Offset | Should -Be 4KB
        (Get-MapEntry $map).VmFlags | Should -Not -Contain 'lo'
    }

    It 'says RegionProtected for memory that cannot be accessed' {
        $map = New-MemoryMap -Anonymous -Private -Size 64KB -Protection None
        $null = Assert-Failure { Lock-MemoryMap $map } -Kind RegionProtected -Command Lock-MemoryMap -Target $map -Category ReadError
        (Get-MapEntry $map).VmFlags | Should -Not -Contain 'lo'
    }

    It 'makes invalidating the pages the error RegionLocked, until they are unlocked' {
        $path = New-TestFile -Size 64KB
        $map = New-MemoryMap $path -Protection ReadWrite
        Lock-MemoryMap $map -Offset 16KB -Length 4KB

        $null = Assert-Failure { Sync-MemoryMap $map -Invalidate } -Kind RegionLocked -Command Sync-MemoryMap -Target $map
        Sync-MemoryMap $map
        Unlock-MemoryMap $map
        { Sync-MemoryMap $map -Invalidate -ErrorAction Stop } | Should -Not -Throw
    }

    It 'reports bad ranges, holes and removed maps' {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)
        $null = Assert-Failure { Lock-MemoryMap $map -Offset -1 } -Kind NegativeOffset -Command Lock-MemoryMap -Target $map
        $null = Assert-Failure { Lock-MemoryMap $map -Length 1GB } -Kind RegionOutOfRange -Command Lock-MemoryMap -Target $map
        Remove-MemoryMap $map -Offset $Page -Length $Page
        $null = Assert-Failure { Lock-MemoryMap $map } -Kind RangeNotMapped -Command Lock-MemoryMap -Target $map
        (Get-MapEntry $map).VmFlags | Should -Not -Contain 'lo'
        Remove-MemoryMap $map
        $null = Assert-Failure { Lock-MemoryMap $map } -Kind MapDisposed -Command Lock-MemoryMap -Target $map
    }

    It 'does nothing to an empty map and with -WhatIf' {
        { Lock-MemoryMap (New-MemoryMap (New-TestFile -Text '')) -ErrorAction Stop } | Should -Not -Throw
        $map = New-MemoryMap -Anonymous -Private -Size $Page
        Lock-MemoryMap $map -PassThru -WhatIf | Should -BeNullOrEmpty
        (Get-MapEntry $map).VmFlags | Should -Not -Contain 'lo'
    }
}
