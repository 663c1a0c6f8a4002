# Measure-MappedRegion: the numbers of blocks, as a program in Python finds them.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Measure-MappedRegion' {
    It 'finds what Python finds, in random, text, zero and sparse data, with a short last block (needs python3)' -Skip:(Test-Missing python3) {
        $path = New-TestFile -Size 3000001
        $stream = [System.IO.File]::OpenWrite($path)
        $random = [byte[]]::new(300000)
        [System.Random]::new(5).NextBytes($random)
        $stream.Write($random)
        $stream.Write([System.Text.Encoding]::UTF8.GetBytes('All work and no play. ' * 10000))
        $stream.Write([byte[]]::new(200000))
        $stream.Position = 2500000
        $stream.Write([byte[]] (1..255), 0, 255)
        $stream.Dispose()
        $script = @'
import collections, math, sys
data = open(sys.argv[1], 'rb').read()
size = int(sys.argv[2])
text = set(range(0x20, 0x7f)) | set(range(9, 14))
for start in range(0, len(data), size):
    block = data[start:start + size]
    counts = collections.Counter(block)
    n = len(block)
    entropy = sum(-c / n * math.log2(c / n) for c in counts.values())
    number = lambda wanted: sum(c for b, c in counts.items() if b in wanted)
    print(start, n, '%.6f' % (entropy + 0.0), number({0}), number(text), number(range(0x80, 0xff)), len(counts))
'@
        foreach ($size in 4096, 65536, 70001) {
            $expected = @($script | & (Get-TestPython) - $path $size)
            $expected.Count | Should -BeGreaterThan 10
            $found = Measure-MappedRegion $path -BlockSize $size | ForEach-Object {
                [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2:0.000000} {3:0} {4:0} {5:0} {6}', $_.Offset, $_.Length, $_.Entropy, $_.Length * $_.ZeroShare, $_.Length * $_.TextShare, $_.Length * $_.HighShare, $_.Distinct)
            }
            ($found -join '|') | Should -BeExactly ($expected -join '|')
        }
    }

    It 'makes at most 64 blocks of at least 4 KiB, and the last one ends with the input' {
        $blocks = Measure-MappedRegion (New-TestFile -Size 1000001)
        $blocks | Should -HaveCount 62
        $blocks[0].Length, $blocks[-1].Offset, $blocks[-1].Length | Should -Be 16384, 999424, 577
        Measure-MappedRegion (New-TestFile -Text 'abc') | ForEach-Object Length | Should -Be 3
        Measure-MappedRegion (New-TestFile) | Should -BeNullOrEmpty
    }

    It 'takes maps, ids, regions, ranges and files, and the blocks are regions of them' {
        $path = New-TestFile -Bytes ([byte[]] (@(0) * 100 + 65..74 + @(255) * 20))
        $map = New-MemoryMap $path
        $block = $map.Id | Measure-MappedRegion -Offset 100 -Length 10
        $block.Entropy | Should -Be ([Math]::Log2(10))
        $block.Distinct, $block.TextShare, $block.Offset, $block.MapId | Should -Be 10, 1, 100, $map.Id
        $block | Read-MappedRegion -AsString | Should -BeExactly 'ABCDEFGHIJ'
        (Measure-MappedRegion $map -Offset 20 -FromEnd).FullShare | Should -Be 1
        $map.Slice(0, 100) | Measure-MappedRegion -BlockSize 60 | ForEach-Object Length | Should -Be 60, 40
        $blocks = Get-Item $path | Measure-MappedRegion -BlockSize 100
        $blocks.Path | Should -Be $path, $path
        $blocks[1] | Read-MappedRegion -Length 3 -AsString | Should -BeExactly 'ABC'
        Get-MemoryMap | Where-Object Path -EQ $path | Should -HaveCount 2 -Because 'the blocks of a file map it when they are read'
        $map.Measure($null, 0, 100).ZeroShare | Should -Be 1
    }

    It 'knows all classes of bytes' {
        $block = Measure-MappedRegion (New-TestFile -Bytes ([byte[]] (0..255)))
        $block.Entropy, $block.Distinct | Should -Be 8, 256
        $block.ZeroShare, $block.ControlShare, $block.TextShare, $block.HighShare, $block.FullShare | ForEach-Object { 256 * $_ } | Should -Be 1, 27, 100, 127, 1
    }

    It 'reads no holes' {
        $path = New-TestFile -Size 1TB
        (Measure-MappedRegion $path | Measure-Object ZeroShare -Sum).Sum | Should -Be 64
        (Get-FileCache $path).CachedBytes | Should -BeLessThan 16MB
    }

    It 'tells what it has measured before a truncation, and how much that is' {
        $path = New-TestFile -Bytes ([byte[]] @(7) * 100000)
        $map = New-MemoryMap $path
        Set-FileLength -Path $path -Length 50001
        $blocks = Measure-MappedRegion $map -BlockSize 20000 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -Be 'RegionTruncated,MmapModule.Commands.MeasureMappedRegionCommand'
        $failure.Exception.BytesTransferred | Should -Be 50001
        $blocks | ForEach-Object Length | Should -Be 20000, 20000, 10001
        $blocks.Entropy | Should -Be 0, 0, 0
    }

    It 'is an error: <Name>' -ForEach @(
        @{ Name = 'outside'; Kind = 'RegionOutOfRange'; Script = { Measure-MappedRegion $Map -Offset 9000 } }
        @{ Name = 'not readable'; Kind = 'RegionProtected'; Category = 'ReadError'; Script = { Measure-MappedRegion $Map } }
        @{ Name = 'removed'; Kind = 'MapDisposed'; Script = { Remove-MemoryMap $Map; Measure-MappedRegion $Map } }
    ) {
        $map = New-MemoryMap -Anonymous -Size 8KB
        if ($Kind -eq 'RegionProtected') {
            Set-MemoryMapProtection $map -Protection None
        }

        $more = $Category ? @{ Category = $Category } : @{}
        $null = Assert-Failure $Script -Kind $Kind -Command Measure-MappedRegion -Target $map @more
        Get-TerminatingErrorId { Measure-MappedRegion $map -BlockSize 0 } | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'ends soon after it is stopped, and shows progress before' {
        $map = New-MemoryMap (New-TestFile -Size 1TB)
        $seen = Assert-StopsSoon 'Measure-MappedRegion $Map -BlockSize 4KB | Out-Null' @{ Map = $map } -WithProgress -When { param($shell) $shell.Streams.Progress.Count -ge 2 }
        $seen.Progress[0].StatusDescription | Should -BeLike '* of 1 TiB'
        $map.State | Should -Be 'Open'
    }

    It 'shows a table for each file, in the same way in each culture' {
        $path = New-TestFile -Text 'aabb' -Name "f`e31m"
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $lines = Measure-MappedRegion -LiteralPath $path | Out-String -Width 100
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }

        $lines | Should -BeLike '*Path: *f\e31m*'
        $lines | Should -Match '0x0 +4 +1\.00 +0\.0 % +100\.0 % +2'
        $lines.Contains("`e") | Should -BeFalse
    }

    It 'is not highlighted as a whole by Format-MappedRegion' {
        $block = Measure-MappedRegion (New-TestFile -Size 8KB) | Select-Object -First 1
        ($block | Format-MappedRegion).IsHighlighted | Should -Not -Contain $true
    }
}
