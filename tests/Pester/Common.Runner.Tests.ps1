# What runs the files with tests: build/Invoke-Pester.ps1.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'build/Invoke-Pester.ps1' {
    It 'comes to its end where a test says in its middle that it is skipped, and keeps the reason' {
        $folder = Get-TestPath 'runner'
        $null = New-Item -ItemType Directory -Path "$folder/todo", "$folder/taken"
        $tests = Join-Path $folder 'Made.Tests.ps1'
        [System.IO.File]::WriteAllText($tests, "Describe 'Made' { It 'is skipped' { Set-ItResult -Skipped -Because 'it is a test' }; It 'passes' { 1 | Should -Be 1 } }")
        [System.IO.File]::WriteAllText("$folder/todo/one", "$tests")

        $runner = Join-Path $PSScriptRoot '../../build/Invoke-Pester.ps1'
        timeout 60 (Get-PwshPath) -NoProfile -NonInteractive -File $runner -ModulePath $env:MMAPMODULE_PATH -Folder $folder -PesterPath (Get-Module Pester).Path

        $LASTEXITCODE | Should -Be 0
        $count = Get-Content -LiteralPath "$folder/one.json" -Raw | ConvertFrom-Json
        $count.Passed | Should -Be 1
        $count.Failed | Should -Be 0
        $count.Skipped.Reason | Should -Be 'it is a test'
    }
}
