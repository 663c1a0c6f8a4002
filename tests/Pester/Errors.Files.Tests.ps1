# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'PathNotFound' {
    It 'is reported for <Name>' -ForEach @(
        @{ Name = 'a missing file'; Make = { Get-TestPath 'missing' } }
        @{ Name = 'a missing folder'; Make = { Get-TestPath 'missing/file' } }
        @{ Name = 'a file used as folder'; Make = { "$(New-TestFile -Text 'x')/file" } }
        @{ Name = 'a link that leads nowhere'; Make = { (New-Item -ItemType SymbolicLink -Path (Get-TestPath 'dangling') -Target '/no/such/file').FullName } }
        @{ Name = 'links in a loop'; Make = {
                ln -s (Get-TestPath 'loop2') (Get-TestPath 'loop1')
                ln -s (Get-TestPath 'loop1') (Get-TestPath 'loop2')
                Get-TestPath 'loop1'
            }
        }
    ) {
        $path = & $Make

        $failure = Assert-Failure { New-MemoryMap -LiteralPath $path } -Kind PathNotFound -Command New-MemoryMap -Target $path
        $failure.Exception.Path | Should -BeExactly $path
        $failure.Exception.NativeCall | Should -BeExactly 'open'
        $failure.Exception.ErrnoName | Should -BeIn 'ENOENT', 'ENOTDIR', 'ELOOP'
        $null = Assert-Failure { New-MemoryMap -LiteralPath $path -Snapshot } -Kind PathNotFound -Command New-MemoryMap -Target $path
    }

    It 'is not what a name of more than 255 bytes gives' {
        $path = Get-TestPath ('x' * 256)
        $null = Assert-Failure { New-MemoryMap -LiteralPath $path } -Kind InvalidArgument -Command New-MemoryMap -Target $path
    }
}

Describe 'AccessDenied' {
    It 'is reported for shared writing to a handle that was opened for reading' {
        $stream = [System.IO.File]::OpenRead((New-TestFile -Text 'read only'))
        try {
            $failure = Assert-Failure { New-MemoryMap -Handle $stream -Protection ReadWrite } -Kind AccessDenied -Command New-MemoryMap -Target $stream
            $failure.Exception.NativeCall | Should -BeExactly 'mmap'
            $failure.Exception.ErrnoName | Should -BeExactly 'EACCES'
            $private = New-MemoryMap -Handle $stream -Protection ReadWrite -Private
            $private.WriteString(0, 'READ')
            $private.ReadString() | Should -BeExactly 'READ only'
        }
        finally {
            $stream.Dispose()
        }
    }

    It 'is reported for any map of a handle that was opened for writing only' {
        $stream = [System.IO.File]::OpenWrite((New-TestFile -Text 'write only'))
        try {
            $null = Assert-Failure { New-MemoryMap -Handle $stream -Protection Write } -Kind AccessDenied -Command New-MemoryMap -Target $stream
            $null = Assert-Failure { New-MemoryMap -Handle $stream } -Kind AccessDenied -Command New-MemoryMap -Target $stream
        }
        finally {
            $stream.Dispose()
        }
    }

    It 'is reported to an ordinary user, who can still map privately (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $readable = New-TestFile -Text 'of root'
        $secret = New-TestFile -Text 'secret'
        chmod 644 $readable
        chmod 600 $secret
        chmod 755 (Split-Path $readable)

        $run = Invoke-ChildProbe -As nobody -ArgumentList $readable, $secret, (Get-SharedName) ([ordered]@{
                read    = { (New-MemoryMap -Path $Argument[0]).ReadString() }
                private = { (New-MemoryMap -Path $Argument[0] -Protection ReadWrite -Private).ReadString() }
                write   = { New-MemoryMap -Path $Argument[0] -Protection ReadWrite }
                grow    = { New-MemoryMap -Path $Argument[0] -Size 1MB }
                secret  = { New-MemoryMap -Path $Argument[1] }
                create  = { New-MemoryMap -Path '/etc/mmapmodule-test' -Size 10 }
                shot    = { New-MemoryMap -Path $Argument[1] -Snapshot }
            })

        $run.ExitCode | Should -Be 0 -Because $run.StdErr
        $run.Probe['read'].Value | Should -BeExactly 'of root'
        $run.Probe['private'].Value | Should -BeExactly 'of root'
        Assert-Probe $run 'write' -Kind AccessDenied -Command New-MemoryMap -Target $readable
        Assert-Probe $run 'grow' -Kind AccessDenied -Command New-MemoryMap -Target $readable
        Assert-Probe $run 'secret' -Kind AccessDenied -Command New-MemoryMap -Target $secret
        Assert-Probe $run 'create' -Kind AccessDenied -Command New-MemoryMap -Target '/etc/mmapmodule-test'
        Assert-Probe $run 'shot' -Kind AccessDenied -Command New-MemoryMap -Target $secret
        $run.Probe['write'].Action | Should -BeLike '*-Private*'
    }

    It 'is reported for writing to a read-only file system (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs {
            param($Folder)
            $path = Join-Path $Folder 'file'
            [System.IO.File]::WriteAllText($path, 'read only')
            mount -o 'remount,ro' $Folder

            $failure = Assert-Failure { New-MemoryMap -Path $path -Protection ReadWrite } -Kind AccessDenied -Command New-MemoryMap -Target $path
            $failure.Exception.ErrnoName | Should -BeExactly 'EROFS'
            $new = Join-Path $Folder 'new'
            $null = Assert-Failure { New-MemoryMap -Path $new -Size 10 } -Kind AccessDenied -Command New-MemoryMap -Target $new
            $map = New-MemoryMap -Path $path
            $map.ReadString() | Should -BeExactly 'read only'
            $map | Remove-MemoryMap
        }
    }
}

