BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Cache.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

Describe 'Get-MemoryMapResidency (needs fincore)' -Skip:(Test-Missing fincore) -Tag Linux {
    BeforeEach {
        $script:Path = New-EvictedFile -Pages 100
        Read-FilePage $Path -Page 40, 41, 70
        $script:Map = New-MemoryMap -Path $Path
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'gives the runs of pages that are in memory and that are not' {
        $runs = @(Get-MemoryMapResidency $Map)

        $runs | Should -BeOfType ([MmapModule.PageRun])
        $runs.ForEach({ "$($_.Offset / $Page)+$($_.Pages) $($_.IsResident)" }) |
            Should -Be @('0+40 False', '40+2 True', '42+28 False', '70+1 True', '71+29 False')
        $runs.ForEach({ $_.Length }) | Should -Be @((40 * $Page), (2 * $Page), (28 * $Page), $Page, (29 * $Page))
        $runs[1].Map | Should -Be $Map
        $runs.Reliable | Should -Not -Contain $false
    }

    It 'adds them up with -Summary, and agrees with fincore and vmtouch (needs vmtouch)' -Skip:(Test-Missing vmtouch) {
        $summary = $Map | Get-MemoryMapResidency -Summary

        $summary | Should -BeOfType ([MmapModule.MemoryMapResidency])
        $summary.Pages | Should -Be 100
        $summary.ResidentPages | Should -Be (Get-VmtouchPage $Path).Resident
        $summary.ResidentBytes | Should -Be (Get-FincoreByte $Path)
        $summary.Percent | Should -Be 3
        $summary.Reliable | Should -BeTrue
        $summary.Map | Should -Be $Map
    }

    It 'reads no page by looking' {
        $null = Get-MemoryMapResidency $Map
        Get-FincoreByte $Path | Should -Be (3 * $Page)
    }

    It 'sees a page as soon as it is read' {
        # Without this advice the kernel reads the pages around it, too.
        $Map | Set-MemoryMapAdvice -Advice Random
        $null = $Map | Read-MappedRegion -Offset (10 * $Page) -Length 1
        ($Map | Get-MemoryMapResidency -Offset (10 * $Page) -Length 1).IsResident | Should -BeTrue
        ($Map | Get-MemoryMapResidency -Offset (11 * $Page) -Length 1).IsResident | Should -BeFalse
    }

    It 'takes a range: <Name>' -ForEach @(
        @{ Name = 'an offset'; Parameters = @{ Offset = 71 * 4096 }; Expected = '71+29 False' }
        @{ Name = 'an offset and a length as text'; Parameters = @{ Offset = '0x28000'; Length = '8KiB' }; Expected = '40+2 True' }
        @{ Name = 'an offset from the end'; Parameters = @{ Offset = 30 * 4096; FromEnd = $true; Length = 4096 }; Expected = '70+1 True' }
    ) {
        if ($Page -ne 4096) {
            Set-ItResult -Skipped -Because 'the numbers are for pages of 4 KiB'
        }

        @(Get-MemoryMapResidency $Map @Parameters).ForEach({ "$($_.Offset / $Page)+$($_.Pages) $($_.IsResident)" }) | Should -Be $Expected
    }

    It 'takes regions, whose runs count from the start of the map, and several inputs' {
        $region = $Map | Select-MappedRegion -Offset (41 * $Page) -Length (5 * $Page)

        $runs = @($region | Get-MemoryMapResidency)
        $runs.Offset | Should -Be @((41 * $Page), (42 * $Page))
        @($Map, $region | Get-MemoryMapResidency -Summary).Pages | Should -Be @(100, 5)
    }

    It 'gives regions that can be piped on' {
        $bytes = Get-MemoryMapResidency $Map | Where-Object IsResident | Select-Object -First 1 | Read-MappedRegion -Length 16

        $bytes | Should -Be (Get-FileByte $Path)[(40 * $Page)..(40 * $Page + 15)]
    }

    It 'leaves removed parts out, unless they are named' {
        Remove-MemoryMap $Map -Offset (40 * $Page) -Length (10 * $Page)

        (Get-MemoryMapResidency $Map -Summary).Pages | Should -Be 90
        @(Get-MemoryMapResidency $Map).Offset | Should -Not -Contain (40 * $Page)
        $null = Assert-Failure { Get-MemoryMapResidency $Map -Offset (39 * $Page) -Length (5 * $Page) } -Kind RangeNotMapped -Command Get-MemoryMapResidency -Target $Map
    }

    It 'shows that plain memory takes up pages only where it was written' {
        $memory = New-MemoryMap -Anonymous -Size (10 * $Page)
        Write-MappedRegion $memory -Value ([byte[]](1)) -Offset (4 * $Page)

        (Get-MemoryMapResidency $memory -Summary).ResidentPages | Should -Be 1
    }

    It 'gives nothing for an empty map, and zeros with -Summary' {
        $empty = New-MemoryMap -Path (New-TestFile -Bytes @())

        Get-MemoryMapResidency $empty | Should -BeNullOrEmpty
        $summary = Get-MemoryMapResidency $empty -Summary
        $summary.Pages, $summary.ResidentPages, $summary.ResidentBytes, $summary.Percent | Should -Be @(0, 0, 0, 0)
    }

    It 'reports bad ranges and removed maps' {
        $null = Assert-Failure { Get-MemoryMapResidency $Map -Offset 1GB } -Kind RegionOutOfRange -Command Get-MemoryMapResidency -Target $Map
        $null = Assert-Failure { Get-MemoryMapResidency $Map -Offset -1 } -Kind NegativeOffset -Command Get-MemoryMapResidency -Target $Map
        Remove-MemoryMap $Map
        $null = Assert-Failure { Get-MemoryMapResidency $Map -Summary } -Kind MapDisposed -Command Get-MemoryMapResidency -Target $Map
    }

    It 'does not hold on to the map while it writes: the next cmdlet may remove it' {
        $output = @(Get-MemoryMapResidency $Map | ForEach-Object { Remove-MemoryMap $Map -ErrorAction Ignore; $_ })
        $output.Count | Should -Be 5
        $Map.State | Should -Be 'Closed'
    }
}

Describe 'Get-MemoryMapResidency in the terminal (needs fincore)' -Skip:(Test-Missing fincore) -Tag Linux {
    BeforeAll {
        $script:Path = New-EvictedFile -Pages 60 -Name 'drawn.bin'
        Read-FilePage $Path -Page 10, 11, 30
        $script:Map = New-MemoryMap -Path $Path
    }

    AfterAll {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'draws a bar above the runs' {
        $text = Get-MemoryMapResidency $Map | Out-String -Width 100

        $text | Should -Match "(?m)^ +Map $($Map.Id): $([regex]::Escape($Path))"
        $text | Should -Match ('(?m)^ +' + '░' * 10 + '██' + '░' * 18 + '█' + '░' * 29 + '\s*$')
        $text | Should -Match '(?m)^ +5 % resident: 3 of 60 pages, '
        $text | Should -Match '(?m)^ +Offset +Length +Pages IsResident'
        @([regex]::Matches($text, '(?m)^ +0x[0-9A-F]+ ')).Count | Should -Be 5
    }

    It 'draws one bar for each map' {
        $other = New-MemoryMap -Anonymous -Size 1KB
        $text = $Map, $other | Get-MemoryMapResidency | Out-String -Width 100
        @([regex]::Matches($text, '(?m)^ +Map \d+: ')).Count | Should -Be 2
    }

    It 'draws the bar of a summary' {
        $text = Get-MemoryMapResidency $Map -Summary | Out-String -Width 120
        $text | Should -Match ('Bar +: ' + '░' * 10 + '██' + '░' * 18 + '█' + '░' * 29)
        $text | Should -Match 'Percent +: 5\s'
    }

    It 'shades what is resident in part, and draws nothing where there is nothing' {
        [MmapModule.Formatting.ResidencyBar]::Format(@(0.0, 0.1, 0.5, 0.9, 1.0), $true) | Should -BeExactly '░▒▓▓█'
        [MmapModule.Formatting.ResidencyBar]::Format(@(0.0, 1.0), $false) | Should -BeExactly '??'
        [MmapModule.Formatting.ResidencyBar]::Format('System.Double[]', $true) | Should -BeExactly ''
        [MmapModule.Formatting.ResidencyBar]::Format($null, $true) | Should -BeExactly ''
    }

    It 'survives serialization' {
        $copy = @(Get-MemoryMapResidency $Map | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) })
        $copy.Pages | Should -Be @(10, 2, 18, 1, 29)
        $copy[1].Residency.ResidentPages | Should -Be 3
        $copy | Out-String -Width 100 | Should -Match '5 % resident'
    }
}

