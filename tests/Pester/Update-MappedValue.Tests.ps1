BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Update-MappedValue' {
    BeforeAll {
        $script:Map = New-MemoryMap -MemoryFile -Size 4KB
    }

    It '<Operation> of <Old> and <Value> as <As> is <New>' -ForEach @(
        @{ Operation = 'Add'; As = 'Int32'; Old = 5; Value = 3; New = 8 }
        @{ Operation = 'Add'; As = 'Byte'; Old = 250; Value = 10; New = 4 }
        @{ Operation = 'Add'; As = 'Int64'; Old = [long]::MaxValue; Value = 1; New = [long]::MinValue }
        @{ Operation = 'Add'; As = 'Double'; Old = 1.5; Value = 2.25; New = 3.75 }
        @{ Operation = 'Add'; As = 'Single'; Old = 1; Value = 0.5; New = 1.5 }
        @{ Operation = 'Subtract'; As = 'UInt16'; Old = 1; Value = 2; New = 65535 }
        @{ Operation = 'And'; As = 'UInt32'; Old = 0xFF; Value = 0x0F; New = 0x0F }
        @{ Operation = 'Or'; As = 'SByte'; Old = 1; Value = -128; New = -127 }
        @{ Operation = 'Xor'; As = 'Int16'; Old = -1; Value = 1; New = -2 }
        @{ Operation = 'Exchange'; As = 'UInt64'; Old = 7; Value = 9; New = 9 }
        @{ Operation = 'Max'; As = 'Int32'; Old = -5; Value = -9; New = -5 }
        @{ Operation = 'Min'; As = 'UInt32'; Old = 5; Value = 4294967295; New = 5 }
    ) {
        Write-MappedRegion -InputObject $Map -Value $Old -As $As -Offset 64
        $update = Update-MappedValue -InputObject $Map -Operation $Operation -Value $Value -As $As -Offset 64

        $update | Should -BeOfType ([MmapModule.MappedValueUpdate])
        $update.Old | Should -Be $Old
        $update.New | Should -Be $New
        $update.New.GetType().Name | Should -BeExactly $As
        $update.Succeeded | Should -BeTrue
        Read-MappedRegion -InputObject $Map -As $As -Offset 64 | Should -Be $New
    }

    It 'takes the type from the value where -As does not say it' {
        $Map.WriteInt64(0, -1)
        (Update-MappedValue $Map Exchange 0).Old | Should -BeOfType ([int])
        $Map.ReadInt32(4) | Should -Be -1
        (Update-MappedValue $Map Exchange 0L).Old | Should -BeOfType ([long])
        (Update-MappedValue $Map Add 1.5).New | Should -BeOfType ([double])
        (Update-MappedValue $Map Exchange ([DayOfWeek]::Friday)).New | Should -Be 5
    }

    It 'compares before it exchanges, and says whether it has' {
        $Map.WriteInt32(0, 0)
        $first = Update-MappedValue $Map CompareExchange -Value 7 -Expected 0
        $second = Update-MappedValue $Map CompareExchange -Value 8 -Expected 0
        $first.Succeeded, $first.Old, $first.New | Should -Be $true, 0, 7
        $second.Succeeded, $second.Old, $second.New | Should -Be $false, 7, 7
        (Update-MappedValue $Map CompareExchange -Value 8L -Expected 7 -Offset 8).Old | Should -BeOfType ([long]) -Because 'the expected value has the type of the new one'
    }

    It 'takes regions, -FromEnd and the pipeline, and shows a table' {
        $Map.Write(0, [byte[]]::new(4096))
        $null = $Map | Select-MappedRegion -Offset 8 -Length 8 | Update-MappedValue -Operation Add -Value 1 -Offset 4
        $null = Update-MappedValue $Map Add 2 -Offset 4 -FromEnd
        $null = $Map | Select-MappedRegion -Split 1KB | Update-MappedValue -Operation Add -Value 3
        $Map.ReadInt32(12), $Map.ReadInt32(4092), $Map.ReadInt32(3072) | Should -Be 1, 2, 3
        (Update-MappedValue $Map Add 1 | Out-String) | Should -Match 'Old +New Succeeded'
    }

    It 'says with -WhatIf what would be done, and where' {
        $result = Invoke-ChildPwsh -ScriptBlock { $map = New-MemoryMap -MemoryFile -Size 4KB; $map.Id; Update-MappedValue $map Add 7 -As Int64 -Offset 64 -WhatIf }

        $id, $said = $result.StdOut -split '\n', 2
        $said | Should -BeLike "*Add 7*Int64 at offset 64 of Map $($id): *"
    }

    It 'changes nothing with -WhatIf' {
        $Map.WriteInt32(0, 5)
        Update-MappedValue $Map Add 1 -WhatIf | Should -BeNullOrEmpty
        $Map.ReadInt32(0) | Should -Be 5
    }

    It 'completes the operations' {
        $text = 'Update-MappedValue $Map -Operation C'
        (TabExpansion2 $text $text.Length).CompletionMatches.CompletionText | Should -Contain 'CompareExchange'
    }

    It 'works beyond 4 GiB' {
        $path = New-TestFile -Size 6GB
        $huge = New-MemoryMap -Path $path -Protection ReadWrite
        $null = Update-MappedValue $huge Add 9 -Offset 5GB
        Get-HexDump -Path $path -Offset 5GB -Count 4 | Should -BeExactly '09 00 00 00'
        $huge | Remove-MemoryMap
    }
}

