# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Bytes = [byte[]]::new(2000)
    [System.Random]::new(5).NextBytes($Bytes)
    $script:Path = New-TestFile -Bytes $Bytes
    $script:Map = New-MemoryMap -Path $Path
    $script:Rendering = $PSStyle.OutputRendering

    function Get-Shown {
        # The lines as a user sees them in a file.
        param([scriptblock] $ScriptBlock)

        $file = Get-TestPath
        & $ScriptBlock > $file
        [System.IO.File]::ReadAllLines($file)
    }
}

AfterAll {
    $PSStyle.OutputRendering = $Rendering
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Format-MappedRegion' {
    It 'writes byte for byte what xxd prints (needs xxd): xxd <Xxd>' -Skip:(Test-Missing xxd) -ForEach @(
        @{ Xxd = @(); Arguments = @{} }
        @{ Xxd = '-c', 8, '-g', 1; Arguments = @{ Width = 8; Group = 1 } }
        @{ Xxd = '-c', 32, '-g', 0; Arguments = @{ Width = 32; Group = 0 } }
        @{ Xxd = '-g', 4; Arguments = @{ BigEndian = $true } }
        @{ Xxd = '-e'; Arguments = @{ LittleEndian = $true } }
        @{ Xxd = '-e', '-g', 8, '-c', 24; Arguments = @{ LittleEndian = $true; Group = 8; Width = 24 } }
        @{ Xxd = '-s', 333, '-l', 100; Arguments = @{ Offset = 333; Length = 100 } }
        @{ Xxd = '-s', -50; Arguments = @{ Offset = 50; FromEnd = $true } }
        @{ Xxd = '-c', 7, '-g', 3, '-s', 5, '-l', 7; Arguments = @{ Width = 7; Group = 3; Offset = 5; Length = '0x7' } }
    ) {
        $options = [string[]] $Xxd
        $expected = xxd @options $Path

        $lines = $Map | Format-MappedRegion @Arguments

        $lines | Should -BeOfType ([MmapModule.HexLine])
        $lines.ForEach('ToString') | Should -BeExactly $expected
        Get-Shown { $Map | Format-MappedRegion @Arguments } | Should -BeExactly $expected
        Get-Shown { $Map | Format-MappedRegion @Arguments -AsText } | Should -BeExactly $expected
        ($Map | Format-MappedRegion @Arguments | Out-String -Width 200).TrimEnd() -split '\n' | Should -BeExactly $expected
        @($Map | Format-MappedRegion @Arguments | cat) | Should -BeExactly $expected
    }

    It 'has the alias fmr and takes offset and length by position' {
        (Get-Alias -Name fmr).Definition | Should -Be 'Format-MappedRegion'
        (fmr $Map 16 32).Offset | Should -Be @(16, 32)
        (fmr $Map 16 32 -Width 8).Count | Should -Be 4
    }

    It 'gives one object for each line, which says what it holds' {
        $line = $Map | Format-MappedRegion -Offset 100 -Length 4

        $line.Kind | Should -Be 'Data'
        $line.Offset | Should -Be 100
        $line.Length | Should -Be 4
        $line.Position | Should -Be 100
        $line.Bytes | Should -Be $Bytes[100..103]
        $line.Hex | Should -BeExactly ('{0:x2}{1:x2} {2:x2}{3:x2}' -f $Bytes[100..103])
        $line.Text.Length | Should -Be 4
        $line.IsHighlighted | Should -BeFalse
        @($Map | Format-MappedRegion -Length 0).Count | Should -Be 0
    }

    It 'leaves the text away with -NoAscii, and no space at the end' {
        $lines = $Map | Format-MappedRegion -Length 20 -NoAscii
        "$($lines[0])" | Should -Match '^00000000:( [0-9a-f]{4}){8}$'
        "$($lines[1])" | Should -Match '^00000010: [0-9a-f]{4} [0-9a-f]{4}$'
    }

    It 'shows the number that -Base names' {
        $part = New-MemoryMap -Path $Path -Offset 1000

        "$($part | Format-MappedRegion -Offset 8 -Length 1)" | Should -BeLike '00000008: *'
        "$($part | Format-MappedRegion -Offset 8 -Length 1 -Base File)" | Should -BeLike '000003f0: *'
        "$($part | Format-MappedRegion -Offset 8 -Length 1 -Base Address)" | Should -BeLike ('{0:x}: *' -f ($part.Address + 8))
        ($part | Format-MappedRegion -Offset 8 -Length 1 -Base File).Offset | Should -Be 8
        $memory = New-MemoryMap -Anonymous -Size 16
        $null = Assert-Failure { $memory | Format-MappedRegion -Base File } -Kind InvalidArgument -Command Format-MappedRegion -Target $memory
    }

    It 'keeps true offsets in regions of regions' {
        $region = $Map | Select-MappedRegion -Offset 1000 -Length 50 | Select-MappedRegion -Offset 10
        ($region | Format-MappedRegion).Offset | Should -Be @(1010, 1026, 1042)
        ($region | Format-MappedRegion -Offset 5 -Length 100 | Select-Object -Last 1).Offset | Should -Be 1111
    }

    It 'shows what is beyond 4 GiB with true offsets, and zeros in one line' {
        $large = New-MemoryMap -Path (New-TestFile -Size 5GB) -Protection ReadWrite
        $large.Write(4GB + 512MB + 3, [byte[]] (0x41, 0x42))

        $lines = $large | Format-MappedRegion -Offset (4GB - 16)

        $lines.ForEach('ToString') | Should -BeExactly @(
            'fffffff0: 0000 0000 0000 0000 0000 0000 0000 0000  ................'
            '*'
            '120000000: 0000 0041 4200 0000 0000 0000 0000 0000  ...AB...........'
            '120000010: 0000 0000 0000 0000 0000 0000 0000 0000  ................'
            '*'
            '13ffffff0: 0000 0000 0000 0000 0000 0000 0000 0000  ................')
        $lines[1].Length | Should -Be 512MB
        ($lines | Measure-Object -Property Length -Sum).Sum | Should -Be (1GB + 16)
        $large | Remove-MemoryMap
    }

    It 'shows a file of 1 TiB of zeros in three lines, without reading its holes' {
        $path = New-TestFile -Size 1TB
        $large = New-MemoryMap -Path $path
        $large | Format-MappedRegion | ForEach-Object ToString | Should -BeExactly @(
            '00000000: 0000 0000 0000 0000 0000 0000 0000 0000  ................'
            '*'
            'fffffffff0: 0000 0000 0000 0000 0000 0000 0000 0000  ................')
        (Get-FileCache -Path $path).CachedBytes | Should -BeLessThan 16MB
        $large | Remove-MemoryMap
    }

    It 'hides repeated lines, never a single one, never the last one, and none with -NoCollapse' {
        $repeated = New-MemoryMap -Path (New-TestFile -Text ('ab' * 4 + 'cd' * 8 + 'ef' * 16))
        $lines = $repeated | Format-MappedRegion -Width 8
        $lines.Offset | Should -Be @(0, 8, 16, 24, 32, 48)
        $lines.Kind | Should -Be @('Data', 'Data', 'Data', 'Data', 'Repeat', 'Data')
        $lines.ForEach('Length') | Should -Be @(8, 8, 8, 8, 16, 8)
        ($repeated | Format-MappedRegion -Width 8 -NoCollapse).Offset | Should -Be @(0, 8, 16, 24, 32, 40, 48)
    }

    It 'stops as soon as nobody wants more' {
        $large = New-MemoryMap -Path (New-TestFile -Size 1TB)
        @($large | Format-MappedRegion -NoCollapse | Select-Object -First 3).Count | Should -Be 3
        $large | Remove-MemoryMap
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a width of 0'; Arguments = @{ Width = 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'a width of 257'; Arguments = @{ Width = 257 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'a negative group'; Arguments = @{ Group = -1 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'three numbers of context lines'; Arguments = @{ Context = 1, 2, 3 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'both byte orders'; Arguments = @{ BigEndian = $true; LittleEndian = $true }; Id = 'AmbiguousParameterSet' }
    ) {
        { $Map | Format-MappedRegion @Arguments } | Should -Throw -ErrorId "$Id,MmapModule.Commands.FormatMappedRegionCommand"
    }

    It 'reports <Kind>: <Name>' -ForEach @(
        @{ Kind = 'RegionOutOfRange'; Name = 'an offset behind the end'; Arguments = @{ Offset = 2001 } }
        @{ Kind = 'NegativeOffset'; Name = 'a negative offset'; Arguments = @{ Offset = 0xFFFFFFF0 } }
    ) {
        $null = Assert-Failure { $Map | Format-MappedRegion @Arguments } -Kind $Kind -Command Format-MappedRegion -Target $Map
    }

    It 'completes -Base' {
        (TabExpansion2 -inputScript 'Format-MappedRegion $m -Base ').CompletionMatches.CompletionText | Should -Be @('Address', 'File', 'Offset')
    }
}

