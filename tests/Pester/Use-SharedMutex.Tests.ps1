# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Use-SharedMutex' {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        (Get-SharedMutex $Name).IsHeld | Should -BeFalse -Because 'the lock must be back'
        Remove-Item -Path "/dev/shm/$Name*" -Force
    }

    It 'holds the lock while the block runs, which sees and sets the variables of the caller' {
        $number = 1
        $seen = Use-SharedMutex $Name { (Get-SharedMutex $Name).IsHeld; $number++ }
        $seen | Should -BeTrue
        $number | Should -Be 2
    }

    It 'streams the output, and stops when nobody wants more' {
        $made = 0
        Use-SharedMutex $Name { foreach ($i in 1..1000) { $made++; $i } } | Select-Object -First 3 | Should -Be @(1, 2, 3)
        $made | Should -Be 3
    }

    It 'gives back after <Case>' -ForEach @(
        @{ Case = 'throw'; Script = { try { Use-SharedMutex $Name { throw 'x' } } catch { "$_" } }; Output = 'x' }
        @{ Case = 'an error of this module, which is passed on as it is'; Script = { try { Use-SharedMutex $Name { New-MemoryMap /no/such -ErrorAction Stop } } catch { $_.FullyQualifiedErrorId } }; Output = 'PathNotFound,MmapModule.Commands.NewMemoryMapCommand' }
        @{ Case = 'return'; Script = { Use-SharedMutex $Name { 'a'; return 'b'; 'c' }; 'after' }; Output = 'a', 'b', 'after' }
        @{ Case = 'break'; Script = { foreach ($i in 1..3) { $i; Use-SharedMutex $Name { break } } }; Output = 1 }
        @{ Case = 'continue'; Script = { foreach ($i in 1..3) { Use-SharedMutex $Name { continue }; $i } 'end' }; Output = 'end' }
        @{ Case = 'an empty block'; Script = { Use-SharedMutex $Name { } }; Output = $null }
    ) {
        & $Script | Should -Be $Output
        (Get-SharedMutex $Name).IsHeld | Should -BeFalse
    }

    It 'gives back after Ctrl+C in the block' {
        $null = Assert-StopsSoon 'Use-SharedMutex $Name { Start-Sleep 60 }' @{ Name = $Name } -When { (Get-SharedMutex "$Name*").IsHeld }
    }

    It 'runs nothing when the time is over' {
        $hold = Lock-SharedMutex $Name
        $ran = $false
        $null = Assert-Failure { Use-SharedMutex $Name { $ran = $true } -Timeout 0.1 } -Kind LockTimeout -Command Use-SharedMutex -Target $Name
        $ran | Should -BeFalse
        $hold.Dispose()
    }

    It 'takes files, one after the other, and nests' {
        $paths = (Get-TestPath), (Get-TestPath)
        Use-SharedMutex -Path $paths { @(Get-SharedMutex -Path $paths[0]).IsHeld } -Style Fcntl | Should -Be @($true, $false)
        Get-Item -LiteralPath $paths | Use-SharedMutex -ScriptBlock { 'in' } | Should -Be @('in', 'in')
        Use-SharedMutex $Name { Use-SharedMutex -LiteralPath $paths[0] { 'both' } } | Should -Be 'both'
    }

    It 'keeps a counter exact: threads of this process and two other processes' {
        $path = New-TestFile -Text '0'
        $work = { param($Name, $Path) foreach ($i in 1..25) { Use-SharedMutex $Name { [System.IO.File]::WriteAllText($Path, [string] (1 + [System.IO.File]::ReadAllText($Path))) } } }
        $children = 1..2 | ForEach-Object { Start-ChildPwsh $work -ArgumentList $Name, $path }
        $module = $ModulePath
        $text = "$work"
        1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            $ErrorActionPreference = 'Stop'
            Import-Module $using:module
            & ([scriptblock]::Create($using:text)) $using:Name $using:path
        }
        $children | ForEach-Object { (Wait-ChildPwsh $_).StdErr | Should -BeNullOrEmpty }
        Get-Content $path | Should -Be (6 * 25)
    }
}
