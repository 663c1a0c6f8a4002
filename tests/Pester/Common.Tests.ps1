# The helpers of the tests are tested themselves: one that cannot fail proves nothing.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'New-TestFile' {
    It 'writes the bytes' {
        Get-FileByte (New-TestFile -Bytes 1, 2, 255) | Should -Be 1, 2, 255
    }

    It 'writes text as UTF-8 without a byte order mark' {
        Get-FileByte (New-TestFile -Text "A$([char] 0xE9)") | Should -Be 0x41, 0xC3, 0xA9
    }

    It 'makes a file of a size, and Set-FileLength cuts it' {
        $path = New-TestFile -Size 5GB
        (Get-Item -LiteralPath $path).Length | Should -Be 5GB
        Set-FileLength -Path $path -Length 3
        (Get-Item -LiteralPath $path).Length | Should -Be 3
    }

    It 'returns a path that other programs understand' -Tag Linux {
        $path = New-TestFile -Text 'x' -Name 'known.txt'
        $path | Should -Match '^/.*/known\.txt$'
        cat $path | Should -Be 'x'
    }
}

Describe 'Get-ErrorId' {
    It 'returns the id of the first non-terminating error and runs the rest' {
        $script:Reached = $false
        Get-ErrorId { 1; Write-Error 'a' -ErrorId 'First'; Write-Error 'b' -ErrorId 'Second'; $script:Reached = $true } | Should -Be 'First'
        $script:Reached | Should -BeTrue
    }

    It 'fails where there is no error' {
        { Get-ErrorId { 1 } } | Should -Throw 'An error was expected*'
    }

    It 'lets a terminating error pass' {
        { Get-ErrorId { throw 'the end' } } | Should -Throw 'the end'
    }

    It 'lets the terminating error of a cmdlet pass' {
        { Get-ErrorId { Get-Item -NoSuchParameter } } | Should -Throw -ErrorId 'NamedParameterNotFound*'
    }
}

Describe 'Get-TerminatingErrorId' {
    It 'returns the id' {
        Get-TerminatingErrorId { Get-Item -NoSuchParameter } | Should -BeLike 'NamedParameterNotFound,*'
    }

    It 'fails where the error is not terminating' {
        { Get-TerminatingErrorId { Write-Error 'a' } } | Should -Throw 'A terminating error was expected*'
    }
}

Describe 'Children that share a PowerShell' {
    It 'see nothing of each other' {
        $first = Invoke-ChildPwsh { $PID; Set-Variable -Name seen -Value 1 -Scope Global; $env:MMAP_SEEN = '1'; $null = New-MemoryMap -Anonymous -Size 8 -OutVariable global:kept; Set-Location / }
        $second = Invoke-ChildPwsh { $PID; "$(Get-Variable -Name seen -Scope Global -ValueOnly -ErrorAction Ignore)$env:MMAP_SEEN"; @(Get-MemoryMap).Count; $PWD.Path }

        $second.StdOut -split '\n' | Should -BeExactly $first.StdOut, '', '0', $PWD.Path
    }

    It 'do not see the end of another: <Name>' -ForEach @(
        @{ Name = 'exit'; Script = { 'said'; exit 3 }; ExitCode = 3; StdErr = '' }
        @{ Name = 'throw'; Script = { 'said'; throw 'the end' }; ExitCode = 1; StdErr = 'the end' }
        @{ Name = 'the end of the process'; Script = { 'said'; [System.Environment]::Exit(7) }; ExitCode = 7; StdErr = '' }
        @{ Name = 'a signal'; Script = { 'said'; [System.Console]::Out.Flush(); Stop-Process -Id $PID -Force; Start-Sleep -Seconds 30 }; ExitCode = $IsWindows ? -1 : 137; StdErr = '' }
    ) {
        $child = Invoke-ChildPwsh $Script
        $child.ExitCode | Should -Be $ExitCode
        $child.StdOut | Should -BeExactly 'said'
        $child.StdErr | Should -Match $StdErr
        $next = Invoke-ChildPwsh { 'alive'; Write-Error 'own' }
        $next.ExitCode | Should -Be 0
        $next.StdOut | Should -BeExactly 'alive'
        $next.StdErr | Should -Match 'own'
        $next.StdErr | Should -Not -Match 'the end'
    }

    It 'run beside each other where a script goes on, and come back from it' {
        $path = New-TestFile -Bytes 0, 0, 0, 0
        $first = Start-ChildPwsh -Shared { param($Path) $m = New-MemoryMap $Path; $null = $m.WaitUntil(0, 'Equal', 1, 60000); "$PID"; exit 4 } -ArgumentList $path
        (Invoke-ChildPwsh { $PID }).StdOut | Should -Not -Be $first.Process.Id
        $map = New-MemoryMap $path -Protection ReadWrite
        $map.WriteInt32(0, 1)
        $result = Wait-ChildPwsh $first
        $result.StdOut | Should -Be $first.Process.Id
        $result.ExitCode | Should -Be 4
        Stop-TestProgram $first
        $first.Process.HasExited | Should -BeFalse
        Remove-MemoryMap $map
    }

    It 'leave those alone that ask for a process of their own' {
        (Invoke-ChildPwsh { $PID } -Fresh).StdOut | Should -Not -Be (Invoke-ChildPwsh { $PID }).StdOut
    }

    It 'are ended when they take too long' {
        { Invoke-ChildPwsh { Start-Sleep -Seconds 60 } -TimeoutSeconds 1 } | Should -Throw 'The child did not end*'
        (Invoke-ChildPwsh { 'alive' }).StdOut | Should -BeExactly 'alive'
    }
}

