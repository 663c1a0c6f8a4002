BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'New-MemoryMap -Snapshot' {
    It 'copies a file into memory that nobody can change' {
        $path = New-TestFile -Text 'helloworld'

        $map = New-MemoryMap -Path $path -Snapshot
        Set-FileLength -Path $path -Length 0

        $map.Kind | Should -Be 'Snapshot'
        $map.Path | Should -BeExactly $path
        $map.Length | Should -Be 10
        $map.Protection | Should -Be 'Read'
        $map.ReadString() | Should -BeExactly 'helloworld'
        $map.State | Should -Be 'Open'
        (Get-MapEntry $map).Path | Should -BeLike '/memfd:*'
        (Get-MapEntry $map).Permissions | Should -BeExactly 'r--s'
    }

    It 'maps a part of the copy' {
        $path = New-TestFile -Text 'helloworld'

        (New-MemoryMap -LiteralPath $path -Snapshot -Offset 5 -Length 3).ReadString() | Should -BeExactly 'wor'
        (New-MemoryMap -Path $path -Snapshot -Offset 3 -FromEnd).ReadString() | Should -BeExactly 'rld'
        $null = Assert-Failure { New-MemoryMap -Path $path -Snapshot -Length 11 } -Kind RegionOutOfRange -Command New-MemoryMap -Target $path
    }

    It 'reads what cannot be mapped: <Path>' -Tag Linux -ForEach @(@{ Path = '/proc/cpuinfo' }, @{ Path = '/proc/self/status' }, @{ Path = '/sys/kernel/mm/transparent_hugepage/enabled' }) {
        (New-MemoryMap -Path $Path -Snapshot).Length | Should -BeGreaterThan 0
    }

    It 'reads a pipe to its end' -Tag Linux {
        $pipe = Get-TestPath 'pipe'
        mkfifo $pipe
        $writer = Start-Helper '/bin/sh' '-c', 'echo through the pipe > "$0"', $pipe

        try {
            (New-MemoryMap -Path $pipe -Snapshot).ReadString() | Should -BeExactly "through the pipe`n"
        }
        finally {
            Stop-Helper $writer
        }
    }

    It 'can be stopped while a pipe <Name>' -Tag Linux -ForEach @(
        @{ Name = 'has no writer'; Writer = $null }
        @{ Name = 'has a silent writer'; Writer = 'exec 3> "$0"; sleep 20' }
    ) {
        $pipe = Get-TestPath "silent$($Writer.Length)"
        mkfifo $pipe
        $process = $Writer ? (Start-Helper '/bin/sh' '-c', $Writer, $pipe) : $null

        try {
            $null = Assert-StopsSoon 'New-MemoryMap -Path $Pipe -Snapshot' @{ Pipe = $pipe }
        }
        finally {
            # Lets a cmdlet that hangs all the same come to its end.
            $end = [System.IO.File]::Open($pipe, 'Open', 'ReadWrite', 'ReadWrite')
            Stop-Helper $process
            $end.Dispose()
        }
    }

    It 'takes only as much of an endless device as -Length says' -Tag Linux {
        (New-MemoryMap -Path '/dev/urandom' -Snapshot -Length 64).Length | Should -Be 64
        $null = Assert-Failure { New-MemoryMap -Path '/dev/urandom' -Snapshot } -Kind InvalidArgument -Command New-MemoryMap -Target '/dev/urandom'
    }

    It 'cannot be writable, sized or of a folder' -Tag Linux {
        $path = New-TestFile -Text 'x'
        $null = Assert-Failure { New-MemoryMap -Path $path -Snapshot -Protection ReadWrite } -Kind Sealed -Command New-MemoryMap -Target $path
        $null = Assert-Failure { New-MemoryMap -Path $path -Snapshot -Size 10 } -Kind InvalidArgument -Command New-MemoryMap -Target $path
        $null = Assert-Failure { New-MemoryMap -Path '/proc' -Snapshot } -Kind NotMappable -Command New-MemoryMap -Target '/proc'
        (New-MemoryMap -Path $path -Snapshot -Protection ReadWrite -Private).IsPrivate | Should -BeTrue
    }
}

