BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Write-MappedRegion with values from the pipeline' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]] (@(0xCC) * 64))
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'writes them one after the other: <Name>' -ForEach @(
        @{ Name = 'numbers in their own width'; Values = @(1, 2); Arguments = @{}; Expected = '01 00 00 00 02 00 00 00 CC' }
        @{ Name = 'numbers as another type'; Values = @(1, 2); Arguments = @{ As = 'UInt16' }; Expected = '01 00 02 00 CC' }
        @{ Name = 'big endian'; Values = @(1, 2); Arguments = @{ As = 'UInt16'; BigEndian = $true }; Expected = '00 01 00 02 CC' }
        @{ Name = 'bytes'; Values = [byte[]] (1, 2, 3); Arguments = @{}; Expected = '01 02 03 CC' }
        @{ Name = 'byte arrays'; Values = @(, [byte[]] (1, 2)) + @(, [byte[]] (3, 4)); Arguments = @{}; Expected = '01 02 03 04 CC' }
        @{ Name = 'text'; Values = 'abc'; Arguments = @{}; Expected = '61 62 63 CC' }
        @{ Name = 'text with zeros between'; Values = 'a', 'b'; Arguments = @{ NullTerminate = $true }; Expected = '61 00 62 00 CC' }
        @{ Name = 'text in an encoding'; Values = 'ab'; Arguments = @{ Encoding = 'unicode' }; Expected = '61 00 62 00 CC' }
        @{ Name = 'a mixture'; Values = @([byte] 1, 'a', [int16] 2); Arguments = @{}; Expected = '01 61 02 00 CC' }
        @{ Name = 'nothing'; Values = @(); Arguments = @{}; Expected = 'CC' }
    ) {
        $Values | Write-MappedRegion $Map @Arguments

        Get-HexDump -Path $Path -Count $Expected.Split(' ').Count | Should -BeExactly $Expected
    }

    It 'starts at the offset, also from the end, and gives one region for all with -PassThru' {
        $region = @([byte[]] (0x61, 0x62), [byte[]] (0x63, 0x64), [byte[]] (0x65, 0x66) | Write-MappedRegion $Map -Offset 10 -PassThru)
        $region.Count | Should -Be 1
        $region[0].Offset | Should -Be 10
        $region[0].Length | Should -Be 6

        'yz' | Write-MappedRegion $Map -Offset 2 -FromEnd
        Get-HexDump -Path $Path -Offset 8 -Count 10 | Should -BeExactly 'CC CC 61 62 63 64 65 66 CC CC'
        Get-HexDump -Path $Path -Offset 61 | Should -BeExactly 'CC 79 7A'
    }

    It 'copies a file byte by byte from Get-Content, in pieces larger than its own buffer (needs cmp)' -Skip:(Test-Missing cmp) {
        $bytes = [byte[]]::new(2500000)
        [System.Random]::new(11).NextBytes($bytes)
        $source = New-TestFile -Bytes $bytes
        $target = New-MemoryMap -Path (Get-TestPath) -Size $bytes.Length -Protection ReadWrite

        $region = Get-Content -LiteralPath $source -AsByteStream -ReadCount 0 | Write-MappedRegion $target -PassThru -Sync
        $region.Length | Should -Be $bytes.Length
        cmp $source $target.Path
        $LASTEXITCODE | Should -Be 0

        $target.Write(0, [byte[]]::new(4096))
        Get-Content -LiteralPath $source -AsByteStream -ReadCount 1000 | Write-MappedRegion $target
        cmp $source $target.Path
        $LASTEXITCODE | Should -Be 0
    }

    It 'copies one map to another in chunks (needs cmp)' -Skip:(Test-Missing cmp) {
        $source = New-MemoryMap -Path $Path
        $target = New-MemoryMap -Path (Get-TestPath) -Size 64 -Protection ReadWrite

        $source | Read-MappedRegion -ChunkSize 10 | Write-MappedRegion $target

        cmp $Path $target.Path
        $LASTEXITCODE | Should -Be 0
    }

    It 'ends the pipeline with <Kind> for <Name>' -ForEach @(
        @{ Kind = 'ValueTooLarge'; Name = 'a value too large'; Values = 1, 300; Arguments = @{ As = 'Byte' } }
        @{ Kind = 'InvalidArgument'; Name = 'an object'; Values = @(1, (Get-Item -LiteralPath '/')); Arguments = @{} }
        @{ Kind = 'InvalidArgument'; Name = 'null'; Values = @(1, $null, 3); Arguments = @{} }
        @{ Kind = 'RegionOutOfRange'; Name = 'too many values'; Values = 1..17; Arguments = @{} }
        @{ Kind = 'NegativeOffset'; Name = 'a negative offset'; Values = 1; Arguments = @{ Offset = -1 } }
    ) {
        $null = Assert-Failure { $Values | Write-MappedRegion $Map @Arguments } -Kind $Kind -Command Write-MappedRegion -Target $Map
        Get-TerminatingErrorId { $Values | Write-MappedRegion $Map @Arguments } | Should -BeLike "$Kind,*"

        @(Get-FileByte $Path | Select-Object -Unique) | Should -Be @(0xCC)
    }

    It 'says how much had been written when a late value does not fit' {
        $large = New-MemoryMap -Anonymous -Size 3MB
        $piece = [byte[]]::new(1MB)

        $failure = Assert-Failure { , $piece, $piece, $piece, $piece | Write-MappedRegion $large } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $large

        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*3145728 bytes*'
    }

    It 'reports a map that cannot be written' {
        $readOnly = New-MemoryMap -Path $Path
        $null = Assert-Failure { 1, 2 | Write-MappedRegion $readOnly } -Kind RegionProtected -Command Write-MappedRegion -Target $readOnly -Category WriteError
        $readOnly | Remove-MemoryMap
        $null = Assert-Failure { 1, 2 | Write-MappedRegion $readOnly } -Kind MapDisposed -Command Write-MappedRegion -Target $readOnly
    }
}
