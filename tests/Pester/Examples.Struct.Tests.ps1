# What the examples with layouts read, compared with the tools that know these formats.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $examples = Join-Path $PSScriptRoot '../../examples'
}

Describe 'read-gpt.ps1' {
    It 'reads what sfdisk has written, from the copy at the end too (needs sfdisk)' -Skip:(Test-Missing sfdisk) {
        $path = New-TestFile -Size 5GB
        'label: gpt', 'size=100M, type=U, name="EFI ä"', 'size=1M, type=S', 'start=6291456, type=L, name="the 36 characters that fit into it!!"' | sfdisk --quiet $path
        $expected = (sfdisk --json $path | ConvertFrom-Json).partitiontable
        foreach ($arguments in @{}, @{ Backup = $true }) {
            $partitions = @(& "$examples/read-gpt.ps1" -Path $path @arguments)
            $partitions.Count | Should -Be 3
            $partitions.Start | Should -Be $expected.partitions.start
            $partitions.Sectors | Should -Be $expected.partitions.size
            $partitions.TypeId | Should -Be ([guid[]] $expected.partitions.type)
            $partitions.Id | Should -Be ([guid[]] $expected.partitions.uuid)
            $partitions.Name | Should -Be 'EFI ä', '', 'the 36 characters that fit into it!!'
            $header = & "$examples/read-gpt.ps1" -Path $path -Header @arguments
            $header.DiskId | Should -Be ([guid] $expected.id)
            $header.FirstUsableSector | Should -Be $expected.firstlba
            $header.LastUsableSector | Should -Be $expected.lastlba
        }
    }

    It 'says so when the table is damaged or missing (needs sfdisk)' -Skip:(Test-Missing sfdisk) {
        $path = New-TestFile -Size 8MB
        'label: gpt', 'type=L' | sfdisk --quiet $path
        $map = New-MemoryMap $path -Protection ReadWrite
        $map.WriteByte(512 + 60, 1)
        { & "$examples/read-gpt.ps1" -Path $path } | Should -Throw '*damaged*Try -Backup*'
        @(& "$examples/read-gpt.ps1" -Path $path -Backup).Count | Should -Be 1
        $map.Write(512, [byte[]]::new(8))
        { & "$examples/read-gpt.ps1" -Path $path } | Should -Throw '*has no GUID partition table*'
        Remove-MemoryMap $map
    }
}

Describe 'read-elf-header.ps1' {
    BeforeAll {
        function Get-ReadelfNumber {
            param([string[]] $Text, [string] $Label)

            [regex]::Match(($Text -join "`n"), "(?m)^ +$([regex]::Escape($Label)): +(\S+)").Groups[1].Value
        }
    }

    It 'reads the header of /bin/ls as readelf -h does (needs readelf)' -Skip:(Test-Missing readelf) {
        $expected = readelf -h /bin/ls
        $header = & "$examples/read-elf-header.ps1" -Path /bin/ls
        $header.Class | Should -Be (Get-ReadelfNumber $expected 'Class')
        $header.Type | Should -Be (Get-ReadelfNumber $expected 'Type')
        $header.EntryPoint | Should -Be (Get-ReadelfNumber $expected 'Entry point address')
        $header.ProgramOffset | Should -Be (Get-ReadelfNumber $expected 'Start of program headers')
        $header.SectionOffset | Should -Be (Get-ReadelfNumber $expected 'Start of section headers')
        $header.HeaderSize | Should -Be (Get-ReadelfNumber $expected 'Size of this header')
        $header.ProgramHeaders | Should -Be (Get-ReadelfNumber $expected 'Number of program headers')
        $header.SectionHeaders | Should -Be (Get-ReadelfNumber $expected 'Number of section headers')
        $header.NameIndex | Should -Be (Get-ReadelfNumber $expected 'Section header string table index')
        ($expected -join "`n") | Should -Match ('Machine: +' + [regex]::Escape($header.Machine))
    }

    It 'lists the sections and segments that readelf lists (needs readelf)' -Skip:(Test-Missing readelf) {
        $lines = readelf -S -W /bin/ls | Select-String -Pattern '^ +\[ *(\d+)\] (\S*) +\S+ +([0-9a-f]{8,}) ([0-9a-f]+) ([0-9a-f]+) '
        $expected = $lines.Matches | ForEach-Object { "$($_.Groups[1]) $($_.Groups[2]) 0x$($_.Groups[4].Value.TrimStart('0').PadLeft(1, '0')) $([Convert]::ToInt64($_.Groups[5], 16))" }
        $sections = & "$examples/read-elf-header.ps1" -Path /bin/ls -Section
        $expected.Count | Should -BeGreaterThan 5
        $sections | Select-Object -Skip 1 | ForEach-Object { "$($_.Number) $($_.Name) $($_.Offset) $($_.Size)" } | Should -Be ($expected | Where-Object { $_ -notmatch '^0 ' })
        $segments = & "$examples/read-elf-header.ps1" -Path /bin/ls -Segment
        $loads = @(readelf -l -W /bin/ls | Where-Object { $_ -match '^ +LOAD ' })
        @($segments | Where-Object Type -EQ 'LOAD').Count | Should -Be $loads.Count
    }

    It 'says so when a file is something else' {
        { & "$examples/read-elf-header.ps1" -Path (New-TestFile -Text ('no program' * 5)) } | Should -Throw '*is no ELF file*'
    }
}

Describe 'read-png-chunks.ps1' {
    It 'lists the chunks of a picture that Python has made, and finds one that is damaged (needs python3)' -Skip:(Test-Missing python3) {
        $path = Get-TestPath 'picture.png'
        $chunks = & (Get-TestPython) -c @'
import struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\0" + bytes((x * y) % 256 for x in range(300)) for y in range(200))
parts = [(b"IHDR", struct.pack(">IIBBBBB", 100, 200, 8, 2, 0, 0, 0)), (b"tEXt", b"Title\0Test"), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
with open(sys.argv[1], "wb") as out:
    out.write(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts))
for kind, data in parts:
    print(kind.decode(), len(data), "%08x" % zlib.crc32(kind + data))
'@ $path
        $found = & "$examples/read-png-chunks.ps1" -Path $path
        $found | ForEach-Object { "$($_.Type) $($_.Length) $($_.Crc)" } | Should -Be $chunks
        $found.Valid | Should -Not -Contain $false
        $found[0].Detail | Should -BeLike '100 x 200 pixels, 8 bits*'

        $map = New-MemoryMap $path -Protection ReadWrite
        $map.WriteByte($found[1].Offset + 10, 0x21)
        (& "$examples/read-png-chunks.ps1" -Path $path).Valid | Should -Be $true, $false, $true, $true
        $map.WriteUInt32($found[2].Offset, 0x7FFFFFFF, $true)
        { & "$examples/read-png-chunks.ps1" -Path $path } | Should -Throw '*more than*has left*'
        Remove-MemoryMap $map
    }

    It 'says so when a file is something else' {
        { & "$examples/read-png-chunks.ps1" -Path (New-TestFile -Text 'GIF89a...') } | Should -Throw '*is no PNG picture*'
    }
}
