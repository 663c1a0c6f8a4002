BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Sync-MemoryMap' {
    It 'writes nothing to the pipeline, and the input itself with -PassThru' {
        $map = New-MemoryMap -Path (New-TestFile -Text 'helloworld') -Protection ReadWrite
        $region = $map.Slice(2, 3)

        Sync-MemoryMap -InputObject $map | Should -BeNullOrEmpty
        [object]::ReferenceEquals((Sync-MemoryMap -InputObject $map -PassThru), $map) | Should -BeTrue
        [object]::ReferenceEquals(($region | symm -PassThru), $region) | Should -BeTrue
        (Get-Alias -Name 'symm').Definition | Should -BeExactly 'Sync-MemoryMap'
    }

    It 'takes several maps and regions, by parameter and pipeline' {
        $maps = 1..2 | ForEach-Object { New-MemoryMap -Path (New-TestFile -Text 'x') -Protection ReadWrite }

        (Sync-MemoryMap -Map $maps -PassThru).Id | Should -Be $maps.Id
        (@($maps) + $maps[0].Slice(0) | Sync-MemoryMap -PassThru).Count | Should -Be 3
    }

    It 'makes the pages clean with <Name>' -Tag Linux -ForEach @(
        @{ Name = 'nothing more'; Arguments = @{} }
        @{ Name = '-Invalidate'; Arguments = @{ Invalidate = $true } }
        @{ Name = '-Durable'; Arguments = @{ Durable = $true } }
        @{ Name = 'a range of any alignment'; Arguments = @{ Offset = 5; Length = '0x3' } }
        @{ Name = '-FromEnd'; Arguments = @{ Offset = 1; FromEnd = $true } }
    ) {
        $path = Get-TestPath "clean-$($Arguments.Keys)"
        $map = New-MemoryMap -Path $path -Size 10 -Protection ReadWrite
        # A clean page of a disk file is write-protected by the kernel; memory file systems have nothing to clean.
        $isDisk = (stat --file-system --format '%T' -- $path) -notin 'tmpfs', 'ramfs'
        $map.WriteString(0, 'dirty')
        (Get-MapEntry $map).Dirty | Should -BeGreaterThan 0

        Sync-MemoryMap -InputObject $map @Arguments

        if ($isDisk) {
            (Get-MapEntry $map).Dirty | Should -Be 0
        }

        (Read-TestText $path).TrimEnd("`0") | Should -BeExactly 'dirty'
    }

    It 'writes to the device only what was asked for (needs root for losetup)' -Skip:(Test-Missing losetup) {
        $file = New-TestFile -Size 1MB
        Use-LoopDevice $file {
            param($Device)
            $map = New-MemoryMap -Path $Device -Protection ReadWrite
            $map.WriteString(0, 'first')
            $map.WriteString(512KB, 'second')

            Sync-MemoryMap -InputObject $map -Offset 512KB -Length 6

            Get-HexDump -Path $file -Offset 512KB -Count 6 | Should -BeExactly '73 65 63 6F 6E 64'
            Get-HexDump -Path $file -Count 5 | Should -BeExactly '00 00 00 00 00'
            $map.Slice(0, 10) | Sync-MemoryMap
            Get-HexDump -Path $file -Count 5 | Should -BeExactly '66 69 72 73 74'
            $map | Remove-MemoryMap
        }
    }

    It 'starts the write-back with -Async and does not wait (needs root for losetup)' -Skip:(Test-Missing losetup) {
        $file = New-TestFile -Size 1MB
        Use-LoopDevice $file {
            param($Device)
            $map = New-MemoryMap -Path $Device -Protection ReadWrite
            $map.WriteString(0, 'async')

            Sync-MemoryMap -InputObject $map -Async

            # Without -Async the kernel would wait for its write-back interval, 5 seconds and more.
            Wait-Condition { (Get-HexDump -Path $file -Count 5) -eq '61 73 79 6E 63' } -TimeoutSeconds 3 | Should -BeTrue
            $map | Remove-MemoryMap
        }
    }

    It 'cannot combine -Async with -<Name>' -ForEach @(@{ Name = 'Durable' }, @{ Name = 'Invalidate' }) {
        $map = New-MemoryMap -Anonymous -Size 4KB
        $arguments = @{ Async = $true; $Name = $true }

        Get-TerminatingErrorId { $map | Sync-MemoryMap @arguments } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.SyncMemoryMapCommand'
    }

    It 'warns for a private map, and says in verbose text that memory has no disk' {
        $private = New-MemoryMap -Path (New-TestFile -Text 'x') -Private -Protection ReadWrite
        $memory = New-MemoryMap -Anonymous -Size 4KB

        @(Sync-MemoryMap -InputObject $private 3>&1).Count | Should -Be 1
        @(Sync-MemoryMap -InputObject $memory 3>&1).Count | Should -Be 0
        @((Sync-MemoryMap -InputObject $memory -Verbose 4>&1) -match 'no disk').Count | Should -Be 1
    }

    It 'works on every kind of map' -Tag Linux {
        $name = Get-SharedName
        $maps = @(
            New-MemoryMap -Anonymous -Size 4KB
            New-MemoryMap -MemoryFile -Size 4KB
            New-MemoryMap -Name $name -Size 4KB
            New-MemoryMap -Path '/etc/passwd'
            New-MemoryMap -Path '/etc/passwd' -Snapshot
        )
        Remove-SharedMemory -Name $name

        @($maps | Sync-MemoryMap -PassThru -ErrorAction Stop).Count | Should -Be 5
        @($maps | Sync-MemoryMap -PassThru -Durable -Invalidate -ErrorAction Stop).Count | Should -Be 5
        @($maps | Sync-MemoryMap -PassThru -Async -ErrorAction Stop).Count | Should -Be 5
    }

    It 'does not sync with -WhatIf' {
        $result = Invoke-ChildPwsh -ArgumentList (New-TestFile -Text 'x') {
            param($Path)
            $map = New-MemoryMap -Path $Path
            "output: $(Sync-MemoryMap -InputObject $map -PassThru -WhatIf)"
            $ConfirmPreference = 'Medium'
            try { Sync-MemoryMap -InputObject $map } catch { "asked: $($_.Exception.GetType().Name)" }
        }

        $lines = $result.StdOut -split '\n'
        @($lines -like 'What if: *').Count | Should -Be 1
        $lines | Select-Object -Last 2 | Should -Be @('output: ', 'asked: PSInvalidOperationException')
    }

    It 'reports <Kind>: <Name>' -ForEach @(
        @{ Kind = 'RegionOutOfRange'; Name = 'an offset outside'; Arguments = @{ Offset = 100KB } }
        @{ Kind = 'RegionOutOfRange'; Name = 'a length outside'; Arguments = @{ Length = 100KB } }
        @{ Kind = 'NegativeOffset'; Name = 'a negative offset'; Arguments = @{ Offset = -1 } }
        @{ Kind = 'RangeOverflow'; Name = 'more than 63 bits'; Arguments = @{ Offset = [long]::MaxValue; Length = 5 } }
    ) {
        $map = New-MemoryMap -Anonymous -Size 64KB
        $null = Assert-Failure { Sync-MemoryMap -InputObject $map @Arguments } -Kind $Kind -Command Sync-MemoryMap -Target $map
    }

    It 'reports a removed map and goes on with the next' {
        $maps = 1..2 | ForEach-Object { New-MemoryMap -Anonymous -Size 4KB }
        $maps[0] | Remove-MemoryMap

        $done = $maps | Sync-MemoryMap -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures

        $done.Id | Should -Be $maps[1].Id
        $failures.Count | Should -Be 1
        Assert-ErrorRecord -Record $failures[0] -Kind MapDisposed -Command Sync-MemoryMap -Target $maps[0]
    }

    It 'syncs what is left of a map with a hole, but not the hole itself' {
        $map = New-MemoryMap -Path (New-TestFile -Bytes ([byte[]]::new(3 * $Page))) -Protection ReadWrite
        Remove-MemoryMap -InputObject $map -Offset $Page -Length $Page

        (Sync-MemoryMap -InputObject $map -PassThru -ErrorAction Stop).Id | Should -Be $map.Id
        $null = Assert-Failure { Sync-MemoryMap -InputObject $map -Offset $Page -Length 1 } -Kind RangeNotMapped -Command Sync-MemoryMap -Target $map
    }

    It 'cannot invalidate what is locked into memory' -Tag Linux {
        $map = New-MemoryMap -Path (New-TestFile -Text 'locked') -Flags Locked

        $null = Assert-Failure { Sync-MemoryMap -InputObject $map -Invalidate } -Kind RegionLocked -Command Sync-MemoryMap -Target $map
        (Sync-MemoryMap -InputObject $map -PassThru).Id | Should -Be $map.Id
    }
}

