# The bytes of programs, which PowerShell keeps only from a program to a file and to another program.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Write-MappedRegion -FromCommand' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]] (@(0xCC) * 12))
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'writes every byte: <Name>' -ForEach @(
        @{ Name = 'zeros, invalid UTF-8, CR LF, and no line end'; Block = { printf 'a\0b\377\r\nc' }; Expected = '61 00 62 FF 0D 0A 63 CC CC CC CC CC' }
        @{ Name = 'byte order marks'; Block = { printf '\357\273\277\377\376' }; Expected = 'EF BB BF FF FE CC CC CC CC CC CC CC' }
        @{ Name = 'nothing'; Block = { true }; Expected = 'CC CC CC CC CC CC CC CC CC CC CC CC' }
        @{ Name = 'several programs'; Block = { printf 'a\377\n' | cat | cat }; Expected = '61 FF 0A CC CC CC CC CC CC CC CC CC' }
        @{ Name = 'an error stream in a file'; Block = { sh -c 'echo no >&2; printf "\377"' 2> /dev/null }; Expected = 'FF CC CC CC CC CC CC CC CC CC CC CC' }
        @{ Name = 'a comment, lines and arguments in brackets'; Block = {
                head -c (1 + 2) `
                    /dev/zero # three
            }; Expected = '00 00 00 CC CC CC CC CC CC CC CC CC'
        }
        @{ Name = 'arguments as they are'; Block = {
                printf --% a>b$c
            }; Expected = '61 3E 62 24 63 CC CC CC CC CC CC CC'
        }
    ) {
        Write-MappedRegion $Path -FromCommand $Block
        Get-HexDump -Path $Path | Should -BeExactly $Expected
    }

    It 'sees the variables, aliases and programs of its caller' {
        function Write-Some {
            param([int] $Count)

            Set-Alias some head
            $tool = 'head'
            Write-MappedRegion $Path -FromCommand { head -c $Count /dev/zero }
            Write-MappedRegion $Path -FromCommand { & $tool -c $Count /dev/zero } -Offset 3
            Write-MappedRegion $Path -FromCommand { some -c $Count /dev/zero } -Offset 6
        }

        Write-Some 2
        Get-HexDump -Path $Path | Should -BeExactly '00 00 CC 00 00 CC 00 00 CC CC CC CC'

        $number = 1
        $closure = { head -c $number /dev/zero }.GetNewClosure()
        $number = 3
        $tool = Get-Command head -CommandType Application | Select-Object -First 1
        $path = $Path
        $module = New-Module { function Write-Inner { $inner = 1; Write-MappedRegion $args[0] -FromCommand { head -c $inner /dev/zero } -Offset 11 } }
        Write-MappedRegion $Path -FromCommand $closure -Offset 2
        Write-MappedRegion $Path -FromCommand { & $tool -c $number /dev/zero } -Offset 7
        Write-Inner $path
        Get-HexDump -Path $Path | Should -BeExactly '00 00 00 00 00 CC 00 00 00 00 CC 00'
        Remove-Module -ModuleInfo $module
    }

    It 'runs once, for all maps, and gives back what was written' {
        $counter = New-TestFile
        $other = New-TestFile -Bytes ([byte[]] (@(0xDD) * 6))
        $regions = $Path, $other | Write-MappedRegion -FromCommand { sh -c 'echo x >> "$0"; printf abc' $counter } -Offset 1 -PassThru
        $regions.ForEach({ $_.Length }) | Should -Be 3, 3
        (Get-FileByte $counter).Count | Should -Be 2
        Get-HexDump -Path $other | Should -BeExactly 'DD 61 62 63 DD DD'
    }

    It 'runs nothing for -WhatIf, and says what would run' {
        $mark = New-TestFile -Bytes 1
        $result = Invoke-ChildPwsh { $mark = $args[1]; Write-MappedRegion $args[0] -FromCommand { rm $mark } -Offset 3 -WhatIf } -ArgumentList $Path, $mark
        $result.StdOut.Trim() | Should -BeExactly "What if: Run rm `$mark, and write its output at offset 3 (0x3) of $Path [12 bytes]"
        & {
            $WhatIfPreference = $true
            Write-MappedRegion $Path -FromCommand { rm $mark }
            Write-MappedRegion $Path -FromCommand { printf ab } -WhatIf:$false
        }

        Test-Path -LiteralPath $mark | Should -BeTrue
        Get-HexDump -Path $Path | Should -BeExactly '61 62 CC CC CC CC CC CC CC CC CC CC'
    }

    It 'does not run again if the output does not fit into the first map' {
        $counter = New-TestFile
        $large = New-TestFile -Size 100
        $failures = @($Path, $large | Write-MappedRegion -FromCommand { sh -c 'echo x >> "$0"; printf 1234567890123' $counter } -ErrorAction SilentlyContinue -ErrorVariable +failed; $failed)
        $failures.FullyQualifiedErrorId | Should -Be 'RegionOutOfRange,MmapModule.Commands.WriteMappedRegionCommand', 'CommandFailed,MmapModule.Commands.WriteMappedRegionCommand'
        (Get-FileByte $counter).Count | Should -Be 2
        (Get-FileByte $large | Measure-Object -Maximum).Maximum | Should -Be 0
    }

    It 'runs nothing if the place is not there' {
        $mark = New-TestFile -Bytes 1
        $null = Assert-Failure { Write-MappedRegion $Path -FromCommand { rm $mark } -Offset 13 } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Path
        Test-Path -LiteralPath $mark | Should -BeTrue
    }

    It 'compares and pads as with a file' {
        $null = Assert-Failure { Write-MappedRegion $Path -FromCommand { printf ab } -Expect 'CC DD' } -Kind ExpectationFailed -Command Write-MappedRegion -Target $Path
        $map = New-MemoryMap $Path -Protection ReadWrite
        Write-MappedRegion $map.Slice(1, 4) -FromCommand { printf ab } -Pad 0x2E -Expect CC
        Get-HexDump -Path $Path | Should -BeExactly 'CC 61 62 2E 2E CC CC CC CC CC CC CC'
    }

    It 'refuses what would be decoded, or is no program: <Block>' -ForEach @(
        @{ Block = { } }
        @{ Block = { 'text' } }
        @{ Block = { Get-Date } }
        @{ Block = { printf a | Sort-Object } }
        @{ Block = { 'a' | cat } }
        @{ Block = { printf a; printf b } }
        @{ Block = { printf a && printf b } }
        @{ Block = { printf a & } }
        @{ Block = { $x = printf a } }
        @{ Block = { if ($true) { printf a } } }
        @{ Block = { param($x) printf a } }
        @{ Block = { begin { printf a } } }
        @{ Block = { end { printf a } } }
        @{ Block = { printf a > /dev/null } }
        @{ Block = { printf a 2>&1 } }
        @{ Block = { printf a *> /dev/null } }
        @{ Block = { printf a 2>&1 | cat } }
        @{ Block = { no-such-program a } }
        @{ Block = { & (Get-Command printf) a } }
        @{ Block = { & { printf a } } }
        @{ Block = { & $missing a } }
        @{ Block = { New-TestFile } }
    ) {
        $id = Get-TerminatingErrorId { Write-MappedRegion $Path -FromCommand $Block }
        $id | Should -Be 'InvalidArgument,MmapModule.Commands.WriteMappedRegionCommand'
        Get-HexDump -Path $Path | Should -BeExactly 'CC CC CC CC CC CC CC CC CC CC CC CC'
    }

    It 'writes nothing if a program fails: <Name>' -ForEach @(
        @{ Name = 'by its exit code'; Block = { sh -c 'printf abc; exit 3' } }
        @{ Name = 'by a signal'; Block = { sh -c 'printf abc; kill -9 $$' } }
        @{ Name = 'at the end of a pipeline'; Block = { printf abc | sh -c 'cat; exit 4' } }
        @{ Name = 'in an argument'; Block = { printf (Get-Item -LiteralPath /no/such/file) } }
        @{ Name = 'in an argument that throws'; Block = { printf $(throw 'no') } }
        @{ Name = 'before it has begun'; Block = { sh -c 'printf abc' 2> /no/such/folder/x } }
        @{ Name = 'before the last of them has begun'; Block = { printf abc | sh -c cat 2> /no/such/folder/x } }
        @{ Name = 'before the last of them, which can begin'; Block = { printf abc 2> /no/such/folder/x | sh -c cat } }
        @{ Name = 'in the name of a file that throws'; Block = { printf abc 2> $(throw 'no') } }
        @{ Name = 'since it cannot be executed'; Block = { & $broken } }
    ) {
        $broken = New-TestFile -Bytes ([byte[]] (1, 2, 3))
        chmod +x $broken
        foreach ($preference in 'Continue', 'Stop') {
            $id = & {
                $ErrorActionPreference = $preference
                $PSNativeCommandUseErrorActionPreference = $preference -eq 'Stop'
                Get-TerminatingErrorId { Write-MappedRegion $Path -FromCommand $Block }
            }

            $id | Should -Be 'CommandFailed,MmapModule.Commands.WriteMappedRegionCommand'
            Get-HexDump -Path $Path | Should -BeExactly 'CC CC CC CC CC CC CC CC CC CC CC CC'
        }
    }

    It 'refuses more than fits, and ends a program that does not end' {
        $null = Assert-Failure { Write-MappedRegion $Path -FromCommand { printf 1234567890123 } } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Path
        $null = Assert-Failure { Write-MappedRegion $Path -FromCommand { printf abc } -Offset 10 } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Path
        $null = Assert-Failure { Write-MappedRegion $Path -FromCommand { yes } } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Path
        $null = Assert-Failure { Write-MappedRegion $Path -FromCommand { yes | cat } } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Path
        $null = Assert-Failure { Write-MappedRegion $Path -FromCommand { sh -c 'yes; true' } } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Path
        Get-HexDump -Path $Path | Should -BeExactly 'CC CC CC CC CC CC CC CC CC CC CC CC'
    }

    It 'ends what its programs have started too, whatever comes first' {
        foreach ($i in 1..10) {
            $null = Assert-Failure { Write-MappedRegion $Path -FromCommand { sh -c 'yes; true' } } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Path
        }
    }

    It 'works from any location' {
        Push-Location -Path env:
        try {
            Write-MappedRegion $Path -FromCommand { printf 'a\377' }
            Get-HexDump -Path $Path | Should -BeExactly '61 FF CC CC CC CC CC CC CC CC CC CC'
        }
        finally {
            Pop-Location
        }
    }

    It 'ends its programs on Ctrl+C, and writes nothing' {
        $mark = New-TestFile
        $null = Assert-StopsSoon 'Write-MappedRegion $Path -FromCommand { sh -c ''printf abc; echo $$ > "$0"; exec sleep 600'' $Mark }' @{ Path = $Path; Mark = $mark } -When { (Get-FileByte $mark).Count -gt 1 }
        $id = [int] (Get-Content -LiteralPath $mark)
        for ($attempt = 0; $attempt -lt 3000 -and (Get-Process -Id $id -ErrorAction Ignore); $attempt++) {
            Start-Sleep -Milliseconds 10
        }

        Get-Process -Id $id -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-HexDump -Path $Path | Should -BeExactly 'CC CC CC CC CC CC CC CC CC CC CC CC'
    }

    It 'leaves none of its memory behind' {
        foreach ($i in 1..3) {
            Write-MappedRegion $Path -FromCommand { printf abc }
            $null = Get-TerminatingErrorId { Write-MappedRegion $Path -FromCommand { sh -c 'printf abc; exit 1' } }
            Write-MappedRegion $Path -FromCommand { yes } -ErrorAction Ignore
        }

        @(Get-ChildItem -LiteralPath /proc/self/fd).LinkTarget | Where-Object { $_ -like '*MmapModule.snapshot*' } | Should -BeNullOrEmpty
        Get-MemoryMap | Should -BeNullOrEmpty
    }

    It 'writes large output as it is (needs gzip)' -Skip:(Test-Missing gzip) {
        $large = New-TestFile -Size 3MB
        $bytes = [byte[]]::new(3MB)
        [System.Random]::new(7).NextBytes($bytes)
        $source = New-TestFile -Bytes $bytes
        Write-MappedRegion $large -FromCommand { cat $source | gzip -c | gzip -dc }
        (Get-FileHash -LiteralPath $large).Hash | Should -Be (Get-FileHash -LiteralPath $source).Hash
    }
}
