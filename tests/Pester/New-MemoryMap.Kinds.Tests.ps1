# Not yet on Windows.
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

Describe 'New-MemoryMap -Anonymous' {
    It 'gives zeroed memory that can be read and written' {
        $map = New-MemoryMap -Anonymous -Size 64KB

        $map.Kind | Should -Be 'Anonymous'
        $map.Length | Should -Be 64KB
        $map.Protection | Should -Be 'ReadWrite'
        $map.Path | Should -BeNullOrEmpty
        $map.Name | Should -BeNullOrEmpty
        $map.FileLength | Should -BeNullOrEmpty
        (Get-MapEntry $map).Permissions | Should -BeExactly 'rw-s'
        $map.ReadInt64(64KB - 8) | Should -Be 0
        $map.WriteInt64(64KB - 8, 42)
        $map.ReadInt64(64KB - 8) | Should -Be 42
    }

    It 'is private on demand' {
        $map = New-MemoryMap -Anonymous -Size 4KB -Private

        $map.IsPrivate | Should -BeTrue
        (Get-MapEntry $map).Permissions | Should -BeExactly 'rw-p'
        $map.WriteByte(4095, 9)
        $map.ReadByte(4095) | Should -Be 9
    }

    It 'has the length that was asked for, not whole pages' {
        (New-MemoryMap -Anonymous -Size 1).Length | Should -Be 1
        (New-MemoryMap -Anonymous -Size 5000).Length | Should -Be 5000
    }

    It 'has no file of which a part could be mapped: -<Name>' -ForEach @(
        @{ Name = 'Offset'; Arguments = @{ Offset = 4KB } }
        @{ Name = 'Length'; Arguments = @{ Length = 4KB } }
        @{ Name = 'FromEnd'; Arguments = @{ Offset = 1; FromEnd = $true } }
    ) {
        $null = Assert-Failure { New-MemoryMap -Anonymous -Size 64KB @Arguments } -Kind InvalidArgument -Command New-MemoryMap
    }

    It 'needs a size above 0: <Size>' -ForEach @(@{ Size = $null }, @{ Size = 0 }) {
        $arguments = $null -eq $Size ? @{} : @{ Size = $Size }
        $null = Assert-Failure { New-MemoryMap -Anonymous @arguments } -Kind InvalidArgument -Command New-MemoryMap
    }
}

Describe 'New-MemoryMap -Protection' {
    It 'maps with <Protection> as <Permissions>' -ForEach @(
        @{ Protection = 'None'; Permissions = '---p' }
        @{ Protection = 'Read'; Permissions = 'r--p' }
        @{ Protection = 'Write'; Permissions = '-w-p' }
        @{ Protection = 'Execute'; Permissions = '--xp' }
        @{ Protection = 'ReadWrite'; Permissions = 'rw-p' }
        @{ Protection = 'ReadExecute'; Permissions = 'r-xp' }
        @{ Protection = 'ReadWriteExecute'; Permissions = 'rwxp' }
        @{ Protection = 'Read, Write'; Permissions = 'rw-p' }
        @{ Protection = 5; Permissions = 'r-xp' }
    ) {
        $map = New-MemoryMap -Path (New-TestFile -Text 'protected') -Private -Protection $Protection

        $map.Protection | Should -Be ([MmapModule.MapProtection] $Protection)
        (Get-MapEntry $map).Permissions | Should -BeExactly $Permissions
    }

    It 'writes to the file when shared, and only to memory when private' {
        $path = New-TestFile -Text 'helloworld'
        $shared = New-MemoryMap -Path $path -Protection ReadWrite
        $private = New-MemoryMap -Path $path -Protection ReadWrite -Private

        $private.WriteString(0, 'PRIVATE')
        $shared.WriteString(5, 'SHARE')

        Read-TestText $path | Should -BeExactly 'helloSHARE'
        $private.ReadString(0, 7) | Should -BeExactly 'PRIVATE'
        (Get-MapEntry $shared).Permissions | Should -BeExactly 'rw-s'
        (Get-MapEntry $private).Permissions | Should -BeExactly 'rw-p'
    }
}

