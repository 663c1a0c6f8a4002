# Every script in examples/ runs as an administrator would run it: in a PowerShell of its own, from any folder.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $hasPython = -not (Test-Missing python3)
    $hasCompiler = -not (Test-Missing cc)
    $hasSfdisk = -not (Test-Missing sfdisk)
    # An ordinary PATH does not lead to sshd; the example looks where it is.
    $hasSshd = -not (Test-Missing ssh-keygen) -and ((Test-Path -LiteralPath '/usr/sbin/sshd') -or -not (Test-Missing sshd))

    # What each script must print. A new example must be entered here.
    $script:Expected = @{
        'carve-file.ps1'          = '(?m)^Verified +: True$'
        'clean-leftovers.ps1'     = '(?m)^\d+ of \d+ are orphans, and 0 of them were removed\.$'
        'compare-firmware.ps1'    = '(?s)Sectors to write: 3 of 256\n  0x000000 to 0x000FFF\n.*Patches in the list: 3\nPatched copy equals the new image: True$'
        'copy-file.ps1'           = '(?m)^Verified +: True$'
        'demo.ps1'                = '(?s)^1\. .*3210oworld.*\n   ok\n2\. .*\n   ok\n3\. .*\n   ok\n4\. .*\n   ok\n5\. .*\n   ok\n6\. .*RegionTruncated.*\n   ok$'
        'edit-records.ps1'        = '(?m)^SeenByDd +: changed in place$'
        'follow-log.ps1'          = '(?s)^line 1\nline 2\n.*line 200\nend$'
        'hash-parts.ps1'          = '(?s)^ *Offset +Length Verified Hash.*\n +0 4194304 +True [0-9A-F]{40}.*\n8388608 2098386 +True [0-9A-F]{40}'
        'job-queue.ps1'           = '(?m)^\d+ of 60 jobs were done by 3 workers, none of them twice; \d had been taken by the one that was killed\.$'
        'limit-downloads.ps1'     = '(?m)^10 files in 2 shells, never more than 2 at the same time\.$'
        'map-lifetime.ps1'        = '(?s)^(ok: [^\n]+\n){10}ok: [^\n]+$'
        'one-writer.ps1'          = '(?m)^75 lines of 3 writers(, and those of one that was killed)?: every number is there once\.$'
        'patch-image.ps1'         = '(?s)^image: +10737418240 bytes long, \d{4,5} bytes on the disk\nwritten: 80 at offset 7516193214\nxxd: +1c00001be: 80 +\.$'
        'patch-number.ps1'        = '(?m)^cat: +3210oworld$'
        'progress-counter.ps1'    = '(?m)^4 workers have hashed (\d+) of \1 files with \d+ bytes\.$'
        'read-elf-header.ps1'     = '(?m)^Class +: ELF(32|64)$'
        'read-gpt.ps1'            = $hasSfdisk ? '(?s)Name +: boot\nType +: EFI System\n.*Name +: root\nType +: Linux filesystem' : 'There is no sfdisk'
        'read-png-chunks.ps1'     = '(?s)^(Offset : \d+\nType   : I(HDR|DAT|END)\nLength : \d+\nCrc    : [0-9a-f]{8}\nValid  : True\nDetail :[^\n]*\n*){3}$'
        'replace-text.ps1'        = '(?m)^ls --help: Show information about the FILEs'
        'search-fleet.ps1'        = $hasSshd ? '(?s)^(?=.*127\.0\.0\.1 [^\n]*app\.log +2 10:02 ERROR disk full)(?=.*localhost [^\n]*app\.log +2 10:02 ERROR disk full)(?=.*WARNING: 127\.0\.0\.2: PSSessionOpenFailed)(?=.*WARNING: 127\.0\.0\.1: PathNotFound)(?=.*WARNING: localhost: PathNotFound)' : 'There is no sshd'
        'share-file.ps1'          = "(?m)^Right \(\d+\) read: Left is process \d+`$"
        'share-memory-file.ps1'   = '(?m)read back: PLEASE TURN THIS TO UPPER CASE, says child \d+$'
        'share-named-memory.ps1'  = $hasPython ? '(?m)^Python added up .*: 55$' : 'There is no python3'
        'watch-counter.ps1'       = $hasCompiler ? '(?s)Before +After.*\b1000\b.*The program counted to 1000; \d+ changes were seen, each of them greater than the one before\.$' : 'There is no C compiler'
        'watch-log.ps1'           = '(?s)Rotations : [1-4]\nLastError : 1470 ERROR disk 5 is slow$'
    }

    # What a script cannot do without. Those that say so themselves are not here.
    $script:Needs = @{ 'patch-image.ps1' = 'xxd' }

    $script:Found = @(Get-ChildItem -Path (Join-Path $PSScriptRoot '../../examples') -Filter '*.ps1' -File)
    $script:Cases = $script:Found | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName; Pattern = $script:Expected[$_.Name]; Need = $script:Needs[$_.Name] } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Examples.ps1')
}