Describe 'Errors of Update-MappedValue' {
    BeforeAll {
        $script:Map = New-MemoryMap -MemoryFile -Size 4KB
    }

    It 'MisalignedAtomic names the offsets that fit' {
        $failure = Assert-Failure { Update-MappedValue $Map Add 1 -Offset 6 } -Kind MisalignedAtomic -Command Update-MappedValue -Target $Map
        $failure.ErrorDetails.RecommendedAction | Should -Match '\b4 and 8\b'
        $failure.Exception.Offset | Should -Be 6
        $null = Assert-Failure { Update-MappedValue $Map Add 1L -Offset 4 } -Kind MisalignedAtomic -Command Update-MappedValue -Target $Map
        $null = Assert-Failure { Update-MappedValue $Map Add 1 -As Int16 -Offset 1 } -Kind MisalignedAtomic -Command Update-MappedValue -Target $Map
        (Update-MappedValue $Map Add 1 -As Byte -Offset 1).New | Should -Be 1
    }

    It 'refuses what makes no sense: <Name>' -ForEach @(
        @{ Name = 'a value that does not fit'; Kind = 'ValueTooLarge'; Target = 300; Script = { Update-MappedValue $Map Add 300 -As Byte } }
        @{ Name = 'text'; Kind = 'InvalidArgument'; Target = 'x'; Script = { Update-MappedValue $Map Add 'x' } }
        @{ Name = 'no comparand'; Kind = 'InvalidArgument'; Target = 'map'; Script = { Update-MappedValue $Map CompareExchange 1 } }
        @{ Name = 'a comparand too much'; Kind = 'InvalidArgument'; Target = 'map'; Script = { Update-MappedValue $Map Add 1 -Expected 0 } }
        @{ Name = 'bits of a double'; Kind = 'InvalidArgument'; Target = 'map'; Script = { Update-MappedValue $Map Or 1.5 } }
        @{ Name = '16 bytes'; Kind = 'InvalidArgument'; Target = 'map'; Script = { Update-MappedValue $Map Add 1d } }
        @{ Name = 'a place outside'; Kind = 'RegionOutOfRange'; Target = 'map'; Script = { Update-MappedValue $Map Add 1 -Offset 4096 } }
        @{ Name = 'a negative offset'; Kind = 'NegativeOffset'; Target = 'map'; Script = { Update-MappedValue $Map Add 1 -Offset -4 } }
    ) {
        $null = Assert-Failure $Script -Kind $Kind -Command Update-MappedValue -Target ($Target -eq 'map' ? $Map : $Target)
    }

    It 'knows protection, removal and truncation' {
        $path = New-TestFile -Bytes ([byte[]]::new(8192))
        $read = New-MemoryMap -Path $path
        $null = Assert-Failure { Update-MappedValue $read Add 1 } -Kind RegionProtected -Command Update-MappedValue -Target $read -Category WriteError
        $write = New-MemoryMap -Path $path -Protection ReadWrite
        Set-FileLength -Path $path -Length 4196
        $null = Assert-Failure { Update-MappedValue $write Add 1 -Offset 4196 } -Kind RegionTruncated -Command Update-MappedValue -Target $write -Category WriteError
        Set-FileLength -Path $path -Length 100
        $null = Assert-Failure { Update-MappedValue $write Add 1 -Offset 4096 } -Kind RegionTruncated -Command Update-MappedValue -Target $write -Category WriteError
        (Update-MappedValue $write Add 1).New | Should -Be 1
        (Get-Item -LiteralPath $path).Length | Should -Be 100
        Remove-MemoryMap -InputObject $write, $read
        $null = Assert-Failure { Update-MappedValue $write Add 1 } -Kind MapDisposed -Command Update-MappedValue -Target $write
    }
}

