# Show-MappedRegion: what is drawn is what Measure-MappedRegion says, and nothing of a name gets into it that must not.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:OldRendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'

    # 4 KiB each of zeros, text, random bytes, control characters, and 0xFF.
    $random = [byte[]]::new(4096)
    [System.Random]::new(1).NextBytes($random)
    $script:Bytes = [byte[]]::new(4096) + [System.Text.Encoding]::ASCII.GetBytes('abcdefgh' * 512) + $random + [byte[]] (@(1, 2, 3, 4) * 1024) + [byte[]] (@(255) * 4096)
    $script:Path = New-TestFile -Bytes $Bytes -Name 'shown.bin'
}

AfterAll {
    $PSStyle.OutputRendering = $OldRendering
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Show-MappedRegion' {
    It 'draws the entropy of each cell: one value is a dot, and a bar is as high as the entropy' {
        $lines = Show-MappedRegion $Path -Width 20 -Height 1
        $lines.Kind | Should -Be Title, Cells, Legend
        $lines[1].CellSize, $lines[1].Offset, $lines[1].Length | Should -Be 1024, 0, 20480
        $lines[1].Cells | Should -BeExactly '····▃▃▃▃████▂▂▂▂····'
        "$($lines[1])" | Should -BeExactly '00000000: ····▃▃▃▃████▂▂▂▂····'
        "$($lines[0])" | Should -BeLike '*shown.bin: 20 KiB, 1 KiB in each cell'
        "$($lines[2])" | Should -BeLike '*bits per byte'
    }

    It 'draws the class of most bytes' {
        $lines = Show-MappedRegion $Path -As ByteClass -Width 20 -Height 1
        $lines[1].Cells | Should -BeExactly '····▒▒▒▒▓▓▓▓░░░░████'
        $lines[-1].Cells | Should -BeExactly '· 00  ░ control  ▒ text  ▓ 80 to FE  █ FF'
    }

    It 'has at most -Height rows of at most -Width cells, of as many bytes as it takes' {
        foreach ($size in 1, 255, 257, 65536, 1000001, 1TB, 3TB) {
            foreach ($style in 'Entropy', 'ByteClass') {
                $file = New-TestFile -Size $size
                $rows = @(Show-MappedRegion $file -As $style -Width 37 -Height 5 | Where-Object Kind -EQ Cells)
                $rows.Count | Should -BeIn (1..5)
                ($rows | Measure-Object Length -Sum).Sum | Should -Be $size
                $rows[0].CellSize -band ($rows[0].CellSize - 1) | Should -Be 0
                foreach ($row in $rows) {
                    $row.Cells.Length | Should -Be ([Math]::Ceiling($row.Length / $row.CellSize))
                    $row.Cells.Length | Should -BeLessOrEqual 37
                }
            }
        }

        (Show-MappedRegion (New-TestFile)).Kind | Should -Be Title, Legend
        Show-MappedRegion $Path | Where-Object Kind -EQ Cells | ForEach-Object { "$_".Length } | Should -BeLessThan 80
    }

    It 'marks hits, differences and regions, of the right map only' {
        $other = New-TestFile -Bytes ($Bytes[0..5000] + 0 + $Bytes[5002..20479]) -Name 'other.bin'
        $hit = Search-MappedRegion $Path -Hex '01 02 03 04' -First 1
        $difference = Compare-MappedRegion $Path $other
        $foreign = Select-MappedRegion $other -Offset 20000 -Length 10
        $lines = Show-MappedRegion $Path -Width 20 -Height 1 -Highlight (@($hit) + $difference + $foreign)
        $lines.Kind | Should -Be Title, Cells, Marks, Legend, Legend
        $lines[2].Cells | Should -BeExactly '    ^       ^'
        "$($lines[2])" | Should -BeExactly '              ^       ^'
        Show-MappedRegion $other -Width 20 -Height 1 -Highlight $difference | Where-Object Kind -EQ Marks | ForEach-Object Cells | Should -BeExactly '    ^'
        (Show-MappedRegion $Path -Highlight @() | Where-Object Kind -EQ Marks) | Should -BeNullOrEmpty
        (Format-MappedRegion $Path -Offset 5000 -Length 16 -Highlight $difference).IsHighlighted | Should -BeTrue
    }

    It 'takes maps, regions and several files, and writes one legend' {
        $map = New-MemoryMap $Path
        $row = $map.Slice(4096, 8192) | Show-MappedRegion -Width 16 -Height 1 | Where-Object Kind -EQ Cells
        $row.Cells, $row.Offset, $row.CellSize | Should -Be '▃▃▃▃▃▃▃▃████████', 4096, 512
        $lines = $Path, $Path | Show-MappedRegion -Width 20 -Height 1
        $lines.Kind | Should -Be Title, Cells, Title, Cells, Legend
        (Show-MappedRegion -InputObject $map.Id 4096 256).Cells | Should -Contain '▃'
    }

    It 'is plain text without colors, and colored with them' {
        $plain = Show-MappedRegion $Path | Out-String -Width 200
        $plain.Contains("`e") | Should -BeFalse
        $PSStyle.OutputRendering = 'Ansi'
        try {
            $colored = Show-MappedRegion $Path -Width 20 -Height 1 -Highlight (Select-MappedRegion $Path -Length 1)
            $text = $colored | Out-String -Width 200
        }
        finally {
            $PSStyle.OutputRendering = 'PlainText'
        }

        $colored[1].Display | Should -BeExactly "00000000: `e[7m·`e[0m`e[90m···`e[0m`e[36m▃▃▃▃`e[0m`e[91m████`e[0m`e[94m▂▂▂▂`e[0m`e[90m····`e[0m"
        $text | Should -BeLike "*`e?91m████*"
        "$($colored[1])".Contains("`e") | Should -BeFalse
        $PSStyle.OutputRendering | Should -Be 'PlainText'
        $file = Get-TestPath
        Show-MappedRegion $Path -Width 20 -Height 1 | Out-File $file
        Get-Content $file | Select-Object -Index 1 | Should -BeExactly '00000000: ····▃▃▃▃████▂▂▂▂····'
    }

    It 'shows what comes before a truncation' {
        $file = New-TestFile -Bytes $Bytes
        $map = New-MemoryMap $file
        Set-FileLength -Path $file -Length 9000
        $lines = Show-MappedRegion $map -Width 20 -Height 1 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -Be 'RegionTruncated,MmapModule.Commands.ShowMappedRegionCommand'
        $failure.Exception.BytesTransferred | Should -Be 9000
        $lines.Kind | Should -Be Title, Cells, Legend
        $lines[1].Cells | Should -BeExactly '····▃▃▃▃█'
        $lines[1].Length | Should -Be 9000
        $map | Remove-MemoryMap
    }

    It 'lets no control character of a name reach the screen or a picture' {
        $file = New-TestFile -Bytes $Bytes -Name "n`e<&`"'`a.bin"
        $svg = Get-TestPath "p`e.svg"
        $lines = Show-MappedRegion -LiteralPath $file | Out-String
        $lines | Should -Not -Match '[\x00-\x09\x0B\x0C\x0E-\x1F]'
        $null = Show-MappedRegion -LiteralPath $file -OutFile $svg
        $content = Read-TestText $svg
        $content | Should -Not -Match '[\x00-\x09\x0B-\x1F]'
        ([xml] $content).svg.title | Should -BeLike '*/n\e<&"''\a.bin'
    }

    It 'ends in the middle when it is stopped' {
        $map = New-MemoryMap -Path '/dev/zero' -Length 128MB -Private
        Assert-StopsInTheMiddle 'Show-MappedRegion $Map | Out-Null' @{ Map = $map }
        $map.State | Should -Be 'Open'
    }

    Context '-OutFile' {
        It 'writes an SVG with a bar for each block, axes, offsets, a title and a legend' {
            $file = Get-TestPath 'picture.svg'
            $result = Show-MappedRegion $Path -Width 20 -OutFile $file -Highlight (Select-MappedRegion $Path -Offset 100 -Length 10)
            $result | Should -BeOfType ([System.IO.FileInfo])
            $result.FullName | Should -Be $file
            $svg = ([xml] (Read-TestText $file)).svg
            $svg.title | Should -Be $Path
            $bars = @($svg.g.rect)
            $bars | Should -HaveCount 20
            $bars[0].title, $bars[4].title, $bars[19].title | Should -Be '0x0: 0', '0x1000: 3', '0x4C00: 0'
            [double] $bars[4].height | Should -Be (240 * 3 / 8)
            $texts = @($svg.text | ForEach-Object { $_ -is [string] ? $_ : $_.InnerText })
            $texts | Should -Contain '0x2000'
            $texts | Should -Contain 'bits per byte'
            $texts | Should -Contain 'offset'
            $texts | Should -Contain '7-8'
            $texts | Should -Contain 'highlighted'
        }

        It 'stacks the shares of the classes' {
            $file = Get-TestPath 'classes.svg'
            $null = Show-MappedRegion $Path -As ByteClass -Width 5 -OutFile $file
            $bars = @(([xml] (Read-TestText $file)).svg.g.rect)
            ($bars | Measure-Object height -Sum).Sum | Should -BeGreaterThan (5 * 240 - 1)
            ($bars | Measure-Object height -Sum).Sum | Should -BeLessThan (5 * 240 + 1)
        }

        It 'draws empty and endless inputs' {
            $file = Get-TestPath 'edge.svg'
            $null = Show-MappedRegion (New-TestFile) -OutFile $file
            ([xml] (Read-TestText $file)).svg.g.rect | Should -BeNullOrEmpty
            $null = Show-MappedRegion (New-TestFile -Size 8TB) -OutFile $file
            @(([xml] (Read-TestText $file)).svg.g.rect) | Should -HaveCount 512
        }

        It 'replaces a file, but not with -NoClobber, -WhatIf or the file that is shown' {
            $file = New-TestFile -Text 'before' -Name 'there.svg'
            Show-MappedRegion $Path -OutFile $file -WhatIf | Should -BeNullOrEmpty
            Read-TestText $file | Should -BeExactly 'before'
            $null = Assert-Failure { Show-MappedRegion -LiteralPath $Path -OutFile $file -NoClobber } -Kind FileExists -Command Show-MappedRegion -Target $Path
            Read-TestText $file | Should -BeExactly 'before'
            $null = Show-MappedRegion $Path -OutFile $file
            Read-TestText $file | Should -BeLike '<svg*'
            $null = Assert-Failure { Show-MappedRegion -LiteralPath $Path -OutFile $Path } -Kind InvalidArgument -Command Show-MappedRegion -Target $Path
            Test-SameByte (Get-FileByte $Path) $Bytes | Should -BeTrue
            $null = Show-MappedRegion $Path -OutFile (Get-TestPath 'new.svg') -NoClobber
            Get-TestPath 'new.svg' | Should -Exist
        }

        It 'does not lose the picture of another input' {
            $file = Get-TestPath 'one.svg'
            $null = $Path, $Path | Show-MappedRegion -OutFile $file -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure.FullyQualifiedErrorId | Should -Be 'InvalidArgument,MmapModule.Commands.ShowMappedRegionCommand'
            $file | Should -Exist
        }

        It 'leaves nothing behind when the input cannot be read' {
            $file = Get-TestPath 'none.svg'
            $source = New-TestFile -Bytes $Bytes
            $map = New-MemoryMap $source
            Set-FileLength -Path $source -Length 10
            $null = Assert-Failure { Show-MappedRegion $map -OutFile $file } -Kind RegionTruncated -Command Show-MappedRegion -Target $map -Category ReadError
            $file | Should -Not -Exist
            Get-TerminatingErrorId { Show-MappedRegion $map -OutFile $file -Height 3 } | Should -BeLike 'AmbiguousParameterSet,*'
            $map | Remove-MemoryMap
        }
    }
}
