# The example follow-log.ps1 on a log that a program writes and rotates: every line must come once. The program waits for what
# it wrote before it cuts or deletes the log a second time, since what is gone by then nobody can read.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Examples.ps1')
    $script:Example = Convert-Path -LiteralPath (Join-Path $PSScriptRoot '../../examples/follow-log.ps1')

    # $1 is the log, $2 what has been seen of it, $3 how the log is rotated in turn, $4 how often.
    $script:Writer = @'
n=0
write() { i=0; while [ $i -lt 20 ]; do n=$((n + 1)); i=$((i + 1)); echo "line $n"; done >> "$1"; }
seen() { until grep -qx "line $n" "$2"; do sleep 0.02; done; }
turn=0
while [ $turn -lt $4 ]; do
    for way in $3; do
        turn=$((turn + 1))
        write "$1"
        case $way in
            rename) seen "$1" "$2"; write "$1"; mv "$1" "$1.1"; write "$1.1"; : > "$1" ;;
            copy) seen "$1" "$2"; write "$1"; cp "$1" "$1.1"; : > "$1" ;;
            longer) seen "$1" "$2"; cp "$1" "$1.1"; : > "$1"; write "$1"; write "$1"; write "$1" ;;
            delete) seen "$1" "$2"; rm "$1"; sleep 0.05; write "$1" ;;
        esac
        seen "$1" "$2"
    done
done
printf 'the ' >> "$1"; sleep 0.1; echo end >> "$1"
echo "$n" > "$1.count"
'@
}

Describe 'The example follow-log.ps1' {
    It 'prints each line once through 20 rotations (<Way>)' -ForEach @(
        @{ Way = 'rename copy delete longer' }
    ) {
        $log = New-TestFile -Text ''
        $seen = New-TestFile -Text ''
        $probe = Get-TestPath 'follow.ps1'
        Set-Content -LiteralPath $probe -Value @"
Import-Module '$ModulePath'
& '$Example' -Path '$log' -Until 'the end' 3>&1 | ForEach-Object { [IO.File]::AppendAllText('$seen', "`$_``n") }
"@
        $follower = Start-ChildPwsh -Shared { & $args[0] } -ArgumentList $probe
        $writer = Start-TestProgram '/bin/sh' '-c', $Writer, 'sh', $log, $seen, $Way, '20'
        try {
            $result = Wait-ChildPwsh $follower
            $result.StdErr | Should -BeNullOrEmpty
            (Wait-TestProgram $writer).ExitCode | Should -Be 0
        }
        finally {
            Stop-TestProgram $follower
            Stop-TestProgram $writer
        }

        $count = [int] (Get-Content -LiteralPath "$log.count")
        $lines = Get-Content -LiteralPath $seen
        $lines[-1] | Should -BeExactly 'the end'
        $expected = 1..$count | ForEach-Object { "line $_" }
        ($lines | Select-Object -SkipLast 1 | Sort-Object { [int] ($_ -replace '\D') }) -join ',' | Should -BeExactly ($expected -join ',')
    }

    It 'says so when lines are gone' {
        $log = New-TestFile -Text "one`n"
        $seen = New-TestFile -Text ''
        $probe = Get-TestPath 'follow.ps1'
        Set-Content -LiteralPath $probe -Value @"
Import-Module '$ModulePath'
& '$Example' -Path '$log' -Until 'two' 3>&1 | ForEach-Object { [IO.File]::AppendAllText('$seen', "`$_``n") }
"@
        $follower = Start-ChildPwsh -Shared { & $args[0] } -ArgumentList $probe
        try {
            Wait-Until { (Get-Content -LiteralPath $seen) -eq 'one' } -Program $follower
            [IO.File]::WriteAllText($log, '')
            Wait-Until { (Get-Content -LiteralPath $seen -Raw) -match 'may be missing' } -Program $follower
            Add-Content -LiteralPath $log -Value 'two'
            (Wait-ChildPwsh $follower).StdErr | Should -BeNullOrEmpty
        }
        finally {
            Stop-TestProgram $follower
        }

        (Get-Content -LiteralPath $seen)[-1] | Should -BeExactly 'two'
    }

    It 'is an error without a log' {
        $result = Invoke-Example follow-log.ps1 '-Path', '/nowhere/app.log'
        $result.ExitCode | Should -Be 1
        $result.StdErr | Should -Match '/nowhere/app.log'
    }
}