Describe 'Processes that count together' {
    It 'lose nothing: four PowerShell processes and a C program (needs a C compiler)' -Skip:(Test-Missing cc) {
        $source = @'
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
int main(int argc, char **argv) {
    int fd = open(argv[1], O_RDWR);
    int64_t *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) return 2;
    for (int i = 0; i < 300000; i++) {
        __atomic_fetch_add(p, 1, __ATOMIC_SEQ_CST);
        __atomic_fetch_add((uint8_t *)p + 17, 1, __ATOMIC_SEQ_CST);
    }
    return 0;
}
'@
        $program = Get-TestPath
        $source | & (Get-TestCompiler) -x c -O2 -o $program -
        $path = New-TestFile -Bytes ([byte[]]::new(4096))
        $children = 1..4 | ForEach-Object {
            Start-ChildPwsh -Shared -ArgumentList $path {
                param($Path)
                $map = New-MemoryMap -Path $Path -Protection ReadWrite
                for ($i = 0; $i -lt 8000; $i++) {
                    $null = $map.InterlockedAdd(0, 1L)
                    $null = $map.UpdateValue(16, 'Add', [byte] 1)
                }
                for ($i = 0; $i -lt 500; $i++) { $null = Update-MappedValue $map Add 1 -As Int64 }
            }
        }
        $other = Start-TestProgram $program $path
        (Wait-TestProgram $other).ExitCode | Should -Be 0
        foreach ($child in $children) {
            (Wait-ChildPwsh $child).ExitCode | Should -Be 0
        }

        $map = New-MemoryMap -Path $path
        $map.ReadInt64(0) | Should -Be (4 * 8500 + 300000)
        $map.ReadByte(16) | Should -Be (4 * 8000 % 256)
        $map.ReadByte(17) | Should -Be (300000 % 256)
        $map | Remove-MemoryMap
    }

    It 'survive a file that is cut and restored all the time (<Folder>; needs x64 or arm64, where a fault can be caught, and python3)' -Skip:(
        [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -notin 'X64', 'Arm64' -or (Test-Missing python3)) -ForEach @(
        @{ Folder = 'the temporary folder' }, @{ Folder = '/dev/shm' }
    ) {
        $path = $Folder -eq '/dev/shm' ? "/dev/shm/$(Get-SharedName)" : (New-TestFile)
        [System.IO.File]::WriteAllBytes($path, [byte[]]::new(8192))
        try {
            $result = Invoke-ChildPwsh -ArgumentList $path {
                param($Path)
                $map = New-MemoryMap -Path $Path -Protection ReadWrite
                $code = 'import os,sys,time' + "`nf = os.open(sys.argv[1], os.O_RDWR)`nend = time.time() + 60`nwhile time.time() < end: os.ftruncate(f, 0); os.ftruncate(f, 8192)"
                $cutter = Start-Process python3 -ArgumentList '-c', "`"$code`"", $Path -PassThru
                $good = $cut = $other = 0
                $watch = [Diagnostics.Stopwatch]::StartNew()
                while (($good -lt 2000 -or $cut -lt 200) -and $watch.Elapsed.TotalSeconds -lt 30) {
                    try {
                        $null = $map.InterlockedAdd(4096, 1)
                        $map.WriteInt64(4104, 1)
                        $good++
                    }
                    catch {
                        if ($_.Exception.InnerException.Kind -eq 'RegionTruncated') { $cut++ } else { $other++; $_ }
                    }
                }
                $cutter.Kill()
                "good $($good -gt 0) cut $($cut -gt 0) other $other"
            }
        }
        finally {
            Remove-Item -LiteralPath $path
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut | Should -BeExactly 'good True cut True other 0'
    }
}
