# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Remove-SharedMemory' {
    BeforeEach {
        $script:Name = Get-SharedName
        'a', 'b', 'c' | ForEach-Object { New-MemoryMap -Name "$Name-$_" -Size 10 } | Remove-MemoryMap
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
        Remove-Item -Path "/dev/shm/$Name*" -Force
    }

    It 'removes by <Case>, and gives nothing' -ForEach @(
        @{ Case = 'name'; Script = { param($Name) Remove-SharedMemory -Name "$Name-a" }; Left = 'b', 'c' }
        @{ Case = 'position'; Script = { param($Name) Remove-SharedMemory "$Name-a" }; Left = 'b', 'c' }
        @{ Case = 'name with slash'; Script = { param($Name) Remove-SharedMemory -Name "/$Name-a" }; Left = 'b', 'c' }
        @{ Case = 'several names'; Script = { param($Name) Remove-SharedMemory -Name "$Name-a", "$Name-c" }; Left = 'b' }
        @{ Case = 'wildcard'; Script = { param($Name) Remove-SharedMemory -Name "$Name-[ab]" }; Left = 'c' }
        @{ Case = 'names in the pipeline'; Script = { param($Name) "$Name-a", "$Name-b" | Remove-SharedMemory }; Left = 'c' }
        @{ Case = 'objects in the pipeline'; Script = { param($Name) Get-SharedMemory -Name "$Name-[bc]" | Remove-SharedMemory }; Left = 'a' }
    ) {
        & $Script $Name | Should -BeNullOrEmpty

        (Get-ChildItem -Path "/dev/shm/$Name*").Name | Should -Be @($Left | ForEach-Object { "$Name-$_" })
    }

    It 'takes the name away; maps of it go on working, and the name is free' {
        $map = New-MemoryMap -Name "$Name-a"
        Remove-SharedMemory -Name "$Name-a"

        $map.WriteString(0, 'alive')
        $map.ReadString(0, 5) | Should -BeExactly 'alive'
        $null = Assert-Failure { New-MemoryMap -Name "$Name-a" } -Kind SharedMemoryNotFound -Command New-MemoryMap -Target "$Name-a"
        (New-MemoryMap -Name "$Name-a" -Mode Create -Size 10).ReadByte(0) | Should -Be 0
    }

    It 'removes nothing with -WhatIf' {
        $result = Invoke-ChildPwsh -ArgumentList $Name {
            param($Name)
            Remove-SharedMemory -Name "$Name-*" -WhatIf
            $ConfirmPreference = 'Medium'
            try { Remove-SharedMemory -Name "$Name-a" } catch { "asked: $($_.Exception.GetType().Name)" }
        }

        $lines = $result.StdOut -split '\n'
        @($lines -like "What if: *$Name-*").Count | Should -Be 3
        $lines[-1] | Should -BeExactly 'asked: PSInvalidOperationException'
        @(Get-ChildItem -Path "/dev/shm/$Name*").Count | Should -Be 3
    }

    It 'reports what is not there, and removes the others' {
        Remove-SharedMemory -Name 'no-such-name', "$Name-a" -ErrorAction SilentlyContinue -ErrorVariable failures

        $failures.Count | Should -Be 1
        Assert-ErrorRecord -Record $failures[0] -Kind SharedMemoryNotFound -Command Remove-SharedMemory -Target 'no-such-name'
        Test-Path -LiteralPath "/dev/shm/$Name-a" | Should -BeFalse
        Remove-SharedMemory -Name 'no-such-*' -ErrorAction Stop
    }

    It 'refuses the name <Bad>' -ForEach @(@{ Bad = 'a/b' }, @{ Bad = '..' }, @{ Bad = '/' }) {
        $null = Assert-Failure { Remove-SharedMemory -Name $Bad } -Kind InvalidArgument -Command Remove-SharedMemory -Target $Bad
    }

    It 'does not remove what belongs to another user (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $result = Invoke-ChildPwsh -As nobody -ArgumentList "$Name-a" {
            param($Name)
            $ErrorActionPreference = 'Stop'
            try { Remove-SharedMemory -Name $Name } catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.TargetObject)" }
        }

        $result.StdOut | Should -BeExactly "NotPermitted,MmapModule.Commands.RemoveSharedMemoryCommand PermissionDenied $Name-a" -Because $result.StdErr
        Test-Path -LiteralPath "/dev/shm/$Name-a" | Should -BeTrue
    }
}
