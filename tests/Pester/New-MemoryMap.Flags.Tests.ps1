BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
    $script:HasHugePages = Test-Path -LiteralPath '/sys/kernel/mm/hugepages/hugepages-2048kB'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

Describe 'New-MemoryMap -Flags' -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'locks the pages with Locked' {
        $map = New-MemoryMap -Anonymous -Size 64KB -Flags Locked

        $map.Flags | Should -Be 'Locked'
        $entry = Get-MapEntry $map
        $entry.VmFlags | Should -Contain 'lo'
        $entry.Locked | Should -Be 64KB
    }

    It 'has every page at hand with Populate, and none without or with NonBlock' {
        $path = New-TestFile -Bytes ([byte[]]::new(256KB))
        (Get-MapEntry (New-MemoryMap -Anonymous -Size 256KB -Flags Populate)).Rss | Should -Be 256KB
        (Get-MapEntry (New-MemoryMap -Anonymous -Size 256KB -Private -Flags Populate)).Rss | Should -Be 256KB
        (Get-MapEntry (New-MemoryMap -Path $path -Flags Populate)).Rss | Should -Be 256KB
        (Get-MapEntry (New-MemoryMap -Anonymous -Size 256KB)).Rss | Should -Be 0
        (Get-MapEntry (New-MemoryMap -Anonymous -Size 256KB -Flags Populate, NonBlock)).Rss | Should -Be 0
    }

    It 'reserves nothing with NoReserve, so that more than memory can be mapped' {
        $map = New-MemoryMap -Anonymous -Size 1TB -Private -Flags NoReserve

        $map.Length | Should -Be 1TB
        (Get-MapEntry $map).VmFlags | Should -Contain 'nr'
        $map.WriteByte(1TB - 1, 1)
        $map.ReadByte(1TB - 1) | Should -Be 1
    }

    It 'grows downwards with GrowsDown, for private anonymous memory only' {
        (Get-MapEntry (New-MemoryMap -Anonymous -Private -Size 64KB -Flags GrowsDown)).VmFlags | Should -Contain 'gd'
        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 64KB -Flags GrowsDown } -Kind InvalidArgument -Command New-MemoryMap
        $path = New-TestFile -Text 'x'
        $null = Assert-Failure { New-MemoryMap -Path $path -Flags GrowsDown } -Kind InvalidArgument -Command New-MemoryMap -Target $path
    }

    It 'lies in the first 4 GiB with Low32Bit (needs an x64 processor)' -Skip:(-not $IsX64) {
        $map = New-MemoryMap -Anonymous -Size 64KB -Flags Low32Bit

        $map.Address | Should -BeLessThan 4GB
        $map.WriteInt32(0, 7)
        $map.ReadInt32(0) | Should -Be 7
    }

    It 'accepts <Flag>' -ForEach @(
        @{ Flag = 'Stack' }
        @{ Flag = 'SharedValidate' }
        @{ Flag = 'File' }
    ) {
        $map = New-MemoryMap -Path (New-TestFile -Text 'flags') -Flags $Flag

        $map.Flags | Should -Be $Flag
        (Get-MapEntry $map).Permissions | Should -BeExactly 'r--s'
        $map.ReadString() | Should -BeExactly 'flags'
    }

    It 'accepts <Flag>, which the kernel ignores, and says so to who listens' -ForEach @(
        @{ Flag = 'DenyWrite' }
        @{ Flag = 'Executable' }
        @{ Flag = 'Uninitialized' }
    ) {
        $path = New-TestFile -Text 'ignored'

        $output = New-MemoryMap -Path $path -Flags $Flag -Verbose 4>&1

        ($output | Where-Object { $_ -is [MmapModule.MemoryMap] }).Flags | Should -Be $Flag
        @($output -match "ignores $Flag").Count | Should -Be 1
        @(New-MemoryMap -Path $path -Flags $Flag 4>&1 3>&1).Count | Should -Be 1
    }

    It 'gives memory that the kernel may drop with Droppable, where it knows the flag' {
        $map = New-MemoryMap -Anonymous -Size 64KB -Flags Droppable -ErrorAction SilentlyContinue -ErrorVariable failures

        if ($map) {
            (Get-MapEntry $map).VmFlags | Should -Contain 'dp'
            $map.WriteByte(0, 1)
            $null = Assert-Failure { New-MemoryMap -Path '/etc/passwd' -Flags Droppable } -Kind InvalidArgument -Command New-MemoryMap -Target '/etc/passwd'
        }
        else {
            $failures[0].Exception.Kind | Should -BeIn @('FlagNotSupported', 'InvalidArgument')
        }
    }

    It 'refuses Sync on a file system without persistent memory, also for plain shared maps' {
        $path = New-TestFile -Text 'x'
        $null = Assert-Failure { New-MemoryMap -Path $path -Flags Sync } -Kind FlagNotSupported -Command New-MemoryMap -Target $path
        $null = Assert-Failure { New-MemoryMap -Path $path -Flags Sync, SharedValidate } -Kind FlagNotSupported -Command New-MemoryMap -Target $path
    }

    It 'does not know other flags' {
        { New-MemoryMap -Path '/etc/passwd' -Flags NoSuchFlag } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,MmapModule.Commands.NewMemoryMapCommand'
    }
}

