# The example progress-counter.ps1 on files of the test: a counter shared by parallel workers, watched live by another process.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Examples.ps1')
}

Describe 'A progress counter shared by parallel workers' {
    It 'counts every file once, whatever its name, and removes its shared memory' {
        $folder = Get-TestPath 'files of 2'
        $null = New-Item -ItemType Directory -Path $folder
        1..40 | ForEach-Object { [System.IO.File]::WriteAllBytes((Join-Path $folder "f [$_]"), [byte[]]::new($_)) }
        $result = Invoke-Example progress-counter.ps1 '-Path', $folder, '-Worker', '2'

        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -Match '2 workers have hashed 40 of 40 files with 820 bytes\.'
        Get-SharedMemory | Where-Object Name -Like "mmap-example-counter-$((Get-SharedPwsh).Process.Id)" | Should -BeNullOrEmpty
    }

    It 'fails with a reason where there is nothing to do' {
        $folder = Get-TestPath
        $null = New-Item -ItemType Directory -Path $folder
        $result = Invoke-Example progress-counter.ps1 '-Path', $folder
        $result.ExitCode | Should -Be 1
        $result.StdErr | Should -Match 'There are no files'
    }
}
