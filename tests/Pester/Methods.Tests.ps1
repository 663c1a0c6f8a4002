BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-ThrownKind {
        # The kind of the error that a method throws.
        param([scriptblock] $ScriptBlock)

        try {
            $null = & $ScriptBlock
        }
        catch [MmapModule.MmapException] {
            return "$($_.Exception.Kind)"
        }

        'none'
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Numbers by method' {
    BeforeAll {
        $script:Map = New-MemoryMap -Anonymous -Size 64
    }

    It 'writes and reads <Type> little and big endian' -ForEach @(
        @{ Type = 'Int16'; Value = [int16] -12345; Big = 'CFC7' }
        @{ Type = 'UInt16'; Value = [uint16] 54321; Big = 'D431' }
        @{ Type = 'Int32'; Value = -123456789; Big = 'F8A432EB' }
        @{ Type = 'UInt32'; Value = 4123456789u; Big = 'F5C6F515' }
        @{ Type = 'Int64'; Value = -1234567890123456789; Big = 'EEDDEF0B82167EEB' }
        @{ Type = 'UInt64'; Value = 12345678901234567890ul; Big = 'AB54A98CEB1F0AD2' }
        @{ Type = 'Half'; Value = [half] 1.5; Big = '3E00' }
        @{ Type = 'Single'; Value = [float] -2.5; Big = 'C0200000' }
        @{ Type = 'Double'; Value = 1e100; Big = '54B249AD2594C37D' }
    ) {
        $Map."Write$Type"(3, $Value)
        $read = $Map."Read$Type"(3)
        $read | Should -BeExactly $Value
        $read.GetType().Name | Should -BeExactly $Type
        $bytes = $Map.Read(3, $Big.Length / 2)
        [array]::Reverse($bytes)
        [System.Convert]::ToHexString($bytes) | Should -BeExactly $Big

        $Map."Write$Type"(3, $Value, $true)
        $Map."Read$Type"(3, $true) | Should -BeExactly $Value
        [System.Convert]::ToHexString($Map.Read(3, $Big.Length / 2)) | Should -BeExactly $Big
    }

    It 'writes and reads single bytes' {
        $Map.WriteByte(0, 255)
        $Map.ReadByte(0) | Should -BeExactly ([byte] 255)
        $Map.ReadSByte(0) | Should -BeExactly ([sbyte] -1)
        $Map.WriteSByte(1, -128)
        $Map.ReadByte(1) | Should -Be 128
    }

    It 'converts numbers as PowerShell does, and refuses what does not fit' {
        $Map.WriteByte(0, '7')
        $Map.ReadByte(0) | Should -Be 7
        { $Map.WriteByte(0, 256) } | Should -Throw
        { $Map.WriteUInt32(0, -1) } | Should -Throw
        $Map.ReadByte(0) | Should -Be 7
    }

    It 'throws <Kind> for <Name>' -ForEach @(
        @{ Kind = 'RegionOutOfRange'; Name = 'an offset behind the end'; Script = { $Map.ReadInt32(64) } }
        @{ Kind = 'RegionOutOfRange'; Name = 'a value across the end'; Script = { $Map.ReadInt64(57) } }
        @{ Kind = 'RegionOutOfRange'; Name = 'writing across the end'; Script = { $Map.WriteInt64(57, 1) } }
        @{ Kind = 'NegativeOffset'; Name = 'a negative offset'; Script = { $Map.ReadInt32(-1) } }
        @{ Kind = 'NegativeOffset'; Name = 'writing at a negative offset'; Script = { $Map.WriteInt32(0xFFFFFFFF, 1) } }
        @{ Kind = 'RangeOverflow'; Name = 'the largest offset'; Script = { $Map.ReadByte([long]::MaxValue) } }
        @{ Kind = 'RegionOutOfRange'; Name = 'a slice behind the end'; Script = { $Map.Slice(60, 5) } }
        @{ Kind = 'NegativeOffset'; Name = 'a slice of negative length'; Script = { $Map.Slice(0, -1) } }
        @{ Kind = 'RangeOverflow'; Name = 'more than 63 bits'; Script = { $Map.Read([long]::MaxValue, 1) } }
        @{ Kind = 'RegionOutOfRange'; Name = 'a search from behind the end'; Script = { $Map.Search('x', 65) } }
    ) {
        Get-ThrownKind $Script | Should -BeExactly $Kind
    }
}