Describe 'New-MemoryMap with huge pages (needs huge pages)' -Skip:(-not $HasHugePages) -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'asks the kernel for huge pages by <Name>' -ForEach @(
        @{ Name = 'the flag'; Arguments = @{ Flags = 'HugeTlb, NoReserve'; Anonymous = $true } }
        @{ Name = 'their size'; Arguments = @{ Flags = 'NoReserve'; HugePageSize = '2MiB'; Anonymous = $true } }
        @{ Name = 'their size, as a memory file'; Arguments = @{ Flags = 'NoReserve'; HugePageSize = 2MB; MemoryFile = $true; Sparse = $true } }
    ) {
        $map = New-MemoryMap -Size 4MB @Arguments

        $map.Flags.HasFlag([MmapModule.MapFlags]::HugeTlb) | Should -BeTrue
        $entry = Get-MapEntry $map
        $entry.VmFlags | Should -Contain 'ht'
        $entry.PageSize | Should -Be 2MB
    }

    It 'rounds a memory file up to whole huge pages, but not the map' {
        (New-MemoryMap -MemoryFile -Size 100 -HugePageSize 2MB -Sparse -Flags NoReserve).Length | Should -Be 100
    }

    It 'refuses a page size of <Size>' -ForEach @(@{ Size = 3MB }, @{ Size = 0 }, @{ Size = -4096 }, @{ Size = 8KB }) {
        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 4MB -HugePageSize $Size } -Kind InvalidArgument -Command New-MemoryMap
        $null = Assert-Failure { New-MemoryMap -MemoryFile -Size 4MB -HugePageSize $Size } -Kind InvalidArgument -Command New-MemoryMap
    }

    It 'refuses them for an ordinary file' {
        $path = New-TestFile -Size 4MB
        $null = Assert-Failure { New-MemoryMap -Path $path -Flags HugeTlb } -Kind InvalidArgument -Command New-MemoryMap -Target $path
    }

    It 'uses pages of a filled pool (needs root to fill it)' -Skip:(Test-Missing root) {
        $pool = '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages'
        $before = [int] (Get-Content -LiteralPath $pool)
        try {
            Set-Content -LiteralPath $pool -Value ($before + 2)
            $map = New-MemoryMap -Anonymous -Size 4MB -HugePageSize 2MB
            $map.WriteByte(4MB - 1, 77)
            $map.ReadByte(4MB - 1) | Should -Be 77
            (Get-MapEntry $map -Offset 2MB).PageSize | Should -Be 2MB
            $map | Remove-MemoryMap -ErrorAction Stop
        }
        finally {
            Set-Content -LiteralPath $pool -Value $before
        }
    }
}