Describe 'NotMappable' {
    It 'is reported for <Name>, with its type and a way out' -ForEach @(
        @{ Name = 'a folder'; Make = { Get-TestPath '.' }; Type = 'folder' }
        @{ Name = 'a pipe'; Make = { $path = Get-TestPath 'pipe'; mkfifo $path; $path }; Type = 'pipe' }
        @{ Name = '/proc/cpuinfo'; Make = { '/proc/cpuinfo' }; Type = '-Snapshot' }
        @{ Name = '/proc/self/maps'; Make = { '/proc/self/maps' }; Type = '-Snapshot' }
        @{ Name = 'a text file of /sys'; Make = { '/sys/kernel/mm/transparent_hugepage/enabled' }; Type = '-Snapshot' }
        @{ Name = '/dev/null'; Make = { '/dev/null' }; Type = 'character device' }
        @{ Name = '/dev/urandom'; Make = { '/dev/urandom' }; Type = 'character device' }
        @{ Name = 'a socket'; Make = {
                $script:Socket = [System.Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
                $path = Get-TestPath 'socket'
                $Socket.Bind([System.Net.Sockets.UnixDomainSocketEndPoint]::new($path))
                $path
            }; Type = 'socket'
        }
    ) {
        $path = & $Make
        $shown = $path.TrimEnd('/', '.')

        $failure = Assert-Failure { New-MemoryMap -Path $path } -Kind NotMappable -Command New-MemoryMap -Target $shown

        "$failure $($failure.ErrorDetails.RecommendedAction)" | Should -BeLike "*$Type*"
        ${Socket}?.Dispose()
    }

    It 'is reported for the descriptor of a pipe' {
        $pipe = [System.IO.Pipes.AnonymousPipeServerStream]::new()
        $handle = $pipe.SafePipeHandle
        $null = Assert-Failure { New-MemoryMap -Handle $handle } -Kind NotMappable -Command New-MemoryMap -Target $handle
        $pipe.Dispose()
    }

    It 'is reported for a folder that shall be written' {
        $path = (Get-TestPath '.').TrimEnd('/', '.')
        $null = Assert-Failure { New-MemoryMap -Path $path -Protection ReadWrite } -Kind NotMappable -Command New-MemoryMap -Target $path
    }
}