Describe 'New-MemoryMap -Handle' {
    BeforeEach {
        $script:Path = New-TestFile -Text 'helloworld'
        $script:Stream = [System.IO.File]::Open($Path, 'Open', 'ReadWrite', 'ReadWrite')
    }

    AfterEach {
        $Stream.Dispose()
    }

    It 'says what a handle can be if it is given something else' {
        $record = Assert-Failure { New-MemoryMap -Handle 'x' } -Kind InvalidArgument -Command New-MemoryMap -Target 'x' -Category InvalidArgument

        $record.ErrorDetails.RecommendedAction | Should -BeLike '*SafeHandle*'
    }

    It 'maps <Name>' -ForEach @(
        @{ Name = 'a FileStream'; Get = { $Stream } }
        @{ Name = 'a SafeFileHandle'; Get = { $Stream.SafeFileHandle } }
        @{ Name = 'a descriptor'; Get = { $Stream.SafeFileHandle.DangerousGetHandle().ToInt32() } }
        @{ Name = 'a descriptor as IntPtr'; Get = { $Stream.SafeFileHandle.DangerousGetHandle() } }
        @{ Name = 'a descriptor as text'; Get = { "$($Stream.SafeFileHandle.DangerousGetHandle())" } }
    ) {
        $map = New-MemoryMap -Handle (& $Get)

        $map.Kind | Should -Be 'Handle'
        $map.Path | Should -BeExactly $Path
        $map.Length | Should -Be 10
        $map.Protection | Should -Be 'Read'
        $map.ReadString() | Should -BeExactly 'helloworld'
    }

    It 'goes on when the handle is closed, and leaves it open itself' {
        $map = New-MemoryMap -Handle $Stream -Protection ReadWrite
        $second = New-MemoryMap -Handle $Stream
        $second | Remove-MemoryMap
        $Stream.CanRead | Should -BeTrue
        $Stream.Length | Should -Be 10
        $Stream.Dispose()

        $map.WriteString(0, 'HELLO')

        Read-TestText $Path | Should -BeExactly 'HELLOworld'
        $map.FileLength | Should -Be 10
    }

    It 'maps a part, and grows the file with -Size' {
        (New-MemoryMap -Handle $Stream -Offset 5 -Length 2).ReadString() | Should -BeExactly 'wo'
        (New-MemoryMap -Handle $Stream -Size 100).Length | Should -Be 100
        (Get-Item -LiteralPath $Path).Length | Should -Be 100
    }

    It 'refuses <Name> by <Kind>' -ForEach @(
        @{ Name = 'a number that is not open'; Get = { 99999 }; Kind = 'BadDescriptor' }
        @{ Name = 'a negative number'; Get = { -1 }; Kind = 'BadDescriptor' }
        @{ Name = 'a closed handle'; Get = { $Stream.Dispose(); $Stream.SafeFileHandle }; Kind = 'BadDescriptor' }
        @{ Name = 'a closed stream'; Get = { $Stream.Dispose(); $Stream }; Kind = 'BadDescriptor' }
        @{ Name = 'what is no handle'; Get = { 'nonsense' }; Kind = 'InvalidArgument' }
        @{ Name = 'an object'; Get = { Get-Date }; Kind = 'InvalidArgument' }
    ) {
        $handle = & $Get

        $null = Assert-Failure { New-MemoryMap -Handle $handle } -Kind $Kind -Command New-MemoryMap -Target $handle
    }
}

Describe 'New-MemoryMap of devices' -Tag Linux {
    It 'maps /dev/zero with a length, and asks for one' {
        $map = New-MemoryMap -Path '/dev/zero' -Length 4KB -Protection ReadWrite
        $map.WriteByte(0, 5)
        $map.ReadByte(0) | Should -Be 5
        $map.FileLength | Should -BeNullOrEmpty
        $null = Assert-Failure { New-MemoryMap -Path '/dev/zero' } -Kind InvalidArgument -Command New-MemoryMap -Target '/dev/zero'
        $null = Assert-Failure { New-MemoryMap -Path '/dev/zero' -FromEnd -Offset 5 -Length 5 } -Kind InvalidArgument -Command New-MemoryMap -Target '/dev/zero'
    }

    It 'maps a block device in its full size (needs root for losetup)' -Skip:(Test-Missing losetup) {
        $file = New-TestFile -Size 1MB
        $device = losetup --find --show $file
        try {
            $map = New-MemoryMap -Path $device -Protection ReadWrite
            $map.Length | Should -Be 1MB
            $map.FileLength | Should -Be 1MB
            $map.WriteString(1MB - 4, 'tail')
            $map | Remove-MemoryMap -Sync
            Get-HexDump -Path $file -Offset (1MB - 4) | Should -BeExactly '74 61 69 6C'
            $null = Assert-Failure { New-MemoryMap -Path $device -Length 2MB } -Kind RegionOutOfRange -Command New-MemoryMap -Target $device
        }
        finally {
            losetup --detach $device
        }
    }
}
