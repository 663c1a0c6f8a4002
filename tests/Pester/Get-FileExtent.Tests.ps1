# Get-FileExtent: what filefrag and xfs_io say of files on real file systems.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Use-Image {
        # Makes a file system of a kind in a file, mounts it, and runs a script block with its folder.
        param([string] $Type, [string] $Size, [scriptblock] $ScriptBlock)

        $folder = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "MmapModule-$([guid]::NewGuid())")).FullName
        $image = "$folder.image"
        try {
            truncate --size $Size $image
            & "mkfs.$Type" -q $image 2>&1 | Out-Null
            $messages = mount -o loop $image $folder 2>&1
            if ($LASTEXITCODE -ne 0) {
                Set-ItResult -Skipped -Because "mount says: $messages"
            }

            try {
                & $ScriptBlock $folder
            }
            finally {
                Dismount-TestFolder $folder
            }
        }
        finally {
            [System.IO.Directory]::Delete($folder)
            [System.IO.File]::Delete($image)
        }
    }

    function New-Layout {
        # A file with data, a hole, blocks that were never written, more data, and blocks after its end.
        param([string] $Path)

        $random = [byte[]]::new(256KB)
        [System.Random]::new(3).NextBytes($random)
        [System.IO.File]::WriteAllBytes($Path, $random)
        fallocate --offset 1MiB --length 512KiB $Path
        $stream = [System.IO.File]::Open($Path, 'Open', 'Write')
        $stream.Position = 2MB
        $stream.Write($random, 0, 100001)
        $stream.Dispose()
        fallocate --keep-size --offset 4MiB --length 256KiB $Path
    }
}

