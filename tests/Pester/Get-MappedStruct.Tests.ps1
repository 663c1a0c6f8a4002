# The layouts that come with the module, compared with the programs that know the formats.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-ElfNumber {
        param([string[]] $Text, [string] $Label)

        [regex]::Match(($Text -join "`n"), "(?m)^ +$([regex]::Escape($Label)): +(\S+)").Groups[1].Value
    }
}

Describe 'Get-MappedStruct' {
    It 'lists the layouts with their fields, definition and source' {
        $all = Get-MappedStruct

        $all.Name | Should -Be ($all.Name | Sort-Object)
        $all.Name | Should -Contain 'ELF64'
        foreach ($layout in $all) {
            $layout.Fields.Count | Should -BeGreaterThan 2
            $layout.Source | Should -Not -BeNullOrEmpty
            $layout.Definition | Should -Not -BeNullOrEmpty
        }
    }

    It 'finds them by name' {
        (Get-MappedStruct png).Name | Should -BeExactly 'PNG'
        (Get-MappedStruct 'zip*', 'MBR').Name | Should -BeExactly 'ZIPEnd', 'ZIPEntry', 'MBR'
        ('BMP', 'WAV' | Get-MappedStruct).Name | Should -BeExactly 'BMP', 'WAV'
        @(Get-MappedStruct 'x*') | Should -BeNullOrEmpty
        $null = Assert-Failure { Get-MappedStruct nosuch } -Kind InvalidArgument -Command Get-MappedStruct -Target nosuch
    }

    It 'has names that complete, for -Struct too' {
        (TabExpansion2 'Get-MappedStruct SQ' 19).CompletionMatches.CompletionText | Should -Be 'SQLite'
        (TabExpansion2 'Read-MappedRegion -Path x -Struct ELF6' 38).CompletionMatches.CompletionText | Should -Be 'ELF64', 'ELF64BE'
        (TabExpansion2 'New-MappedStruct ELF' 20).CompletionMatches.CompletionText | Should -Not -Contain 'ELF64'
    }

    It 'gives types for definitions, unless somebody calls another one so' {
        (New-MappedStruct 'MBR[2] disks').Size | Should -Be 1024
        (New-MappedStruct 'struct mbr { u8 a }; mbr[2] disks').Size | Should -Be 2
        (New-MappedStruct 'mbr[2] disks' -Using @{ MBR = 'u16 a' }).Size | Should -Be 4
    }

    It 'refuses the bytes of something else' {
        $path = New-TestFile -Bytes ([byte[]]::new(4096))
        foreach ($layout in Get-MappedStruct | Where-Object Name -NotIn 'PNGChunk', 'PCAPPacket', 'TTF') {
            $null = Assert-Failure { Read-MappedRegion $path -Struct $layout } -Kind MagicMismatch -Command Read-MappedRegion -Target $path
        }
    }
}

