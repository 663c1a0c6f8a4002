# The story of share-memory-file.ps1: memory shared by parent and child through a memory file, and private memory by mapping /dev/zero.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Adds the numbers that its parent puts at offset 16, whenever the parent asks for it, until it is told to end.
    $Child = {
        param($Path)
        $ErrorActionPreference = 'Stop'
        $map = New-MemoryMap -Path $Path -Protection ReadWrite
        $deadline = [DateTime]::UtcNow.AddSeconds(60)
        for ($turn = 1; $turn -le 5; $turn += 2) {
            while ($map.ReadInt32(0) -lt $turn) {
                if ([DateTime]::UtcNow -gt $deadline) {
                    throw "Turn $turn did not come."
                }

                Start-Sleep -Milliseconds 5
            }

            $count = $map.ReadInt32(4)
            $sum = (Read-MappedRegion $map -Offset 16 -As Int32 -Count $count | Measure-Object -Sum).Sum
            $map.WriteInt64(8, $sum)
            $map.WriteInt32(0, $turn + 1)
        }

        "$($map.Kind) $PID"
    }
}

Describe 'A memory file shared by parent and child' {
    BeforeEach {
        $map = New-MemoryMap -MemoryFile -Size 64KB
        $program = $null
    }

    AfterEach {
        Stop-TestProgram $program
        $map.Dispose()
    }

    It 'carries data in both directions, turn after turn' {
        $program = Start-ChildPwsh -Shared $Child -ArgumentList $map.Path
        foreach ($turn in 1, 3, 5) {
            $numbers = [int[]] (1..(10 * $turn))
            Write-MappedRegion $map -Offset 16 -Value $numbers
            $map.WriteInt32(4, $numbers.Count)
            $map.WriteInt32(0, $turn)
            Wait-Until { $map.ReadInt32(0) -eq $turn + 1 } -Program $program
            $map.ReadInt64(8) | Should -Be ($numbers | Measure-Object -Sum).Sum
        }

        $id = $program.Process.Id
        $result = Wait-ChildPwsh $program
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -BeExactly "File $id"
    }

    It 'has a path that names this process, where od sees the bytes' {
        Write-MappedRegion $map -Value 0x30313233
        $map.Path | Should -Match "^/proc/$PID/fd/\d+$"
        (od -A n -t x1 -N 4 $map.Path).Trim() | Should -BeExactly '33 32 31 30'
    }

    It 'is shared with python too, in both directions (needs python3)' -Skip:(Test-Missing python3) {
        Write-MappedRegion $map -Value 'from PowerShell'
        $program = Start-TestProgram (Get-TestPython) '-c', @'
import mmap, sys
with open(sys.argv[1], "r+b") as f, mmap.mmap(f.fileno(), 0) as m:
    print(len(m), m[0:15].decode())
    m[100:111] = b"from python"
'@, $map.Path
        (Wait-TestProgram $program).StdOut | Should -BeExactly '65536 from PowerShell'
        $map.ReadString(100, 11) | Should -BeExactly 'from python'
    }

    It 'lives on in the child when the parent removes its map' {
        Write-MappedRegion $map -Offset 8 -Value 'still here'
        $flag = New-TestFile -Bytes ([byte[]]::new(4))
        $signal = New-MemoryMap -Path $flag -Protection ReadWrite
        $program = Start-ChildPwsh -Shared {
            param($Path, $Flag)
            $map = New-MemoryMap -Path $Path
            $signal = New-MemoryMap -Path $Flag -Protection ReadWrite
            $signal.WriteInt32(0, 1)
            $deadline = [DateTime]::UtcNow.AddSeconds(60)
            while ($signal.ReadInt32(0) -ne 2 -and [DateTime]::UtcNow -lt $deadline) {
                Start-Sleep -Milliseconds 5
            }

            $map.ReadString(8, 10)
        } -ArgumentList $map.Path, $flag
        Wait-Until { $signal.ReadInt32(0) -eq 1 } -Program $program
        $path = $map.Path
        Remove-MemoryMap $map
        Test-Path -LiteralPath $path | Should -BeFalse
        $signal.WriteInt32(0, 2)
        (Wait-ChildPwsh $program).StdOut | Should -BeExactly 'still here'
        Remove-MemoryMap $signal
    }
}

Describe 'A private map of /dev/zero' {
    BeforeEach {
        $map = New-MemoryMap /dev/zero -Private -Length 64KB -Protection ReadWrite
    }

    AfterEach {
        $map.Dispose()
    }

    It 'is 64 KB of zeros' {
        $map.Length | Should -Be 65536
        ($map.Read() | Measure-Object -Maximum).Maximum | Should -Be 0
    }

    It 'can be written from its first to its last byte' {
        Write-MappedRegion $map -Value 0x11
        Write-MappedRegion $map -Value ([byte] 0x22) -Offset 65535
        $map.ReadByte(0) | Should -Be 0x11
        $map.ReadByte(65535) | Should -Be 0x22
    }

    It 'is invisible: other maps, other processes and /dev/zero itself stay zero' {
        Write-MappedRegion $map -Value 0x30313233
        $other = New-MemoryMap /dev/zero -Private -Length 64KB -Protection ReadWrite
        $other.ReadInt32(0) | Should -Be 0
        Remove-MemoryMap $other
        (od -A n -t x1 -N 4 /dev/zero).Trim() | Should -BeExactly '00 00 00 00'
        $child = Invoke-ChildPwsh { (New-MemoryMap /dev/zero -Private -Length 64KB).ReadInt32(0) }
        $child.StdOut | Should -BeExactly '0'
    }
}
