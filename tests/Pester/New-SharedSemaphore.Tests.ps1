# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'New-SharedSemaphore -Name' {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Remove-Item -Path "/dev/shm/sem.$Name*" -Force
    }

    It 'creates a semaphore with what was asked for' {
        $semaphore = New-SharedSemaphore $Name -InitialCount 3

        $semaphore | Should -BeOfType ([MmapModule.SharedSemaphore])
        $semaphore.Name | Should -BeExactly $Name
        $semaphore.Key | Should -BeNullOrEmpty
        $semaphore.Id | Should -BeNullOrEmpty
        $semaphore.Kind | Should -Be 'Posix'
        $semaphore.Count | Should -Be 3
        $semaphore.Waiters | Should -Be 0
        $semaphore.Owner | Should -BeExactly (id --user --name)
        $semaphore.Mode | Should -BeExactly '0600'
        $semaphore.SetSize | Should -Be 1
        (stat --format '%s %a' "/dev/shm/sem.$Name") | Should -BeExactly '32 600'
    }

    It 'has one permit by default, and none where that is said' {
        (New-SharedSemaphore $Name).Count | Should -Be 1
        (New-SharedSemaphore "$Name-b" -InitialCount 0).Count | Should -Be 0
        (New-SharedSemaphore "$Name-c" -InitialCount 2147483647).Count | Should -Be 2147483647
    }

    It 'takes names from the pipeline, and the slash of C' {
        ("/$Name-a", "$Name-b" | New-SharedSemaphore).Name | Should -Be @("$Name-a", "$Name-b")
    }

    It 'opens what is there, which keeps its permits' {
        $first = New-SharedSemaphore $Name -InitialCount 5
        $second = New-SharedSemaphore $Name -InitialCount 1

        $second.Count | Should -Be 5
        $first.TryWait() | Should -BeTrue
        $second.Count | Should -Be 4
    }

    It 'creates with -Mode Create only what is not there, and opens with -Mode Open only what is' {
        $null = Assert-Failure { New-SharedSemaphore $Name -Mode Open } -Kind SemaphoreNotFound -Command New-SharedSemaphore -Target $Name
        (New-SharedSemaphore $Name -Mode Create -InitialCount 2).Count | Should -Be 2
        $null = Assert-Failure { New-SharedSemaphore $Name -Mode Create } -Kind SemaphoreExists -Command New-SharedSemaphore -Target $Name
        (New-SharedSemaphore $Name -Mode Open).Count | Should -Be 2
    }

    It 'gives the permission <Permission>, whatever the umask says' -ForEach @(
        @{ Permission = '0660'; Mode = '0660' }
        @{ Permission = 0666; Mode = '0666' }
        @{ Permission = [System.IO.UnixFileMode] 'UserRead, UserWrite, GroupRead, GroupWrite'; Mode = '0660' }
        @{ Permission = 'UserRead, UserWrite'; Mode = '0600' }
    ) {
        (New-SharedSemaphore $Name -Permission $Permission).Mode | Should -BeExactly $Mode
    }

    It 'does not take <_> for a permission' -ForEach '0888', '99999', 'all', -1, 0x180, 1.5, '01777', $true {
        { New-SharedSemaphore $Name -Permission $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'refuses <Shown> as a name' -ForEach @(
        'a/b', '.', '..', '/' | ForEach-Object { @{ Shown = $_; Bad = $_ } }
        @{ Shown = '252 bytes'; Bad = 'x' * 252 }
        @{ Shown = 'a zero character'; Bad = "a`0b" }
    ) {
        $bad = $Bad
        $null = Assert-Failure { New-SharedSemaphore $bad } -Kind InvalidArgument -Command New-SharedSemaphore -Target $bad
    }

    It 'takes a name of 251 bytes, with spaces, brackets, stars, line breaks and escape sequences' {
        $odd = "$Name [a]*?`n`e[31m"
        $odd += 'x' * (251 - $odd.Length)
        $semaphore = New-SharedSemaphore $odd
        $semaphore.Name | Should -BeExactly $odd
        ($semaphore | Out-String) | Should -Not -Match "`e\[31m"
        Wait-SharedSemaphore $odd -Timeout 0 | Should -BeTrue
        Unlock-SharedSemaphore $semaphore
        (Get-SharedSemaphore | Where-Object Name -CEQ $odd | Remove-SharedSemaphore -Verbose 4>&1) | Should -Not -Match "[`n`e]"
        Test-Path -LiteralPath "/dev/shm/sem.$odd" | Should -BeFalse
    }

    It 'creates nothing with -WhatIf, and asks with -Confirm' {
        $result = Invoke-ChildPwsh -ArgumentList $Name {
            param($Name)
            New-SharedSemaphore $Name -WhatIf
            try { New-SharedSemaphore $Name -Confirm } catch { $_.Exception.GetType().Name }
        }

        ($result.StdOut -split "`n")[-1] | Should -BeExactly 'PSInvalidOperationException'
        $result.StdOut | Should -BeLike "What if:*$Name*"
        Test-Path "/dev/shm/sem.$Name" | Should -BeFalse
    }

    It 'refuses a file of <Length> bytes<Also>' -ForEach @(
        @{ Length = 0; Also = ''; Bytes = @() }
        @{ Length = 8; Also = ''; Bytes = , 1 * 8 }
        @{ Length = 31; Also = ''; Bytes = , 0 * 31 }
        @{ Length = 33; Also = ''; Bytes = @(1, 0, 0, 0, 0, 0, 0, 0, 128) + , 0 * 24 }
        @{ Length = 32; Also = ' that are all zero'; Bytes = , 0 * 32 }
        @{ Length = 32; Also = ' that count too much'; Bytes = @(255, 255, 255, 255, 0, 0, 0, 0, 128) + , 0 * 23 }
        @{ Length = 32; Also = ' of a program'; Bytes = [byte[]] [char[]] 'abcdefghijklmnopqrstuvwxyz012345' }
    ) {
        [System.IO.File]::WriteAllBytes("/dev/shm/sem.$Name", [byte[]] $Bytes)

        $null = Assert-Failure { New-SharedSemaphore $Name } -Kind SemaphoreInvalid -Command New-SharedSemaphore -Target $Name
        $null = Assert-Failure { Wait-SharedSemaphore $Name -Timeout 0 } -Kind SemaphoreInvalid -Command Wait-SharedSemaphore -Target $Name
        $entry = Get-SharedSemaphore $Name
        $entry.Count | Should -BeNullOrEmpty
        $entry | Remove-SharedSemaphore
        (New-SharedSemaphore $Name).Count | Should -Be 1
    }

    It 'follows no link, and opens no folder and no pipe' {
        $target = New-TestFile -Bytes (@(1, 0, 0, 0, 0, 0, 0, 0, 128) + , 0 * 23)
        $null = New-Item -ItemType SymbolicLink -Path "/dev/shm/sem.$Name-link" -Target $target
        $null = New-Item -ItemType Directory -Path "/dev/shm/sem.$Name-folder"
        mkfifo "/dev/shm/sem.$Name-pipe"

        $null = Assert-Failure { New-SharedSemaphore "$Name-link" } -Kind PathNotFound -Command New-SharedSemaphore -Target "$Name-link"
        $null = Assert-Failure { New-SharedSemaphore "$Name-folder" } -Kind SemaphoreInvalid -Command New-SharedSemaphore -Target "$Name-folder"
        $null = Assert-Failure { New-SharedSemaphore "$Name-pipe" } -Kind SemaphoreInvalid -Command New-SharedSemaphore -Target "$Name-pipe"
    }

    It 'opens what belongs to another user only with -AllowForeignOwner (needs root)' -Skip:(Test-Missing root) {
        New-SharedSemaphore $Name -InitialCount 2 | Out-Null
        chown 65534 "/dev/shm/sem.$Name"

        foreach ($verb in 'New', 'Wait', 'Unlock', 'Use') {
            $arguments = $verb -eq 'Use' ? @{ ScriptBlock = { 'ran' } } : @{}
            $null = Assert-Failure { & "$verb-SharedSemaphore" $Name @arguments } -Kind NotPermitted -Command "$verb-SharedSemaphore" -Target $Name
        }

        (New-SharedSemaphore $Name -AllowForeignOwner).Count | Should -Be 2
        Use-SharedSemaphore $Name { 'ran' } -AllowForeignOwner | Should -BeExactly 'ran'
        (Get-SharedSemaphore $Name).Owner | Should -Not -BeExactly (id --user --name)
    }

    It 'says that another user may not use or remove it (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        New-SharedSemaphore $Name | Out-Null
        $result = Invoke-ChildPwsh -As nobody -ArgumentList $Name {
            param($Name)
            $ErrorActionPreference = 'SilentlyContinue'
            New-SharedSemaphore $Name -AllowForeignOwner
            Remove-SharedSemaphore $Name
            $error.FullyQualifiedErrorId
            "[$((Get-SharedSemaphore $Name).Count)]"
        }

        $result.StdOut -split "`n" | Should -Be @(
            'NotPermitted,MmapModule.Commands.RemoveSharedSemaphoreCommand'
            'AccessDenied,MmapModule.Commands.NewSharedSemaphoreCommand'
            '[]'
        )
    }

    It 'lets exactly one of many processes create it' {
        $children = foreach ($i in 1..4) {
            Start-ChildPwsh -ArgumentList $Name {
                param($Name)
                foreach ($round in 1..50) {
                    try {
                        $null = New-SharedSemaphore "$Name-$round" -Mode Create -InitialCount 7 -ErrorAction Stop
                        "created $round"
                    }
                    catch [MmapModule.MmapException] {
                        if ($_.Exception.Kind -ne 'SemaphoreExists' -or (New-SharedSemaphore "$Name-$round").Count -ne 7) { $_ }
                    }
                }
            }
        }

        $lines = ($children | ForEach-Object { (Wait-ChildPwsh $_).StdOut -split "`n" }) -ne ''
        $lines | Sort-Object -Unique | Should -HaveCount 50
        $lines | Should -HaveCount 50
        Get-ChildItem '/dev/shm/.*.tmp' -Force | Should -BeNullOrEmpty
    }
}

