# Snapshots of the memory of other processes, compared with what these programs know and with /proc/PID/mem.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Command = 'New-MemoryMap'

    # Maps memory with known bytes, says where it is, and does what it is told: 'hide' makes it private to root, 'cut' cuts its file.
    $script:Program = @'
import ctypes, mmap, os, sys
known = mmap.mmap(-1, 20 * mmap.PAGESIZE)
known[:] = bytes((i * 7 + i // 251) % 256 for i in range(len(known)))
big = mmap.mmap(-1, 4 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
big[1 << 30] = 77
with open(sys.argv[1], 'r+b') as file:
    mapped = mmap.mmap(file.fileno(), 0)
address = lambda memory: ctypes.addressof(ctypes.c_char.from_buffer(memory))
print(address(known), address(big), address(mapped), flush=True)
for line in sys.stdin:
    if line == 'hide\n':
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
    if line == 'cut\n':
        os.truncate(sys.argv[1], mmap.PAGESIZE)
    print('ok', flush=True)
'@

    function Start-Known {
        param([string] $File)

        $start = [System.Diagnostics.ProcessStartInfo]::new('python3', [string[]] ('-c', $Program, $File))
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $known, $big, $mapped = [ulong[]] (-split $process.StandardOutput.ReadLine())
        [pscustomobject]@{ Process = $process; Id = $process.Id; Known = $known; Big = $big; Mapped = $mapped }
    }

    function Get-MappingAt {
        param($Of, [ulong] $Address)

        Get-ProcessMemoryMap -Id $Of.Id | Where-Object { $_.Start -le $Address -and $_.End -gt $Address }
    }
}

Describe 'New-MemoryMap -Snapshot of a mapping of another process (needs python3)' -Skip:(Test-Missing python3) -Tag Linux {
    BeforeAll {
        $script:Page = [System.Environment]::SystemPageSize
        $script:File = New-TestFile -Bytes ([byte[]]::new(4 * $Page))
        $script:Other = Start-Known $File
    }

    AfterAll {
        ${script:Other}?.Process.Kill()
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'has the bytes that the program knows' {
        $mapping = Get-MappingAt $Other $Other.Known
        $map = $mapping | New-MemoryMap -Snapshot

        $map.Kind, $map.Protection, $map.Length | Should -Be 'Snapshot', 'Read', $mapping.Size
        $map.Name | Should -BeLike "python3* $($Other.Id) *"
        $expected = [byte[]] @(foreach ($i in 0..(20 * $Page - 1)) { ($i * 7 + [math]::Truncate($i / 251)) % 256 })
        [Convert]::ToHexString($map.Read([long] ($Other.Known - $mapping.Start), 20 * $Page)) | Should -BeExactly ([Convert]::ToHexString($expected))
        Remove-MemoryMap $map

        # A part of it.
        $part = $mapping | New-MemoryMap -Snapshot -Offset ([long] ($Other.Known - $mapping.Start) + 1000) -Length 300
        [Convert]::ToHexString($part.Read(0, 300)) | Should -BeExactly ([Convert]::ToHexString($expected[1000..1299]))
        $part.Length | Should -Be 300
        { $mapping | New-MemoryMap -Snapshot -Offset ($mapping.Size + 1) -ErrorAction Stop } | Should -Throw -ErrorId 'RegionOutOfRange,*'
    }

    It 'has what /proc/PID/mem has, for every mapping that can be read; the others are one error each' {
        $hashes = python3 -c @'
import hashlib, sys
for line in open(f'/proc/{sys.argv[1]}/maps'):
    words = line.split()
    start, end = (int(part, 16) for part in words[0].split('-'))
    if words[1][0] != 'r' or end - start > 1 << 30:
        continue
    try:
        with open(f'/proc/{sys.argv[1]}/mem', 'rb', 0) as memory:
            memory.seek(start)
            rest = end - start
            digest = hashlib.sha256()
            while rest:
                got = memory.read(min(rest, 1 << 20))
                digest.update(got)
                rest -= len(got)
        print(f'{start:x} {digest.hexdigest().upper()}')
    except (OSError, OverflowError, ValueError):
        print(f'{start:x} -')
'@ $Other.Id
        $known = @{}
        $hashes | ForEach-Object { $start, $hash = -split $_; $known[$start] = $hash }
        $known.Count | Should -BeGreaterThan 10
        $known.Values | Should -Contain '-'

        $mappings = Get-ProcessMemoryMap -Id $Other.Id | Where-Object Size -LE 1GB
        $sha = [System.Security.Cryptography.SHA256]::Create()
        foreach ($mapping in $mappings) {
            $failure = $null
            $map = $mapping | New-MemoryMap -Snapshot -ErrorAction SilentlyContinue -ErrorVariable failure
            $hash = $map ? [Convert]::ToHexString($sha.ComputeHash($map.AsStream())) : '-'
            $hash | Should -BeExactly ($known["$('{0:x}' -f $mapping.Start)"] ?? '-') -Because "$mapping"
            if (-not $map) {
                $failure.Count | Should -Be 1
                $failure[0].FullyQualifiedErrorId | Should -Be "$($mapping.Permissions[0] -eq 'r' ? 'RegionFault' : 'RegionProtected'),MmapModule.Commands.NewMemoryMapCommand"
                $failure[0].TargetObject | Should -Be $mapping
            }

            ${map}?.Dispose()
        }

        # All at once: the errors keep none of the others away.
        $maps = @($mappings | New-MemoryMap -Snapshot -ErrorAction SilentlyContinue)
        $maps.Count | Should -Be @($known.Values -ne '-').Count
        $maps | Remove-MemoryMap
    }

    It 'takes no memory for what the process has reserved and not used' {
        $mapping = Get-MappingAt $Other $Other.Big
        $map = $mapping | New-MemoryMap -Snapshot
        $map.ReadByte([long] ($Other.Big - $mapping.Start) + 1GB) | Should -Be 77
        $map.Length | Should -BeGreaterOrEqual 4GB
        (Get-MemoryMapResidency $map -Summary).ResidentBytes | Should -BeLessThan 100MB
        Remove-MemoryMap $map
    }

    It 'is an error where its file has become shorter, and what comes before can be copied' {
        $mapping = Get-MappingAt $Other $Other.Mapped
        $Other.Process.StandardInput.WriteLine('cut')
        $null = $Other.Process.StandardOutput.ReadLine()

        $failure = Assert-Failure { $mapping | New-MemoryMap -Snapshot } -Kind RegionFault -Command New-MemoryMap -Target $mapping -Category ReadError
        $failure.Exception.Offset | Should -Be $Page
        ($mapping | New-MemoryMap -Snapshot -Length $Page).Length | Should -Be $Page
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'is the file of a mapping without -Snapshot' {
        $mapping = Get-MappingAt $Other $Other.Mapped
        $map = $mapping | New-MemoryMap
        $map.Kind, $map.Path | Should -Be 'File', $File
        Remove-MemoryMap $map
        Get-ErrorId { Get-ProcessMemoryMap -Id $Other.Id | Where-Object { -not $_.Path } | Select-Object -First 1 | New-MemoryMap } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.NewMemoryMapCommand'
    }

    It 'is PathNotFound for a process that has ended' {
        $short = Start-Known $File
        $mapping = Get-MappingAt $short $short.Known
        $short.Process.Kill()
        $short.Process.WaitForExit()
        $null = Assert-Failure { $mapping | New-MemoryMap -Snapshot } -Kind PathNotFound -Command New-MemoryMap -Target $mapping
    }

    It 'is PathNotFound for a process of which only the exit code is left' {
        # A parent that never asks for it keeps it.
        $start = [System.Diagnostics.ProcessStartInfo]::new('/bin/sh', [string[]] ('-c', 'sleep 600 & echo $!; exec sleep 600'))
        $start.RedirectStandardOutput = $true
        $parent = [System.Diagnostics.Process]::Start($start)
        try {
            $id = [int] $parent.StandardOutput.ReadLine()
            Wait-Until { (Get-ProcessMemoryMap -Id $id).Path -contains '[stack]' }
            $mapping = Get-ProcessMemoryMap -Id $id | Where-Object Path -EQ '[stack]'
            [System.Diagnostics.Process]::GetProcessById($id).Kill()
            Wait-Until { [IO.File]::ReadAllText("/proc/$id/stat") -match '\) Z ' }
            $null = Assert-Failure { $mapping | New-MemoryMap -Snapshot } -Kind PathNotFound -Command New-MemoryMap -Target $mapping
        }
        finally {
            $parent.Kill()
        }
    }

    It 'is of this process too' {
        $bytes = New-MemoryMap -Anonymous -Size 64KB
        $bytes | Write-MappedRegion -Offset 5000 -Value 'here I am'
        $copy = Get-ProcessMemoryMap $bytes | New-MemoryMap -Snapshot | Search-MappedRegion -Text 'here I am'
        $copy.Count | Should -Be 1
    }

    It 'does nothing with -WhatIf, and refuses -Size' {
        $mapping = Get-MappingAt $Other $Other.Known
        $mapping | New-MemoryMap -Snapshot -WhatIf | Should -BeNullOrEmpty
        Get-ErrorId { $mapping | New-MemoryMap -Snapshot -Size 1MB } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.NewMemoryMapCommand'
    }
}

Describe 'New-MemoryMap -Snapshot of a process that one may not examine' -Tag Linux {
    It 'is AccessDenied (needs root to become nobody, and python3)' -Skip:(Test-Missing nobody, python3) {
        $child = Invoke-ChildPwsh -As nobody -ArgumentList $Program {
            param($program)
            $file = Join-Path $HOME 'file'
            [IO.File]::WriteAllBytes($file, [byte[]]::new(8192))
            $start = [System.Diagnostics.ProcessStartInfo]::new('python3', [string[]] ('-c', $program, $file))
            $start.RedirectStandardInput = $true
            $start.RedirectStandardOutput = $true
            $process = [System.Diagnostics.Process]::Start($start)
            $null = $process.StandardOutput.ReadLine()
            $mapping = Get-ProcessMemoryMap -Id $process.Id -Path $file
            $process.StandardInput.WriteLine('hide')
            $null = $process.StandardOutput.ReadLine()
            $null = $mapping | New-MemoryMap -Snapshot -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure.FullyQualifiedErrorId
            $process.Kill()
        }

        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut | Should -BeExactly 'AccessDenied,MmapModule.Commands.NewMemoryMapCommand'
    }
}