Describe 'Errors of methods' {
    It 'are caught by their type, and say which kind, where and what to do' {
        $map = New-MemoryMap -Anonymous -Size 8
        $caught = $null
        try {
            $map.Read(5, 10)
        }
        catch [MmapModule.MmapException] {
            $caught = $_.Exception
        }

        $caught.Kind | Should -Be 'RegionOutOfRange'
        $caught | Should -BeOfType ([System.IO.IOException])
        $caught.Offset | Should -Be 5
        $caught.Length | Should -Be 10
        $caught.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'of cmdlets are caught by the same type' -Tag Linux {
        $caught = $null
        try {
            New-MemoryMap -Path '/no/such/file' -ErrorAction Stop
        }
        catch [MmapModule.MmapException] {
            $caught = $_
        }

        $caught.Exception.Kind | Should -Be 'PathNotFound'
        $caught.Exception.Path | Should -BeExactly ([System.IO.Path]::GetFullPath('/no/such/file'))
        $caught.Exception.ErrnoName | Should -BeExactly 'ENOENT'
        $caught.Exception.NativeCall | Should -BeExactly 'open'
    }

    It 'end a using block that disposes the map, once and for all' {
        $map = New-MemoryMap -Anonymous -Size 8
        $map.Dispose()
        $map.Dispose()

        $map.State | Should -Be 'Closed'
        Get-ThrownKind { $map.ReadByte(0) } | Should -BeExactly 'MapDisposed'
        Get-ThrownKind { $map.WriteByte(0, 1) } | Should -BeExactly 'MapDisposed'
        Get-ThrownKind { $map.Read() } | Should -BeExactly 'MapDisposed'
        Get-ThrownKind { $map.Slice(0) } | Should -BeExactly 'MapDisposed'
        Get-ThrownKind { $map.AsStream() } | Should -BeExactly 'MapDisposed'
        Get-ThrownKind { $map.Search('x') } | Should -BeExactly 'MapDisposed'
        Get-ThrownKind { $map.Flush() } | Should -BeExactly 'MapDisposed'
        Get-ThrownKind { $map.ReadString() } | Should -BeExactly 'MapDisposed'
    }
}

Describe 'Bytes, text, slices and search by method' {
    BeforeEach {
        $script:Path = New-TestFile -Text 'helloworld hello'
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterEach {
        $Map | Remove-MemoryMap
    }

    It 'reads and writes byte arrays' {
        [System.Text.Encoding]::ASCII.GetString($Map.Read()) | Should -BeExactly 'helloworld hello'
        [System.Text.Encoding]::ASCII.GetString($Map.Read(11)) | Should -BeExactly 'hello'
        [System.Text.Encoding]::ASCII.GetString($Map.Read(5, 5)) | Should -BeExactly 'world'
        $Map.Read().GetType() | Should -Be ([byte[]])
        $Map.Write(1, [byte[]] (0x41, 0x42))
        Read-TestText $Path | Should -BeExactly 'hABloworld hello'
    }

    It 'reads and writes text' {
        $Map.ReadString() | Should -BeExactly 'helloworld hello'
        $Map.ReadString(5, 5) | Should -BeExactly 'world'
        $Map.ReadString(0, 4, [System.Text.Encoding]::Unicode) | Should -BeExactly ([System.Text.Encoding]::Unicode.GetString([System.Text.Encoding]::ASCII.GetBytes('hell')))
        $Map.WriteString(0, 'HELLO')
        $Map.WriteString(5, 'é', [System.Text.Encoding]::Latin1)
        Get-HexDump -Path $Path -Count 7 | Should -BeExactly '48 45 4C 4C 4F E9 6F'
        Get-ThrownKind { $Map.WriteString(15, 'xy') } | Should -BeExactly 'RegionOutOfRange'
    }

    It 'finds bytes and text, from the start of the map, or says -1' {
        $Map.Search('hello') | Should -Be 0
        $Map.Search('hello', 1) | Should -Be 11
        $Map.Search([byte[]] (0x77, 0x6F)) | Should -Be 5
        $Map.Search('nothing') | Should -Be -1
        $Map.Search('hello', 12) | Should -Be -1
        $Map.Slice(3).Search('hello') | Should -Be 11
        $Map.Slice(3, 10).Search('hello') | Should -Be -1
        $Map.Slice(5).Search('hello', 2) | Should -Be 11
    }

    It 'finds what lies across the pieces of a large map' {
        $large = New-MemoryMap -Anonymous -Size 20MB -Private
        foreach ($offset in 1MB, 4MB, 8MB, 16MB) {
            $large.WriteString($offset - 3, 'needle')
            $large.Search('needle') | Should -Be ($offset - 3)
            $large.WriteString($offset - 3, '      ')
        }

        $large.WriteString(20MB - 6, 'needle')
        $large.Search('needle') | Should -Be (20MB - 6)
    }

    It 'slices, and slices of slices count from the start of the map' {
        $slice = $Map.Slice(5, 5)
        $slice.ReadString() | Should -BeExactly 'world'
        $inner = $slice.Slice(1, 3)
        $inner.Offset | Should -Be 6
        $inner.ReadString() | Should -BeExactly 'orl'
        $inner.WriteByte(0, 0x21)
        Read-TestText $Path | Should -BeExactly 'hellow!rld hello'
        $slice.ReadString(0, 8) | Should -BeExactly 'w!rld he' -Because 'a region may be read past its end within the map'
        { $slice.Flush() } | Should -Not -Throw
    }
}
