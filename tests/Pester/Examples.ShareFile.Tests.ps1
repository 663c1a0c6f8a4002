# Unrelated processes that share an ordinary file by mapping it, and private maps that change nothing for them. Two PowerShells
# do so in the example share-file.ps1.
# Layout: 0 the turn (int32), 64 and 128 the messages of the two sides.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Waits for its turn, says something at its place, passes the turn on, waits for the last turn and shows what the other side has said.
    $Side = {
        param($Path, $Turn, $Mine, $Others, $Message)
        $ErrorActionPreference = 'Stop'
        $map = New-MemoryMap -Path $Path -Protection ReadWrite
        foreach ($wanted in [int] $Turn, 2) {
            $deadline = [DateTime]::UtcNow.AddSeconds(60)
            while ($map.ReadInt32(0) -lt $wanted) {
                if ([DateTime]::UtcNow -gt $deadline) {
                    throw "Turn $wanted did not come."
                }

                Start-Sleep -Milliseconds 5
            }

            if ($wanted -eq [int] $Turn) {
                Write-MappedRegion $map -Offset ([long] $Mine) -Value "$Message by $PID" -NullTerminate
                $map.WriteInt32(0, $wanted + 1)
            }
        }

        Read-MappedRegion $map -Offset ([long] $Others) -Length 64 -AsString -NullTerminated
    }

    # The side that begins, in Python; a private map that it changes on the way must not reach anybody.
    $PythonSide = @'
import mmap, os, struct, sys, time
with open(sys.argv[1], "r+b") as f:
    shared = mmap.mmap(f.fileno(), 0)
    private = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_COPY)
private[192:200] = b"only me!"
text = b"hello by %d\0" % os.getpid()
shared[64:64 + len(text)] = text
struct.pack_into("<i", shared, 0, 1)
deadline = time.monotonic() + 60
while struct.unpack_from("<i", shared, 0)[0] < 2:
    if time.monotonic() > deadline:
        sys.exit("no answer")
    time.sleep(0.005)
print(shared[128:192].rstrip(b"\0").decode())
'@
}

Describe 'Unrelated processes that map the same file' {
    BeforeEach {
        $path = New-TestFile -Bytes ([byte[]]::new(4096))
        $second = $python = $null
    }

    AfterEach {
        $second, $python | ForEach-Object { Stop-TestProgram $_ }
        Get-MemoryMap | Where-Object Path -EQ $path | Remove-MemoryMap
    }

    It 'exchange data in both directions: PowerShell and python, whose private map reaches nobody (needs python3)' -Skip:(Test-Missing python3) {
        $second = Start-ChildPwsh -Shared $Side -ArgumentList $path, '1', '128', '64', 'welcome'
        $python = Start-TestProgram (Get-TestPython) '-c', $PythonSide, $path
        $secondId = $second.Process.Id
        (Wait-ChildPwsh $second).StdOut | Should -BeExactly "hello by $($python.Process.Id)"
        $result = Wait-TestProgram $python
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -BeExactly "welcome by $secondId"
        (Get-FileByte $path)[192..199] | Should -Be (, 0 * 8)
    }

    It 'see nothing of what a private map changes, and neither does the file' {
        $shared = New-MemoryMap -Path $path -Protection ReadWrite
        $private = New-MemoryMap -Path $path -Protection ReadWrite -Private
        Write-MappedRegion $private -Value 'only me' -Offset 100
        Read-MappedRegion $private -Offset 100 -Length 7 -AsString | Should -BeExactly 'only me'
        $shared.Read(100, 7) | Should -Be (, 0 * 7)
        (Get-FileByte $path)[100..106] | Should -Be (, 0 * 7)
        (Invoke-ChildPwsh { param($Path) "$((New-MemoryMap -Path $Path).Read(100, 7))" } -ArgumentList $path).StdOut | Should -BeExactly '0 0 0 0 0 0 0'
        Remove-MemoryMap $private
        (Get-FileByte $path)[100..106] | Should -Be (, 0 * 7)
    }

    It 'give a private map their changes in the pages that it has not changed itself' {
        $shared = New-MemoryMap -Path (New-TestFile -Bytes ([byte[]]::new(8 * [Environment]::SystemPageSize))) -Protection ReadWrite
        $private = New-MemoryMap -Path $shared.Path -Protection ReadWrite -Private
        $private.WriteInt32(0, 1)
        $shared.WriteInt32(4, 44)
        $shared.WriteInt32(4 * [Environment]::SystemPageSize, 45)
        $private.ReadInt32(4) | Should -Be 0
        $private.ReadInt32(4 * [Environment]::SystemPageSize) | Should -Be 45
        $private, $shared | Remove-MemoryMap
    }
}
