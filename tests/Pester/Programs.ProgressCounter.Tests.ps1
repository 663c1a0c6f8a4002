# The admin's story: a progress counter shared by parallel workers and watched live by another process.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Example = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../../examples/progress-counter.ps1')).ProviderPath
}

Describe 'A progress counter shared by parallel workers' {
    It 'counts every file once, with <Worker> workers, and removes its shared memory' -ForEach @(@{ Worker = 1 }, @{ Worker = 3 }) {
        $folder = Get-TestPath "files $Worker"
        $null = New-Item -ItemType Directory -Path $folder
        1..40 | ForEach-Object { [System.IO.File]::WriteAllBytes((Join-Path $folder "f [$_]"), [byte[]]::new($_)) }
        $result = Invoke-ChildPwsh { param($Script, $Folder, $Worker) & $Script -Path $Folder -Worker $Worker } -ArgumentList $Example, $folder, $Worker

        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -Match "$Worker workers have hashed 40 of 40 files with 820 bytes\."
        Get-SharedMemory | Where-Object Name -Like 'mmap-example-counter-*' | Should -BeNullOrEmpty
    }

    It 'fails with a reason where there is nothing to do' {
        $folder = Get-TestPath
        $null = New-Item -ItemType Directory -Path $folder
        $result = Invoke-ChildPwsh { param($Script, $Folder) & $Script -Path $Folder } -ArgumentList $Example, $folder
        $result.ExitCode | Should -Be 1
        $result.StdErr | Should -Match 'There are no files'
    }
}
