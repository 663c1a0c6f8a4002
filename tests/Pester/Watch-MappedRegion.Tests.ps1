BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Watch-MappedRegion' {
    BeforeEach {
        $script:Map = New-MemoryMap -MemoryFile -Size 8KB
    }

    It 'shows each change of a value until there are enough, and compares with what it has shown last' {
        # The next command in the pipeline is what writes: nothing of it may be missed.
        $next = 0
        $changes = Watch-MappedRegion $Map -Offset 3 -As Int32 -Initial -Count 5 -Timeout 60 | ForEach-Object {
            $_
            $next += 10
            $Map.WriteInt32(3, $next)
        }
        $changes.After | Should -Be 0, 10, 20, 30, 40
        $changes.Before | Should -Be $null, 0, 10, 20, 30
        $changes[1].After | Should -BeOfType ([int])
        $changes[4].Time | Should -BeOfType ([datetime])
        $changes[4].Offset | Should -Be 3
        $changes[4].Length | Should -Be 4
        $changes[4].Map.Id | Should -Be $Map.Id
        $changes | Sort-Object -Unique | Should -HaveCount 5
    }

    It 'says which bytes are different, from the start of the map' {
        $region = Select-MappedRegion $Map -Offset 1000 -Length 100
        $change = Watch-MappedRegion $region -Initial -Count 2 -Timeout 60 | ForEach-Object {
            $Map.Write(1010, [byte[]] (1, 0, 2))
            $_
        } | Select-Object -Last 1
        $change.ChangedOffset | Should -Be 1010
        $change.ChangedLength | Should -Be 3
        $change.Offset | Should -Be 1000
        , $change.Before | Should -BeOfType ([byte[]])
        $change.Before | Should -Be ([byte[]]::new(100))
        $change.After[10..12] | Should -Be 1, 0, 2
        $change.Read(10, 1) | Should -Be 1
    }

    It 'does not let the arrays that it gives away change what it compares with' {
        $seen = Watch-MappedRegion $Map -Length 8 -Initial -Count 2 -Timeout 60 | ForEach-Object {
            $_.After[0] = 99
            $Map.WriteInt32(4, 7)
            $_
        }
        $seen[1].Before | Should -Be (0, 0, 0, 0, 0, 0, 0, 0)
        $seen[1].ChangedOffset | Should -Be 4
    }

    It 'ends with the time, also if somebody writes all the time: <Timeout>' -ForEach @(
        @{ Timeout = 0 }, @{ Timeout = 0.02 }, @{ Timeout = '00:00:00.02' }
    ) {
        $number = 0
        $seen = @(Watch-MappedRegion $Map -Length 4 -Initial -Timeout $Timeout | ForEach-Object { $number++; $Map.WriteInt32(0, $number); $_ })
        $seen.Count | Should -BeGreaterOrEqual 1
        @(Watch-MappedRegion $Map -Length 4 -Timeout $Timeout) | Should -HaveCount 0
    }

    It 'reads big-endian values, counts from the end and takes files' {
        $path = New-TestFile -Bytes ([byte[]] (0, 0, 0, 0, 1, 2))
        (Watch-MappedRegion $path -FromEnd -Offset 2 -As UInt16 -BigEndian -Initial -Timeout 0).After | Should -Be 258
        $change = Watch-MappedRegion -LiteralPath $path -Initial -Count 1
        $change.After | Should -Be 0, 0, 0, 0, 1, 2
        $change.Path | Should -Be $path
        Get-MemoryMap | Where-Object Path -EQ $path | Should -BeNullOrEmpty
    }

    It 'sees what a C program writes, and never goes back (needs a C compiler)' -Skip:(Test-Missing cc) {
        $source = '#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
int main(int argc, char **argv) {
    volatile uint64_t *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, open(argv[1], O_RDWR), 0);
    if (p == MAP_FAILED) return 2;
    for (int i = 0; i < 300; i++) { p[1]++; usleep(300); }
    return 0;
}'
        $program = Get-TestPath
        $source | & (Get-TestCompiler) -x c -O2 -o $program - | Should -BeNullOrEmpty
        $path = New-TestFile -Size 4KB
        $process = [Diagnostics.Process]::Start($program, $path)
        $last = 0uL
        $seen = @(Watch-MappedRegion $path -Offset 8 -As UInt64 -Initial -Timeout 120 | ForEach-Object {
                if ($null -ne $_.Before) { $_.Before | Should -Be $last }
                $last = $_.After
                $_
            } | Where-Object After -EQ 300 | Select-Object -First 1)
        $process.WaitForExit()
        $process.ExitCode | Should -Be 0
        $seen | Should -HaveCount 1
    }

    It 'ends soon after it is stopped' {
        $null = Assert-StopsSoon 'Watch-MappedRegion $Map' @{ Map = $Map }
        $Map.State | Should -Be 'Open'
    }

    It 'ends with an error when the map is removed or the file is truncated' -Tag Linux {
        $path = New-TestFile -Size 8KB
        $failure = $null
        Watch-MappedRegion $path -Offset 4096 -Length 8 -Initial -Timeout 60 -ErrorAction SilentlyContinue -ErrorVariable failure | ForEach-Object { truncate -s 0 $path }
        $failure.FullyQualifiedErrorId | Should -Be 'RegionTruncated,MmapModule.Commands.WatchMappedRegionCommand'
        Watch-MappedRegion $Map -Initial -Timeout 60 -ErrorAction SilentlyContinue -ErrorVariable failure | ForEach-Object { $Map | Remove-MemoryMap }
        $failure.FullyQualifiedErrorId | Should -Be 'MapDisposed,MmapModule.Commands.WatchMappedRegionCommand'
    }

    It 'is an error: <Name>' -ForEach @(
        @{ Name = 'nothing to watch'; Kind = 'InvalidArgument'; Script = { Watch-MappedRegion $Map -Length 0 } }
        @{ Name = 'outside'; Kind = 'RegionOutOfRange'; Script = { Watch-MappedRegion $Map -Offset 8190 -As Int32 } }
        @{ Name = 'no map'; Kind = 'InvalidArgument'; Script = { Watch-MappedRegion } }
    ) {
        $null = Assert-Failure $Script -Kind $Kind -Command Watch-MappedRegion -Target ($Name -eq 'no map' ? $null : $Map)
    }

    It 'shows values, and of many bytes the first that are different' {
        $change = Watch-MappedRegion $Map -Initial -Count 2 -Timeout 60 | ForEach-Object { $Map.Write(16, [byte[]] (1..20)); $_ } | Select-Object -Last 1
        $lines = ($change | Out-String -Width 160) -split '\n'
        $lines[3] | Should -Match '0x10 +20 +00 00 00 00 00 00 00 00 \.\.\. +01 02 03 04 05 06 07 08 \.\.\.'
        $value = Watch-MappedRegion $Map -As Int32 -Initial -Timeout 0
        ($value | Out-String -Width 160) -split '\n' | Select-Object -Index 3 | Should -Match '0x0 +4 +0'
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($change))
        ($copy | Out-String -Width 160) -split '\n' | Select-Object -Index 3 | Should -Match '01 02 03'
    }

    It 'has methods for loops' {
        $watch = $Map.WatchValue(8, 'Int32')
        $watch.Next(0) | Should -BeNullOrEmpty
        $Map.WriteInt32(8, 5)
        $watch.Next(1000).After | Should -Be 5
        $watch.Current().After | Should -Be 5
        $Map.Watch(8, 4).Current().After | Should -Be 5, 0, 0, 0
    }
}
