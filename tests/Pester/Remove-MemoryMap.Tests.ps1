BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Remove-MemoryMap' {
    It 'unmaps, by <Name>' -Tag Linux -ForEach @(
        @{ Name = 'parameter'; Script = { param($Map) Remove-MemoryMap -InputObject $Map } }
        @{ Name = 'the parameter Map'; Script = { param($Map) Remove-MemoryMap -Map $Map } }
        @{ Name = 'position'; Script = { param($Map) Remove-MemoryMap $Map } }
        @{ Name = 'pipeline'; Script = { param($Map) $Map | Remove-MemoryMap } }
        @{ Name = 'id'; Script = { param($Map) Remove-MemoryMap -Id $Map.Id } }
        @{ Name = 'alias'; Script = { param($Map) $Map | rmm } }
    ) {
        $path = New-TestFile -Text 'remove me'
        $map = New-MemoryMap -Path $path
        Select-String -LiteralPath '/proc/self/maps' -SimpleMatch $path | Should -Not -BeNullOrEmpty

        & $Script $map | Should -BeNullOrEmpty

        $map.State | Should -Be 'Closed'
        Select-String -LiteralPath '/proc/self/maps' -SimpleMatch $path | Should -BeNullOrEmpty
        @(Get-ChildItem -LiteralPath '/proc/self/fd').Target | Should -Not -Contain $path
        Get-MemoryMap | Should -Not -Contain $map
    }

    It 'removes several maps and ids, and goes on after a bad one' {
        $maps = 1..4 | ForEach-Object { New-MemoryMap -Anonymous -Size 4KB }

        Remove-MemoryMap -InputObject $maps[0], $maps[1]
        Remove-MemoryMap -Id $maps[2].Id, 987654, $maps[3].Id -ErrorAction SilentlyContinue -ErrorVariable failures

        $maps.State | Should -Be @('Closed', 'Closed', 'Closed', 'Closed')
        $failures.Count | Should -Be 1
        Assert-ErrorRecord -Record $failures[0] -Kind MapNotFound -Command Remove-MemoryMap -Target 987654
    }

    It 'keeps the properties of a removed map readable' {
        $path = New-TestFile -Text 'properties'
        $map = New-MemoryMap -Path $path
        $map | Remove-MemoryMap

        $map.Path | Should -BeExactly $path
        $map.Length | Should -Be 10
        $map.FileLength | Should -Be 10
        { $map | Format-List | Out-String } | Should -Not -Throw
    }

    It 'fails for a map that has been removed, by <Name>' -ForEach @(
        @{ Name = 'Remove-MemoryMap'; First = { param($Map) $Map | Remove-MemoryMap } }
        @{ Name = 'Dispose'; First = { param($Map) $Map.Dispose() } }
    ) {
        $map = New-MemoryMap -Anonymous -Size 4KB
        & $First $map

        $null = Assert-Failure { $map | Remove-MemoryMap } -Kind MapDisposed -Command Remove-MemoryMap -Target $map
        { $map.Dispose() } | Should -Not -Throw
    }

    It 'removes nothing with -WhatIf' {
        $result = Invoke-ChildPwsh {
            $map = New-MemoryMap -Anonymous -Size 12KB
            Remove-MemoryMap -InputObject $map -WhatIf
            Remove-MemoryMap -Id $map.Id -WhatIf
            Remove-MemoryMap -InputObject $map -Offset 4KB -Length 4KB -WhatIf
            $map.State
            $map.Read().Length
        }

        $lines = $result.StdOut -split '\n'
        @($lines -like 'What if: *').Count | Should -Be 3
        $lines | Select-Object -Last 2 | Should -Be @('Open', '12288')
    }

    It 'does not write back by itself, and does with -Sync' {
        $path = New-TestFile -Text 'helloworld'
        $map = New-MemoryMap -Path $path -Protection ReadWrite
        $map.WriteString(0, 'HELLO')

        $map | Remove-MemoryMap -Sync

        $map.State | Should -Be 'Closed'
        Get-HexDump -Path $path -Count 5 | Should -BeExactly '48 45 4C 4C 4F'
    }
}

