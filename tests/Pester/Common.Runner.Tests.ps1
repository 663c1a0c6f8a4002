# What runs the files with tests, build/Invoke-Pester.ps1, and what is said at the end of a run.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'build/Invoke-Pester.ps1' -Tag Linux {
    It 'comes to its end where a test says in its middle that it is skipped, and keeps the reason, what failed and the time' {
        $folder = Get-TestPath 'runner'
        $null = New-Item -ItemType Directory -Path "$folder/todo", "$folder/taken"
        $tests = Join-Path $folder 'Made.Tests.ps1'
        [System.IO.File]::WriteAllText($tests, "Describe 'Made' { It 'is skipped' { Set-ItResult -Skipped -Because 'it is a test' }; It 'passes' { 1 | Should -Be 1 }`nIt 'fails' { throw 'for a reason' } }")
        [System.IO.File]::WriteAllText("$folder/todo/one", "$tests")

        $runner = Join-Path $PSScriptRoot '../../build/Invoke-Pester.ps1'
        timeout 60 (Get-PwshPath) -NoProfile -NonInteractive -File $runner -ModulePath $env:MMAPMODULE_PATH -Folder $folder -PesterPath (Get-Module Pester).Path

        $LASTEXITCODE | Should -Be 0
        $count = Get-Content -LiteralPath "$folder/one.json" -Raw | ConvertFrom-Json
        $count.Passed | Should -Be 1
        $count.Failed | Should -Be 1
        $count.Failures.Name | Should -Be 'Made.fails'
        $count.Failures.Message | Should -Be 'for a reason'
        $count.Failures.Place | Should -Be 'Made.Tests.ps1:2'
        $count.Skipped.Reason | Should -Be 'it is a test'
        $count.ProcessorSeconds | Should -BeGreaterThan 0
    }
}

Describe 'The end of a run' -Tag Linux {
    BeforeAll {
        . (Join-Path $PSScriptRoot '../../build/TestCount.ps1')
        . (Join-Path $PSScriptRoot '../../build/TestMachine.ps1')
        $total = New-TestTotal
    }

    It 'says what failed and why, in so few lines that the end of a log shows them' {
        $failures = 1..12 | ForEach-Object { [pscustomobject]@{ Name = "test $_"; Message = "first`n  second"; Place = 'A.Tests.ps1:1' } }
        Add-TestCount $total 'suite' -Passed 1 -Failed 12 -Failures $failures -Skipped @() -ExitCode 1

        $lines = (Write-TestTotal $total 6>&1 | Out-String).Trim() -split '\n'
        $lines[0, 1] | Should -Be 'FAILED: suite: test 1 (A.Tests.ps1:1)', '    first second'
        $lines[-2, -1] | Should -Be 'FAILED: and 2 more, see above', '1 passed, 12 failed, 0 skipped'
        $lines.Count | Should -BeLessThan 25
    }
}