Describe 'The layouts of programs' {
    It 'read what readelf reads (needs readelf)' -Skip:(Test-Missing readelf) {
        $bash = (Get-Command bash -CommandType Application)[0].Source
        $header = readelf -h $bash
        $is64 = (Get-ElfNumber $header Class) -eq 'ELF64'
        $elf = Read-MappedRegion $bash -Struct ($is64 ? 'ELF64' : 'ELF32')

        $elf.entry | Should -Be ([ulong] (Get-ElfNumber $header 'Entry point address'))
        $elf.segments.Count | Should -Be (Get-ElfNumber $header 'Number of program headers')
        $elf.shnum | Should -Be (Get-ElfNumber $header 'Number of section headers')
        $lines = readelf -W -S $bash | Select-String -Pattern '^ +\[ *\d+\] \S* +([A-Z_]+) +([0-9a-f]{8,}) ([0-9a-f]+) ([0-9a-f]+) '
        $lines.Count | Should -Be $elf.sections.Count
        foreach ($i in 0..($lines.Count - 1)) {
            $known = $lines[$i].Matches[0].Groups
            $elf.sections[$i].addr | Should -Be ([Convert]::ToUInt64($known[2].Value, 16))
            $elf.sections[$i].offset | Should -Be ([Convert]::ToUInt64($known[3].Value, 16))
            $elf.sections[$i].size | Should -Be ([Convert]::ToUInt64($known[4].Value, 16))

            # What only one processor has stays a number.
            $type = $elf.sections[$i].type
            $name = $known[1].Value.Replace('VERNEED', 'gnu_verneed').Replace('VERSYM', 'gnu_versym').Replace('VERDEF', 'gnu_verdef')
            $type | Should -Be ($type -is [string] ? $name : [uint] 0x70000001) -Because $name
        }

        $elf.sections.type | Should -Contain 'progbits'
        $elf.sections.type | Should -Contain 'dynsym'
        ($elf.segments | Where-Object type -EQ 'load').flags | Should -Contain 'x, r'
    }

    It 'read <Name> as readelf does (needs readelf and python3)' -Skip:(Test-Missing readelf, python3) -ForEach @(
        @{ Name = 'ELF32'; Order = '<' }, @{ Name = 'ELF32BE'; Order = '>' }, @{ Name = 'ELF64'; Order = '<' }, @{ Name = 'ELF64BE'; Order = '>' }
    ) {
        $path = Get-TestPath
        python3 -c @'
import struct, sys
path, name, order = sys.argv[1:]
wide = '64' in name
a = 'Q' if wide else 'I'
head, part = (64, 56) if wide else (52, 32)
ident = b'\x7fELF' + bytes([2 if wide else 1, 2 if order == '>' else 1, 1, 3]) + bytes(8)
data = ident + struct.pack(order + 'HHI' + a * 3 + 'IHHHHHH', 2, 20, 1, 0x123456, head, 0, 7, head, part, 2, 0, 0, 0)
for kind, flags, size in (1, 5, 0x111), (0x6474E551, 6, 0):
    data += struct.pack(order + 'II' + a * 6, kind, flags, 0, 0x1000, 0x1000, size, size, 16) if wide else struct.pack(order + 'I' * 8, kind, 0, 0x1000, 0x1000, size, size, flags, 16)
open(path, 'wb').write(data + bytes(1000))
'@ $path $Name $Order
        $header = readelf -h $path
        $segments = readelf -W -l $path | Select-String -Pattern '^ +(LOAD|GNU_STACK) +0x\S+ 0x(\S+) 0x\S+ 0x(\S+) 0x\S+ ([RWE ]+) 0x'
        $elf = Read-MappedRegion $path -Struct $Name

        $elf.class, $elf.machine, $elf.osabi, $elf.type | Should -Be (Get-ElfNumber $header Class), 'PPC', 'GNU', 'exec'
        ($header -join ' ') | Should -Match 'PowerPC'
        $elf.entry | Should -Be ([ulong] (Get-ElfNumber $header 'Entry point address'))
        $elf.flags | Should -Be ([ulong] (Get-ElfNumber $header 'Flags').TrimEnd(','))
        $elf.segments.type | Should -Be $segments.ForEach({ $_.Matches[0].Groups[1].Value })
        $elf.segments.vaddr | Should -Be $segments.ForEach({ [Convert]::ToUInt64($_.Matches[0].Groups[2].Value, 16) })
        $elf.segments.filesz | Should -Be $segments.ForEach({ [Convert]::ToUInt64($_.Matches[0].Groups[3].Value, 16) })
        $elf.segments.flags | Should -Be 'x, r', 'w, r'
        $elf.sections | Should -BeNullOrEmpty
        $null = Assert-Failure { Read-MappedRegion $path -Struct ($Name -eq 'ELF32' ? 'ELF64' : 'ELF32') } -Kind MagicMismatch -Command Read-MappedRegion -Target $path
    }

    It 'read the sections of this module as Python does (needs python3)' -Skip:(Test-Missing python3) {
        $dll = Join-Path (Get-Module MmapModule).ModuleBase 'bin/MmapModule.dll'
        $known = python3 -c @'
import struct, sys
d = open(sys.argv[1], 'rb').read()
o = struct.unpack_from('<I', d, 60)[0]
n, size = struct.unpack_from('<H', d, o + 6)[0], struct.unpack_from('<H', d, o + 20)[0]
print(n)
for i in range(n):
    name, vs, va, rs, rp = struct.unpack_from('<8sIIII', d, o + 24 + size + 40 * i)
    print(name.rstrip(b'\0').decode(), vs, va, rs, rp)
'@ $dll
        $pe = Read-MappedRegion $dll -Struct PE
        $pe.numberOfSections | Should -Be $known[0]
        $pe.sections.ForEach({ "$($_.name) $($_.virtualSize) $($_.virtualAddress) $($_.sizeOfRawData) $($_.pointerToRawData)" }) | Should -Be $known[1..99]
        $pe.characteristics | Should -BeLike '*Dll*'
    }
}

