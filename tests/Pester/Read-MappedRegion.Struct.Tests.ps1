BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Read-MappedRegion -Struct' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]] (0..99))
        $script:Map = New-MemoryMap -Path $Path
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'gives an object with the fields as properties, in their order' {
        $record = Read-MappedRegion $Map -Struct 'u16be first; u8[2] pair; { u8 x; u8 y }[2] points; u8 last' -Offset 1
        $record | Should -BeOfType ([pscustomobject])
        $record.psobject.Properties.Name | Should -Be 'first', 'pair', 'points', 'last'
        $record.first | Should -Be 0x0102
        , $record.pair | Should -BeOfType ([byte[]])
        $record.points[1].y | Should -Be 8
        $record.last | Should -Be 9
    }

    It 'ends text at its first zero, and makes a GUID of guid only' {
        $target = New-MemoryMap -Path (New-TestFile -Text "abc`0def$('x' * 32)")
        $record = Read-MappedRegion $target -Struct 'char[7] text; guid id; u8[16] bytes'
        $record.text | Should -BeExactly 'abc'
        $record.id | Should -BeOfType ([guid])
        $record.bytes.Count | Should -Be 16
    }

    It 'reads as many as -Count or -Length says, one by default' {
        @(Read-MappedRegion $Map -Struct 'u16 a').Count | Should -Be 1
        (Read-MappedRegion $Map -Struct 'u16 a' -Count 50).a[49] | Should -Be (98 + 256 * 99)
        @(Read-MappedRegion $Map -Struct 'u16 a' -Length 20).Count | Should -Be 10
        @(Read-MappedRegion $Map -Struct 'u16 a' -Count 0).Count | Should -Be 0
        (Read-MappedRegion $Map -Struct 'u8 a, b' -Offset 2 -FromEnd).b | Should -Be 99
    }

    It 'takes a layout, a definition or a type' {
        $layout = New-MappedStruct 'u32 a'
        (Read-MappedRegion $Map -Struct $layout).a | Should -Be 0x03020100
        $Map.ReadStruct(4, $layout).a | Should -Be 0x07060504
        $Map.ReadStruct(4, 'u32 a; u8 b').b | Should -Be 8
        $layout, $layout | ForEach-Object { Read-MappedRegion $Map -Struct $_ } | ForEach-Object a | Should -Be 0x03020100, 0x03020100
    }

    It 'reads from each input, also behind the end of a region' {
        $records = $Map.Slice(10, 1), $Map.Slice(20, 1) | Read-MappedRegion -Struct 'u8 a, b'
        $records.b | Should -Be 11, 21
    }

    It 'streams more records than one piece holds, of a file beyond 4 GiB' {
        $large = New-MemoryMap -Path (New-TestFile -Size 5GB) -Protection ReadWrite
        $large.WriteInt32(5GB - 4, 77)
        $count = 0
        Read-MappedRegion $large -Struct 'u64 a; u8 b; pad[3]; i32 c' -Offset (5GB - 3200000) -Count 200000 | ForEach-Object { $count++; $last = $_ }
        $count | Should -Be 200000
        $last.c | Should -Be 77
    }

    It 'gives many records in their order, and can be stopped early' {
        $numbers = [int[]] (0..99999)
        $bytes = [byte[]]::new(400000)
        [Buffer]::BlockCopy($numbers, 0, $bytes, 0, $bytes.Length)
        $target = New-MemoryMap -Path (New-TestFile -Bytes $bytes)
        $found = [int[]] (Read-MappedRegion $target -Struct 'i32 n' -Count 100000).n
        [System.Linq.Enumerable]::SequenceEqual($numbers, $found) | Should -BeTrue
        (Read-MappedRegion $target -Struct 'i32 n' -Count 100000 | Select-Object -First 3).n | Should -Be 0, 1, 2
    }

    It 'says what is wrong: <Name>' -ForEach @(
        @{ Name = 'a length that is no multiple'; Arguments = @{ Length = 3 }; Kind = 'InvalidArgument' }
        @{ Name = 'more than the length'; Arguments = @{ Length = 4; Count = 3 }; Kind = 'InvalidArgument' }
        @{ Name = 'behind the end'; Arguments = @{ Offset = 99 }; Kind = 'RegionOutOfRange' }
        @{ Name = 'too many'; Arguments = @{ Count = [long]::MaxValue }; Kind = 'RegionOutOfRange' }
        @{ Name = 'a negative offset'; Arguments = @{ Offset = -1 }; Kind = 'NegativeOffset' }
    ) {
        $null = Assert-Failure { Read-MappedRegion $Map -Struct 'u16 a' @Arguments } -Kind $Kind -Command Read-MappedRegion -Target $Map
    }

    It 'shows the place of an error in a definition' {
        { Read-MappedRegion $Map -Struct 'u33 a' } | Should -Throw "*column 1: 'u33' is not a type*" -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.ReadMappedRegionCommand'
    }

    It 'gives the records before the end of a file that has been truncated meanwhile, then RegionTruncated' {
        $growing = New-TestFile -Size 1MB
        $target = New-MemoryMap -Path $growing
        Set-FileLength -Path $growing -Length 300KB
        $records = $null
        $null = Assert-Failure { Read-MappedRegion $target -Struct 'u8[1024] a' -Count 1024 -OutVariable records } -Kind RegionTruncated -Category ReadError -Command Read-MappedRegion -Target $target
        $records.Count | Should -BeLessOrEqual 300
    }
}
