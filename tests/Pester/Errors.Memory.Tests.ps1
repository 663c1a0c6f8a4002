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

Describe 'Errors of addresses' -Tag Linux {
    It 'AddressInUse: FixedNoReplace where a map is, and Fixed where foreign memory is' {
        $map = New-MemoryMap -Anonymous -Size 64KB

        $failure = Assert-Failure { New-MemoryMap -Anonymous -Size 4KB -Address $map.Address -Flags FixedNoReplace } -Kind AddressInUse -Command New-MemoryMap
        $failure.Exception.ErrnoName | Should -BeExactly 'EEXIST'
        $failure.ErrorDetails.Message | Should -BeLike ('*0x{0:X}*' -f $map.Address)
    }

    It 'LowAddress: the first page is never mapped, not even for root, so that the runtime keeps its null checks' {
        foreach ($flag in 'Fixed', 'FixedNoReplace') {
            $null = Assert-Failure { New-MemoryMap -Anonymous -Size 4KB -Address 0 -Flags $flag } -Kind LowAddress -Command New-MemoryMap
        }

        Select-String -LiteralPath '/proc/self/maps' -Pattern '^0+-' | Should -BeNullOrEmpty
    }

    It 'LowAddress: an ordinary user below vm.mmap_min_addr (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $run = Invoke-ChildProbe -As nobody ([ordered]@{
                '-min' = { $minimum = [int] (Get-Content -LiteralPath '/proc/sys/vm/mmap_min_addr') }
                zero = { New-MemoryMap -Anonymous -Size 4KB -Address 0 -Flags Fixed }
                below = { New-MemoryMap -Anonymous -Size 4KB -Address ([math]::Max($minimum - 4096, 0)) -Flags FixedNoReplace }
                hint = { (New-MemoryMap -Anonymous -Size 4KB -Address 1).Address -ge $minimum }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        Assert-Probe $run 'zero' -Kind LowAddress -Command New-MemoryMap -Target ''
        Assert-Probe $run 'below' -Kind LowAddress -Command New-MemoryMap -Target ''
        $run.Probe['hint'].Value | Should -BeExactly 'True'
    }
}

Describe 'Errors of seals, locks and flags' -Tag Linux {
    It 'SealBusy: the Write seal on a memory file that is mapped for writing, which then is not there' {
        Get-MemoryMap | Remove-MemoryMap

        $failure = Assert-Failure { New-MemoryMap -MemoryFile -Size 4KB -Seal Write } -Kind SealBusy -Command New-MemoryMap

        $failure.Exception.ErrnoName | Should -BeExactly 'EBUSY'
        Get-MemoryMap | Should -BeNullOrEmpty
        @(Get-ChildItem -LiteralPath '/proc/self/fd').Target -like '/memfd:MmapModule *' | Should -BeNullOrEmpty
    }

    It 'Sealed: a second map for writing after FutureWrite' {
        $map = New-MemoryMap -MemoryFile -Size 4KB -Seal FutureWrite
        $path = $map.Path

        $null = Assert-Failure { New-MemoryMap -Path $path -Protection ReadWrite } -Kind Sealed -Command New-MemoryMap -Target $path
        $map.WriteByte(0, 1)
        (New-MemoryMap -Path $path).ReadByte(0) | Should -Be 1
    }

    It 'Sealed: growing what is sealed against it' {
        $map = New-MemoryMap -MemoryFile -Size 4KB -Seal Grow
        $path = $map.Path

        $null = Assert-Failure { New-MemoryMap -Path $path -Size 8KB } -Kind Sealed -Command New-MemoryMap -Target $path
        $null = Assert-Failure { New-MemoryMap -Path $path -Size 8KB -Sparse } -Kind Sealed -Command New-MemoryMap -Target $path
        $map.FileLength | Should -Be 4KB
    }

    It 'RegionLocked: locked pages cannot be invalidated' {
        $map = New-MemoryMap -Path (New-TestFile -Text 'locked') -Flags Locked

        $failure = Assert-Failure { Sync-MemoryMap -InputObject $map -Invalidate } -Kind RegionLocked -Command Sync-MemoryMap -Target $map
        $failure.Exception.ErrnoName | Should -BeExactly 'EBUSY'
    }

    It 'FlagNotSupported: Sync without persistent memory' {
        $path = New-TestFile -Text 'x'
        $failure = Assert-Failure { New-MemoryMap -Path $path -Flags Sync } -Kind FlagNotSupported -Command New-MemoryMap -Target $path
        $failure.Exception.ErrnoName | Should -BeExactly 'EOPNOTSUPP'
    }
}

