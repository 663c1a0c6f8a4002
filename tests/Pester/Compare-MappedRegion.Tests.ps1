# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Processes.ps1')

    function New-Pair {
        # Two files of random bytes; the second is edited at some offsets.
        param([int] $Length, [long[]] $Edit = @())

        $bytes = [byte[]]::new($Length)
        [System.Random]::new($Length).NextBytes($bytes)
        $first = New-TestFile -Bytes $bytes
        foreach ($offset in $Edit) { $bytes[$offset] = $bytes[$offset] -bxor 0x55 }
        $first, (New-TestFile -Bytes $bytes)
    }

    function New-LongPair {
        # Two equal maps of 64 GiB without holes that could be left out: a device of zeros.
        1..2 | ForEach-Object { New-MemoryMap /dev/zero -Length 64GB -Private }
    }

    function Get-CmpLine {
        # What cmp -l prints: the offset from 1, and both bytes in octal.
        param([string] $First, [string] $Second, [string[]] $ArgumentList = @())

        cmp -l @ArgumentList $First $Second 2>$null | ForEach-Object { $_.Trim() -replace ' +', ' ' }
    }

    function ConvertTo-CmpLine {
        # The same lines from differences.
        process {
            for ($i = 0; $_.Kind -eq 'Changed' -and $i -lt $_.Length; $i++) {
                '{0} {1} {2}' -f ($_.Offset + $i + 1), [Convert]::ToString($_.ReferenceBytes[$i], 8), [Convert]::ToString($_.DifferenceBytes[$i], 8)
            }
        }
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Compare-MappedRegion' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'agrees with cmp -l on <Name> (needs cmp)' -Skip:(Test-Missing cmp) -ForEach @(
        @{ Name = 'equal files'; Length = 100000; Edit = @() }
        @{ Name = 'single bytes and runs'; Length = 100000; Edit = 0, 1, 2, 500, 502, 4095, 4096, 99999 }
        @{ Name = 'differences on both sides of every internal border'; Length = 2MB + 7; Edit = 0..16 | ForEach-Object { $_ * 128KB - 1; $_ * 128KB; $_ * 128KB + 1 } | Where-Object { $_ -ge 0 } }
        @{ Name = 'files of one byte'; Length = 1; Edit = 0 }
    ) {
        $first, $second = New-Pair $Length $Edit
        $reference, $difference = $first, $second | ForEach-Object { New-MemoryMap $_ }

        $found = @(Compare-MappedRegion $reference $difference | ConvertTo-CmpLine)

        $found | Should -Be @(Get-CmpLine $first $second)
    }

    It 'agrees with cmp -l on random edits, with <Threads> thread(s) (needs cmp)' -Skip:(Test-Missing cmp) -ForEach @(@{ Threads = 1 }, @{ Threads = 4 }) {
        $random = [System.Random]::new(5)
        $first, $second = New-Pair 3MB @(1..2000 | ForEach-Object { $random.Next(3MB) } | Sort-Object -Unique)
        $reference, $difference = $first, $second | ForEach-Object { New-MemoryMap $_ }

        $found = @(Compare-MappedRegion $reference $difference -ThrottleLimit $Threads | ConvertTo-CmpLine)

        ($found -join ';') | Should -Be ((Get-CmpLine $first $second) -join ';')
    }

    It 'compares regions that start at different offsets, as cmp with two skips does (needs cmp)' -Skip:(Test-Missing cmp) {
        $first, $second = New-Pair 10000
        $reference, $difference = $first, $second | ForEach-Object { New-MemoryMap $_ }
        $left = $reference.Slice(100, 3000)
        $right = $difference.Slice(5000, 3000)

        $found = @(Compare-MappedRegion $left $right)

        @($found | ConvertTo-CmpLine) | Should -Be @(Get-CmpLine $first $second @('-i', '100:5000', '-n', '3000'))
        $found[1].ReferenceOffset | Should -Be ($found[1].Offset + 100)
        $found[1].DifferenceOffset | Should -Be ($found[1].Offset + 5000)
        $found[1].Reference | Should -BeOfType ([MmapModule.MappedRegion])
        (Read-MappedRegion $found[1].Reference) | Should -Be $found[1].ReferenceBytes
        (Read-MappedRegion $found[1].Difference) | Should -Be $found[1].DifferenceBytes
    }

    It 'makes one range of bytes in a row' {
        $first, $second = New-Pair 5000 (10..19 + 21 + 4000)
        $reference, $difference = $first, $second | ForEach-Object { New-MemoryMap $_ }

        $found = @($difference | Compare-MappedRegion $reference)

        $found.Offset | Should -Be 10, 21, 4000
        $found.ForEach('Length') | Should -Be 10, 1, 1
        $found.Kind | Should -Be 'Changed', 'Changed', 'Changed'
        , $found[0].DifferenceBytes | Should -BeOfType ([byte[]])
    }

    It 'tells last which side is longer, where cmp says EOF' {
        $reference = New-MemoryMap (New-TestFile -Bytes ([byte[]] (1..10)))
        $difference = New-MemoryMap (New-TestFile -Bytes ([byte[]] (1..6)))

        $rest = Compare-MappedRegion $reference $difference
        $rest.Kind | Should -Be 'ReferenceOnly'
        $rest.Offset, $rest.Length | Should -Be 6, 4
        $rest.ReferenceBytes | Should -Be 7, 8, 9, 10
        $rest.DifferenceBytes | Should -HaveCount 0
        (Compare-MappedRegion $difference $reference).Kind | Should -Be 'DifferenceOnly'
        Compare-MappedRegion $difference $reference -Quiet | Should -BeFalse
    }

    It 'reports whole blocks with -BlockSize' {
        $first, $second = New-Pair 10000 10, 5000, 9999
        $reference, $difference = $first, $second | ForEach-Object { New-MemoryMap $_ }

        $found = @(Compare-MappedRegion $reference $difference -BlockSize '4KiB')
        $found.Offset | Should -Be 0
        $found.ForEach('Length') | Should -Be 10000
        $found = @(Compare-MappedRegion $reference $difference -BlockSize 1000)
        $found.Offset | Should -Be 0, 5000, 9000
        $found.ForEach('Length') | Should -Be 1000, 1000, 1000
        $found[2].ReferenceBytes | Should -HaveCount 1000
    }

    It 'stops after -First ranges' {
        $first, $second = New-Pair 5000 1, 3, 5
        $reference, $difference = $first, $second | ForEach-Object { New-MemoryMap $_ }
        (Compare-MappedRegion $reference $difference -First 2).Offset | Should -Be 1, 3
    }

    It 'answers with one bool with -Quiet, for each input' {
        $first, $second = New-Pair 5000 4000
        $reference, $difference, $same = $first, $second, $first | ForEach-Object { New-MemoryMap $_ }
        $answers = @($same, $difference | Compare-MappedRegion $reference -Quiet)
        $answers | Should -Be $true, $false
        , $answers[0] | Should -BeOfType ([bool])
    }

    It 'compares sparse files beyond 4 GiB' {
        $first, $second = 1..2 | ForEach-Object { New-TestFile -Size 6GB }
        $reference = New-MemoryMap $first
        $difference = New-MemoryMap $second -Protection ReadWrite
        $difference.WriteInt32(5GB + 1, -1)

        $found = Compare-MappedRegion $reference.Slice(4GB) $difference.Slice(4GB)
        $found.Offset, $found.Length | Should -Be (1GB + 1), 4
        $found.ReferenceOffset, $found.DifferenceOffset | Should -Be (5GB + 1), (5GB + 1)
    }

    It 'delivers what differs before a truncation, then reports the file that was cut' {
        $first, $second = New-Pair 3MB 7, 1000000, 2500000
        $reference, $difference = $first, $second | ForEach-Object { New-MemoryMap $_ }
        Set-FileLength -Path $first -Length 2000001

        $output = @(Compare-MappedRegion $reference $difference -ErrorVariable failure -ErrorAction SilentlyContinue)

        $output.Offset | Should -Be 7, 1000000
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'RegionTruncated,MmapModule.Commands.CompareMappedRegionCommand'
        $failure[0].TargetObject | Should -Be $reference
        $failure[0].Exception.Path | Should -Be $first
    }

    It 'names the map that was removed' {
        $first, $second = New-Pair 100
        $reference, $difference = $first, $second | ForEach-Object { New-MemoryMap $_ }
        Remove-MemoryMap $reference
        $failure = Get-FirstError { Compare-MappedRegion $reference $difference }
        $failure.FullyQualifiedErrorId | Should -Be 'MapDisposed,MmapModule.Commands.CompareMappedRegionCommand'
        $failure.TargetObject | Should -Be $reference
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = '-Quiet with -First'; Arguments = @{ Quiet = $true; First = 1 }; Id = 'AmbiguousParameterSet' }
        @{ Name = 'blocks of nothing'; Arguments = @{ BlockSize = 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'no threads'; Arguments = @{ ThrottleLimit = 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'no ranges'; Arguments = @{ First = 0 }; Id = 'ParameterArgumentValidationError' }
    ) {
        $map = New-MemoryMap (New-TestFile -Bytes 1, 2)
        Get-TerminatingErrorId { Compare-MappedRegion $map $map @Arguments } | Should -Be "$Id,MmapModule.Commands.CompareMappedRegionCommand"
    }

    It 'takes what is a hole on both sides for equal, and zeros in a hole too' {
        $paths = 1..2 | ForEach-Object { New-TestFile -Size 1TB }
        $first, $second = $paths | ForEach-Object { New-MemoryMap $_ -Protection ReadWrite }
        Compare-MappedRegion $first $second -Quiet | Should -BeTrue
        $second.Write(600GB, [byte[]]::new(10000))
        Compare-MappedRegion $first $second | Should -BeNullOrEmpty
        $second.WriteByte(600GB + 5, 1)
        $found = Compare-MappedRegion $first $second
        $found.Offset, $found.Length | Should -Be (600GB + 5), 1
    }

    It 'ends soon after it is stopped: <Name>' -ForEach @(
        @{ Name = 'looking for differences'; Script = 'Compare-MappedRegion $First $Second' }
        @{ Name = 'only telling'; Script = 'Compare-MappedRegion $First $Second -Quiet' }
    ) {
        $first, $second = New-LongPair
        $null = Assert-StopsSoon $Script @{ First = $first; Second = $second }
        $first.State | Should -Be 'Open'
    }

    It 'shows progress' {
        $first, $second = New-LongPair
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($Module, $First, $Second) Import-Module -Name $Module; Compare-MappedRegion $First $Second')
        $null = $shell.AddArgument($ModulePath).AddArgument($first).AddArgument($second)
        $null = $shell.BeginInvoke()
        Wait-Condition { $shell.Streams.Progress.Count -ge 2 } | Should -BeTrue
        $null = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(5000)
        $shell.Streams.Progress[0].Activity | Should -BeLike 'Comparing*'
        $shell.Streams.Progress[0].StatusDescription | Should -BeLike '* of 64 GiB'
        $shell.Dispose()
    }
}