Describe 'The layouts of disks' {
    It 'read what sfdisk has written (needs sfdisk)' -Skip:(Test-Missing sfdisk) {
        $path = New-TestFile -Size 64MB
        'label: dos', 'start=2048, size=4096, type=c', 'size=8192, type=83, bootable' | sfdisk --quiet $path
        $known = (sfdisk --json $path | ConvertFrom-Json).partitiontable
        $mbr = Read-MappedRegion $path -Struct MBR
        $mbr.partitions[0..1].startingLba | Should -Be $known.partitions.start
        $mbr.partitions[0..1].sizeInLba | Should -Be $known.partitions.size
        $mbr.partitions.type | Should -Be 'FAT32LBA', 'Linux', 'Empty', 'Empty'
        $mbr.partitions.bootIndicator | Should -Be 0, 0x80, 0, 0
        $mbr.diskSignature | Should -Be ([uint] $known.id)

        'label: gpt', 'size=4M, type=U, name="EFI ä"', 'size=8M, type=L' | sfdisk --quiet --wipe always $path
        $known = (sfdisk --json $path | ConvertFrom-Json).partitiontable
        $gpt = Read-MappedRegion $path -Struct GPT
        $gpt.diskGuid | Should -Be ([guid] $known.id)
        $gpt.firstUsableLba, $gpt.lastUsableLba | Should -Be $known.firstlba, $known.lastlba
        $used = @($gpt.partitions | Where-Object type -NE ([guid]::Empty))
        $used.startingLba | Should -Be $known.partitions.start
        $used.id | Should -Be ([guid[]] $known.partitions.uuid)
        $used.name | Should -Be 'EFI ä', ''
    }

    It 'read the superblock that mkfs.ext4 has written (needs mkfs.ext4)' -Skip:(Test-Missing mkfs.ext4) {
        $path = New-TestFile -Size 16MB
        mkfs.ext4 -q -F -L 'a label' $path 2>&1 | Out-Null
        $known = dumpe2fs -h $path 2>$null
        $ext4 = Read-MappedRegion $path -Struct EXT4
        $ext4.volumeName | Should -BeExactly 'a label'
        $ext4.uuid | Should -Be ([guid] [regex]::Match("$known", 'Filesystem UUID: +(\S+)').Groups[1].Value)
        $ext4.inodesCount | Should -Be ([regex]::Match("$known", 'Inode count: +(\d+)').Groups[1].Value)
        $ext4.blocksCountLow | Should -Be ([regex]::Match("$known", 'Block count: +(\d+)').Groups[1].Value)
        $ext4.freeBlocksCountLow | Should -Be ([regex]::Match("$known", 'Free blocks: +(\d+)').Groups[1].Value)
        (1024 -shl $ext4.logBlockSize) | Should -Be ([regex]::Match("$known", 'Block size: +(\d+)').Groups[1].Value)
        $ext4.state | Should -Be 'clean'
        $names = ([regex]::Match("$known", 'Filesystem features: +(.*?)Filesystem flags').Groups[1].Value.Trim() -split ' +').Replace('64bit', 'bits64') | Sort-Object
        ($ext4.featureCompat, $ext4.featureIncompat, $ext4.featureRoCompat -join ', ' -split ', ' | Sort-Object) | Should -Be $names
    }
}

