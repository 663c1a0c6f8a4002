# What a map leaves in its file - nothing behind the end, and a new modification time.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'The last page of a mapped file that ends within it' -Tag Linux {
    BeforeEach {
        # The address of the end lies in the last mapped page, so looking there directly is safe.
        $path = New-TestFile -Text 'helloworld'
        $map = New-MemoryMap -Path $path -Protection ReadWrite
        $address = [IntPtr]::new([long] $map.Address)
    }

    AfterEach {
        $map.Dispose()
    }

    It 'is zero behind the end of the file' {
        $rest = foreach ($i in $map.Length..([Environment]::SystemPageSize - 1)) {
            [System.Runtime.InteropServices.Marshal]::ReadByte($address, $i)
        }
        ($rest | Measure-Object -Maximum).Maximum | Should -Be 0
    }

    It 'keeps what is written there out of the file' {
        [System.Runtime.InteropServices.Marshal]::WriteByte($address, $map.Length, 0xEE)
        [System.Runtime.InteropServices.Marshal]::WriteByte($address, [Environment]::SystemPageSize - 1, 0xEE)
        Sync-MemoryMap $map
        stat -c '%s' $path | Should -Be '10'
        cat $path | Should -BeExactly 'helloworld'
        Remove-MemoryMap $map
        stat -c '%s' $path | Should -Be '10'
        cat $path | Should -BeExactly 'helloworld'
    }

    It 'is out of reach for the cmdlets' {
        Get-ErrorId { Read-MappedRegion $map -Offset 10 -Length 1 } | Should -Be 'RegionOutOfRange,MmapModule.Commands.ReadMappedRegionCommand'
        Get-ErrorId { Write-MappedRegion $map -Offset 10 -Value 'x' } | Should -Be 'RegionOutOfRange,MmapModule.Commands.WriteMappedRegionCommand'
        stat -c '%s' $path | Should -Be '10'
    }
}

Describe 'The modification time of a mapped file' -Tag Linux {
    It 'changes by a write and a sync, and not by mapping and reading' {
        $path = New-TestFile -Text 'helloworld'
        touch -d '2001-02-03 04:05:06 UTC' $path
        $reader = New-MemoryMap -Path $path
        $reader.ReadInt32(0) | Should -Not -Be 0
        stat -c '%Y' $path | Should -Be '981173106'
        $writer = New-MemoryMap -Path $path -Protection ReadWrite
        stat -c '%Y' $path | Should -Be '981173106'
        Write-MappedRegion $writer -Value 0x30313233
        Sync-MemoryMap $writer
        $age = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds() - [long] (stat -c '%Y' $path)
        $age | Should -BeLessThan 300
        $reader, $writer | Remove-MemoryMap
    }
}
