# The one promise above all: a file that is cut while it is mapped ends in an error record, never in the end of the shell.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A file that is truncated to <Length> bytes under a map (<Name>)' -ForEach @(
    foreach ($environment in @{ Name = 'the usual copy'; Variables = @{} }, @{ Name = 'the fallback copy'; Variables = @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' } }) {
        foreach ($length in 0, 100) {
            @{ Name = $environment.Name; Variables = $environment.Variables; Length = $length }
        }
    }
) {
    BeforeAll {
        $path = New-TestFile -Bytes ([byte[]]::new(1MB))
        $script:Run = Invoke-ChildProbe -ArgumentList $path, $Length -Environment $Variables ([ordered]@{
                '-map' = {
                    $map = New-MemoryMap -Path $Argument[0] -Protection ReadWrite
                    $private = New-MemoryMap -Path $Argument[0] -Protection ReadWrite -Private
                    $private.WriteByte(4, 1)
                    $region = $map.Slice(512KB, 1KB)
                    $stream = $map.AsStream()
                    $snapshot = New-MemoryMap -Path $Argument[0] -Snapshot
                    truncate --size $Argument[1] $Argument[0]
                }
                read = { Read-MappedRegion -InputObject $map -Offset 100 -Length 8 }
                readAll = { Read-MappedRegion -InputObject $map }
                readPrivate = { Read-MappedRegion -InputObject $private -Offset 100KB -Length 1 }
                region = { $region | Read-MappedRegion }
                values = { Read-MappedRegion -InputObject $map -As Int32 -Count 1000 }
                text = { Read-MappedRegion -InputObject $map -AsString -Offset 100 }
                streaming = { Read-MappedRegion -InputObject $map -ChunkSize 64KB | ForEach-Object { $_.Length } }
                write = { Write-MappedRegion -InputObject $map -Offset 100 -Value 'x' }
                writePrivate = { Write-MappedRegion -InputObject $private -Offset 100KB -Value 'x' }
                writeHex = { Write-MappedRegion -InputObject $map -Hex 'FF ?? FF' -Offset 200KB }
                halfByte = { Write-MappedRegion -InputObject $map -Hex 'F?' -Offset 200KB }
                whatIf = { Write-MappedRegion -InputObject $map -Offset 200KB -Value 'x' -WhatIf }
                expect = { Write-MappedRegion -InputObject $map -Offset 200KB -Value 'x' -Expect '00' }
                pipeline = { 1..100 | Write-MappedRegion $map -Offset 100 }
                readInt32 = { $map.ReadInt32(100) }
                writeInt32 = { $map.WriteInt32(100, 1) }
                readString = { $map.ReadString(100, 10) }
                search = { $map.Search([byte[]] (1, 2, 3)) }
                searchText = { $private.Search('nothing') }
                stream = { $stream.CopyTo([System.IO.Stream]::Null) }
                hash = { Get-FileHash -InputStream $map.AsStream() -ErrorAction Stop }
                sync = { Sync-MemoryMap -InputObject $map }
                flush = { $map.Flush() }
                state = { $map.State }
                healthy = { Test-MemoryMap -InputObject $map }
                snapshot = { $snapshot.Read().Length }
                remove = { $map, $private | Remove-MemoryMap; $map.State }
                alive = { 'alive' }
            })
    }

    It 'leaves the shell alive' {
        $Run.ExitCode | Should -Be 0 -Because $Run.StdErr
        $Run.Probe['alive'].Value | Should -BeExactly 'alive'
    }

    It 'is RegionTruncated for <Probe>' -ForEach @(
        @{ Probe = 'read'; Command = 'Read-MappedRegion' }
        @{ Probe = 'readAll'; Command = 'Read-MappedRegion' }
        @{ Probe = 'readPrivate'; Command = 'Read-MappedRegion' }
        @{ Probe = 'region'; Command = 'Read-MappedRegion' }
        @{ Probe = 'values'; Command = 'Read-MappedRegion' }
        @{ Probe = 'text'; Command = 'Read-MappedRegion' }
        @{ Probe = 'streaming'; Command = 'Read-MappedRegion' }
        @{ Probe = 'write'; Command = 'Write-MappedRegion' }
        @{ Probe = 'writePrivate'; Command = 'Write-MappedRegion' }
        @{ Probe = 'writeHex'; Command = 'Write-MappedRegion' }
        @{ Probe = 'pipeline'; Command = 'Write-MappedRegion' }
    ) {
        Assert-Probe $Run $Probe -Kind RegionTruncated -Command $Command -Target 'Map *' -Category ($Command -like 'Write*' ? 'WriteError' : 'ReadError')
    }

    It 'is RegionTruncated for <_>' -ForEach 'halfByte', 'whatIf', 'expect', 'readInt32', 'writeInt32', 'readString', 'search', 'searchText', 'stream', 'hash', 'sync', 'flush' {
        Assert-Probe $Run $_ -Kind RegionTruncated
    }

    It 'can still be examined and removed, and a snapshot is whole' {
        $Run.Probe['state'].Value | Should -BeExactly 'Truncated'
        $Run.Probe['healthy'].Value | Should -BeExactly 'False'
        $Run.Probe['snapshot'].Value | Should -Be 1MB
        $Run.Probe['remove'].Value | Should -BeExactly 'Closed'
    }

    It 'does not make the file longer again' {
        (Get-Item -LiteralPath $path).Length | Should -Be $Length
    }
}

