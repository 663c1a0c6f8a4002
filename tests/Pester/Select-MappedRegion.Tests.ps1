BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Map = New-MemoryMap -Path (New-TestFile -Bytes ([byte[]] (0..99)))
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Select-MappedRegion' {
    It 'gives a view of a part, which counts from the start of the map' {
        $region = Select-MappedRegion -InputObject $Map -Offset 10 -Length 5

        $region | Should -BeOfType ([MmapModule.MappedRegion])
        [object]::ReferenceEquals($region.Map, $Map) | Should -BeTrue
        $region.Offset | Should -Be 10
        $region.Length | Should -Be 5
        $region.Address | Should -Be ($Map.Address + 10)
        $region.ReadByte(0) | Should -Be 10
    }

    It 'takes everything by default, offset and length by position, sizes as text' {
        (Select-MappedRegion -InputObject $Map).Length | Should -Be 100
        (Select-MappedRegion $Map 10 20).Length | Should -Be 20
        (Select-MappedRegion -Map $Map -Offset '0x10').Length | Should -Be 84
        ($Map | Select-MappedRegion -Offset 30 -FromEnd).Offset | Should -Be 70
        ($Map | Select-MappedRegion -Offset 30 -Length 5 -FromEnd).Length | Should -Be 5
        (Select-MappedRegion -InputObject $Map -Offset 100).Length | Should -Be 0
    }

    It 'selects within a region relative to it, and counts from the start of the map all the same' {
        $region = $Map | Select-MappedRegion -Offset 10 -Length 50 | Select-MappedRegion -Offset 10 -Length 20 | Select-MappedRegion -Offset 5

        $region.Offset | Should -Be 25
        $region.Length | Should -Be 15
        $region.ReadByte(0) | Should -Be 25
        ($region | Select-MappedRegion -Offset 1 -FromEnd).Offset | Should -Be 39
    }

    It 'may reach past the end of a region, not of the map' {
        $region = $Map.Slice(10, 5)

        ($region | Select-MappedRegion -Offset 5 -Length 85).Length | Should -Be 85
        $null = Assert-Failure { $region | Select-MappedRegion -Offset 5 -Length 86 } -Kind RegionOutOfRange -Command Select-MappedRegion -Target $region
    }

    It 'cuts into regions of -Split bytes' {
        $regions = @(Select-MappedRegion -InputObject $Map -Offset 1 -Length 25 -Split 10)

        $regions.Offset | Should -Be @(1, 11, 21)
        $regions.Length | Should -Be 3
        $regions.ForEach('Length') | Should -Be @(10, 10, 5)
        @(Select-MappedRegion -InputObject $Map -Split 1KB).Count | Should -Be 1
        @(Select-MappedRegion -InputObject $Map -Split '25').Count | Should -Be 4
    }

    It 'gives one empty region for an empty range' {
        @(Select-MappedRegion -InputObject $Map -Length 0 -Split 10).Count | Should -Be 1
    }

    It 'cuts 1 TiB without touching it, and stops when nobody wants more' {
        $large = New-MemoryMap -Path (New-TestFile -Size 1TB)

        $regions = Select-MappedRegion -InputObject $large -Split 1GB

        $regions.Count | Should -Be 1024
        $regions[-1].Offset | Should -Be (1023 * 1GB)
        @(Select-MappedRegion -InputObject $large -Split 1 | Select-Object -First 3).Count | Should -Be 3
    }

    It 'refuses to split into nothing' -ForEach @(@{ Split = 0 }, @{ Split = -1 }) {
        { Select-MappedRegion -InputObject $Map -Split $Split } | Should -Throw -ErrorId 'ParameterArgumentValidationError,MmapModule.Commands.SelectMappedRegionCommand'
    }

    It 'sorts regions by map and offset' {
        $other = New-MemoryMap -Anonymous -Size 10
        $regions = $other.Slice(1), $Map.Slice(9), $Map.Slice(2)

        ($regions | Sort-Object).Offset | Should -Be @(2, 9, 1)
    }

    It 'sees what is written through another region' {
        $memory = New-MemoryMap -Anonymous -Size 100
        $one = $memory.Slice(10, 10)
        $two = $memory.Slice(15, 10)

        $one.WriteByte(6, 42)

        $two.ReadByte(1) | Should -Be 42
    }

    It 'reports <Kind>: <Name>' -ForEach @(
        @{ Kind = 'RegionOutOfRange'; Name = 'an offset behind the end'; Arguments = @{ Offset = 101 } }
        @{ Kind = 'RegionOutOfRange'; Name = 'a length behind the end'; Arguments = @{ Offset = 99; Length = 2 } }
        @{ Kind = 'RegionOutOfRange'; Name = 'from the end before the start'; Arguments = @{ Offset = 101; FromEnd = $true } }
        @{ Kind = 'NegativeOffset'; Name = 'a negative offset'; Arguments = @{ Offset = 0xFFFFFFF0 } }
        @{ Kind = 'NegativeOffset'; Name = 'a negative length'; Arguments = @{ Length = -1 } }
        @{ Kind = 'RangeOverflow'; Name = 'more than 63 bits'; Arguments = @{ Offset = [long]::MaxValue; Length = 2 } }
    ) {
        $null = Assert-Failure { Select-MappedRegion -InputObject $Map @Arguments } -Kind $Kind -Command Select-MappedRegion -Target $Map
    }

    It 'reports a removed map, and the regions of a removed map are of no use' {
        $gone = New-MemoryMap -Anonymous -Size 10
        $region = $gone.Slice(1)
        $gone | Remove-MemoryMap

        $null = Assert-Failure { Select-MappedRegion -InputObject $gone } -Kind MapDisposed -Command Select-MappedRegion -Target $gone
        $null = Assert-Failure { Read-MappedRegion -InputObject $region } -Kind MapDisposed -Command Read-MappedRegion -Target $region
        $region.Length | Should -Be 9
    }
}
