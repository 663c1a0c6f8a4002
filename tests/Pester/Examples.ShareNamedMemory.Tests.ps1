# The story of share-named-memory.ps1: named shared memory, by mmap on the object in /dev/shm and by multiprocessing.shared_memory.
# Layout: 0 the state (int32), 64 a text of ours, 128 a text of theirs.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Opens or creates the object in one of two ways, says its text, and waits until ours is there.
    $Script = @'
import mmap, os, struct, sys, time
from multiprocessing import resource_tracker, shared_memory
way, name = sys.argv[1:3]
if way.startswith("mmap"):
    flags = os.O_RDWR | (os.O_CREAT | os.O_EXCL if way == "mmap-create" else 0)
    fd = os.open("/dev/shm/" + name, flags, 0o600)
    if way == "mmap-create":
        os.ftruncate(fd, 4096)
    view = mmap.mmap(fd, 0)
    size = len(view)
else:
    shared = shared_memory.SharedMemory(name, create=way == "module-create", size=4096)
    # Python would remove the name when this process ends; the test does that.
    resource_tracker.unregister("/" + name, "shared_memory")
    view, size = shared.buf, shared.size
view[128:128 + len(way)] = way.encode()
struct.pack_into("<i", view, 0, struct.unpack_from("<i", view, 0)[0] | 1)
deadline = time.monotonic() + 60
while not struct.unpack_from("<i", view, 0)[0] & 2:
    if time.monotonic() > deadline:
        sys.exit("no text from the other side")
    time.sleep(0.005)
print(size, bytes(view[64:79]).decode())
'@
}

Describe 'Named shared memory exchanged with python (needs python3)' -Skip:(Test-Missing python3) {
    BeforeEach {
        $name = "mmapmodule-test-$([guid]::NewGuid())"
        $program = $map = $null
    }

    AfterEach {
        Stop-TestProgram $program
        ${map}?.Dispose()
        Get-SharedMemory | Where-Object Name -EQ $name | Remove-SharedMemory
    }

    It 'is created here and opened there, by <_>' -ForEach 'mmap-open', 'module-open' {
        $map = New-MemoryMap -Name $name -Mode Create -Size 4096
        Write-MappedRegion $map -Offset 64 -Value 'from PowerShell'
        $map.WriteInt32(0, 2)
        $program = Start-TestProgram (Get-TestPython) '-c', $Script, $_, $name
        $result = Wait-TestProgram $program
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -BeExactly '4096 from PowerShell'
        $map.ReadInt32(0) | Should -Be 3
        Read-MappedRegion $map -Offset 128 -AsString -NullTerminated | Should -BeExactly $_
    }

    It 'is created there and opened here, by <_>' -ForEach 'mmap-create', 'module-create' {
        $program = Start-TestProgram (Get-TestPython) '-c', $Script, $_, $name
        Wait-Until { (Get-Item -LiteralPath "/dev/shm/$name" -ErrorAction Ignore).Length -eq 4096 } -Program $program
        $map = New-MemoryMap -Name $name -Mode Open
        $map.Length | Should -Be 4096
        Wait-Until { $map.ReadInt32(0) -eq 1 } -Program $program
        Read-MappedRegion $map -Offset 128 -AsString -NullTerminated | Should -BeExactly $_
        (Get-SharedMemory -Name $name).ProcessId | Should -Be (@($PID, $program.Process.Id) | Sort-Object)
        Write-MappedRegion $map -Offset 64 -Value 'from PowerShell'
        $map.WriteInt32(0, 3)
        $result = Wait-TestProgram $program
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -BeExactly '4096 from PowerShell'
    }

    It 'keeps its bytes when both sides have ended' {
        $map = New-MemoryMap -Name $name -Size 4096
        $map.WriteInt32(0, 2)
        $program = Start-TestProgram (Get-TestPython) '-c', $Script, 'mmap-open', $name
        (Wait-TestProgram $program).ExitCode | Should -Be 0
        Remove-MemoryMap $map
        (Get-SharedMemory -Name $name).ProcessId.Count | Should -Be 0
        (od -A n -t d4 --endian=little -N 4 "/dev/shm/$name").Trim() | Should -Be '3'
    }
}
