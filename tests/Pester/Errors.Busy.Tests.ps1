BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Python = Get-TestPython
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Errors of files in use' -Tag Linux {
    It 'TextFileBusy: a program that runs cannot be mapped for shared writing' {
        $program = Get-TestPath 'program'
        Copy-Item -LiteralPath (Get-Command -Name 'sleep' -CommandType Application -TotalCount 1).Source -Destination $program
        chmod +x $program
        $process = Start-Helper $program '60'
        try {
            $failure = Assert-Failure { New-MemoryMap -Path $program -Protection ReadWrite } -Kind TextFileBusy -Command New-MemoryMap -Target $program
            $failure.Exception.ErrnoName | Should -BeExactly 'ETXTBSY'
            (New-MemoryMap -Path $program -Protection ReadWrite -Private).ReadString(1, 3) | Should -BeExactly 'ELF'
            (New-MemoryMap -Path $program).ReadString(1, 3) | Should -BeExactly 'ELF'
        }
        finally {
            Stop-Helper $process
        }
    }

    It 'FileLocked: another process holds a lease, which the attempt asks it to give up (needs python3)' -Skip:(Test-Missing python3) {
        $path = New-TestFile -Text 'leased'
        $program = @'
import fcntl, os, signal, sys
signal.signal(signal.SIGIO, signal.SIG_IGN)
fd = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print(1, flush=True)
sys.stdin.read()
'@
        $holder = Start-Helper $Python '-c', $program, $path -Ready
        try {
            $failure = Assert-Failure { New-MemoryMap -Path $path } -Kind FileLocked -Command New-MemoryMap -Target $path
            $failure.Exception.ErrnoName | Should -BeExactly 'EAGAIN'
        }
        finally {
            Stop-Helper $holder
        }

        (New-MemoryMap -Path $path).ReadString() | Should -BeExactly 'leased'
    }

    It 'Sealed: a memory file of another program forbids writing (needs python3)' -Skip:(Test-Missing python3) {
        $program = @'
import fcntl, os, sys
fd = os.memfd_create("sealed", os.MFD_ALLOW_SEALING)
os.write(fd, b"sealed")
fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK)
print(fd, flush=True)
sys.stdin.read()
'@
        $holder = Start-Helper $Python '-c', $program -Ready
        try {
            $path = "/proc/$($holder.Id)/fd/$($holder.FirstLine)"
            $failure = Assert-Failure { New-MemoryMap -Path $path -Protection ReadWrite } -Kind Sealed -Command New-MemoryMap -Target $path
            $failure.Exception.ErrnoName | Should -BeExactly 'EPERM'
            (New-MemoryMap -Path $path).ReadString() | Should -BeExactly 'sealed'
        }
        finally {
            Stop-Helper $holder
        }
    }
}

Describe 'Errors of devices and mounts' -Tag Linux {
    It 'NoSuchRange: a device that no driver serves (needs root for mknod)' -Skip:(Test-Missing root) {
        $path = Get-TestPath 'nodevice'
        mknod $path c 250 77

        $failure = Assert-Failure { New-MemoryMap -Path $path -Length 4KB } -Kind NoSuchRange -Command New-MemoryMap -Target $path
        $failure.Exception.ErrnoName | Should -BeExactly 'ENXIO'
    }

    It 'NoExecMount: a file on a file system without execution (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Option 'noexec' {
            param($Folder)
            $path = Join-Path $Folder 'program'
            [System.IO.File]::WriteAllText($path, 'code')

            $null = Assert-Failure { New-MemoryMap -Path $path -Protection ReadExecute } -Kind NoExecMount -Command New-MemoryMap -Target $path
            $null = Assert-Failure { New-MemoryMap -Path $path -Protection ReadExecute -Private } -Kind NoExecMount -Command New-MemoryMap -Target $path
        }
    }

    It 'NotPermitted: a file that the file system calls immutable (needs root for chattr)' -Skip:(Test-Missing chattr) {
        $path = New-TestFile -Text 'immutable'
        $message = chattr +i $path 2>&1
        if ($LASTEXITCODE -ne 0) {
            Set-ItResult -Skipped -Because "chattr says: $message"
        }

        try {
            $failure = Assert-Failure { New-MemoryMap -Path $path -Protection ReadWrite } -Kind NotPermitted -Command New-MemoryMap -Target $path
            $failure.Exception.ErrnoName | Should -BeExactly 'EPERM'
        }
        finally {
            chattr -i $path
        }
    }
}