Describe 'The layouts of files' -Skip:(Test-Missing python3) {
    BeforeAll {
        # All made by Python (needs python3), which also says what is in them.
        $script:Folder = (New-Item -ItemType Directory -Path (Get-TestPath)).FullName
        $script:Known = python3 -c @'
import gzip, json, os, sqlite3, struct, sys, wave, zipfile, zlib
os.chdir(sys.argv[1])
with zipfile.ZipFile('a.zip', 'w') as z:
    z.comment = b'the end'
    z.writestr(zipfile.ZipInfo('größe.txt', (2024, 2, 29, 13, 14, 16)), 'text ' * 100, zipfile.ZIP_DEFLATED)
    info = zipfile.ZipInfo('b', (1999, 12, 31, 23, 58, 58)); info.comment = b'stored'; z.writestr(info, 'b')
with zipfile.ZipFile('a.zip') as z:
    entries = [dict(name=i.filename, method=i.compress_type, size=i.file_size, packed=i.compress_size, crc=i.CRC, offset=i.header_offset, comment=i.comment.decode(), date=list(i.date_time)) for i in z.infolist()]
with open('a.gz', 'wb') as f:
    with gzip.GzipFile('the name', 'wb', fileobj=f, mtime=1234567890) as g: g.write(b'x')
with wave.open('a.wav', 'wb') as w:
    w.setnchannels(2); w.setsampwidth(2); w.setframerate(44100); w.writeframes(bytes(400))
db = sqlite3.connect('a.db'); db.execute('pragma page_size=8192'); db.execute('pragma user_version=7'); db.execute('pragma application_id=99'); db.execute('create table t(a)'); db.commit()
pages = db.execute('pragma page_count').fetchone()[0]; db.close()
def chunk(kind, data): return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
open('a.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 300, 200, 8, 6, 0, 0, 1)) + chunk(b'IDAT', zlib.compress(b'')) + chunk(b'IEND', b''))
open('a.bmp', 'wb').write(b'BM' + struct.pack('<IHHIIiiHHIIiiII', 70, 0, 0, 54, 40, 2, -2, 1, 24, 0, 16, 2835, 2835, 0, 0) + bytes(16))
open('a.pcap', 'wb').write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1) + b''.join(struct.pack('<IIII', 10 + n, n, n, 100) + bytes(n) for n in (3, 0, 5)))
open('a.ttf', 'wb').write(struct.pack('>IHHHH', 0x10000, 2, 32, 1, 0) + struct.pack('>4sIII', b'cmap', 1, 44, 5) + struct.pack('>4sIII', b'head', 2, 52, 54))
print(json.dumps(dict(entries=entries, pages=pages, version=sqlite3.sqlite_version_info)))
'@ $Folder | ConvertFrom-Json
    }

    It 'read archives' {
        $end = Search-MappedRegion -Path "$Folder/a.zip" -Hex '504B0506' -Last 1 | Select-MappedRegion -Offset 0
        $end = Read-MappedRegion "$Folder/a.zip" -Offset $end.Offset -Struct ZIPEnd
        $end.entries, $end.comment | Should -Be 2, 'the end'
        $entries = @(Read-MappedRegion "$Folder/a.zip" -Offset $end.directoryOffset -Struct ZIPEntry -Count $end.entries)

        $entries.name | Should -BeExactly $Known.entries.name
        $entries.size | Should -Be $Known.entries.size
        $entries.compressedSize | Should -Be $Known.entries.packed
        $entries.crc32 | Should -Be $Known.entries.crc
        $entries.localHeaderOffset | Should -Be $Known.entries.offset
        $entries.comment | Should -BeExactly $Known.entries.comment
        $entries.method | Should -Be 'deflated', 'stored'
        $entries.ForEach({ "$($_.year1980 + 1980) $($_.month) $($_.day) $($_.hour) $($_.minute) $($_.second2 * 2)" }) | Should -Be $Known.entries.ForEach({ "$($_.date)" })
        $entries[1].RecordOffset | Should -Be ($entries[0].RecordOffset + $entries[0].RecordSize)

        $gzip = Read-MappedRegion "$Folder/a.gz" -Struct GZIP
        $gzip.name, $gzip.modificationTime, $gzip.flags, $gzip.comment | Should -Be 'the name', 1234567890, 'name', $null
    }

    It 'read sound, pictures and fonts' {
        $wav = Read-MappedRegion "$Folder/a.wav" -Struct WAV
        $wav.channels, $wav.sampleRate, $wav.bitsPerSample, $wav.format, $wav.chunk, $wav.chunkSize | Should -Be 2, 44100, 16, 'PCM', 'data', 400

        $png = Read-MappedRegion "$Folder/a.png" -Struct PNG
        $png.width, $png.height, $png.colorType, $png.interlace | Should -Be 300, 200, 'rgbAlpha', 'adam7'
        $chunks = Read-MappedRegion "$Folder/a.png" -Offset 8 -Length ((Get-Item "$Folder/a.png").Length - 8) -Struct PNGChunk
        $chunks.type | Should -Be 'IHDR', 'IDAT', 'IEND'
        $chunks[0].crc | Should -Be $png.crc
        $chunks[1].RecordOffset | Should -Be 33

        $bmp = Read-MappedRegion "$Folder/a.bmp" -Struct BMP
        $bmp.width, $bmp.height, $bmp.bitsPerPixel, $bmp.dataOffset, $bmp.compression | Should -Be 2, -2, 24, 54, 'rgb'

        $ttf = Read-MappedRegion "$Folder/a.ttf" -Struct TTF
        $ttf.version, $ttf.tables[1].tag, $ttf.tables[1].length | Should -Be 'TrueType', 'head', 54
    }

    It 'read databases and recordings' {
        $db = Read-MappedRegion "$Folder/a.db" -Struct SQLite
        $db.pageSize, $db.userVersion, $db.applicationId, $db.pageCount, $db.encoding | Should -Be 8192, 7, 99, $Known.pages, 'utf8'
        $db.sqliteVersion | Should -Be (1000000 * $Known.version[0] + 1000 * $Known.version[1] + $Known.version[2])

        $pcap = Read-MappedRegion "$Folder/a.pcap" -Struct PCAP
        $pcap.snapLength, $pcap.linkType, $pcap.magic | Should -Be 65535, 'ethernet', 'microseconds'
        $packets = @(Read-MappedRegion "$Folder/a.pcap" -Offset 24 -Struct PCAPPacket -Count 3)
        $packets.seconds | Should -Be 13, 10, 15
        $packets.ForEach({ $_.data.Count }) | Should -Be 3, 0, 5
    }
}