Describe 'Get-FileExtent' {
    It 'says what filefrag says on ext4 (needs root to mount, losetup, filefrag, mkfs.ext4, fallocate)' -Skip:(Test-Missing mount, losetup, filefrag, mkfs.ext4, fallocate) {
        Use-Image ext4 64M {
            param($folder)
            $path = "$folder/layout"
            New-Layout $path
            $extents = @(Get-FileExtent $path -Sync)
            $frag = foreach ($line in filefrag -v -b1 $path) {
                if ($line -match '^\s*\d+:\s*(\d+)\.\.\s*(\d+):\s*(\d+)\.\.\s*\d+:\s*\d+:(.*)$') {
                    [pscustomobject]@{ Offset = [long] $Matches[1]; Physical = [long] $Matches[3]; IsUnwritten = $Matches[4] -match 'unwritten' }
                }
            }

            @($frag).Count | Should -BeGreaterThan 3
            $blocks = @($extents | Where-Object Kind -NE Hole)
            $blocks.Offset -join ' ' | Should -BeExactly ($frag.Offset -join ' ')
            $blocks.Physical -join ' ' | Should -BeExactly ($frag.Physical -join ' ')
            @($blocks | ForEach-Object { $_.Kind -eq 'Unwritten' }) -join ' ' | Should -BeExactly ($frag.IsUnwritten -join ' ')
            $extents.Kind | Select-Object -Unique | Should -Be Data, Hole, Unwritten
            ($extents | Where-Object Offset -LT 4MB | Measure-Object Length -Sum).Sum | Should -Be (Get-Item $path).Length
            ($extents | Where-Object Offset -EQ 4MB).Length | Should -Be 256KB -Because 'these blocks are reserved behind the end'

            # A hole has no end inside of the range, and an extent has its own place in the middle.
            $part = @(Get-FileExtent $path -Offset 128KB -Length 512KB)
            $part.Kind | Should -Be Data, Hole
            $part[0].Physical | Should -Be ($extents[0].Physical + 128KB)
            $part | ForEach-Object Length | Should -Be 128KB, 384KB
            (Get-FileExtent $path -Offset 1 -FromEnd).Kind | Should -Be Data
        }
    }

    It 'says what xfs_io says on xfs, with blocks that two files share (needs root to mount, losetup, mkfs.xfs, xfs_io, fallocate)' -Skip:(Test-Missing mount, losetup, mkfs.xfs, xfs_io, fallocate) {
        Use-Image xfs 400M {
            param($folder)
            $path = "$folder/layout"
            New-Layout $path
            cp --reflink=always $path "$folder/copy" 2>&1 | Out-Null
            $hasCopy = $LASTEXITCODE -eq 0
            $extents = @(Get-FileExtent $path -Sync)

            # Sectors of 512 bytes, the last one included.
            $expected = foreach ($line in xfs_io -r -c 'fiemap -v' $path) {
                if ($line -match '^\s*\d+: \[(\d+)\.\.(\d+)\]:\s+(hole|(\d+)\.\.\d+)') {
                    $kind = $Matches[3] -eq 'hole' ? 'hole' : 512 * [long] $Matches[4]
                    "$(512 * [long] $Matches[1]) $kind"
                }
            }

            $found = $extents | ForEach-Object { "$($_.Offset) $($_.Kind -eq 'Hole' ? 'hole' : $_.Physical)" }
            @($found | Where-Object { $_ -notlike '* hole' }) -join '|' | Should -BeExactly (@($expected | Where-Object { $_ -notlike '* hole' }) -join '|')
            if ($hasCopy) {
                $extents[0].Shared | Should -BeTrue
            }
        }
    }

    It 'finds data and holes where the file system tells no places (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Size 1m {
            param($folder)
            $path = "$folder/file"
            [System.IO.File]::WriteAllBytes($path, [byte[]]::new(8192))
            truncate --size 100000 $path
            $extents = @(Get-FileExtent $path)
            $extents.Kind | Should -Be Data, Hole
            $extents | ForEach-Object Length | Should -Be 8192, 91808
            $extents.Physical | Should -Be $null, $null
            $extents.Shared | Should -Be $null, $null
        }
    }

    It 'asks as often as it has to (needs filefrag)' -Skip:(Test-Missing filefrag) {
        $path = New-TestFile -Size 12MB
        $stream = [System.IO.File]::OpenWrite($path)
        foreach ($at in 0..699) {
            $stream.Position = 16384 * $at
            $stream.Write([byte[]] (1, 2, 3))
        }

        $stream.Dispose()
        sync $path
        $extents = Get-FileExtent $path
        ($extents | Measure-Object Length -Sum).Sum | Should -Be 12MB
        if (filefrag $path | Select-String ': 700 extents') {
            @($extents | Where-Object Kind -EQ Data).Count | Should -Be 700
        }
    }

    It 'takes files from the pipeline, wildcards and literal names, and maps for their files' {
        $one = New-TestFile -Text 'abc' -Name 'e[1].x'
        $other = New-TestFile -Text 'abcd' -Name 'e2.x'
        $folder = Split-Path $one
        $null = New-Item -ItemType Directory (Join-Path $folder 'e3.x')
        (Get-FileExtent -LiteralPath $one).Length | Should -Be 3
        Get-Item -LiteralPath $one, $other | Get-FileExtent | ForEach-Object Length | Should -Be 3, 4
        (Get-FileExtent (Join-Path $folder 'e*.x')).Path | Should -Be $one, $other
        $map = New-MemoryMap $other
        ($map | Get-FileExtent).Path | Should -Be $other
        $map | Remove-MemoryMap
        Get-FileExtent (New-TestFile) | Should -BeNullOrEmpty
        Remove-Item -LiteralPath $one -Confirm:$false
    }

    It 'reads no byte' {
        $path = New-TestFile -Size 1TB
        $extents = @(Get-FileExtent $path)
        $extents | Should -HaveCount 1
        $extents[0].Kind, $extents[0].Length, $extents[0].Physical | Should -Be 'Hole', 1TB, $null
        (Get-FileCache $path).CachedBytes | Should -Be 0
    }

    It 'is an error: <Name>' -ForEach @(
        @{ Name = 'a folder'; Kind = 'NotMappable'; Target = '/tmp' }
        @{ Name = 'a device'; Kind = 'NotMappable'; Target = '/dev/null' }
        @{ Name = 'nothing'; Kind = 'PathNotFound'; Target = '/none/here' }
    ) {
        $null = Assert-Failure { Get-FileExtent $Target } -Kind $Kind -Command Get-FileExtent -Target $Target
    }

    It 'refuses ranges outside of the file' {
        $path = New-TestFile -Text 'abc'
        $null = Assert-Failure { Get-FileExtent $path -Offset 2 -Length 2 } -Kind RegionOutOfRange -Command Get-FileExtent -Target $path
        $null = Assert-Failure { Get-FileExtent $path -Offset -1 } -Kind NegativeOffset -Command Get-FileExtent -Target $path
    }

    It 'shows a table for each file' {
        $lines = Get-FileExtent (New-TestFile -Size 64KB -Name "h`em") | Out-String
        $lines | Should -Match '0x0 +65536 Hole'
        $lines | Should -BeLike '*h\em*'
    }
}
