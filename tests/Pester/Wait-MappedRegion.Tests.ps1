# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Wait-MappedRegion' {
    BeforeAll {
        $script:Map = New-MemoryMap -MemoryFile -Size 8KB
    }

    It 'gives the value at once if the condition holds: <Until> <Value> as <As>' -ForEach @(
        @{ Until = 'Equal'; Value = 5; As = 'Int32' }
        @{ Until = 'NotEqual'; Value = 6; As = 'Byte' }
        @{ Until = 'Greater'; Value = 4; As = 'UInt64' }
        @{ Until = 'Greater'; Value = 4.5; As = 'Double' }
        @{ Until = 'Less'; Value = 6; As = 'Int16' }
    ) {
        Write-MappedRegion $Map -Value 5 -As $As -Offset 3
        $value = Wait-MappedRegion $Map -Offset 3 -Until $Until -Value $Value -As $As
        $value | Should -Be 5
        $value.GetType().Name | Should -BeExactly $As
    }

    It 'reads big-endian values, regions and -FromEnd' {
        Write-MappedRegion $Map -Value 258 -BigEndian -Offset 16
        Wait-MappedRegion $Map 16 -Until Equal -Value 258 -BigEndian -Timeout 0 | Should -Be 258
        $Map | Select-MappedRegion -Offset 16 -Length 4 | Wait-MappedRegion -FromEnd -Offset 4 -Until Equal -Value 258 -BigEndian -Timeout 0 | Should -Be 258
        Wait-MappedRegion $Map 16 -Until Equal -Value 258 -Timeout 0 | Should -BeFalse
    }

    It 'gives $false when the time is over, however it is given: <Timeout>' -ForEach @(
        @{ Timeout = 0 }, @{ Timeout = 0.05 }, @{ Timeout = '0.05' }, @{ Timeout = '00:00:00.05' }, @{ Timeout = [timespan]::FromMilliseconds(50) }
    ) {
        $result = Wait-MappedRegion $Map -Length 8 -Timeout $Timeout
        $result | Should -BeOfType ([bool])
        $result | Should -BeFalse
    }

    It 'does not take <_> for a timeout' -ForEach 'soon', -2, '-00:00:05', 1e300, '0x', $true, ([char] '5') {
        { Wait-MappedRegion $Map -Length 8 -Timeout $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'is woken by <Name> in another process' -ForEach @(
        @{ Name = 'Write-MappedRegion'; Script = { param($N) $m = New-MemoryMap -Name $N; for ($i = 1; -not $m.ReadInt32(0); $i++) { Write-MappedRegion $m -Value $i -Offset 100; Start-Sleep -Milliseconds 50 } } }
        @{ Name = 'Update-MappedValue'; Script = { param($N) $m = New-MemoryMap -Name $N; while (-not $m.ReadInt32(0)) { $null = Update-MappedValue $m Add 1 -Offset 100; Start-Sleep -Milliseconds 50 } } }
        @{ Name = 'a method'; Script = { param($N) $m = New-MemoryMap -Name $N; for ($i = 1; -not $m.ReadInt32(0); $i++) { $m.WriteInt32(100, $i); Start-Sleep -Milliseconds 50 } } }
        @{ Name = 'dd'; Script = { param($N) $m = New-MemoryMap -Name $N; while (-not $m.ReadInt32(0)) { head -c 4 /dev/urandom | dd "of=/dev/shm/$N" bs=1 seek=100 conv=notrunc 2>$null; Start-Sleep -Milliseconds 50 } } }
    ) {
        $name = Get-SharedName
        $shared = New-MemoryMap -Name $name -Mode Create -Size 4KB
        $child = Start-ChildPwsh -Shared $Script -ArgumentList $name
        try {
            $bytes = Wait-MappedRegion $shared -Offset 96 -Length 16 -Timeout 60
            , $bytes | Should -BeOfType ([byte[]])
            $bytes.Length | Should -Be 16
            Wait-MappedRegion $shared -Offset 100 -Until NotEqual -Value 0 -Timeout 60 | Should -Not -BeOfType ([bool])
        }
        finally {
            # The other process goes on until this number is no zero.
            $shared.WriteInt32(0, 1)
            $result = Wait-ChildPwsh $child
            $shared | Remove-MemoryMap
            Remove-SharedMemory $name
        }

        $result.StdErr | Should -BeNullOrEmpty
    }

    It 'passes a ball between two processes' {
        $name = Get-SharedName
        $shared = New-MemoryMap -Name $name -Mode Create -Size 4KB
        $child = Start-ChildPwsh -Shared -ArgumentList $name {
            param($Name)
            $m = New-MemoryMap -Name $Name
            foreach ($i in 1..200) {
                $null = Wait-MappedRegion $m -Until Equal -Value $i -Timeout 60
                Write-MappedRegion $m -Value (-$i) -Offset 64
            }
        }
        foreach ($i in 1..200) {
            $shared.WriteInt32(0, $i)
            $shared.WaitUntil(64, 'Equal', -$i, 60000) | Should -BeTrue
        }
        (Wait-ChildPwsh $child).ExitCode | Should -Be 0
        $shared | Remove-MemoryMap
        Remove-SharedMemory $name
    }

    It 'ends soon after it is stopped' {
        $null = Assert-StopsSoon 'Wait-MappedRegion $Map' @{ Map = $Map }
        $Map.State | Should -Be 'Open'
    }

    It 'ends when the map is removed, and does not hold the removal up' {
        $other = New-MemoryMap -MemoryFile -Size 4KB
        $job = Start-ThreadJob { Import-Module -Name $using:ModulePath; Wait-MappedRegion $using:other }
        Start-Sleep -Milliseconds 500
        $other | Remove-MemoryMap
        $null = $job | Wait-Job -Timeout 30
        $job.State | Should -Be 'Completed'
        $job.Error[0].FullyQualifiedErrorId | Should -BeLike 'MapDisposed,*'
        $job | Remove-Job -Force
    }

    It 'ends when the file is truncated' {
        $path = New-TestFile -Bytes ([byte[]]::new(8192))
        $result = Invoke-ChildPwsh -ArgumentList $path {
            param($Path)
            $map = New-MemoryMap -Path $Path
            $null = Start-ThreadJob { Start-Sleep -Milliseconds 300; truncate -s 0 $using:Path }
            try { Wait-MappedRegion $map -Offset 4096 -Length 8 -Timeout 30 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
        }
        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut | Should -BeExactly 'RegionTruncated,MmapModule.Commands.WaitMappedRegionCommand'
    }

    It 'is an error: <Name>' -ForEach @(
        @{ Name = 'nothing to watch'; Kind = 'InvalidArgument'; Script = { Wait-MappedRegion $Map -Length 0 } }
        @{ Name = 'outside'; Kind = 'RegionOutOfRange'; Script = { Wait-MappedRegion $Map -Offset 8190 -Until Equal -Value 1 } }
        @{ Name = 'no number'; Kind = 'InvalidArgument'; Script = { Wait-MappedRegion $Map -Until Equal -Value 'x' }; Target = 'x' }
        @{ Name = 'a value that never fits'; Kind = 'ValueTooLarge'; Script = { Wait-MappedRegion $Map -Until Equal -Value 256 -As Byte }; Target = 256 }
    ) {
        $null = Assert-Failure $Script -Kind $Kind -Command Wait-MappedRegion -Target ($Target ?? $Map)
    }

    It 'refuses to watch more than 64 MiB' {
        $huge = New-MemoryMap -Path (New-TestFile -Size 10GB)
        $failure = Assert-Failure { Wait-MappedRegion $huge } -Kind InvalidArgument -Command Wait-MappedRegion -Target $huge
        $failure.ErrorDetails.RecommendedAction | Should -Match '-Length'
        (Wait-MappedRegion $huge -Offset 9GB -Length 100 -Timeout 0) | Should -BeFalse
        $huge | Remove-MemoryMap
    }
}
