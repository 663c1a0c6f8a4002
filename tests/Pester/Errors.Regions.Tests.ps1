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

Describe 'RegionTruncated' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]]::new(4 * $Page))
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
        Set-FileLength -Path $Path -Length ($Page + 100)
    }

    AfterEach {
        $Map | Remove-MemoryMap
    }

    It 'is reported for reading and writing behind the new end: <Name>' -ForEach @(
        @{ Name = 'in the page that is cut'; Pages = 1; More = 100 }
        @{ Name = 'in the page behind'; Pages = 2; More = 0 }
        @{ Name = 'in the last bytes'; Pages = 4; More = -8 }
    ) {
        $offset = $Pages * $Page + $More
        $read = Assert-Failure { Read-MappedRegion -InputObject $Map -Offset $Offset -Length 8 } -Kind RegionTruncated -Command Read-MappedRegion -Target $Map -Category ReadError
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map -Offset $Offset -Value 1L } -Kind RegionTruncated -Command Write-MappedRegion -Target $Map -Category WriteError

        $read.Exception.Path | Should -BeExactly $Path
        $read.Exception.Offset | Should -Be $Offset
        $read.Exception.BytesTransferred | Should -Be 0
        $read.ErrorDetails.Message | Should -BeLike "*$($Page + 100)*"
        $Map.State | Should -Be 'Truncated'
        (Get-Item -LiteralPath $Path).Length | Should -Be ($Page + 100) -Because 'a write through the map never makes the file longer'
    }

    It 'says how far it came' {
        $failure = Assert-Failure { Read-MappedRegion -InputObject $Map -Offset $Page -Length 500 } -Kind RegionTruncated -Command Read-MappedRegion -Target $Map -Category ReadError
        $failure.Exception.BytesTransferred | Should -Be 100
        $failure = Assert-Failure { Write-MappedRegion -InputObject $Map -Offset $Page -Value ([byte[]] (@(7) * 500)) } -Kind RegionTruncated -Command Write-MappedRegion -Target $Map -Category WriteError
        $failure.Exception.BytesTransferred | Should -Be 100
        Get-HexDump -Path $Path -Offset ($Page + 99) | Should -BeExactly '07'
    }

    It 'leaves what is there readable and writable' {
        $Map.WriteInt32($Page + 96, 77)
        $Map.ReadInt32($Page + 96) | Should -Be 77
        $Map.Read(0, $Page + 100).Length | Should -Be ($Page + 100)
    }

    It 'goes away when the file grows again' {
        Set-FileLength -Path $Path -Length (4 * $Page)

        $Map.State | Should -Be 'Open'
        $Map.Read().Length | Should -Be (4 * $Page)
    }

    It 'is reported for private maps and huge files too' {
        $private = New-MemoryMap -Path $Path -Private -Protection ReadWrite
        Set-FileLength -Path $Path -Length 0
        $null = Assert-Failure { Read-MappedRegion -InputObject $private -As Byte } -Kind RegionTruncated -Command Read-MappedRegion -Target $private -Category ReadError
        $null = Assert-Failure { Write-MappedRegion -InputObject $private -Value 1 } -Kind RegionTruncated -Command Write-MappedRegion -Target $private -Category WriteError

        $path = New-TestFile -Size 10GB
        $huge = New-MemoryMap -Path $path
        Set-FileLength -Path $path -Length 5GB
        $huge.ReadByte(5GB - 1) | Should -Be 0
        $null = Assert-Failure { Read-MappedRegion -InputObject $huge -Offset 5GB -Length 1 } -Kind RegionTruncated -Command Read-MappedRegion -Target $huge -Category ReadError
    }

    It 'gives the chunks before the end and then the error' {
        $chunks = @(Read-MappedRegion -InputObject $Map -ChunkSize $Page -ErrorAction SilentlyContinue -ErrorVariable failures)

        $chunks.Count | Should -Be 1
        $failures.Count | Should -Be 1
        Assert-ErrorRecord -Record $failures[0] -Kind RegionTruncated -Command Read-MappedRegion -Target $Map -Category ReadError
    }
}