Describe 'Sync-MemoryMap when the device fails' {
    It 'keeps failing, although the kernel says so once, until -ClearError (needs root to mount)' -Skip:(Test-Missing mount) {
        # A disk on a full file system: its pages cannot be written.
        Use-SmallTmpfs -Size 512k {
            param($Folder)
            $disk = Join-Path $Folder 'disk'
            truncate --size 2M $disk
            Use-LoopDevice $disk {
                param($Device)
                $fill = Join-Path $Folder 'fill'
                dd if=/dev/zero of=$fill bs=4k 2>&1 | Out-Null
                $map = New-MemoryMap -Path $Device -Protection ReadWrite
                $map.WriteString(1MB, 'lost')
                $map.SyncError | Should -BeNullOrEmpty

                $null = Assert-Failure { Sync-MemoryMap -InputObject $map } -Kind WritebackFailed -Command Sync-MemoryMap -Target $map
                $map.State | Should -Be 'Faulted'
                $map.SyncError.Kind | Should -Be 'WritebackFailed'
                Test-MemoryMap -InputObject $map | Should -BeFalse
                (Test-MemoryMap -InputObject $map -Detailed).SyncError | Should -Be $map.SyncError
                { $map.Flush() } | Should -Throw

                Remove-Item -LiteralPath $fill
                $null = Assert-Failure { $map | Sync-MemoryMap } -Kind WritebackFailed -Command Sync-MemoryMap -Target $map
                $null = Assert-Failure { $map | Sync-MemoryMap -Async } -Kind WritebackFailed -Command Sync-MemoryMap -Target $map
                $null = Assert-Failure { Remove-MemoryMap -InputObject $map -Sync } -Kind WritebackFailed -Command Remove-MemoryMap -Target $map
                $map.State | Should -Be 'Faulted' -Because 'a map whose sync failed is not removed'

                $map.WriteString(1MB, 'safe')
                (Sync-MemoryMap -InputObject $map -ClearError -PassThru).Id | Should -Be $map.Id
                $map.State | Should -Be 'Open'
                $map.SyncError | Should -BeNullOrEmpty
                Get-HexDump -Path $disk -Offset 1MB -Count 4 | Should -BeExactly '73 61 66 65'
                $map | Remove-MemoryMap
            }
        }
    }
}
