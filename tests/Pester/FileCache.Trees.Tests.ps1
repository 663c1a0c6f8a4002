# Trees, ranges and totals of the page cache, compared with vmtouch(8) and fincore(1).

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Cache.ps1')
    $script:Page = [System.Environment]::SystemPageSize
    $script:Tree = Get-TestPath 'tree'
    foreach ($name in 'db', 'log/old', 'skip/db') {
        $null = New-Item -ItemType Directory -Path (Join-Path $Tree $name)
    }

    foreach ($name in 'db/a.db', 'db/b.db', 'log/c.log', 'log/old/d.log', 'skip/db/e.db', 'f.txt') {
        $null = New-TestFile -Bytes ([byte[]]::new(4 * $Page)) -Name "tree/$name"
    }

    $script:Outside = New-Item -ItemType Directory -Path (Get-TestPath 'outside')
    $null = New-TestFile -Bytes ([byte[]]::new($Page)) -Name 'outside/g.db'
    ln "$Tree/db/a.db" "$Tree/log/same.log"
    ln -s $Outside "$Tree/link"
    ln -s "$Tree/f.txt" "$Tree/again.txt"
    ln -s .. "$Tree/log/up"

    function Get-Name {
        # The paths without the folder.
        param($Found)

        @($Found.Path | ForEach-Object { $_.Substring($Tree.Length + 1) })
    }
}

Describe 'The files of a tree' -Tag Linux {
    It 'are chosen by -Include and -Exclude' {
        Get-Name (Get-FileCache $Tree -Recurse -Include *.db, f* -Exclude skip) | Should -Be 'f.txt', 'db/a.db', 'db/b.db'
        Get-Name (Get-FileCache -LiteralPath $Tree -Recurse -Exclude db, *.txt, up) | Should -Be 'log/c.log', 'log/same.log', 'log/old/d.log'
        @(Get-FileCache $Tree -Recurse -Include nothing).Count | Should -Be 0
    }

    It 'are those that links lead to with -FollowSymlink, each once' {
        $found = @(Get-FileCache $Tree -Recurse -FollowSymlink)
        $found.Count | Should -Be 7
        $found.Path | Should -Contain "$Tree/link/g.db"
        @(Get-FileCache $Tree -Recurse).Count | Should -Be 6
    }

    It 'are on one file system with -OneFileSystem (needs root and mount)' -Skip:(Test-Missing root, mount) {
        $mount = New-Item -ItemType Directory -Path "$Tree/mounted"
        mount -t tmpfs none $mount
        try {
            Set-Content -LiteralPath "$mount/h.db" -Value 'x'
            Get-Name (Get-FileCache $Tree -Recurse -Include h.db) | Should -Be 'mounted/h.db'
            @(Get-FileCache $Tree -Recurse -Include h.db -OneFileSystem).Count | Should -Be 0
        }
        finally {
            umount $mount
            Remove-Item -LiteralPath $mount
        }
    }

    It 'require -Recurse for what chooses among them' {
        Get-TerminatingErrorId { Get-FileCache $Tree -Include *.db } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.GetFileCacheCommand'
        Get-TerminatingErrorId { Clear-FileCache $Tree -OneFileSystem } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.ClearFileCacheCommand'
        Get-TerminatingErrorId { Initialize-FileCache $Tree -FollowSymlink } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.InitializeFileCacheCommand'
    }

    It 'are all that is treated when they are dropped and read (needs fincore)' -Skip:(Test-Missing fincore) {
        Get-ChildItem -LiteralPath $Tree -Recurse -File | ForEach-Object { dd "of=$_" oflag=nocache 'conv=notrunc,fdatasync' count=0 status=none }
        Initialize-FileCache $Tree -Recurse -Include *.log -Exclude old
        Get-FincoreByte "$Tree/log/c.log" | Should -Be (4 * $Page)
        Get-FincoreByte "$Tree/log/old/d.log" | Should -Be 0
        Get-FincoreByte "$Tree/f.txt" | Should -Be 0
    }
}

