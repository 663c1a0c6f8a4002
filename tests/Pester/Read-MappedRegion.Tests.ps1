BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Bytes = [byte[]]::new(300000)
    [System.Random]::new(7).NextBytes($Bytes)
    $script:Path = New-TestFile -Bytes $Bytes
    $script:Map = New-MemoryMap -Path $Path
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Read-MappedRegion of bytes' {
    It 'gives the whole map as one byte array' {
        $result = @(Read-MappedRegion -InputObject $Map)

        $result.Count | Should -Be 1
        , $result[0] | Should -BeOfType ([byte[]])
        [System.Linq.Enumerable]::SequenceEqual([byte[]] $result[0], [byte[]] $Bytes) | Should -BeTrue
    }

    It 'gives an empty and a one-byte range as one array too' {
        $results = @((Read-MappedRegion -InputObject $Map -Length 0), (Read-MappedRegion -InputObject $Map -Length 1))

        $results.Count | Should -Be 2
        $results[0].GetType() | Should -Be ([byte[]])
        $results[0].Length | Should -Be 0
        $results[1].GetType() | Should -Be ([byte[]])
        $results[1][0] | Should -Be $Bytes[0]
    }

    It 'reads <Length> bytes at <Offset>' -ForEach @(
        @{ Offset = 0; Length = 16; From = 0; Count = 16 }
        @{ Offset = 4095; Length = 2; From = 4095; Count = 2 }
        @{ Offset = '0x1000'; Length = '4KiB'; From = 4096; Count = 4096 }
        @{ Offset = 100KB; Length = 100; From = 102400; Count = 100 }
        @{ Offset = 299999; Length = 1; From = 299999; Count = 1 }
    ) {
        $result = Read-MappedRegion -InputObject $Map -Offset $Offset -Length $Length

        [System.Convert]::ToHexString($result) | Should -BeExactly ([System.Convert]::ToHexString($Bytes, $From, $Count))
    }

    It 'takes offset and length by position, the map by pipeline and as -Map, and has the alias rdmr' {
        $expected = [System.Convert]::ToHexString($Bytes, 10, 5)

        [System.Convert]::ToHexString((Read-MappedRegion $Map 10 5)) | Should -BeExactly $expected
        [System.Convert]::ToHexString(($Map | Read-MappedRegion -Offset 10 -Length 5)) | Should -BeExactly $expected
        [System.Convert]::ToHexString((Read-MappedRegion -Map $Map -Offset 10 -Length 5)) | Should -BeExactly $expected
        [System.Convert]::ToHexString((rdmr $Map 10 5)) | Should -BeExactly $expected
        (Get-Alias -Name 'rdmr').Definition | Should -BeExactly 'Read-MappedRegion'
    }

    It 'counts back from the end with -FromEnd' {
        (Read-MappedRegion -InputObject $Map -Offset 16 -FromEnd).Length | Should -Be 16
        [System.Convert]::ToHexString((Read-MappedRegion -InputObject $Map -Offset 16 -Length 4 -FromEnd)) |
            Should -BeExactly ([System.Convert]::ToHexString($Bytes, 299984, 4))
        [System.Convert]::ToHexString((Read-MappedRegion -InputObject $Map.Slice(10, 20) -Offset 2 -FromEnd)) |
            Should -BeExactly ([System.Convert]::ToHexString($Bytes, 28, 2))
    }

    It 'reads each map and region of the pipeline, and goes on after a bad one' {
        $empty = New-MemoryMap -Path (New-TestFile -Text 'ab')

        $results = @($Map, $empty, $Map.Slice(5) | Read-MappedRegion -Offset 1 -Length 3 -ErrorAction SilentlyContinue -ErrorVariable failures)

        $results.Count | Should -Be 2
        [System.Convert]::ToHexString($results[1]) | Should -BeExactly ([System.Convert]::ToHexString($Bytes, 6, 3))
        $failures.Count | Should -Be 1
        Assert-ErrorRecord -Record $failures[0] -Kind RegionOutOfRange -Command Read-MappedRegion -Target $empty
    }

    It 'reads a region by default to its end, and on demand past it within the map' {
        $region = Select-MappedRegion -InputObject $Map -Offset 1000 -Length 4

        (Read-MappedRegion -InputObject $region).Length | Should -Be 4
        [System.Convert]::ToHexString((Read-MappedRegion -InputObject $region -Length 92)) | Should -BeExactly ([System.Convert]::ToHexString($Bytes, 1000, 92))
        [System.Convert]::ToHexString(($region | Read-MappedRegion -Offset 50 -Length 10)) | Should -BeExactly ([System.Convert]::ToHexString($Bytes, 1050, 10))
        $null = Assert-Failure { Read-MappedRegion -InputObject $region -Length 300000 } -Kind RegionOutOfRange -Command Read-MappedRegion -Target $region
    }

    It 'does not take Offset and Length from the properties of what comes down the pipeline' {
        $region = $Map.Slice(1000, 10)

        [System.Convert]::ToHexString(($region | Read-MappedRegion)) | Should -BeExactly ([System.Convert]::ToHexString($Bytes, 1000, 10))
        [System.Convert]::ToHexString((New-MemoryMap -Path $Path -Offset 5 -Length 3 | Read-MappedRegion)) |
            Should -BeExactly ([System.Convert]::ToHexString($Bytes, 5, 3))
    }

    It 'reports <Kind>: <Name>' -ForEach @(
        @{ Kind = 'RegionOutOfRange'; Name = 'an offset behind the end'; Arguments = @{ Offset = 300001 } }
        @{ Kind = 'RegionOutOfRange'; Name = 'a length behind the end'; Arguments = @{ Offset = 299990; Length = 11 } }
        @{ Kind = 'RegionOutOfRange'; Name = 'an offset from the end before the start'; Arguments = @{ Offset = 300001; FromEnd = $true } }
        @{ Kind = 'NegativeOffset'; Name = 'a negative offset'; Arguments = @{ Offset = -1 } }
        @{ Kind = 'NegativeOffset'; Name = '0x80000000'; Arguments = @{ Offset = 0x80000000 } }
        @{ Kind = 'NegativeOffset'; Name = 'a negative length'; Arguments = @{ Length = -5 } }
        @{ Kind = 'RangeOverflow'; Name = 'more than 63 bits'; Arguments = @{ Offset = [long]::MaxValue; Length = [long]::MaxValue } }
    ) {
        $failure = Assert-Failure { Read-MappedRegion -InputObject $Map @Arguments } -Kind $Kind -Command Read-MappedRegion -Target $Map
        $failure.Exception.Offset | Should -Not -BeNullOrEmpty -Because 'the error carries the numbers'
    }
}