Describe 'RegionProtected' {
    It 'is reported for <Access> with protection <Protection>, on every kind of map' -ForEach @(
        @{ Protection = 'None'; Access = 'reading' }
        @{ Protection = 'None'; Access = 'writing' }
        @{ Protection = 'Read'; Access = 'writing' }
        @{ Protection = 'Write'; Access = 'reading' }
        @{ Protection = 'Execute'; Access = 'reading' }
        @{ Protection = 'ReadExecute'; Access = 'writing' }
    ) {
        $path = New-TestFile -Text '12345678'
        $maps = @(
            New-MemoryMap -Path $path -Private -Protection $Protection
            New-MemoryMap -Path $path -Size 8 -Protection $Protection
            New-MemoryMap -Anonymous -Size 8 -Protection $Protection
            New-MemoryMap -Anonymous -Size 8 -Private -Protection $Protection
            New-MemoryMap -MemoryFile -Size 8 -Protection $Protection
        )

        foreach ($map in $maps) {
            if ($Access -eq 'reading') {
                $null = Assert-Failure { Read-MappedRegion -InputObject $map -Length 1 } -Kind RegionProtected -Command Read-MappedRegion -Target $map -Category ReadError
            }
            else {
                $null = Assert-Failure { Write-MappedRegion -InputObject $map -Value ([byte] 1) } -Kind RegionProtected -Command Write-MappedRegion -Target $map -Category WriteError
            }
        }

        Read-TestText $path | Should -BeExactly '12345678'
    }

    It 'lets a write-only map be written' {
        $path = New-TestFile -Text '12345678'
        New-MemoryMap -Path $path -Protection Write | Write-MappedRegion -Value 'ab' -Offset 1
        Read-TestText $path | Should -BeExactly '1ab45678'
    }
}

Describe 'NoSpace and RegionFault' {
    It 'NoSpace: a hole that cannot be filled any more, for writing and on tmpfs for reading (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Size '256k' {
            param($Folder)
            $path = Join-Path $Folder 'sparse'
            $map = New-MemoryMap -Path $path -Size 1MB -Sparse -Protection ReadWrite
            $map.WriteByte(0, 1)
            $fill = Join-Path $Folder 'fill'
            dd if=/dev/zero of=$fill bs=4k 2>&1 | Out-Null

            $failure = Assert-Failure { Write-MappedRegion -InputObject $map -Offset 512KB -Value 1 } -Kind NoSpace -Command Write-MappedRegion -Target $map
            $failure.Exception.BytesTransferred | Should -Be 0
            $map.WriteByte(0, 2)
            $map.ReadByte(0) | Should -Be 2 -Because 'the pages that are there go on working'
            Get-Item -LiteralPath $path | ForEach-Object Length | Should -Be 1MB

            Remove-Item -LiteralPath $fill
            $map.WriteByte(512KB, 3)
            $map.ReadByte(512KB) | Should -Be 3
            $map | Remove-MemoryMap
        }
    }

    It 'RegionFault: a device that cannot be read any more (needs root for losetup)' -Skip:(Test-Missing losetup) {
        $file = New-TestFile -Size 1MB
        Use-LoopDevice $file {
            param($Device)
            $map = New-MemoryMap -Path $Device -Protection ReadWrite
            Set-FileLength -Path $file -Length 0

            $null = Assert-Failure { Read-MappedRegion -InputObject $map -Length 4 } -Kind RegionFault -Command Read-MappedRegion -Target $map -Category ReadError
            $null = Assert-Failure { Write-MappedRegion -InputObject $map -Value 1 } -Kind RegionFault -Command Write-MappedRegion -Target $map -Category WriteError
            $map.State | Should -Be 'Faulted'
            Test-MemoryMap -InputObject $map | Should -BeFalse
            $map | Remove-MemoryMap
        }
    }
}