Describe 'New-MemoryMap -Name' {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
        Remove-Item -LiteralPath "/dev/shm/$Name" -Force -ErrorAction Ignore
    }

    It 'creates shared memory for its owner only, with real space, and opens it again' {
        $first = New-MemoryMap -Name $Name -Size 64KB
        $second = New-MemoryMap -Name $Name

        $first.Kind | Should -Be 'SharedMemory'
        $first.Name | Should -BeExactly $Name
        $first.Path | Should -BeExactly "/dev/shm/$Name"
        $first.Protection | Should -Be 'ReadWrite'
        stat --format '%a' "/dev/shm/$Name" | Should -BeExactly '600'
        Get-AllocatedSize "/dev/shm/$Name" | Should -Be 64KB
        $second.Length | Should -Be 64KB
        $first.WriteString(0, 'shared')
        $second.ReadString(0, 6) | Should -BeExactly 'shared'
    }

    It 'means the same name with a leading slash' {
        $null = New-MemoryMap -Name "/$Name" -Size 10

        (New-MemoryMap -Name $Name -Mode Open).Name | Should -BeExactly $Name
    }

    It 'keeps the object when the map is removed' {
        New-MemoryMap -Name $Name -Size 10 | Remove-MemoryMap

        Test-Path -LiteralPath "/dev/shm/$Name" | Should -BeTrue
    }

    It 'creates only what is not there with -Mode Create' {
        $null = New-MemoryMap -Name $Name -Mode Create -Size 10

        $null = Assert-Failure { New-MemoryMap -Name $Name -Mode Create -Size 10 } -Kind SharedMemoryExists -Command New-MemoryMap -Target $Name
    }

    It 'opens only what is there: <Mode>, size <Size>' -ForEach @(
        @{ Mode = 'Open'; Size = @{} }
        @{ Mode = 'Open'; Size = @{ Size = 10 } }
        @{ Mode = 'OpenOrCreate'; Size = @{} }
    ) {
        $null = Assert-Failure { New-MemoryMap -Name $Name -Mode $Mode @Size } -Kind SharedMemoryNotFound -Command New-MemoryMap -Target $Name
        Test-Path -LiteralPath "/dev/shm/$Name" | Should -BeFalse
    }

    It 'grows what is there, also sparsely, and maps it read-only on demand' {
        $null = New-MemoryMap -Name $Name -Size 4KB
        (New-MemoryMap -Name $Name -Size 1MB -Sparse).Length | Should -Be 1MB
        # The first map has it open, so that its last page is allocated.
        Get-AllocatedSize "/dev/shm/$Name" | Should -BeLessOrEqual 8KB
        (Get-MapEntry (New-MemoryMap -Name $Name -Protection Read)).Permissions | Should -BeExactly 'r--s'
    }

    It 'refuses the name <Bad>' -ForEach @(
        @{ Bad = 'a/b' }
        @{ Bad = '/' }
        @{ Bad = '..' }
        @{ Bad = 'x' * 256 }
    ) {
        $null = Assert-Failure { New-MemoryMap -Name $Bad -Size 10 } -Kind InvalidArgument -Command New-MemoryMap -Target $Bad
    }

    It 'needs a size to create' {
        $null = Assert-Failure { New-MemoryMap -Name $Name -Mode Create } -Kind InvalidArgument -Command New-MemoryMap -Target $Name
    }

    It 'opens what another user owns only with -AllowForeignOwner (needs root to create it)' -Skip:(Test-Missing root) {
        [System.IO.File]::WriteAllText("/dev/shm/$Name", 'foreign')
        chown nobody "/dev/shm/$Name"

        $null = Assert-Failure { New-MemoryMap -Name $Name } -Kind NotPermitted -Command New-MemoryMap -Target $Name
        (New-MemoryMap -Name $Name -AllowForeignOwner).ReadString() | Should -BeExactly 'foreign'
    }

    It 'does not follow a symbolic link that somebody put there' {
        $null = New-Item -ItemType SymbolicLink -Path "/dev/shm/$Name" -Target (New-TestFile -Text 'trap')

        $null = Assert-Failure { New-MemoryMap -Name $Name } -Kind PathNotFound -Command New-MemoryMap -Target $Name
    }
}

Describe 'New-MemoryMap -MemoryFile' {
    It 'makes a file in memory that its path opens' {
        $map = New-MemoryMap -MemoryFile -Size 64KB

        $map.Kind | Should -Be 'MemoryFile'
        $map.Length | Should -Be 64KB
        $map.FileLength | Should -Be 64KB
        $map.Protection | Should -Be 'ReadWrite'
        (Get-MapEntry $map).Path | Should -BeLike '/memfd:*'
        $map.WriteString(0, 'memory file')
        (Read-TestText $map.Path).TrimEnd("`0") | Should -BeExactly 'memory file'
        (New-MemoryMap -Path $map.Path).ReadString(0, 6) | Should -BeExactly 'memory'
    }

    It 'needs a size' {
        $null = Assert-Failure { New-MemoryMap -MemoryFile } -Kind InvalidArgument -Command New-MemoryMap
    }

    It 'seals as asked, as the kernel and python see (needs python3)' -Skip:(Test-Missing python3) {
        $sealed = New-MemoryMap -MemoryFile -Size 64KB -Seal Shrink, Grow, FutureWrite, Seal
        $open = New-MemoryMap -MemoryFile -Size 64KB

        $program = 'import fcntl, os, sys; print([fcntl.fcntl(os.open(p, os.O_RDONLY), fcntl.F_GET_SEALS) for p in sys.argv[1:]])'
        & $Python -c $program $sealed.Path $open.Path | Should -Match '^\[(23|55), (0|32)\]$' -Because 'F_SEAL_EXEC (32) depends on the kernel'
        { Set-FileLength -Path $sealed.Path -Length 0 } | Should -Throw
        $sealed.WriteString(0, 'still writable')
        $sealed.ReadString(0, 5) | Should -BeExactly 'still'
        Set-FileLength -Path $open.Path -Length 0
        $open.State | Should -Be 'Truncated'
    }

    It 'can be sealed against writing when it is mapped for reading' {
        $map = New-MemoryMap -MemoryFile -Size 4KB -Seal Write -Protection Read

        $stream = [System.IO.FileStream]::new($map.Path, 'Open', 'Write', 'ReadWrite', 0)
        { $stream.WriteByte(1) } | Should -Throw
        $stream.Dispose()
        $map.ReadByte(0) | Should -Be 0
    }
}
