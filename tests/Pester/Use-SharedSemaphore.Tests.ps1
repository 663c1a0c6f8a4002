# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Use-SharedSemaphore' {
    BeforeEach {
        $script:Name = Get-SharedName
        $script:Semaphore = New-SharedSemaphore $Name
    }

    AfterEach {
        $Semaphore.Count | Should -Be 1 -Because 'the permit must be back'
        Remove-SharedSemaphore $Name
    }

    It 'holds the permit while the block runs, which sees and sets the variables of the caller' {
        $number = 1
        $seen = Use-SharedSemaphore $Name { $Semaphore.Count; $number++ }
        $seen | Should -Be 0
        $number | Should -Be 2
        Use-SharedSemaphore $Semaphore { $MmapModuleScriptBlock; $Block; $args.Count } | Should -Be @($null, $null, 0)
    }

    It 'streams the output, and stops when nobody wants more' {
        $made = 0
        Use-SharedSemaphore $Semaphore { foreach ($i in 1..1000) { $made++; $i } } | Select-Object -First 3 | Should -Be @(1, 2, 3)
        $made | Should -Be 3
        $Semaphore.Count | Should -Be 1
    }

    It 'gives back after <Case>' -ForEach @(
        @{ Case = 'throw'; Script = { try { Use-SharedSemaphore $Semaphore { throw 'x' } } catch { "$_" } }; Output = 'x' }
        @{ Case = 'an exception of .NET, which is passed on as it is'; Script = { try { Use-SharedSemaphore $Semaphore { throw [System.IO.IOException]::new('io') } } catch [System.IO.IOException] { 'io' } }; Output = 'io' }
        @{ Case = 'an error of this module, which is passed on as it is'; Script = { try { Use-SharedSemaphore $Semaphore { New-MemoryMap /no/such -ErrorAction Stop } } catch { $_.FullyQualifiedErrorId } }; Output = 'PathNotFound,MmapModule.Commands.NewMemoryMapCommand' }
        @{ Case = 'OperationCanceledException'; Script = { try { Use-SharedSemaphore $Semaphore { throw [System.OperationCanceledException]::new('oc') } } catch { $_.Exception.Message } }; Output = 'oc' }
        @{ Case = 'return'; Script = { Use-SharedSemaphore $Semaphore { 'a'; return 'b'; 'c' }; 'after' }; Output = 'a', 'b', 'after' }
        @{ Case = 'break'; Script = { foreach ($i in 1..3) { $i; Use-SharedSemaphore $Semaphore { break } } }; Output = 1 }
        @{ Case = 'continue'; Script = { foreach ($i in 1..3) { Use-SharedSemaphore $Semaphore { continue }; $i } 'end' }; Output = 'end' }
        @{ Case = 'an error record'; Script = { Use-SharedSemaphore $Semaphore { Write-Error 'e' -ErrorAction SilentlyContinue; 'on' } }; Output = 'on' }
        @{ Case = 'a block with begin, process and end'; Script = { Use-SharedSemaphore $Semaphore { begin { 'b' } process { 'p' } end { 'e' } } }; Output = 'b', 'p', 'e' }
        @{ Case = 'an empty block'; Script = { Use-SharedSemaphore $Semaphore { } }; Output = $null }
    ) {
        & $Script | Should -Be $Output
        $Semaphore.Count | Should -Be 1
    }

    It 'gives back after Ctrl+C in the block' {
        $null = Assert-StopsSoon 'Use-SharedSemaphore $Semaphore { Start-Sleep 60 }' @{ Semaphore = $Semaphore } -When { $Semaphore.Count -eq 0 }
        $Semaphore.Count | Should -Be 1
    }

    It 'runs nothing when the time is over' {
        $null = $Semaphore.TryWait()
        $ran = $false
        $null = Assert-Failure { Use-SharedSemaphore $Semaphore { $ran = $true } -Timeout 0.1 } -Kind LockTimeout -Command Use-SharedSemaphore -Target $Semaphore
        $null = Assert-Failure { Use-SharedSemaphore $Name { $ran = $true } -Timeout 0 } -Kind LockTimeout -Command Use-SharedSemaphore -Target $Name
        $ran | Should -BeFalse
        $Semaphore.Release()
    }

    It 'runs once for each semaphore, and nests' {
        $other = New-SharedSemaphore "$Name-2"
        try {
            $Semaphore, $other | Use-SharedSemaphore -ScriptBlock { "$($Semaphore.Count) $($other.Count)" } | Should -Be @('0 1', '1 0')
            Use-SharedSemaphore $Semaphore { Use-SharedSemaphore $other { "$($Semaphore.Count) $($other.Count)" } } | Should -Be '0 0'
        }
        finally {
            Remove-SharedSemaphore $other
        }
    }

    It 'takes sets by key and id, with the block first' {
        $set = New-SharedSemaphore -Key (Get-Random -Minimum 0x40000000 -Maximum 0x7FFFFFFF) -Count 2 -InitialCount 3
        try {
            Use-SharedSemaphore -Key $set.Key { $set.Counts } -Index 1 | Should -Be @(3, 2)
            Use-SharedSemaphore -Id $set.Id { $set.Counts } -Count 2 | Should -Be @(1, 3)
            $set.Counts | Should -Be @(3, 3)
        }
        finally {
            Remove-SharedSemaphore $set
        }
    }

    It 'reports that it could not give back, after a block that was complete' {
        $set = New-SharedSemaphore -Key 0
        $null = Assert-Failure { Use-SharedSemaphore $set { Remove-SharedSemaphore $set } } -Kind ObjectRemoved -Command Use-SharedSemaphore -Target $set
    }

    It 'keeps a counter exact: threads of one process and another process' {
        $path = New-TestFile -Text '0'
        $work = { param($Name, $Path) foreach ($i in 1..15) { Use-SharedSemaphore $Name { [System.IO.File]::WriteAllText($Path, [string] (1 + [System.IO.File]::ReadAllText($Path))) } } }
        $child = Start-ChildPwsh $work -ArgumentList $Name, $path
        $module = $ModulePath
        $text = "$work"
        1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            $ErrorActionPreference = 'Stop'
            Import-Module $using:module
            & ([scriptblock]::Create($using:text)) $using:Name $using:path
        }
        (Wait-ChildPwsh $child).StdErr | Should -BeNullOrEmpty
        Get-Content $path | Should -Be (5 * 15)
    }
}
