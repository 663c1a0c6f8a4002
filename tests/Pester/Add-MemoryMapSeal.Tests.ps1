BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Python = Get-TestPython
    $script:Probe = @'
import errno, fcntl, mmap, os, sys
fd = os.open(sys.argv[1], os.O_RDWR)
def attempt(action):
    try:
        action()
        return 'ok'
    except OSError as error:
        return errno.errorcode[error.errno]
size = os.fstat(fd).st_size
print(fcntl.fcntl(fd, fcntl.F_GET_SEALS) & 31,
      attempt(lambda: os.pwrite(fd, b'x', 0)),
      attempt(lambda: mmap.mmap(fd, size, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE).close()),
      attempt(lambda: os.ftruncate(fd, size + 4096)),
      attempt(lambda: os.ftruncate(fd, 1)),
      attempt(lambda: fcntl.fcntl(fd, fcntl.F_ADD_SEALS, 0)))
'@
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Add-MemoryMapSeal' -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    # What python3 sees through /proc: seals, pwrite, writable mmap, growing, shrinking, adding a seal.
    It 'adds <Seal>, and python3 sees what it forbids (needs python3)' -Skip:(Test-Missing python3) -ForEach @(
        @{ Seal = 'Shrink'; Expected = '2 ok ok ok EPERM ok' }
        @{ Seal = 'Grow'; Expected = '4 ok ok EPERM ok ok' }
        @{ Seal = 'FutureWrite'; Expected = '16 EPERM EPERM ok ok ok' }
        @{ Seal = 'Seal'; Expected = '1 ok ok ok ok EPERM' }
        @{ Seal = 'Shrink, Grow, Seal'; Expected = '7 ok ok EPERM EPERM EPERM' }
    ) {
        $map = New-MemoryMap -MemoryFile -Size 64KB

        Add-MemoryMapSeal $map $Seal | Should -BeNullOrEmpty

        & $Python -c $Probe $map.Path | Should -BeExactly $Expected
        # The map itself was there before, so it can still write.
        if ($map.FileLength -ge 64KB) {
            $map.WriteByte(0, 9)
            $map.ReadByte(0) | Should -Be 9
        }
    }

    It 'adds Write when nothing can write any more (needs python3)' -Skip:(Test-Missing python3) {
        $writer = New-MemoryMap -MemoryFile -Size 4KB
        $writer.WriteString(0, 'final')
        $keeper = New-MemoryMap $writer.Path -Protection ReadWrite -Private
        $null = Assert-Failure { Add-MemoryMapSeal $writer Write } -Kind SealBusy -Command Add-MemoryMapSeal -Target $writer

        $handle = [System.IO.File]::Open($writer.Path, 'Open', 'ReadWrite', 'ReadWrite')
        $sealer = New-MemoryMap -Handle $handle -Private
        Remove-MemoryMap $writer
        Add-MemoryMapSeal $sealer Write

        $keeper.ReadString(0, 5) | Should -BeExactly 'final'
        # Here python3 cuts the file, which this seal does not forbid.
        & $Python -c $Probe "/proc/$PID/fd/$($handle.SafeFileHandle.DangerousGetHandle())" | Should -BeExactly '8 EPERM EPERM ok ok ok'
        $handle.Dispose()
    }

    It 'adds to the seals that are there, from the pipeline, and gives the map back (needs python3)' -Skip:(Test-Missing python3) {
        $maps = 1..2 | ForEach-Object { New-MemoryMap -MemoryFile -Size 4KB -Seal Grow }

        $output = @($maps | Add-MemoryMapSeal -Seal Shrink -PassThru)

        $output.Id | Should -Be $maps.Id
        foreach ($map in $maps) {
            & $Python -c $Probe $map.Path | Should -BeLike '6 *'
        }
    }

    It 'makes growing and shrinking with Resize-MemoryMap the error Sealed, and the map stays whole' {
        $map = New-MemoryMap -MemoryFile -Size 64KB
        Add-MemoryMapSeal $map Shrink, Grow

        $null = Assert-Failure { Resize-MemoryMap $map -Size 128KB -ResizeFile } -Kind Sealed -Command Resize-MemoryMap -Target $map
        $null = Assert-Failure { Resize-MemoryMap $map -Size 4KB -ResizeFile -Force } -Kind Sealed -Command Resize-MemoryMap -Target $map
        $map.Length | Should -Be 64KB
        $map.WriteByte(64KB - 1, 3)
        $map.ReadByte(64KB - 1) | Should -Be 3
    }

    It 'says Sealed when no seal may be added any more' {
        $map = New-MemoryMap -MemoryFile -Size 4KB -Seal Seal
        $record = Assert-Failure { Add-MemoryMapSeal $map Shrink } -Kind Sealed -Command Add-MemoryMapSeal -Target $map
        $record.Exception.ErrnoName | Should -BeExactly 'EPERM'
        $snapshot = New-MemoryMap (New-TestFile -Text 'snapshot') -Snapshot
        $null = Assert-Failure { Add-MemoryMapSeal $snapshot FutureWrite } -Kind Sealed -Command Add-MemoryMapSeal -Target $snapshot
    }

    It 'says AccessDenied for a memory file that was opened for reading only' {
        $map = New-MemoryMap -MemoryFile -Size 4KB
        $reader = New-MemoryMap $map.Path
        $null = Assert-Failure { Add-MemoryMapSeal $reader Shrink } -Kind AccessDenied -Command Add-MemoryMapSeal -Target $reader
    }

    It 'says InvalidArgument for what is no memory file: <Kind>' -ForEach @(@{ Kind = 'file' }, @{ Kind = 'anonymous' }) {
        $map = $Kind -eq 'file' ? (New-MemoryMap (New-TestFile -Text 'ordinary') -Protection ReadWrite) : (New-MemoryMap -Anonymous -Size 4KB)
        $null = Assert-Failure { Add-MemoryMapSeal $map Shrink } -Kind InvalidArgument -Command Add-MemoryMapSeal -Target $map
    }

    It 'does not accept no seal at all, or one that does not exist' {
        $map = New-MemoryMap -MemoryFile -Size 4KB
        $null = Assert-Failure { Add-MemoryMapSeal $map None } -Kind InvalidArgument -Command Add-MemoryMapSeal -Target $map
        { Add-MemoryMapSeal $map 'Wax' } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,MmapModule.Commands.AddMemoryMapSealCommand'
    }

    It 'reports a removed map and goes on with the next (needs python3)' -Skip:(Test-Missing python3) {
        $closed = New-MemoryMap -MemoryFile -Size 4KB
        Remove-MemoryMap $closed
        $open = New-MemoryMap -MemoryFile -Size 4KB

        $null = Assert-Failure { $closed, $open | Add-MemoryMapSeal -Seal Shrink } -Kind MapDisposed -Command Add-MemoryMapSeal -Target $closed

        & $Python -c $Probe $open.Path | Should -BeLike '2 *'
    }

    It 'does nothing with -WhatIf (needs python3)' -Skip:(Test-Missing python3) {
        $map = New-MemoryMap -MemoryFile -Size 4KB
        Add-MemoryMapSeal $map Shrink, Grow, Seal -PassThru -WhatIf | Should -BeNullOrEmpty
        & $Python -c $Probe $map.Path | Should -BeExactly '0 ok ok ok ok ok'
    }
}
