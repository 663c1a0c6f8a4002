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

Describe 'Records of variable size' {
    BeforeAll {
        $script:Names = New-TestFile -Bytes ([byte[]] (1, 97, 3, 98, 99, 100, 0, 2, 101, 102))
    }

    It 'follow each other, and say where they were' {
        $records = @(Read-MappedRegion $Names -Struct 'u8 n; char[n] name' -Count 3)

        $records.name | Should -BeExactly 'a', 'bcd', ''
        $records.RecordOffset | Should -Be 0, 2, 6
        $records.RecordSize | Should -Be 2, 4, 1
        $records[0].PSObject.Properties.Name | Should -BeExactly 'n', 'name', 'RecordOffset', 'RecordSize'
    }

    It 'are one without -Count, and as many as fill -Length with it' {
        @(Read-MappedRegion $Names -Struct 'u8 n; char[n] name').name | Should -BeExactly 'a'
        @(Read-MappedRegion $Names -Struct 'u8 n; char[n] name' -Length 10).name | Should -BeExactly 'a', 'bcd', '', 'ef'
        @(Read-MappedRegion $Names -Struct 'u8 n; char[n] name' -Offset 2 -Length 5).RecordOffset | Should -Be 2, 6
        @(Read-MappedRegion $Names -Struct 'u8 n; char[n] name' -Count 0) | Should -BeNullOrEmpty
        $region = New-MemoryMap $Names | Select-MappedRegion -Offset 2 -Length 5
        (Read-MappedRegion $region -Struct 'u8 n; char[n] name' -Count 2).RecordOffset | Should -Be 2, 6
    }

    It 'come before the error about the one that is cut' {
        $found = @(Read-MappedRegion $Names -Struct 'u8 n; char[n] name' -Count 5 -ErrorAction SilentlyContinue -ErrorVariable problems)

        $found.name | Should -BeExactly 'a', 'bcd', '', 'ef'
        $problems.FullyQualifiedErrorId | Should -Be 'RegionOutOfRange,MmapModule.Commands.ReadMappedRegionCommand'
    }

    It 'are <Kind> if they cannot be true: <Struct>' -ForEach @(
        @{ Struct = 'u8 n; char[n - 2] name'; Kind = 'RecordInvalid' }
        @{ Struct = 'u8 n; @(n * 100) u8 x'; Kind = 'RecordInvalid' }
        @{ Struct = 'u32 n; u8[n] name'; Kind = 'RegionOutOfRange' }
        @{ Struct = 'u8 n; "x"; u8[n] y'; Kind = 'MagicMismatch' }
    ) {
        $null = Assert-Failure { Read-MappedRegion $Names -Struct $Struct } -Kind $Kind -Command Read-MappedRegion -Target $Names
    }

    It 'are not written' {
        $null = Assert-Failure { Write-MappedRegion $Names -Struct 'u8 n; char[n] name' -Value @{ n = 1 } } -Kind InvalidArgument -Command Write-MappedRegion -Target $Names
    }

    It 'are read by methods too' {
        $map = New-MemoryMap $Names
        $map.ReadStruct(2, (New-MappedStruct 'u8 n; char[n] name')).name | Should -BeExactly 'bcd'
    }

    It 'show their layout without offsets that nobody knows' {
        $text = New-MappedStruct 'u8 n; char[n] name; u16 x' | Out-String

        $text | Should -Match 'struct, variable size'
        $text | Should -Match '(?m)^ +1 +0x1 +char\[n\] +name'
        $text | Should -Match '(?m)^ +2  u16 +x'
    }
}

Describe 'Values with a meaning' {
    It 'can be written as they are read' {
        $path = New-TestFile -Bytes ([byte[]] (0x12, 2, 5, 0xFF, 0xFF, 0xFF))
        $layout = New-MappedStruct 'u8 low:4, high:4; enum u8 { none, exec = 2, dyn } type; flags u8 { x, w, r } mode; u24 size'
        $record = Read-MappedRegion $path -Struct $layout
        $record.low, $record.high, $record.type, $record.mode, $record.size | Should -Be 2, 1, 'exec', 'x, r', 0xFFFFFF

        Write-MappedRegion $path -Struct $layout -Value @{ high = 15; type = 'DYN'; mode = 'w, x' }
        (Read-MappedRegion $path) -join ' ' | Should -Be '242 3 3 255 255 255'
        $record.size = 1
        $record | Write-MappedRegion $path -Struct $layout
        (Read-MappedRegion $path) -join ' ' | Should -Be '18 2 5 1 0 0'
    }

    It 'are refused if they do not fit' {
        $path = New-TestFile -Bytes ([byte[]] (1, 2, 3, 4))
        $null = Assert-Failure { Write-MappedRegion $path -Struct 'u8 a:3, b:5' -Value @{ a = 8 } } -Kind ValueTooLarge -Command Write-MappedRegion -Target $path
        $null = Assert-Failure { Write-MappedRegion $path -Struct 'enum u8 { one = 1 } a' -Value @{ a = 'two' } } -Kind InvalidArgument -Command Write-MappedRegion -Target $path
        (Read-MappedRegion $path) -join ' ' | Should -Be '1 2 3 4'
    }
}