Describe 'What the promise is worth' {
    It 'the MemoryMappedFile of .NET ends the shell in the same place' {
        # Without diagnostics the runtime leaves no pipes behind when it dies.
        $run = Invoke-ChildPwsh -ArgumentList (New-TestFile -Bytes ([byte[]]::new(64KB))) -Environment @{ DOTNET_EnableDiagnostics = '0' } {
            param($Path)
            $file = [System.IO.MemoryMappedFiles.MemoryMappedFile]::CreateFromFile($Path)
            $view = $file.CreateViewAccessor()
            truncate --size 0 $Path
            try { $view.ReadByte(0) } catch { 'caught' }
            'alive'
        }

        $run.ExitCode | Should -Be 134
        $run.StdOut | Should -Not -Match 'alive'
    }

    It 'streaming goes on to the point where the file ends, and tells (<Name>)' -ForEach @(
        @{ Name = 'the usual copy'; Variables = @{} }
        @{ Name = 'the fallback copy'; Variables = @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' } }
    ) {
        $run = Invoke-ChildProbe -ArgumentList (New-TestFile -Bytes ([byte[]]::new(1MB))) -Environment $Variables ([ordered]@{
                '-map' = { $map = New-MemoryMap -Path $Argument[0]; $read = 0 }
                stream = {
                    Read-MappedRegion -InputObject $map -ChunkSize 64KB | ForEach-Object {
                        $read += $_.Length
                        if ($read -eq 256KB) { truncate --size 500000 $Argument[0] }
                    }
                }
                read = { $read }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        Assert-Probe $run 'stream' -Kind RegionTruncated -Command Read-MappedRegion -Target 'Map *' -Category ReadError
        $run.Probe['read'].Value | Should -Be (7 * 64KB)
    }

    It 'another program may cut and grow the file all the time (<Name>)' -ForEach @(
        @{ Name = 'the usual copy'; Variables = @{} }
        @{ Name = 'the fallback copy'; Variables = @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' } }
    ) {
        $path = New-TestFile -Bytes ([byte[]]::new(1MB))
        $cutter = Start-Helper '/bin/sh' '-c', 'while :; do truncate --size 0 "$0"; truncate --size 1M "$0"; done', $path
        try {
            $run = Invoke-ChildProbe -ArgumentList $path -Environment $Variables ([ordered]@{
                    '-map' = {
                        $maps = (New-MemoryMap -Path $Argument[0] -Size 1MB -Protection ReadWrite), (New-MemoryMap -Path $Argument[0] -Size 1MB -Private -Protection ReadWrite)
                        $kinds = @{}
                        $watch = [System.Diagnostics.Stopwatch]::StartNew()
                    }
                    stress = {
                        while (($kinds.Values | Measure-Object -Sum).Sum -lt 30 -and $watch.Elapsed.TotalSeconds -lt 250) {
                            foreach ($map in $maps) {
                                try { $null = $map.Read() } catch [MmapModule.MmapException] { $kinds["$($_.Exception.Kind)"]++ }
                                try { $map.WriteInt64(900KB, 1) } catch [MmapModule.MmapException] { $kinds["$($_.Exception.Kind)"]++ }
                                try { $null = $map.Search('x') } catch [MmapModule.MmapException] { $kinds["$($_.Exception.Kind)"]++ }
                            }
                        }
                        $kinds.Keys
                    }
                })
        }
        finally {
            Stop-Helper $cutter
        }

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        $run.Probe['stress'].Value | Should -BeExactly 'RegionTruncated' -Because 'nothing else can go wrong, and that must have'
    }
}
