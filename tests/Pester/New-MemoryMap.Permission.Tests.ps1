# Who may use new shared memory.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Name = Get-SharedName

    function Get-Mode {
        # As stat(1) says.
        '0' + (stat -c %a "/dev/shm/$Name")
    }
}

Describe 'New-MemoryMap -Permission' -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
        if (Test-Path -LiteralPath "/dev/shm/$Name") {
            Remove-SharedMemory $Name
        }
    }

    It 'gives <Mode> for <Permission>, whatever the umask says' -ForEach @(
        @{ Permission = '0660'; Mode = '0660' }
        @{ Permission = 0666; Mode = '0666' }
        @{ Permission = '0777'; Mode = '0777' }
        @{ Permission = 400; Mode = '0400' }
        @{ Permission = 'UserRead, UserWrite, GroupRead'; Mode = '0640' }
    ) {
        $map = New-MemoryMap -Name $Name -Size 10 -Permission $Permission
        Get-Mode | Should -BeExactly $Mode
        (Get-SharedMemory $Name).Mode | Should -BeExactly $Mode
        $map.WriteByte(3, 5)
        $map.ReadByte(3) | Should -Be 5
    }

    It 'is for the owner only by default' {
        $null = New-MemoryMap -Name $Name -Size 10
        Get-Mode | Should -BeExactly '0600'
    }

    It 'leaves what exists alone' {
        $null = New-MemoryMap -Name $Name -Size 10 -Permission 0640
        $null = New-MemoryMap -Name $Name -Size 20 -Permission 0666
        Get-Mode | Should -BeExactly '0640'
    }

    It 'is that of a new segment' {
        $map = New-MemoryMap -Key 0 -Size 10 -Permission 0646
        try {
            (Get-SharedMemory -Id $map.SegmentId).Mode | Should -BeExactly '0646'
            (ipcs -m | Select-String " $($map.SegmentId) ") -match ' 646 ' | Should -BeTrue
        }
        finally {
            Remove-SharedMemory -Id $map.SegmentId
        }
    }

    It 'is an error where nothing can be created, and nothing is' {
        Get-ErrorId { New-MemoryMap -Name $Name -Permission 0660 } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.NewMemoryMapCommand'
        Get-ErrorId { New-MemoryMap -Name $Name -Size 10 -Mode Open -Permission 0660 } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.NewMemoryMapCommand'
        Get-ErrorId { New-MemoryMap -Key 0x7A7A -Permission 0660 } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.NewMemoryMapCommand'
        Test-Path -LiteralPath "/dev/shm/$Name" | Should -BeFalse
        { New-MemoryMap -Anonymous -Size 10 -Permission 0660 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { New-MemoryMap -Path (New-TestFile -Text x) -Permission 0660 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'does not take <_>' -ForEach '0888', '99999', 'all', -1, 1.5, '01777', $true {
        { New-MemoryMap -Name $Name -Size 10 -Permission $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'lets another user in who is allowed (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $map = New-MemoryMap -Name $Name -Size 10 -Permission 0666
        $map.WriteByte(0, 42)
        $child = Invoke-ChildPwsh -As nobody -ArgumentList $Name {
            param($name)
            $map = New-MemoryMap -Name $name -Mode Open -AllowForeignOwner
            $map.ReadByte(0)
            $map.WriteByte(1, 43)
        }

        $child.StdOut | Should -Be '42'
        $map.ReadByte(1) | Should -Be 43
    }
}