Describe 'Invoke-ChildPwsh' {
    It 'has the module under test and gets its arguments' {
        $child = Invoke-ChildPwsh { param($First, $Second) "$First-$Second"; (Get-Module -Name 'MmapModule').Path } -ArgumentList 'a b', '"c"'
        $child.StdErr | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
        $child.StdOut -split "`n" | Should -Be 'a b-"c"', (Get-Module -Name 'MmapModule').Path
    }

    It 'gives a process of its own limits and variables, and returns its exit code and what it writes' -Tag Linux {
        $child = Invoke-ChildPwsh { "$env:WANTED $(/bin/sh -c 'ulimit -n')"; [System.Console]::Error.Write('the end'); exit 3 } -NoModule -Ulimit '-n 400' -Environment @{ WANTED = 'yes' }
        $child.StdOut | Should -Be 'yes 400'
        $child.StdErr | Should -Be 'the end'
        $child.ExitCode | Should -Be 3
    }

    It 'ends a child that hangs' {
        { Invoke-ChildPwsh { Start-Sleep -Seconds 60 } -NoModule -TimeoutSeconds 2 } | Should -Throw 'The child did not end*'
    }

    It 'runs as another user (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $child = Invoke-ChildPwsh { [System.Environment]::UserName; (Get-Module -Name 'MmapModule').Name } -As 'nobody'
        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut -split "`n" | Should -Be 'nobody', 'MmapModule'
    }
}

Describe 'Build-TestC (needs a C compiler)' -Skip:(Test-Missing cc) {
    It 'compiles a program that runs' {
        $program = Build-TestC '#include <stdio.h>
            int main(void) { puts("hello"); return 4; }'
        & $program | Should -Be 'hello'
        $LASTEXITCODE | Should -Be 4
    }

    It 'fails where the program does not compile' {
        { Build-TestC 'int main(void) { return x; }' } | Should -Throw 'The C program does not compile*'
    }
}

Describe 'Use-SmallTmpfs (needs root to mount)' -Skip:(Test-Missing mount) {
    It 'gives a file system that fills up, and takes it away' {
        $script:Folder = $null
        Use-SmallTmpfs -Size 64k {
            param($Path)
            $script:Folder = $Path
            { [System.IO.File]::WriteAllBytes("$Path/x", [byte[]]::new(1MB)) } | Should -Throw -ErrorId 'IOException'
        }
        Test-Path -LiteralPath $script:Folder | Should -BeFalse
    }

    It 'takes it away when the test fails' {
        $script:Folder = $null
        { Use-SmallTmpfs { param($Path) $script:Folder = $Path; throw 'the end' } } | Should -Throw 'the end'
        Test-Path -LiteralPath $script:Folder | Should -BeFalse
    }
}