Describe 'Read-MappedRegion -ChunkSize' {
    It 'gives arrays of <ChunkSize> bytes that together are the file (needs cmp)' -Skip:(Test-Missing cmp) -ForEach @(
        @{ ChunkSize = 1KB; Count = 293 }
        @{ ChunkSize = '64KiB'; Count = 5 }
        @{ ChunkSize = 100000; Count = 3 }
        @{ ChunkSize = 300000; Count = 1 }
        @{ ChunkSize = 1GB; Count = 1 }
    ) {
        $copy = Get-TestPath
        $stream = [System.IO.File]::Create($copy)
        $count = 0
        Read-MappedRegion -InputObject $Map -ChunkSize $ChunkSize | ForEach-Object {
            $count++
            $stream.Write($_)
        }
        $stream.Dispose()

        $count | Should -Be $Count
        cmp $copy $Path
        $LASTEXITCODE | Should -Be 0
    }

    It 'cuts a range' {
        $pieces = @(Read-MappedRegion -InputObject $Map -Offset 10 -Length 25 -ChunkSize 10)

        $pieces.ForEach('Length') | Should -Be @(10, 10, 5)
        [System.Convert]::ToHexString($pieces[2]) | Should -BeExactly ([System.Convert]::ToHexString($Bytes, 30, 5))
    }

    It 'fills one array again with -ReuseArray' {
        $arrays = [System.Collections.Generic.HashSet[object]]::new([System.Collections.Generic.ReferenceEqualityComparer]::Instance)
        $content = [System.IO.MemoryStream]::new()
        $lengths = Read-MappedRegion -InputObject $Map -ChunkSize 1000 -Offset 7 -Length 10500 -ReuseArray | ForEach-Object {
            $null = $arrays.Add($_)
            $content.Write($_)
            $_.Length
        }

        $arrays.Count | Should -Be 2
        $lengths | Should -Be (@(1000) * 10 + 500)
        Test-SameByte $content.ToArray() $Bytes[7..10506] | Should -BeTrue
        ($Map.Slice(100, 25) | Read-MappedRegion -ChunkSize 10 -ReuseArray | ForEach-Object { [System.Convert]::ToHexString($_) }) -join '' |
            Should -BeExactly ([System.Convert]::ToHexString($Bytes, 100, 25))
        $apart = @(Read-MappedRegion -InputObject $Map -ChunkSize 10 -Length 20)
        [object]::ReferenceEquals($apart[0], $apart[1]) | Should -BeFalse
        Get-TerminatingErrorId { Read-MappedRegion -InputObject $Map -ReuseArray } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.ReadMappedRegionCommand'
    }

    It 'gives nothing for an empty range' {
        @(Read-MappedRegion -InputObject $Map -Length 0 -ChunkSize 10).Count | Should -Be 0
    }

    It 'refuses <ChunkSize>' -ForEach @(@{ ChunkSize = 0 }, @{ ChunkSize = -1 }) {
        { Read-MappedRegion -InputObject $Map -ChunkSize $ChunkSize } | Should -Throw -ErrorId 'ParameterArgumentValidationError,MmapModule.Commands.ReadMappedRegionCommand'
    }
}

