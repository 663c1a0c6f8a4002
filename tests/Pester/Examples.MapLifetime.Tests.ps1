# The story of map-lifetime.ps1, where a process ends by itself: how long a map lives, and what it leaves behind.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Test-Readable {
        param([string] $Path)

        try {
            $null = Read-TestFile $Path
            $true
        }
        catch {
            # A process that has ended meanwhile hides nothing.
            -not [System.IO.File]::Exists($Path)
        }
    }
}

Describe 'A map whose file handle is closed' {
    BeforeEach {
        $path = New-TestFile -Text 'helloworld'
        $stream = [System.IO.File]::Open($path, 'Open', 'ReadWrite', 'ReadWrite')
    }

    AfterEach {
        $stream.Dispose()
        ${map}?.Dispose()
    }

    It 'goes on working when it was made from a <Name>' -ForEach @(
        @{ Name = 'FileStream'; Handle = { $stream } }
        @{ Name = 'SafeFileHandle'; Handle = { $stream.SafeFileHandle } }
        @{ Name = 'descriptor number'; Handle = { [int] $stream.SafeFileHandle.DangerousGetHandle() } }
    ) {
        $map = New-MemoryMap -Handle (& $Handle) -Protection ReadWrite
        $stream.Dispose()
        Get-MappedPath $path | Should -Not -BeNullOrEmpty
        Write-MappedRegion $map -Value 0x30313233
        cat $path | Should -BeExactly '3210oworld'
        'W' | dd of=$path bs=1 seek=5 count=1 conv=notrunc status=none
        Read-MappedRegion $map -AsString | Should -BeExactly '3210oWorld'
        Sync-MemoryMap $map
        Remove-MemoryMap $map
        Get-MappedPath $path | Should -BeNullOrEmpty
    }

    It 'leaves the stream usable when the map is removed first' {
        $map = New-MemoryMap -Handle $stream -Protection ReadWrite
        Write-MappedRegion $map -Value 'HELLO'
        Remove-MemoryMap $map
        $reader = [System.IO.StreamReader]::new($stream)
        $reader.ReadToEnd() | Should -BeExactly 'HELLOworld'
    }
}

Describe 'A process that is killed' {
    BeforeEach {
        $path = New-TestFile -Bytes ([byte[]]::new(10000))
        $name = "mmapmodule-test-$([guid]::NewGuid())"
        $map = New-MemoryMap -Path $path -Protection ReadWrite
        $child = Start-ChildPwsh {
            param($Path, $Name)
            $ErrorActionPreference = 'Stop'
            $map = New-MemoryMap -Path $Path -Protection ReadWrite
            $shared = New-MemoryMap -Name $Name -Mode Create -Size 4KB
            $shared.WriteString(0, 'left behind')
            $map.WriteString(9000, "written by $PID")
            $map.WriteInt32(0, 1)
            $deadline = [DateTime]::UtcNow.AddSeconds(60)
            while ($map.ReadInt32(0) -eq 1 -and [DateTime]::UtcNow -lt $deadline) {
                Start-Sleep -Milliseconds 5
            }
        } -ArgumentList $path, $name
        Wait-Until { $map.ReadInt32(0) -eq 1 } -Program $child
        $id = $child.Process.Id
    }

    AfterEach {
        Stop-TestProgram $child
        $map.Dispose()
        Get-SharedMemory | Where-Object Name -EQ $name | Remove-SharedMemory
    }

    It 'has its maps in /proc while it lives; then they are gone, the file is whole, and its shared memory is an orphan that keeps its bytes' {
        Get-MappedPath $path -Id $id | Should -Not -BeNullOrEmpty
        Get-MappedPath "/dev/shm/$name" -Id $id | Should -Not -BeNullOrEmpty
        $object = Get-SharedMemory -Name $name
        $object.ProcessId | Should -Be $id
        $object.IsOrphan | Should -BeFalse

        Stop-Process -Id $id -Force
        $child.Process.WaitForExit(60000) | Should -BeTrue

        Get-MappedPath $path -Id $id | Should -BeNullOrEmpty
        stat -c '%s' $path | Should -Be '10000'
        dd if=$path bs=1 skip=9000 count="$("written by $id".Length)" status=none | Should -BeExactly "written by $id"
        $map.ReadString(9000, 10) | Should -BeExactly 'written by'
        $object = Get-SharedMemory -Name $name
        $object.ProcessId.Count | Should -Be 0
        $object.Size | Should -Be 4096
        head -c 11 "/dev/shm/$name" | Should -BeExactly 'left behind'
        $object.IsOrphan | Should -BeTrue

        # Whoever may not look into every process cannot be sure that there is no user.
        $sawAll = -not (Get-ChildItem -Path /proc -Directory | Where-Object Name -Match '^\d+$' | Where-Object { -not (Test-Readable "$_/maps") })
        $object.Reliable | Should -Be $sawAll
    }
}
