# A file of 100 records, one of them changed in place. A record has 32 bytes: an id (int32) and a name of 28 bytes.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Read-RecordFromFile {
        # Ordinary file I/O, without any map.
        param([string] $Path, [int] $Number)

        $bytes = [byte[]]::new(32)
        $stream = [System.IO.File]::Open($Path, 'Open', 'Read', 'ReadWrite')
        try {
            $null = $stream.Seek(32 * $Number, 'Begin')
            $stream.ReadExactly($bytes, 0, 32)
        }
        finally {
            $stream.Dispose()
        }

        '{0}:{1}' -f [BitConverter]::ToInt32($bytes, 0), [Text.Encoding]::UTF8.GetString($bytes, 4, 28).TrimEnd([char] 0)
    }
}

Describe 'A file of 100 fixed-size records in a map' {
    BeforeEach {
        $path = Get-TestPath
        $map = New-MemoryMap -Path $path -Size (100 * 32) -Protection ReadWrite
        for ($i = 0; $i -lt 100; $i++) {
            $map.WriteInt32(32 * $i, $i)
            $map.WriteString(32 * $i + 4, "record number $i")
        }

        $records = @(Select-MappedRegion $map -Split 32)
    }

    AfterEach {
        $map.Dispose()
    }

    It 'has all records in the file before any sync' {
        stat -c '%s' $path | Should -Be '3200'
        $records.Count | Should -Be 100
        for ($i = 0; $i -lt 100; $i++) {
            Read-RecordFromFile $path $i | Should -BeExactly "${i}:record number $i"
        }
    }

    It 'shows a changed and synced record 43 to ordinary file I/O' {
        $records[43] | Write-MappedRegion -Offset 4 -Value 'changed in place'.PadRight(28, [char] 0)
        Sync-MemoryMap $map
        Read-RecordFromFile $path 43 | Should -BeExactly '43:changed in place'
    }

    It 'shows a changed and synced record 43 to dd' {
        $map.WriteInt32(32 * 43, 4343)
        $records[43] | Sync-MemoryMap
        $bytes = dd if=$path bs=32 skip=43 count=1 status=none | od -A n -t d4 --endian=little -N 4
        $bytes.Trim() | Should -BeExactly '4343'
    }

    It 'shows a changed and synced record 43 to another process with a map of its own' {
        $records[43] | Write-MappedRegion -Offset 4 -Value 'for the child' -NullTerminate
        Sync-MemoryMap $map
        $child = Invoke-ChildPwsh {
            param($Path)
            $record = New-MemoryMap -Path $Path -Offset (43 * 32) -Length 32
            "$(Read-MappedRegion $record -As Int32):$(Read-MappedRegion $record -Offset 4 -AsString -NullTerminated)"
        } -ArgumentList $path
        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut | Should -BeExactly '43:for the child'
    }

    It 'shows all records to python, which finds only record 43 changed (needs python3)' -Skip:(Test-Missing python3) {
        $records[43] | Write-MappedRegion -Offset 4 -Value 'for python'.PadRight(28, [char] 0)
        Sync-MemoryMap $map
        $python = Start-TestProgram (Get-TestPython) '-c', @'
import struct, sys
data = open(sys.argv[1], "rb").read()
for number, (id, name) in enumerate(struct.iter_unpack("<i28s", data)):
    text = name.rstrip(b"\0").decode()
    if id != number or text != "record number %d" % number:
        print(number, id, text)
print(len(data))
'@, $path
        (Wait-TestProgram $python).StdOut -split "`n" | Should -Be '43 43 for python', '3200'
    }

    It 'leaves every byte outside of the record as it was, says cmp (needs cmp)' -Skip:(Test-Missing cmp) {
        $before = Get-TestPath
        cp $path $before
        $records[43] | Write-MappedRegion -Value ([byte[]] (, 0xFF * 32))
        Sync-MemoryMap $map
        $offsets = cmp -l $before $path | ForEach-Object { [int] (-split $_)[0] - 1 }
        $offsets[0] | Should -Be (43 * 32)
        $offsets[-1] | Should -Be (44 * 32 - 1)
        $offsets.Count | Should -Be 32
    }

    It 'changes a record only if it still is what was read' {
        $records[43] | Write-MappedRegion -Value 1000 -Expect ([BitConverter]::GetBytes(43))
        Read-RecordFromFile $path 43 | Should -BeExactly '1000:record number 43'
        Get-ErrorId { $records[43] | Write-MappedRegion -Value 2000 -Expect ([BitConverter]::GetBytes(43)) } |
            Should -Be 'ExpectationFailed,MmapModule.Commands.WriteMappedRegionCommand'
        Read-RecordFromFile $path 43 | Should -BeExactly '1000:record number 43'
    }

    It 'cannot be written past its last record' {
        Get-ErrorId { Write-MappedRegion $map -Offset (99 * 32 + 4) -Value ('x' * 29) } |
            Should -Be 'RegionOutOfRange,MmapModule.Commands.WriteMappedRegionCommand'
        Read-RecordFromFile $path 99 | Should -BeExactly '99:record number 99'
        stat -c '%s' $path | Should -Be '3200'
    }
}