Describe 'Read-MappedRegion of large files' {
    BeforeAll {
        $script:LargePath = New-TestFile -Size 6GB
        $stream = [System.IO.File]::OpenWrite($LargePath)
        $stream.Position = 5GB
        $stream.Write([byte[]] (1..8))
        $stream.Dispose()
        $script:Large = New-MemoryMap -Path $LargePath
    }

    AfterAll {
        $Large | Remove-MemoryMap
    }

    It 'reads beyond 4 GiB' {
        [System.Convert]::ToHexString((Read-MappedRegion -InputObject $Large -Offset 5GB -Length 8)) | Should -BeExactly '0102030405060708'
        Read-MappedRegion -InputObject $Large -Offset '0x140000000' -As UInt64 -BigEndian | Should -Be 0x0102030405060708
        [System.Convert]::ToHexString((Read-MappedRegion -InputObject $Large -Offset 1GB -Length 2 -FromEnd)) | Should -BeExactly '0102'
    }

    It 'says that <Name> does not fit into one array, and what to do' -ForEach @(
        @{ Name = 'the map'; Arguments = @{} }
        @{ Name = 'a range'; Arguments = @{ Offset = 1GB; Length = 3GB } }
        @{ Name = 'text'; Arguments = @{ AsString = $true } }
        @{ Name = 'a chunk'; Arguments = @{ ChunkSize = 3GB } }
    ) {
        $failure = Assert-Failure { Read-MappedRegion -InputObject $Large @Arguments } -Kind ArrayTooLarge -Command Read-MappedRegion -Target $Large
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-ChunkSize*'
    }

    It 'streams at once: the first chunk does not wait for the last' {
        # Whoever waited for the last chunk of these would wait for hours.
        $endless = New-MemoryMap -Path (New-TestFile -Size 8TB)

        $first = Read-MappedRegion -InputObject $endless -ChunkSize 1MB | Select-Object -First 2

        $first.Count | Should -Be 2
    }
}