Describe 'RangeOverflow' -Tag Linux {
    It 'is reported by <Command> for more than 63 bits' -ForEach @(
        @{ Command = 'New-MemoryMap'; Script = { New-MemoryMap -Path $Path -Offset ([long]::MaxValue) -Length 2 } }
        @{ Command = 'New-MemoryMap'; Script = { New-MemoryMap -Path $Path -Offset '0x7FFFFFFFFFFFF000' -Length 8192 } }
        @{ Command = 'New-MemoryMap'; Script = { New-MemoryMap -Path $Path -Size ([long]::MaxValue) -Sparse } }
        @{ Command = 'New-MemoryMap'; Script = { New-MemoryMap -Path '/dev/zero' -Offset ([long]::MaxValue - 1) -Length 1 } }
        @{ Command = 'Read-MappedRegion'; Script = { Read-MappedRegion -InputObject $Map -Offset ([long]::MaxValue) -Length 1 } }
        @{ Command = 'Write-MappedRegion'; Script = { Write-MappedRegion -InputObject $Map -Offset ([long]::MaxValue) -Value 1 } }
        @{ Command = 'Select-MappedRegion'; Script = { Select-MappedRegion -InputObject $Map -Offset 1 -Length ([long]::MaxValue) } }
        @{ Command = 'Sync-MemoryMap'; Script = { Sync-MemoryMap -InputObject $Map -Offset 1 -Length ([long]::MaxValue) } }
        @{ Command = 'Remove-MemoryMap'; Script = { Remove-MemoryMap -InputObject $Map -Offset 1 -Length ([long]::MaxValue) } }
    ) {
        $path = New-TestFile -Text 'overflow'
        $map = New-MemoryMap -Path $path -Protection ReadWrite

        $failure = Get-FirstError $Script.GetNewClosure()

        Assert-ErrorRecord -Record $failure -Kind RangeOverflow -Command $Command -Target ($failure.TargetObject)
        $failure.TargetObject | Should -BeIn $path, $map, '/dev/zero'
        (Get-Item -LiteralPath $path).Length | Should -Be 8
    }
}

Describe 'Memory that is not there' -Tag Linux {
    It 'RangeNotMapped: a hole, for every cmdlet' {
        $map = New-MemoryMap -Anonymous -Size (3 * $Page)
        Remove-MemoryMap -InputObject $map -Offset $Page -Length $Page
        $region = $map.Slice($Page, 8)

        $null = Assert-Failure { Read-MappedRegion -InputObject $region } -Kind RangeNotMapped -Command Read-MappedRegion -Target $region
        $null = Assert-Failure { Write-MappedRegion -InputObject $region -Value 1 } -Kind RangeNotMapped -Command Write-MappedRegion -Target $region
        $null = Assert-Failure { Sync-MemoryMap -InputObject $region } -Kind RangeNotMapped -Command Sync-MemoryMap -Target $region
        $null = Assert-Failure { Remove-MemoryMap -InputObject $map -Offset 0 } -Kind RangeNotMapped -Command Remove-MemoryMap -Target $map
    }

    It 'MapDisposed: a removed map, for every cmdlet, with the map or region as target' {
        $map = New-MemoryMap -Anonymous -Size 4KB
        $region = $map.Slice(1, 2)
        $map | Remove-MemoryMap

        foreach ($memory in $map, $region) {
            $null = Assert-Failure { Read-MappedRegion -InputObject $memory } -Kind MapDisposed -Command Read-MappedRegion -Target $memory
            $null = Assert-Failure { Read-MappedRegion -InputObject $memory -As Int32 } -Kind MapDisposed -Command Read-MappedRegion -Target $memory
            $null = Assert-Failure { Read-MappedRegion -InputObject $memory -AsString -NullTerminated } -Kind MapDisposed -Command Read-MappedRegion -Target $memory
            $null = Assert-Failure { Write-MappedRegion -InputObject $memory -Value 1 } -Kind MapDisposed -Command Write-MappedRegion -Target $memory
            $null = Assert-Failure { Write-MappedRegion -InputObject $memory -Hex '00' } -Kind MapDisposed -Command Write-MappedRegion -Target $memory
            $null = Assert-Failure { Select-MappedRegion -InputObject $memory } -Kind MapDisposed -Command Select-MappedRegion -Target $memory
            $null = Assert-Failure { Sync-MemoryMap -InputObject $memory } -Kind MapDisposed -Command Sync-MemoryMap -Target $memory
        }

        $null = Assert-Failure { Remove-MemoryMap -InputObject $map } -Kind MapDisposed -Command Remove-MemoryMap -Target $map
    }
}