Describe 'Format-MappedRegion and several inputs' {
    It 'puts a gap between regions that are not next to each other, and names another map' {
        $other = New-MemoryMap -Path (New-TestFile -Text 'other' -Name 'other.txt')
        $lines = $Map.Slice(0, 4), $Map.Slice(4, 4), $Map.Slice(20, 4), $other | Format-MappedRegion

        $lines.Kind | Should -Be @('Data', 'Data', 'Gap', 'Data', 'Gap', 'Data')
        "$($lines[2])" | Should -BeExactly '--'
        "$($lines[4])" | Should -BeExactly "-- $other"
        ($Map | Select-MappedRegion -Split 16 | Format-MappedRegion).ForEach('ToString') | Should -BeExactly ($Map | Format-MappedRegion).ForEach('ToString')
    }

    It 'shows whole lines around with -Context, and highlights the range' {
        $lines = $Map | Format-MappedRegion -Offset 100 -Length 4 -Context 1, 2
        $lines.Offset | Should -Be @(80, 96, 112, 128)
        $lines.IsHighlighted | Should -Be @($false, $true, $false, $false)
        ($Map | Format-MappedRegion -Offset 3 -FromEnd -Length 3 -Context 1).Offset | Should -Be @(1968, 1984)
    }

    It 'lets hits that are near each other share their lines' {
        $hits = $Map.Slice(20, 4), $Map.Slice(30, 4), $Map.Slice(33, 2), $Map.Slice(200, 1), $Map.Slice(150, 1)
        $lines = $hits | Format-MappedRegion -Context 0
        $lines.Offset[0..1] | Should -Be @(16, 32)
        $lines.Kind | Should -Be @('Data', 'Data', 'Gap', 'Data', 'Gap', 'Data')
        @($lines | Where-Object Kind -EQ 'Data').IsHighlighted | Should -Be @($true, $true, $true, $true)
    }

    It 'goes on with the next input after one that cannot be shown' {
        $gone = New-MemoryMap -Anonymous -Size 16
        $gone | Remove-MemoryMap
        $region = $Map.Slice(8, 8)

        $lines = $gone, $region | Format-MappedRegion -ErrorAction SilentlyContinue -ErrorVariable failures
        $lines.Offset | Should -Be 8
        Assert-ErrorRecord $failures[0] -Kind MapDisposed -Command Format-MappedRegion -Target $gone
    }
}