Describe 'Remove-MemoryMap -Offset and -Length' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]]::new(4 * $Page))
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'unmaps whole pages in the middle; the rest works, the hole is an error' {
        Remove-MemoryMap -InputObject $Map -Offset $Page -Length $Page

        Get-MapEntry $Map -Offset $Page | Should -BeNullOrEmpty
        Get-MapEntry $Map -Offset (2 * $Page) | Should -Not -BeNullOrEmpty
        $Map.State | Should -Be 'Open'
        $Map.Length | Should -Be (4 * $Page)
        $Map.WriteByte(0, 1)
        $Map.WriteByte(4 * $Page - 1, 2)
        $Map.ReadByte(4 * $Page - 1) | Should -Be 2
        $null = Assert-Failure { Read-MappedRegion -InputObject $Map -Offset $Page -Length 1 } -Kind RangeNotMapped -Command Read-MappedRegion -Target $Map
        $null = Assert-Failure { Read-MappedRegion -InputObject $Map } -Kind RangeNotMapped -Command Read-MappedRegion -Target $Map
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map -Value 1 -Offset ($Page - 2) } -Kind RangeNotMapped -Command Write-MappedRegion -Target $Map
        $null = Assert-Failure { Remove-MemoryMap -InputObject $Map -Offset $Page -Length $Page } -Kind RangeNotMapped -Command Remove-MemoryMap -Target $Map
    }

    It 'unmaps the start without -Offset and the rest without -Length' {
        Remove-MemoryMap -InputObject $Map -Length $Page
        Remove-MemoryMap -InputObject $Map -Offset (3 * $Page)

        # The runtime may have mapped something else there meanwhile.
        Get-MapEntry $Map | Where-Object Path -EQ $Map.Path | Should -BeNullOrEmpty
        Get-MapEntry $Map -Offset (3 * $Page) | Where-Object Path -EQ $Map.Path | Should -BeNullOrEmpty
        $Map.Read($Page, 2 * $Page).Length | Should -Be (2 * $Page)
    }

    It 'takes a last page that is not full' {
        $tail = New-MemoryMap -Path (New-TestFile -Bytes ([byte[]]::new($Page + 100)))

        Remove-MemoryMap -InputObject $tail -Offset $Page

        Get-MapEntry $tail -Offset $Page | Where-Object Path -EQ $tail.Path | Should -BeNullOrEmpty
        $tail.Read(0, $Page).Length | Should -Be $Page
    }

    It 'refuses part of a page and names the page size' -ForEach @(
        @{ Arguments = @{ Offset = 1; Length = 4096 } }
        @{ Arguments = @{ Offset = 0; Length = 100 } }
        @{ Arguments = @{ Offset = 4096; Length = 4097 } }
    ) {
        $failure = Assert-Failure { Remove-MemoryMap -InputObject $Map @Arguments } -Kind InvalidArgument -Command Remove-MemoryMap -Target $Map
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*$Page*"
        $Map.Read().Length | Should -Be (4 * $Page)
    }

    It 'counts pages from the start of the file where the map starts inside one' {
        $odd = New-MemoryMap -Path $Path -Offset 100

        $null = Assert-Failure { Remove-MemoryMap -InputObject $odd -Offset $Page -Length $Page } -Kind InvalidArgument -Command Remove-MemoryMap -Target $odd
        Remove-MemoryMap -InputObject $odd -Offset ($Page - 100) -Length $Page
        $odd.Read(0, $Page - 100).Length | Should -Be ($Page - 100)
        $null = Assert-Failure { Read-MappedRegion -InputObject $odd -Offset ($Page - 100) -Length 1 } -Kind RangeNotMapped -Command Read-MappedRegion -Target $odd
    }

    It 'refuses a part outside of the map, and a part of a removed map' {
        $null = Assert-Failure { Remove-MemoryMap -InputObject $Map -Offset (5 * $Page) } -Kind RegionOutOfRange -Command Remove-MemoryMap -Target $Map
        $null = Assert-Failure { Remove-MemoryMap -InputObject $Map -Offset -1 } -Kind NegativeOffset -Command Remove-MemoryMap -Target $Map
        $Map | Remove-MemoryMap
        $null = Assert-Failure { Remove-MemoryMap -InputObject $Map -Offset 0 -Length $Page } -Kind MapDisposed -Command Remove-MemoryMap -Target $Map
    }

    It 'removes the rest of a map with holes, and what another map has put there stays' -Tag Linux {
        # Another thread of the process may be quicker, and map something in the hole; then there is another map with a hole.
        for ($attempt = 1; -not $other -and $attempt -le 20; $attempt++) {
            $outer = New-MemoryMap -Path $Path -Protection ReadWrite
            Remove-MemoryMap -InputObject $outer -Offset $Page -Length $Page
            $other = New-MemoryMap -Anonymous -Size $Page -Address ($outer.Address + $Page) -Flags FixedNoReplace -ErrorAction SilentlyContinue
        }

        $other.WriteByte(0, 99)

        $outer | Remove-MemoryMap

        $other.ReadByte(0) | Should -Be 99
    }
}