Describe 'The folder examples' {
    It 'is tested with the module under test' {
        $probe = Get-TestPath 'probe.ps1'
        Set-Content -LiteralPath $probe -Value '(Import-Module MmapModule -PassThru).ModuleBase'
        (Invoke-Example -Path $probe).StdOut | Should -BeExactly (Join-Path $modules 'MmapModule')
    }

    It 'holds no script of which this test does not know what it prints, and the other way round' {
        $names = (Get-ChildItem -Path (Join-Path $PSScriptRoot '../../examples') -Filter '*.ps1' -File).Name
        $names | Should -Not -BeNullOrEmpty
        $names | Sort-Object | Should -Be ($Registered | Sort-Object)
    } -ForEach @{ Registered = @($Expected.Keys) }
}

Describe 'The example <Name>' -ForEach $Cases {
    It "runs from any folder, prints what it should, ends with exit code 0 and leaves nothing behind$($Need ? " (needs $Need)" : '')" -Skip:($Need -and (Test-Missing $Need)) {
        $Pattern | Should -Not -BeNullOrEmpty -Because "$Name needs an entry in Examples.Tests.ps1"
        $arguments = $Name -eq 'demo.ps1' ? @('-ModulePath', $script:ModulePath) : @()
        $result = Invoke-Example -Path $Path -ArgumentList $arguments
        $result.StdErr | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0 -Because $result.StdOut
        $result.StdOut | Should -Match $Pattern
        Get-ChildItem -LiteralPath $temporary -Exclude 'dotnet-diagnostic-*', 'clr-debug-pipe-*', 'CoreFxPipe_*' | Should -BeNullOrEmpty

        # Another PowerShell may run an example at the same moment: what that one uses goes with it.
        $left = @(Get-SharedMemory | Where-Object Name -Match '^(mmap-(example|python|demo)|map-lifetime)-').Name
        Wait-Until { -not ($left | Where-Object { $_ -and (Test-Path -LiteralPath "/dev/shm/$_") }) }
    }

    It 'has a synopsis, a description, an example and a word on each parameter' {
        $help = Get-Help -Name $Path -Full
        $help.Synopsis | Should -Match '\.$'
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 1
        foreach ($parameter in $help.Parameters.Parameter | Where-Object Name -NotIn 'WhatIf', 'Confirm') {
            $parameter.Description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) needs a word"
        }
    }
}

Describe 'An example that goes wrong' {
    It 'ends with exit code 1, says why and leaves nothing behind: <Name> when <Program> shows something else' -ForEach @(
        @{ Name = 'demo.ps1'; Program = 'od'; Output = 'StdOut'; Reason = 'FAILED: od shows: ''nonsense''' }
        @{ Name = 'demo.ps1'; Program = 'cat'; Output = 'StdOut'; Reason = 'FAILED: cat shows' }
        @{ Name = 'patch-number.ps1'; Program = 'od'; Output = 'StdErr'; Reason = 'od shows nonsense' }
    ) {
        $programs = Get-TestPath
        $null = New-Item -ItemType Directory -Path $programs
        Set-Content -LiteralPath "$programs/$Program" -Value '#!/bin/sh', 'echo nonsense'
        chmod +x "$programs/$Program"
        $arguments = $Name -eq 'demo.ps1' ? @('-ModulePath', $script:ModulePath) : @()
        $result = Invoke-Example -Path (Join-Path $PSScriptRoot "../../examples/$Name") -ArgumentList $arguments -ProgramPath $programs
        $result.ExitCode | Should -Be 1
        $result.$Output | Should -Match $Reason
        Get-ChildItem -LiteralPath $temporary -Exclude 'dotnet-diagnostic-*', 'clr-debug-pipe-*', 'CoreFxPipe_*' | Should -BeNullOrEmpty
    }
}