Describe 'The totals of -Summary' -Tag Linux {
    It 'are those of vmtouch (needs vmtouch and fincore)' -Skip:(Test-Missing vmtouch, fincore) {
        $null = New-EvictedFile -Pages 100 -Name 'tree/big.db'
        Read-FilePage "$Tree/big.db" -Page 40, 60, 61

        $sum = Get-FileCache $Tree -Recurse -Summary
        $sum | Should -BeOfType ([MmapModule.FileCacheSummary])
        $sum.PSObject.Properties.Name | Should -Be @('Files', 'Length', 'CachedBytes', 'DirtyBytes', 'WritebackBytes', 'Percent', 'UnknownFiles', 'Reliable')
        $vmtouch = Get-VmtouchPage $Tree
        $sum.Files | Should -Be $vmtouch.Files
        $sum.CachedBytes | Should -Be ($vmtouch.Resident * $Page)
        $sum.Length | Should -Be ($vmtouch.Pages * $Page)
        $sum.Percent | Should -Be (100 * $vmtouch.Resident / $vmtouch.Pages)
        $sum.UnknownFiles, $sum.Reliable | Should -Be 0, $true
        Remove-Item -LiteralPath "$Tree/big.db"
    }

    It 'count a file once, however often and by whatever name it comes' {
        $a = "$Tree/db/a.db"
        $sum = Get-FileCache $a, $a, "$Tree/log/same.log" -Summary
        $sum.Files, $sum.Length | Should -Be 1, (4 * $Page)
        (Get-ChildItem "$Tree/db" | Get-FileCache -Summary).Files | Should -Be 2
    }

    It 'are one object, also where there is nothing, and none where nothing was done' {
        $sum = Get-FileCache $Tree -Recurse -Include nothing -Summary
        $sum.Files, $sum.Length, $sum.Percent | Should -Be 0, 0, 0
        Clear-FileCache "$Tree/f.txt" -Summary -WhatIf | Should -BeNullOrEmpty
        (Initialize-FileCache "$Tree/f.txt" -Summary).CachedBytes | Should -Be (4 * $Page)
        @(Initialize-FileCache $Tree -Recurse -Summary -PassThru).Count | Should -Be 1
        Get-TerminatingErrorId { Get-FileCache $Tree -Recurse -Summary -Detailed } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.GetFileCacheCommand'
    }
}

Describe 'The range of -Offset and -Length' -Tag Linux {
    It 'is that part of each file (needs fincore)' -Skip:(Test-Missing fincore) {
        $one = New-EvictedFile -Pages 300 -Name 'one.bin'
        $two = New-EvictedFile -Pages 120 -Name 'two.bin'

        $info = @(Initialize-FileCache $one, $two -Offset (100 * $Page) -Length (50 * $Page) -PassThru)
        $info[0].Offset, $info[0].Length, $info[0].CachedBytes | Should -Be (100 * $Page), (50 * $Page), (50 * $Page)
        $info[1].Offset, $info[1].Length | Should -Be (100 * $Page), (20 * $Page)
        (Get-FincoreByte $one), (Get-FincoreByte $two) | Should -Be (50 * $Page), (20 * $Page)

        Clear-FileCache $one -Offset (110 * $Page) -Length '8KiB'
        Get-FincoreByte $one | Should -Be (50 * $Page - 8KB)
        (Get-FileCache $one -Offset (250 * $Page) -FromEnd -Length (100 * $Page)).Offset | Should -Be (50 * $Page)
        (Get-FileCache $two -Offset 1GB -FromEnd).Length | Should -Be (120 * $Page)
    }

    It 'is counted from the start of what was examined as a part, and of a region' {
        $path = New-TestFile -Bytes ([byte[]]::new(40 * $Page))
        $map = New-MemoryMap $path
        try {
            $part = Get-FileCache $path -Offset (10 * $Page) -Length (20 * $Page)
            ($part | Get-FileCache -Offset (5 * $Page) -Length $Page).Offset | Should -Be (15 * $Page)
            ($map | Select-MappedRegion -Offset (10 * $Page) -Length (20 * $Page) | Get-FileCache -Offset $Page).Offset | Should -Be (11 * $Page)
        }
        finally {
            Remove-MemoryMap $map
        }
    }

    It 'is an error for a named file that ends before it, and others are skipped' {
        $null = Assert-Failure { Get-FileCache "$Tree/f.txt" -Offset 1MB } -Kind RegionOutOfRange -Command Get-FileCache -Target "$Tree/f.txt"
        Get-FileCache $Tree -Recurse -Offset 1MB -ErrorAction Stop | Should -BeNullOrEmpty
        Get-FileCache "$Tree/*.txt" -Offset 1MB -ErrorAction Stop | Should -BeNullOrEmpty
        (Get-FileCache "$Tree/f.txt" -Offset (4 * $Page)).Length | Should -Be 0
        Get-ErrorId { Get-FileCache "$Tree/f.txt" -Offset -1 } | Should -BeExactly 'NegativeOffset,MmapModule.Commands.GetFileCacheCommand'
        Get-ErrorId { Get-FileCache "$Tree/f.txt" -Length -1 } | Should -BeExactly 'NegativeOffset,MmapModule.Commands.GetFileCacheCommand'
    }
}