Describe 'How differences are shown' {
    BeforeAll {
        $script:Reference = New-MemoryMap (New-TestFile -Bytes ([System.Text.Encoding]::ASCII.GetBytes('version 1.0.3 release')))
        $script:Difference = New-MemoryMap (New-TestFile -Bytes ([System.Text.Encoding]::ASCII.GetBytes('version 1.2.3 release!')))
    }

    It 'shows both sides in hex with the equal bytes of the line, in 80 columns, without colour' {
        $text = Compare-MappedRegion $Reference $Difference | Out-String -Width 80
        $text | Should -Match '(?m)^ +00000008 31 2E 30 2E 33 20 72 65 +1\.0\.3 re +31 2E 32 2E 33 20 72 65 +1\.2\.3 re *$'
        $text | Should -Match '(?m)^ +00000010 6C 65 61 73 65 +lease +6C 65 61 73 65 21 +lease! *$'
        $text | Should -Match "Reference:  Map $($Reference.Id): "
        $text | Should -Not -Match "`e"
        ($text -split '\n' | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 81
    }

    It 'colours what differs through $PSStyle, and only where colour is on' {
        $one = [psobject] (Compare-MappedRegion $Reference $Difference -First 1)
        $style = [pscustomobject]@{
            OutputRendering = 'Ansi'; Reset = '</>'; Bold = ''; Reverse = ''
            Foreground      = [pscustomobject]@{ BrightRed = '<red>'; BrightGreen = '<green>' }
        }
        [MmapModule.Formatting.DifferenceView]::Reference($one, $style, $true) | Should -Match '2E <red>30</> 2E.* 1\.<red>0</>\.3'
        [MmapModule.Formatting.DifferenceView]::Difference($one, $style, $true) | Should -Match '2E <green>32</> 2E'
        $style.OutputRendering = 'PlainText'
        [MmapModule.Formatting.DifferenceView]::Reference($one, $style, $true) | Should -Not -Match '<'
    }

    It 'shows a long range by its first lines and says how many bytes are left' {
        $ones = New-MemoryMap -Anonymous -Private -Size 10000
        $ones.Write(0, [byte[]] (, 1 * 10000))
        $zeros = New-MemoryMap -Anonymous -Private -Size 10000
        $text = Compare-MappedRegion $zeros $ones | Out-String -Width 100
        $text | Should -Match '\.\.\. and 9872 more bytes'
        @($text -split '\n' -match '^ +[0-9A-F]{8} ') | Should -HaveCount 16
    }

    It 'shows the lines of a block that differ once, however many differences they hold' {
        $zeros, $other = 1..2 | ForEach-Object { New-MemoryMap -Anonymous -Private -Size 64 }
        40, 42, 47 | ForEach-Object { $other.WriteByte($_, 7) }
        $text = Compare-MappedRegion $zeros $other -BlockSize 64 | Out-String -Width 100
        @($text -split '\n' -match '^ +[0-9A-F]{8} ') | Should -HaveCount 1
        $text | Should -Match '00000028 00 .* 07 00 07 00 00 00 00 07'
        $text | Should -Not -Match 'more bytes'
    }

    It 'can be shown as a table of ranges and as a list' {
        $found = Compare-MappedRegion $Reference $Difference
        $found | Format-Table -View Range | Out-String | Should -Match '(?m)^Changed +0xA +1 +0xA +0xA *$'
        $found | Format-List | Out-String | Should -Match '(?m)^DifferenceBytes +: 32\s*$'
    }

    It 'shows what it still knows after the maps were removed' {
        $map = New-MemoryMap (New-TestFile -Bytes 1, 2)
        $other = New-MemoryMap (New-TestFile -Bytes 1, 3)
        $found = Compare-MappedRegion $map $other
        $map, $other | Remove-MemoryMap
        $found | Out-String | Should -Match '00000000 +02 +'
    }

    It 'keeps its properties in a job, and is shown there too' {
        # As jobs and remote sessions hand objects on.
        $here = Compare-MappedRegion (New-MemoryMap $Reference.Path) (New-MemoryMap $Difference.Path) -First 1
        $found = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($here))
        $found.Offset, $found.Length, "$($found.Kind)" | Should -Be 10, 1, 'Changed'
        $found.ReferenceBytes | Should -Be 0x30
        $found.DifferenceBytes | Should -Be 0x32
        $found | Out-String | Should -BeExactly ($here | Out-String)
    }
}