Describe 'Format-MappedRegion and colors' {
    AfterEach {
        $PSStyle.OutputRendering = $Rendering
    }

    It 'colors the classes of bytes with $PSStyle where it is on' {
        $PSStyle.OutputRendering = 'Ansi'
        $text = New-MemoryMap -Path (New-TestFile -Bytes (0, 0x41, 0x20, 1, 0xFF))

        $line = $text | Format-MappedRegion -Group 1 -Highlight $text.Slice(4)

        $color = $PSStyle.Foreground
        $line.Display | Should -BeLike ('00000000: {0}00{5} {1}41{5} {2}20{5} {3}01{5} {4}ff{5} *' -f $color.BrightBlack, $color.Cyan, $color.Green, $color.Magenta, $PSStyle.Reverse, $PSStyle.Reset).Replace('[', '`[')
        $line | Out-String -Width 200 | Should -BeLike "*$($line.Display.Replace('[', '`['))*"
        "$line" | Should -Not -Match '\e'
    }

    It 'writes no color to a file or a string when $PSStyle is for the host only' {
        $PSStyle.OutputRendering = 'Ansi'
        $lines = $Map | Format-MappedRegion -Length 40
        $PSStyle.OutputRendering = 'Host'

        $lines[0].Display | Should -Match '\e'
        $lines | Out-String | Should -Not -Match '\e'
        Get-Shown { $lines } | Should -Be $lines.ForEach('ToString')
    }

    # Children have NO_COLOR, if a test does not say otherwise.
    It 'has no color when <Name>' -ForEach @(
        @{ Name = '$PSStyle is plain'; Script = { $PSStyle.OutputRendering = 'PlainText' }; Environment = @{ NO_COLOR = '' } }
        @{ Name = 'NO_COLOR is set'; Script = {}; Environment = @{} }
        @{ Name = 'the standard output is redirected'; Script = {}; Environment = @{ NO_COLOR = '' } }
        @{ Name = 'the terminal is dumb'; Script = {}; Environment = @{ NO_COLOR = ''; TERM = 'dumb' } }
    ) {
        $child = [scriptblock]::Create("param(`$Path) $Script; New-MemoryMap `$Path | Format-MappedRegion -Length 32")
        $result = Invoke-ChildPwsh $child -ArgumentList $Path -Environment $Environment

        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut -split '\n' | Should -BeExactly ($Map | Format-MappedRegion -Length 32).ForEach('ToString')
    }
}

