# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Pages that cannot be used (<Name>)' -ForEach @(
    @{ Name = 'the usual copy'; Variables = @{} }
    @{ Name = 'the fallback copy'; Variables = @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' } }
) {
    It 'are errors where the protection, a hole or a huge page is the reason' {
        $run = Invoke-ChildProbe -ArgumentList (New-TestFile -Bytes ([byte[]]::new(256KB))) -Environment $Variables ([ordered]@{
                '-map' = {
                    $none = New-MemoryMap -Anonymous -Private -Size 64KB -Protection None
                    $read = New-MemoryMap -Path $Argument[0]
                    $write = New-MemoryMap -Path $Argument[0] -Protection Write
                    $execute = New-MemoryMap -Path $Argument[0] -Protection Execute -Private
                    $hole = New-MemoryMap -Path $Argument[0] -Protection ReadWrite
                    Remove-MemoryMap -InputObject $hole -Offset 64KB -Length 64KB
                    $reserved = New-MemoryMap -Anonymous -Private -Size 256KB -Flags NoReserve
                    $inner = New-MemoryMap -Anonymous -Size 64KB -Address ($reserved.Address + 64KB) -Flags Fixed
                }
                noneRead = { $none.ReadInt32(0) }
                noneWrite = { $none.WriteInt32(0, 1) }
                readWrite = { $read.WriteInt32(0, 1) }
                writeRead = { $write.ReadInt32(0) }
                writeWrite = { $write.WriteInt32(0, 1); 'written' }
                executeRead = { $execute.Read() }
                holeRead = { $hole.Read() }
                holeWrite = { $hole.WriteByte(64KB, 1) }
                holeBefore = { $hole.Read(0, 64KB).Length }
                holeBehind = { $hole.Read(128KB).Length }
                holeSearch = { $hole.Search('x') }
                holeStream = { $hole.AsStream().CopyTo([System.IO.Stream]::Null) }
                reservedRead = { $reserved.Read() }
                innerWrite = { $inner.WriteInt32(0, 7); $reserved | Remove-MemoryMap; $inner.ReadInt32(0) }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        Get-ProbeKind $run | Should -Be @(
            'executeRead=RegionProtected'
            'holeBefore=65536'
            'holeBehind=131072'
            'holeRead=RangeNotMapped'
            'holeSearch=RangeNotMapped'
            'holeStream=RangeNotMapped'
            'holeWrite=RangeNotMapped'
            'innerWrite=7'
            'noneRead=RegionProtected'
            'noneWrite=RegionProtected'
            'readWrite=RegionProtected'
            'reservedRead=RangeNotMapped'
            'writeRead=RegionProtected'
            'writeWrite=written'
        )
    }

    It 'are errors on a full file system and a broken device (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Size '512k' {
            param($Folder)
            $disk = Join-Path $Folder 'disk'
            truncate --size 64K $disk
            Use-LoopDevice $disk {
                param($Device)
                $run = Invoke-ChildProbe -ArgumentList $Folder, $Device -Environment $Variables ([ordered]@{
                        '-map' = {
                            $sparse = New-MemoryMap -Path (Join-Path $Argument[0] 'sparse') -Size 4MB -Sparse -Protection ReadWrite
                            $block = New-MemoryMap -Path $Argument[1] -Protection ReadWrite
                            truncate --size 0 (Join-Path $Argument[0] 'disk')
                        }
                        fill = { for ($offset = 0; $offset -lt 4MB; $offset += 4096) { $sparse.WriteByte($offset, 1) } }
                        first = { $sparse.ReadByte(0) }
                        again = { Write-MappedRegion -InputObject $sparse -Value ([byte[]]::new(4MB)) }
                        blockRead = { $block.ReadByte(0) }
                        blockAll = { $block | Read-MappedRegion -ChunkSize 4KB }
                        blockWrite = { Write-MappedRegion -InputObject $block -Value 1 }
                        '-end' = { $sparse, $block | Remove-MemoryMap }
                    })

                $run.ExitCode | Should -Be 0 -Because $run.StdErr
                Get-ProbeKind $run | Should -Be @('again=NoSpace', 'blockAll=RegionFault', 'blockRead=RegionFault', 'blockWrite=RegionFault', 'fill=NoSpace', 'first=1')
            }
        }
    }

    It 'are found out for memory that grows down and is dropped too' {
        $run = Invoke-ChildProbe -Environment $Variables ([ordered]@{
                down = {
                    $map = New-MemoryMap -Anonymous -Private -Size 64KB -Flags GrowsDown
                    $map.WriteInt32(0, 5)
                    $map.ReadInt32(0)
                }
                zero = {
                    $map = New-MemoryMap -Path '/dev/zero' -Length 64KB -Protection ReadWrite
                    $map.WriteInt32(64KB - 4, 6)
                    $map.ReadInt32(64KB - 4)
                }
                anonymous = {
                    $map = New-MemoryMap -Anonymous -Size 64KB
                    $map.WriteInt32(64KB - 4, 7)
                    $map.ReadInt32(64KB - 4)
                }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        Get-ProbeKind $run | Should -Be @('anonymous=7', 'down=5', 'zero=6')
    }
}

Describe 'The copy of last resort' {
    It 'is in use when the environment variable says so' {
        # Its stage is a file in memory of its own, which the usual copy does not need.
        $count = { (Get-ChildItem -LiteralPath '/proc/self/fd').Target -like '/memfd:MmapModule.copy*' | Measure-Object | ForEach-Object Count }
        $script = [scriptblock]::Create("`$m = New-MemoryMap -Path '/etc/passwd' -Private -Protection ReadWrite; `$m.WriteByte(0, 1); `$null = `$m.Read(); $count")

        (Invoke-ChildPwsh $script -Fresh).StdOut | Should -BeExactly '0'
        [int] (Invoke-ChildPwsh $script -Environment @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' }).StdOut | Should -BeGreaterThan 0
    }

    It 'reads and writes the same bytes as the usual one (needs cmp)' -Skip:(Test-Missing cmp) {
        $bytes = [byte[]]::new(3MB + 17)
        [System.Random]::new(5).NextBytes($bytes)
        $source = New-TestFile -Bytes $bytes
        $target = Get-TestPath
        $run = Invoke-ChildProbe -ArgumentList $source, $target -Environment @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' } ([ordered]@{
                copy = {
                    $from = New-MemoryMap -Path $Argument[0] -Private
                    $to = New-MemoryMap -Path $Argument[1] -Size $from.Length -Protection ReadWrite
                    Write-MappedRegion -InputObject $to -Value (Read-MappedRegion -InputObject $from)
                    $from.Length
                }
            })

        $run.Probe['copy'].Value | Should -Be $bytes.Length -Because $run.StdErr
        cmp $source $target
        $LASTEXITCODE | Should -Be 0
    }
}