Describe 'sweep.sh' -Tag Linux {
    It 'removes what a run has left that has ended, and nothing of one that goes on' {
        $ended = [System.Diagnostics.Process]::Start('/bin/sh', [string[]] ('-c', 'exit'))
        $ended.WaitForExit()
        $folder = Get-TestPath
        $dead, $alive = $ended.Id, $PID | ForEach-Object { (New-Item -ItemType Directory -Path "$folder/mmap-test-$_").FullName }
        $shared = "/dev/shm/mmap-test-$($ended.Id)-left"
        $semaphore = "/dev/shm/sem.mmap-test-$($ended.Id)-left"
        $key = 0x4D000000 -bor ($ended.Id -band 0xFFFFFF)
        $set = New-SharedSemaphore -Key $key
        $queue = New-MessageQueue -Key $key
        New-MemoryMap -Key $key -Size 1 | Remove-MemoryMap
        Set-Content -LiteralPath "$dead/file", "$alive/file", $shared, $semaphore -Value 'x'
        $child = Start-Process -FilePath 'env' -ArgumentList "MMAPMODULE_TEST_RUN=$dead", 'sleep', '60' -PassThru

        /bin/sh (Join-Path $PSScriptRoot '../sweep.sh') $folder
        $child.WaitForExit(10000) | Should -BeTrue
        Test-Path -LiteralPath $dead, $shared, $semaphore, "$alive/file" | Should -Be $false, $false, $false, $true
        $set.Count, $queue.MessageCount | Should -Be $null, $null
        (Get-SharedMemory -Kind SystemV).Key | Should -Not -Contain $key
    }

    It 'removes the message queues of such a run (needs root to mount)' -Skip:(Test-Missing mount) {
        $ended = [System.Diagnostics.Process]::Start('/bin/sh', [string[]] ('-c', 'exit'))
        $ended.WaitForExit()
        $dead, $alive = "mmap-test-$($ended.Id)-left", (Get-SharedName)
        $null = New-MessageQueue $dead, $alive -MaxMessages 1 -MessageSize 8

        /bin/sh (Join-Path $PSScriptRoot '../sweep.sh') (Get-TestPath)
        Get-MessageQueue $dead, $alive -ErrorAction Ignore | ForEach-Object Name | Should -Be $alive
        Remove-MessageQueue $alive
    }

    It 'takes mounts and loop devices away that such a run has left (needs root to mount and losetup)' -Skip:(Test-Missing mount, losetup) {
        $ended = [System.Diagnostics.Process]::Start('/bin/sh', [string[]] ('-c', 'exit'))
        $ended.WaitForExit()
        $folder = Get-TestPath
        $dead = (New-Item -ItemType Directory -Path "$folder/mmap-test-$($ended.Id)/mount").FullName
        mount -t tmpfs -o size=2m tmpfs $dead 2>&1 | Out-Null
        if ($LASTEXITCODE -ne 0) {
            Set-ItResult -Skipped -Because 'nothing can be mounted here'
        }

        [System.IO.File]::WriteAllBytes("$dead/image", [byte[]]::new(1MB))
        $device = losetup --find --show "$dead/image" 2>$null

        /bin/sh (Join-Path $PSScriptRoot '../sweep.sh') $folder
        @(Get-ChildItem -LiteralPath $folder).Count | Should -Be 0
        Get-Content -Path '/proc/self/mounts' | Where-Object { $_.Contains($dead) } | Should -BeNullOrEmpty
        if ($device) {
            losetup --list --noheadings --output BACK-FILE $device 2>$null | Should -BeNullOrEmpty
        }
    }
}
