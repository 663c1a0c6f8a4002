# The helpers of the cmdlet tests: one that cannot fail proves nothing.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Assert-Failure' {
    It 'returns the record when everything is as said' {
        (Assert-Failure { New-MemoryMap -Path '/no/such/file' } -Kind PathNotFound -Command New-MemoryMap -Target '/no/such/file').Exception.Kind |
            Should -Be 'PathNotFound'
    }

    It 'fails for <Name>' -ForEach @(
        @{ Name = 'no error'; Script = { 1 }; Kind = 'PathNotFound'; Command = 'New-MemoryMap'; Target = $null }
        @{ Name = 'two errors'; Script = { New-MemoryMap -Path '/no/1', '/no/2' }; Kind = 'PathNotFound'; Command = 'New-MemoryMap'; Target = '/no/1' }
        @{ Name = 'another kind'; Script = { New-MemoryMap -Path '/no/1' }; Kind = 'AccessDenied'; Command = 'New-MemoryMap'; Target = '/no/1' }
        @{ Name = 'another cmdlet'; Script = { New-MemoryMap -Path '/no/1' }; Kind = 'PathNotFound'; Command = 'Get-MemoryMap'; Target = '/no/1' }
        @{ Name = 'another target'; Script = { New-MemoryMap -Path '/no/1' }; Kind = 'PathNotFound'; Command = 'New-MemoryMap'; Target = '/no/2' }
        @{ Name = 'a target where none should be'; Script = { New-MemoryMap -Path '/no/1' }; Kind = 'PathNotFound'; Command = 'New-MemoryMap'; Target = $null }
        @{ Name = 'an error of somebody else'; Script = { Get-Item -LiteralPath '/no/1' }; Kind = 'PathNotFound'; Command = 'New-MemoryMap'; Target = '/no/1' }
    ) {
        { Assert-Failure $Script -Kind $Kind -Command $Command -Target $Target } | Should -Throw
    }

    It 'fails for another category' {
        { Assert-Failure { New-MemoryMap -Path '/no/1' } -Kind PathNotFound -Command New-MemoryMap -Target '/no/1' -Category ReadError } | Should -Throw
    }
}

Describe 'Invoke-ChildProbe' {
    BeforeAll {
        $script:Run = Invoke-ChildProbe -ArgumentList 'first', 'second' ([ordered]@{
                '-prepare' = { $shared = 5 }
                value = { "$shared $($Argument[1])" }
                cmdlet = { New-MemoryMap -Path '/no/such/file' }
                method = { (New-MemoryMap -Anonymous -Size 8).ReadInt64(1) }
                exit = { [System.Environment]::Exit(7) }
                never = { 'never' }
            })
    }

    It 'gives values, errors of cmdlets and methods, and the end of the child' {
        $Run.ExitCode | Should -Be 7
        $Run.Probe['value'].Value | Should -BeExactly '5 second'
        Assert-Probe $Run 'cmdlet' -Kind PathNotFound -Command New-MemoryMap -Target '/no/such/file'
        Assert-Probe $Run 'method' -Kind RegionOutOfRange
        Get-ProbeKind $Run | Should -Be 'cmdlet=PathNotFound', 'method=RegionOutOfRange', 'value=5 second'
    }

    It 'lets Assert-Probe fail for what was not reached, was no error, or was another' {
        { Assert-Probe $Run 'never' -Kind PathNotFound } | Should -Throw
        { Assert-Probe $Run 'value' -Kind PathNotFound } | Should -Throw
        { Assert-Probe $Run 'cmdlet' -Kind AccessDenied -Command New-MemoryMap -Target '*' } | Should -Throw
        { Assert-Probe $Run 'cmdlet' -Kind PathNotFound -Command Get-MemoryMap -Target '*' } | Should -Throw
        { Assert-Probe $Run 'cmdlet' -Kind PathNotFound -Command New-MemoryMap -Target 'other' } | Should -Throw
    }

    It 'fails when a preparation fails' {
        { Invoke-ChildProbe ([ordered]@{ '-prepare' = { throw 'in vain' } }) } | Should -Throw '*in vain*'
    }
}

Describe 'Get-MapEntry' {
    It 'finds a map by its address, and nothing where nothing is' {
        $map = New-MemoryMap -Anonymous -Size 64KB
        (Get-MapEntry $map).Start | Should -Be $map.Address
        $map.WriteByte(0, 1)
        (Get-MapEntry $map).Dirty | Should -BeGreaterThan 0
        $map | Remove-MemoryMap
        Get-MapEntry $map | Should -BeNullOrEmpty
    }
}

Describe 'Wait-Condition and Start-Helper' {
    It 'says whether it came true' {
        Wait-Condition { $true } | Should -BeTrue
        Wait-Condition { $false } -TimeoutSeconds 0.1 | Should -BeFalse
    }

    It 'hands the first line over and ends the program' {
        $helper = Start-Helper '/bin/sh' '-c', 'echo ready; sleep 60' -Ready
        $id = $helper.Id
        $helper.FirstLine | Should -BeExactly 'ready'
        Stop-Helper $helper
        Get-Process -Id $id -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
