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

Describe 'AsStream' {
    BeforeAll {
        $script:Bytes = [byte[]]::new(3 * $Page + 100)
        [System.Random]::new(9).NextBytes($Bytes)
        $script:Path = New-TestFile -Bytes $Bytes
    }

    BeforeEach {
        $script:Map = New-MemoryMap -Path $Path
    }

    AfterEach {
        $Map | Remove-MemoryMap
    }

    It 'feeds Get-FileHash' {
        (Get-FileHash -InputStream $Map.AsStream()).Hash | Should -BeExactly (Get-FileHash -LiteralPath $Path).Hash
    }

    It 'seeks, has a length, and ends' {
        $stream = $Map.Slice(100).AsStream()

        $stream.Length | Should -Be (3 * $Page)
        $stream.CanRead, $stream.CanSeek, $stream.CanWrite | Should -Be $true, $true, $false
        $stream.Seek(-4, 'End') | Should -Be (3 * $Page - 4)
        $stream.ReadByte() | Should -Be $Bytes[-4]
        $stream.Position = 0
        $stream.ReadByte() | Should -Be $Bytes[100]
        $stream.Position = $stream.Length
        $stream.ReadByte() | Should -Be -1
        { $stream.WriteByte(1) } | Should -Throw
        { $stream.SetLength(5) } | Should -Throw
        $stream.Dispose()
        { $stream.ReadByte() } | Should -Throw
        $Map.State | Should -Be 'Open' -Because 'closing the stream does not close the map'
    }

    It 'reads lines and compressed data as any stream (needs gzip)' -Skip:(Test-Missing gzip) {
        $text = New-MemoryMap -Path (New-TestFile -Text "one`ntwo`nthree")
        $reader = [System.IO.StreamReader]::new($text.AsStream())
        $reader.ReadLine(), $reader.ReadLine(), $reader.ReadLine(), $reader.ReadLine() | Should -Be 'one', 'two', 'three', $null

        $packed = Get-TestPath 'packed.gz'
        gzip --stdout $Path > $packed
        $stream = [System.IO.Compression.GZipStream]::new((New-MemoryMap -Path $packed).AsStream(), [System.IO.Compression.CompressionMode]::Decompress)
        (Get-FileHash -InputStream $stream).Hash | Should -BeExactly (Get-FileHash -LiteralPath $Path).Hash
    }

    It 'writes within its length, not past it' {
        $target = New-MemoryMap -Path (Get-TestPath) -Size 10 -Protection ReadWrite
        $stream = $target.AsStream()
        $stream.CanWrite | Should -BeTrue
        $stream.Write([byte[]] (1, 2, 3), 0, 3)
        $stream.Position | Should -Be 3
        $stream.Position = 8
        { $stream.Write([byte[]] (1, 2, 3), 0, 3) } | Should -Throw
        [System.Convert]::ToHexString($target.Read()) | Should -BeExactly '01020300000000000000'
    }

    It 'copies to a file (needs cmp)' -Skip:(Test-Missing cmp) {
        $copy = Get-TestPath
        $file = [System.IO.File]::Create($copy)
        $Map.AsStream().CopyTo($file)
        $file.Dispose()

        cmp $copy $Path
        $LASTEXITCODE | Should -Be 0
    }
}