Describe 'New-MemoryMap -Address' -Tag Linux {
    BeforeAll {
        # A stretch of addresses that was free a moment ago.
        $script:Probe = New-MemoryMap -Anonymous -Size 1MB -Protection None
        $script:Free = $Probe.Address
        $Probe | Remove-MemoryMap
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'is a hint: taken when the place is free, and no error when it is not' {
        $first = New-MemoryMap -Anonymous -Size 64KB -Address $Free
        $second = New-MemoryMap -Anonymous -Size 64KB -Address $Free

        $first.Address | Should -Be $Free
        $second.Address | Should -Not -Be $Free
        (New-MemoryMap -Anonymous -Size 64KB -Address ($Free + 0x20123)).Length | Should -Be 64KB
    }

    It 'is kept exactly with FixedNoReplace, or it is an error' {
        $map = New-MemoryMap -Anonymous -Size 64KB -Address $Free -Flags FixedNoReplace
        $map.Address | Should -Be $Free

        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 4KB -Address ($Free + $Page) -Flags FixedNoReplace } -Kind AddressInUse -Command New-MemoryMap
        (Get-MapEntry $map).End | Should -BeGreaterOrEqual ($Free + 64KB)
    }

    It 'commits part of a reserved range with Fixed, which then belongs to the new map' {
        $path = New-TestFile -Text 'committed'
        $reserved = New-MemoryMap -Anonymous -Private -Size 1MB -Protection None -Flags NoReserve

        $map = New-MemoryMap -Path $path -Address ($reserved.Address + 64KB) -Flags Fixed

        $map.Address | Should -Be ($reserved.Address + 64KB)
        $map.ReadString() | Should -BeExactly 'committed'
        $null = Assert-Failure { Read-MappedRegion -InputObject $reserved -Offset 0 -Length 1 } -Kind RegionProtected -Command Read-MappedRegion -Target $reserved -Category ReadError
        $reserved | Remove-MemoryMap
        $map.ReadString() | Should -BeExactly 'committed'
        (Get-MapEntry $map).Path | Should -BeExactly $path
        $address = '{0:x}-' -f $map.Address
        $map | Remove-MemoryMap
        Select-String -LiteralPath '/proc/self/maps' -Pattern "^$address" | Should -BeNullOrEmpty
    }

    It 'never replaces memory that is not a map of this module with Fixed' {
        $foreign = [uint64] ('0x' + ((Get-Content -LiteralPath '/proc/self/maps' -TotalCount 1) -split '-')[0])

        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 4KB -Address $foreign -Flags Fixed } -Kind AddressInUse -Command New-MemoryMap
    }

    It 'never replaces what only partly lies in a map with Fixed' {
        $map = New-MemoryMap -Anonymous -Size 64KB -Address $Free -Flags FixedNoReplace
        $neighbour = New-MemoryMap -Anonymous -Size 64KB -Address ($Free + 64KB) -Flags FixedNoReplace

        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 64KB -Address ($Free + 32KB) -Flags Fixed } -Kind AddressInUse -Command New-MemoryMap
        $map.ReadByte(64KB - 1) + $neighbour.ReadByte(0) | Should -Be 0
    }

    It 'takes free memory with Fixed' {
        (New-MemoryMap -Anonymous -Size 64KB -Address $Free -Flags Fixed).Address | Should -Be $Free
    }

    It 'needs a page boundary with <Flag>, and an address at all' -ForEach @(@{ Flag = 'Fixed' }, @{ Flag = 'FixedNoReplace' }) {
        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 4KB -Address ($Free + 1) -Flags $Flag } -Kind InvalidArgument -Command New-MemoryMap
        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 4KB -Flags $Flag } -Kind InvalidArgument -Command New-MemoryMap
    }

    It 'is no error beyond what a process can have as a hint, but one with FixedNoReplace' {
        (New-MemoryMap -Anonymous -Size 4KB -Address 0xFFFF800000000000ul).Length | Should -Be 4KB
        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 4KB -Address 0xFFFF800000000000ul -Flags FixedNoReplace } -Kind OutOfMemory -Command New-MemoryMap
    }
}