Describe 'New-SharedSemaphore -Key' {
    BeforeEach {
        $script:Key = Get-Random -Minimum 0x40000000 -Maximum 0x7FFFFFFF
    }

    AfterEach {
        Get-SharedSemaphore | Where-Object Key -EQ $Key | Remove-SharedSemaphore
    }

    It 'creates a set, as ipcs shows it (needs ipcs)' -Skip:(Test-Missing ipcs) {
        $set = New-SharedSemaphore -Key $Key -Count 3 -InitialCount 5 -Permission 0640

        $set.Kind | Should -Be 'SystemV'
        $set.Name | Should -BeNullOrEmpty
        $set.Key | Should -Be $Key
        $set.SetSize | Should -Be 3
        $set.Counts | Should -Be @(5, 5, 5)
        $set.Count | Should -Be 5
        $set.Mode | Should -BeExactly '0640'
        (ipcs -s) -match ('^0x{0:x8} +{1} +\S+ +640 +3 *$' -f $Key, $set.Id) | Should -Not -BeNullOrEmpty
    }

    It 'opens it by its key or its id, and creates a new one each time for the key 0' {
        $set = New-SharedSemaphore -Key $Key
        (New-SharedSemaphore -Key $Key -Mode Open).Id | Should -Be $set.Id
        (New-SharedSemaphore -Id $set.Id).Key | Should -Be $Key

        $private = New-SharedSemaphore -Key 0, 0
        try {
            $private[0].Id | Should -Not -Be $private[1].Id
            $private.Key | Should -Be @(0, 0)
        }
        finally {
            $private | Remove-SharedSemaphore
        }
    }

    It 'takes keys as programs write them: <_>' -ForEach '0xFEDC0001', 0xFEDC0001L, 0xFEDC0001, -19136511 {
        $key = $_
        $set = New-SharedSemaphore -Key $key
        try {
            $set.Key | Should -Be -19136511
            (Get-SharedSemaphore -Key $key).Id | Should -Be $set.Id
        }
        finally {
            Remove-SharedSemaphore -Id $set.Id
        }
    }

    It 'reports what is there, what is not, and what cannot be' {
        $target = $Key
        $null = Assert-Failure { New-SharedSemaphore -Key $Key -Mode Open } -Kind KeyNotFound -Command New-SharedSemaphore -Target $target
        $null = New-SharedSemaphore -Key $Key -Count 2
        $null = Assert-Failure { New-SharedSemaphore -Key $Key -Mode Create } -Kind SemaphoreExists -Command New-SharedSemaphore -Target $target
        $null = Assert-Failure { New-SharedSemaphore -Key $Key -Count 3 } -Kind InvalidArgument -Command New-SharedSemaphore -Target $target
        $null = Assert-Failure { New-SharedSemaphore -Key 0 -Count 2147483647 } -Kind QueueLimit -Command New-SharedSemaphore -Target 0
        $null = Assert-Failure { New-SharedSemaphore -Key 0 -InitialCount 32768 } -Kind InvalidArgument -Command New-SharedSemaphore -Target 0
        $null = Assert-Failure { New-SharedSemaphore -Id 2147483647 } -Kind SemaphoreNotFound -Command New-SharedSemaphore -Target 2147483647
    }

    It 'fills a set of many semaphores' {
        $set = New-SharedSemaphore -Key $Key -Count 1200 -InitialCount 9
        ($set.Counts | Measure-Object -Sum).Sum | Should -Be (1200 * 9)
    }

    It 'opens what belongs to another user only with -AllowForeignOwner (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $null = New-SharedSemaphore -Key $Key -Permission 0666
        $result = Invoke-ChildPwsh -As nobody -ArgumentList $Key {
            param($Key)
            $ErrorActionPreference = 'SilentlyContinue'
            New-SharedSemaphore -Key ([int] $Key)
            Remove-SharedSemaphore -Key ([int] $Key)
            $error.FullyQualifiedErrorId
            Wait-SharedSemaphore -Key ([int] $Key) -AllowForeignOwner
        }

        $result.StdOut -split "`n" | Should -Be @(
            'NotPermitted,MmapModule.Commands.RemoveSharedSemaphoreCommand'
            'NotPermitted,MmapModule.Commands.NewSharedSemaphoreCommand'
            'True'
        )
    }
}