Describe 'Format-MappedRegion and faults' {
    It 'shows the lines before the cut of a truncated file, then reports RegionTruncated, and the shell lives' {
        $file = New-TestFile -Bytes ([byte[]]::new(64KB))
        $result = Invoke-ChildPwsh {
            param($Path)
            $map = New-MemoryMap -Path $Path
            $stream = [System.IO.File]::Open($Path, 'Open', 'Write', 'ReadWrite')
            $stream.SetLength(5000)
            $stream.Dispose()
            $lines = $map | Format-MappedRegion -ErrorAction SilentlyContinue -ErrorVariable failures
            ($lines | Measure-Object -Property Length -Sum).Sum
            $failures.FullyQualifiedErrorId
            $map | Format-MappedRegion -AsText -Offset 4960 -ErrorAction SilentlyContinue
        } -ArgumentList $file

        $result.ExitCode | Should -Be 0
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut -split '\n' | Should -BeExactly @(
            '5000'
            'RegionTruncated,MmapModule.Commands.FormatMappedRegionCommand'
            '00001360: 0000 0000 0000 0000 0000 0000 0000 0000  ................'
            '00001370: 0000 0000 0000 0000 0000 0000 0000 0000  ................'
            '00001380: 0000 0000 0000 0000                      ........')
    }

    It 'shows what is before a protected page, then reports RegionProtected' {
        $page = [System.Environment]::SystemPageSize
        $memory = New-MemoryMap -Anonymous -Size (4 * $page)
        $memory | Set-MemoryMapProtection -Protection None -Offset (2 * $page) -Length $page

        $lines = $memory | Format-MappedRegion -ErrorAction SilentlyContinue -ErrorVariable failures

        ($lines | Measure-Object -Property Length -Sum).Sum | Should -Be (2 * $page)
        Assert-ErrorRecord $failures[0] -Kind RegionProtected -Command Format-MappedRegion -Target $memory -Category ReadError
    }

    # PowerShell itself ends what writes lines; where nothing comes the cmdlet must hear of it.
    It 'ends soon after it is stopped: <Name>' -ForEach @(
        @{ Name = 'while lines come'; Script = '$Map | Format-MappedRegion -NoCollapse | Out-Null' }
        @{ Name = 'while nothing comes'; Script = '$Zeros | Format-MappedRegion' }
        @{ Name = 'as text'; Script = '$Map | Format-MappedRegion -NoCollapse -AsText | Out-Null' }
    ) {
        $map = New-MemoryMap -Path (New-TestFile -Size 1TB)
        $zeros = New-MemoryMap -Path '/dev/zero' -Length 1TB -Private
        $null = Assert-StopsSoon $Script @{ Map = $map; Zeros = $zeros }
        $map.State, $zeros.State | Should -Be 'Open', 'Open'
        $map, $zeros | Remove-MemoryMap
    }
}
