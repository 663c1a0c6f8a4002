# The example replace-text.ps1 on programs and files of the test.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Examples.ps1')
}

Describe 'The example replace-text.ps1' {
    It 'makes a compiled program print another text (needs gcc)' -Skip:(Test-Missing gcc) {
        $source = Get-TestPath 'greet.c'
        $program = Get-TestPath 'greet'
        Set-Content -LiteralPath $source -Value '#include <stdio.h>', 'int main(void) { puts("Hello from the old text"); puts("Goodbye, old text"); return 0; }'
        gcc -O1 -o $program $source
        & $program | Should -Be 'Hello from the old text', 'Goodbye, old text'
        $inode = stat -c '%i' $program

        $result = Invoke-Example replace-text.ps1 '-Path', $program, '-OldText', 'old text', '-NewText', 'new TEXT'

        $result.StdErr | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        @($result.StdOut -split '\n' -match '^ *\d+ new TEXT$').Count | Should -Be 2
        & $program | Should -Be 'Hello from the new TEXT', 'Goodbye, new TEXT'
        stat -c '%i' $program | Should -Be $inode
    }

    # One PowerShell runs the example for all of them.
    It 'writes what is asked for: <Count> cases' -ForEach @{
        Count = 5
        Cases = @(
            @{ Name = 'every match'; Content = 'ab--ab--abab'; Arguments = @('ab', 'xy'); Expected = 'xy--xy--xyxy' }
            @{ Name = 'the first two matches'; Content = 'ab--ab--abab'; Arguments = @('ab', 'xy', '-First', '2'); Expected = 'xy--xy--abab' }
            @{ Name = 'a shorter text with spaces'; Content = '<version 10>'; Arguments = @('version', 'v', '-Pad', '32'); Expected = '<v       10>' }
            @{ Name = 'text of other letters'; Content = 'für ein Ä'; Arguments = @('ü', 'ö'); Expected = 'för ein Ä' }
            @{ Name = 'text that is not there'; Content = 'abc'; Arguments = @('x', 'y'); Expected = 'abc' }
        )
    } {
        $probe = Get-TestPath 'cases.ps1'
        $example = Join-Path $PSScriptRoot '../../examples/replace-text.ps1'
        foreach ($case in $Cases) {
            $case.Path = New-TestFile -Text $case.Content
            $arguments = $case.Arguments | ForEach-Object { $_ -like '-*' ? $_ : "'$_'" }
            Add-Content -LiteralPath $probe -Value "& '$example' '$($case.Path)' $arguments"
        }

        (Invoke-Example $probe).StdErr | Should -BeNullOrEmpty
        foreach ($case in $Cases) {
            Read-TestText $case.Path | Should -BeExactly $case.Expected -Because $case.Name
        }
    }

    It 'finds text in the encoding of the file, and fills up with zeros' {
        $path = New-TestFile -Bytes ([System.Text.Encoding]::Unicode.GetBytes('say hello now'))
        $result = Invoke-Example replace-text.ps1 $path, 'hello', 'bye', '-Pad', '0', '-Encoding', 'unicode'

        $result.StdErr | Should -BeNullOrEmpty
        [System.Text.Encoding]::Unicode.GetString((Get-FileByte $path)) | Should -BeExactly "say bye`0`0 now"
    }

    It 'shows all places with -WhatIf, and changes nothing' {
        $path = New-TestFile -Text 'ab--ab'
        $result = Invoke-Example replace-text.ps1 $path, 'ab', 'xy', '-WhatIf'

        $result.StdErr | Should -BeNullOrEmpty
        [regex]::Matches($result.StdOut, '(?m)^What if: .*\n.*\|ab\|  ->  78 79 +\|xy\|$').Count | Should -Be 2
        Read-TestText $path | Should -BeExactly 'ab--ab'
    }

    It 'does not begin with a text of another length' {
        $path = New-TestFile -Text 'abc'
        $result = Invoke-Example replace-text.ps1 $path, 'abc', 'abcd'

        $result.ExitCode | Should -Be 1
        $result.StdErr | Should -Match '4 bytes'
        Read-TestText $path | Should -BeExactly 'abc'
    }

    It 'replaces text beyond 4 GiB' {
        $path = New-TestFile -Size 5GB
        'far away' | dd "of=$path" bs=1 seek=$(5GB - 100) conv=notrunc status=none
        $result = Invoke-Example replace-text.ps1 $path, 'far', 'FAR'

        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -Match "$(5GB - 100) FAR"
        Get-HexDump -Path $path -Offset (5GB - 100) -Count 4 | Should -BeExactly '46 41 52 20'
    }
}