Describe 'Get-MemoryMapResidency for a user whom the kernel does not tell' -Tag Linux {
    It 'says so and draws no bar (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $child = Invoke-ChildPwsh -As nobody {
            $map = New-MemoryMap /etc/passwd
            $summary = Get-MemoryMapResidency $map -Summary
            "$($summary.Reliable) $(@(Get-MemoryMapResidency $map).Reliable) $($summary.ResidentPages -eq $summary.Pages)"
            "$((Get-MemoryMapResidency (New-MemoryMap -Anonymous -Size 4KB) -Summary).Reliable)"
            ((Get-MemoryMapResidency $map | Out-String -Width 100) -match '(?m)^ +\?\s*$') -and ((Get-MemoryMapResidency $map | Out-String -Width 100) -match 'Not reliable')
        }

        $child.StdOut -split "`n" | Should -Be @('False False True', 'True', 'True')
    }
}

Describe 'Get-MemoryMapResidency of much memory' -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'looks at a sparse file of 1 TiB' {
        $map = New-MemoryMap -Path (New-TestFile -Size 1TB)
        $summary = Get-MemoryMapResidency $map -Summary
        $summary.Pages | Should -Be (1TB / $Page)
        $summary.ResidentPages | Should -Be 0
    }

    It 'shows progress and stops soon at Ctrl+C' {
        # Shared plain memory, about which the kernel must be asked page by page.
        $map = New-MemoryMap -Anonymous -Size 4TB -Flags NoReserve
        $null = Assert-StopsSoon 'Get-MemoryMapResidency $Map' @{ Map = $map }
        $result = Assert-StopsSoon 'Get-MemoryMapResidency $Map' @{ Map = $map } -WithProgress -When { $args[0].Streams.Progress.Count }

        $result.Progress.Count | Should -BeGreaterThan 0
        $result.Progress[0].Activity | Should -Match 'pages'
    }
}
