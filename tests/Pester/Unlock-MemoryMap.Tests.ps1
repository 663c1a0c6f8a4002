BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Unlock-MemoryMap' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'takes the lock of a map back, and the pages stay as they are' {
        $map = New-MemoryMap -Anonymous -Size (4 * $Page)
        $map.WriteInt64(8, 42)
        Lock-MemoryMap $map

        Unlock-MemoryMap $map | Should -BeNullOrEmpty

        $entry = Get-MapEntry $map
        $entry.VmFlags | Should -Not -Contain 'lo'
        $entry.Locked | Should -Be 0
        $entry.Rss | Should -Be (4 * $Page)
        $map.ReadInt64(8) | Should -Be 42
    }

    It 'takes back what New-MemoryMap -Flags Locked has locked' {
        $map = New-MemoryMap -Anonymous -Private -Size $Page -Flags Locked
        (Get-MapEntry $map).VmFlags | Should -Contain 'lo'
        Unlock-MemoryMap $map
        (Get-MapEntry $map).VmFlags | Should -Not -Contain 'lo'
    }

    It 'unlocks the pages that a range touches, of maps and of regions' {
        $map = New-MemoryMap -Anonymous -Private -Size (8 * $Page)
        Lock-MemoryMap $map

        $map | Unlock-MemoryMap -Offset 10 -Length 10
        $region = $map.Slice(4 * $Page, 4 * $Page)
        $output = $region | Unlock-MemoryMap -Offset $Page -FromEnd -PassThru

        [object]::ReferenceEquals($output, $region) | Should -BeTrue
        (Get-MapEntry $map).VmFlags | Should -Not -Contain 'lo'
        (Get-MapEntry $map -Offset $Page).VmFlags | Should -Contain 'lo'
        (Get-MapEntry $map -Offset (6 * $Page)).VmFlags | Should -Contain 'lo'
        (Get-MapEntry $map -Offset (7 * $Page)).VmFlags | Should -Not -Contain 'lo'
    }

    It 'is no error for a map that is not locked, or that is empty' {
        $map = New-MemoryMap -Anonymous -Private -Size $Page
        $empty = New-MemoryMap (New-TestFile -Text '')
        @($map, $empty | Unlock-MemoryMap -PassThru -ErrorAction Stop).Count | Should -Be 2
    }

    It 'reports bad ranges, holes and removed maps, and goes on' {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)
        $other = New-MemoryMap -Anonymous -Private -Size $Page -Flags Locked
        $null = Assert-Failure { Unlock-MemoryMap $map -Offset -1 } -Kind NegativeOffset -Command Unlock-MemoryMap -Target $map
        $null = Assert-Failure { Unlock-MemoryMap $map -Offset (5 * $Page) } -Kind RegionOutOfRange -Command Unlock-MemoryMap -Target $map
        Remove-MemoryMap $map -Offset $Page -Length $Page
        $null = Assert-Failure { $map, $other | Unlock-MemoryMap } -Kind RangeNotMapped -Command Unlock-MemoryMap -Target $map
        (Get-MapEntry $other).VmFlags | Should -Not -Contain 'lo'
        Remove-MemoryMap $map
        $null = Assert-Failure { Unlock-MemoryMap $map } -Kind MapDisposed -Command Unlock-MemoryMap -Target $map
    }

    It 'does nothing with -WhatIf' {
        $map = New-MemoryMap -Anonymous -Private -Size $Page -Flags Locked
        Unlock-MemoryMap $map -WhatIf
        (Get-MapEntry $map).VmFlags | Should -Contain 'lo'
    }
}
