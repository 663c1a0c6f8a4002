# The example watch-log.ps1 on logs that the test writes and rotates while it runs.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Examples.ps1')
    $script:Example = Convert-Path -LiteralPath (Join-Path $PSScriptRoot '../../examples/watch-log.ps1')
}

Describe 'The example watch-log.ps1' {
    BeforeEach {
        $log = New-TestFile -Text ''
        $seen = New-TestFile -Text ''
        $done = Get-TestPath
        $probe = Get-TestPath 'watch.ps1'
        Set-Content -LiteralPath $probe -Value @"
Import-Module '$ModulePath'
& '$Example' -Path '$log' -Seconds 120 -Interval 10 3>&1 | ForEach-Object {
    Add-Content -LiteralPath '$seen' -Value (`$_ -is [Management.Automation.WarningRecord] ? "WARNING: `$_" : (`$_ | Select-Object -ExcludeProperty Time | ConvertTo-Json -Compress))
    if (Test-Path -LiteralPath '$done') { exit 0 }
}
"@
        $program = $null

        function Wait-Seen {
            param([string] $Line)

            Wait-Until { @(Get-Content -LiteralPath $seen) -contains $Line } -Program $program
        }
    }

    AfterEach {
        Stop-TestProgram $program
    }

    It 'counts each line once, and finds the last error, however the log is rotated' {
        1..10 | ForEach-Object { $_ -eq 4 ? "line $_ ERROR one" : "line $_" } | Add-Content -LiteralPath $log
        $program = Start-ChildPwsh -Shared { & $args[0] } -ArgumentList $probe
        Wait-Seen '{"Lines":10,"Errors":1,"Rotations":0,"LastError":"line 4 ERROR one"}'

        # A line that is not finished does not count yet.
        Add-Content -LiteralPath $log -Value "line 11`nline 12 ERROR t" -NoNewline
        Wait-Seen '{"Lines":11,"Errors":1,"Rotations":0,"LastError":"line 4 ERROR one"}'
        Add-Content -LiteralPath $log -Value 'wo'
        Wait-Seen '{"Lines":12,"Errors":2,"Rotations":0,"LastError":"line 12 ERROR two"}'

        # copytruncate: what was written between the last look and the rotation is in the copy only.
        /bin/sh -c 'echo "line 13 ERROR three" >> "$1"; cp "$1" "$1.1"; : > "$1"; echo "line 14" >> "$1"' sh $log
        Wait-Until { (Get-Content -LiteralPath $seen -Tail 1) -eq '{"Lines":14,"Errors":3,"Rotations":1,"LastError":"line 13 ERROR three"}' } -Program $program

        # The new log is longer than the old one at once.
        /bin/sh -c 'cp "$1" "$1.1"; : > "$1"; for i in 15 16 17 18 19 20; do echo "line $i"; done >> "$1"' sh $log
        Wait-Until { (Get-Content -LiteralPath $seen -Tail 1) -eq '{"Lines":20,"Errors":3,"Rotations":2,"LastError":"line 13 ERROR three"}' } -Program $program

        # A rotation that renames.
        /bin/sh -c 'echo "line 21" > "$1.new"; mv "$1" "$1.1"; mv "$1.new" "$1"' sh $log
        Wait-Until { (Get-Content -LiteralPath $seen -Tail 1) -eq '{"Lines":21,"Errors":3,"Rotations":3,"LastError":"line 13 ERROR three"}' } -Program $program

        # Without a copy lines may be lost, and it says so.
        Remove-Item -LiteralPath "$log.1"
        /bin/sh -c ': > "$1"; echo "line 22 ERROR four" >> "$1"' sh $log
        $null = New-Item -ItemType File -Path $done
        Add-Content -LiteralPath $log -Value 'line 23'
        $result = Wait-ChildPwsh $program
        $result.StdErr | Should -BeNullOrEmpty
        Get-Content -LiteralPath $seen | Select-String -SimpleMatch 'WARNING: Lines may be missing' | Should -HaveCount 1
    }

    It 'survives a log that is cut all the time, also while it is read' {
        $lines = 1..60000 | ForEach-Object { "line $_ of a block$($_ % 1000 ? '' : ' ERROR')" }
        $block = New-TestFile -Text (($lines -join "`n") + "`n")
        $writer = Start-TestProgram '/bin/sh' '-c', 'while :; do cat "$2" "$2" "$2" >> "$1"; cp "$1" "$1.1"; : > "$1"; done', 'sh', $log, $block
        try {
            $result = Invoke-Example watch-log.ps1 '-Path', $log, '-Seconds', '2', '-Interval', '1'
            $writer.Process.HasExited | Should -BeFalse
        }
        finally {
            Stop-TestProgram $writer
        }

        $result.StdErr | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        $result.StdOut | Should -Match 'line \d+000 of'
    }

    It 'looks once with -Seconds 0' {
        $file = New-TestFile -Text "a`nb ERROR x`r`nc`n"
        $result = Invoke-Example watch-log.ps1 '-Path', $file, '-Seconds', '0'

        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -Match '(?m)^Lines +: 3\nErrors +: 1\nRotations +: 0\nLastError +: b ERROR x$'
    }

    It 'ends with an error if there is no log' {
        $result = Invoke-Example watch-log.ps1 '-Path', '/nowhere/app.log', '-Seconds', '0'

        $result.ExitCode | Should -Be 1
        $result.StdErr | Should -Match '/nowhere/app.log'
    }
}
