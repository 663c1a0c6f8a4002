BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Cache.ps1')
    $script:Page = [System.Environment]::SystemPageSize
    Push-Location -Path 'TestDrive:'
}

AfterAll {
    Pop-Location
}

Describe 'Clear-FileCache (needs fincore)' -Skip:(Test-Missing fincore) -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'drops a file from the cache, changes nothing in it and writes nothing (needs vmtouch)' -Skip:(Test-Missing vmtouch) {
        $path = New-EvictedFile -Pages 100
        $hash = (Get-FileHash -LiteralPath $path).Hash
        Get-FincoreByte $path | Should -Be (100 * $Page)

        Clear-FileCache -Path $path -WarningVariable said | Should -BeNullOrEmpty

        $said | Should -BeNullOrEmpty
        Get-FincoreByte $path | Should -Be 0
        (Get-VmtouchPage $path).Resident | Should -Be 0
        (Get-FileHash -LiteralPath $path).Hash | Should -BeExactly $hash
    }

    It 'gives the state after it with -PassThru' {
        $path = New-EvictedFile -Pages 10
        Read-FilePage $path -Page 5

        $info = Clear-FileCache $path -PassThru

        $info | Should -BeOfType ([MmapModule.FileCacheInfo])
        $info.CachedBytes, $info.Percent | Should -Be @(0, 0)
    }

    It 'drops nothing with -WhatIf' {
        $path = New-TestFile -Text 'x'

        Clear-FileCache $path -Sync -WhatIf -PassThru | Should -BeNullOrEmpty

        Get-FincoreByte $path | Should -Be $Page
    }

    It 'leaves changes that are not on the disk, says so, and writes them first with -Sync' {
        # The kernel may write a file before the test gets to it, when anybody on the machine calls sync.
        foreach ($attempt in 1..10) {
            $path = Get-TestPath "dirty$attempt"
            dd if=/dev/zero "of=$path" bs=1M count=64 status=none
            $info = Clear-FileCache $path -PassThru -WarningVariable said -WarningAction SilentlyContinue
            if ($info.CachedBytes) {
                break
            }
        }

        $synced = Clear-FileCache $path -Sync -PassThru -WarningVariable quiet -WarningAction SilentlyContinue

        $info.CachedBytes | Should -BeGreaterThan 0
        $said.Count | Should -Be 1
        "$said" | Should -Match 'not on the disk yet \(-Sync'
        $synced.CachedBytes | Should -Be 0
        $quiet | Should -BeNullOrEmpty
        Get-FincoreByte $path | Should -Be 0
    }

    It 'says that mapped pages have stayed' {
        $path = New-EvictedFile -Pages 8
        $map = New-MemoryMap -Path $path -Flags Populate

        $info = Clear-FileCache $path -PassThru -WarningVariable said -WarningAction SilentlyContinue

        $map.State | Should -Be 'Open'

        $info.CachedBytes | Should -Be (8 * $Page)
        $said.Count | Should -Be 1
        "$said" | Should -Match 'mapped, locked or in use'
        "$said" | Should -Match ([regex]::Escape($path))
    }

    It 'warns once for many files and tells the rest with -Verbose' {
        $paths = 1..3 | ForEach-Object { New-EvictedFile -Pages 2 }
        $maps = New-MemoryMap -Path $paths -Flags Populate

        $output = @(Clear-FileCache $paths -Verbose -WarningVariable said -WarningAction SilentlyContinue 4>&1)

        $maps.State | Should -Be @('Open', 'Open', 'Open')

        $said.Count | Should -Be 1
        "$said" | Should -Match "$(6 * $Page / 1KB) KiB of 3 files"
        @($output | Where-Object { "$_" -match 'stayed in the page cache' }).Count | Should -Be 3
    }

    It 'says that a file in memory is its own cache' {
        $name = Get-SharedName
        $null = New-MemoryMap -Name $name -Size 3 -Mode Create
        try {
            Get-MemoryMap | Remove-MemoryMap
            $info = Clear-FileCache -LiteralPath "/dev/shm/$name" -PassThru -WarningVariable said -WarningAction SilentlyContinue

            $info.CachedBytes | Should -Be $Page
            "$said" | Should -Match 'tmpfs'
        }
        finally {
            Remove-SharedMemory $name
        }
    }

    It 'drops whole trees, and what Get-FileCache writes (needs vmtouch)' -Skip:(Test-Missing vmtouch) {
        $null = New-Item -ItemType Directory -Path (Get-TestPath 'tree/sub')
        $paths = 'tree/a', 'tree/sub/b' | ForEach-Object { New-EvictedFile -Pages 5 -Name $_ }
        vmtouch -t -q (Get-TestPath 'tree')
        (Get-VmtouchPage (Get-TestPath 'tree')).Resident | Should -Be 10

        @(Clear-FileCache (Get-TestPath 'tree') -Recurse -PassThru).Path | Should -Be $paths
        (Get-VmtouchPage (Get-TestPath 'tree')).Resident | Should -Be 0

        vmtouch -t -q (Get-TestPath 'tree')
        Get-FileCache (Get-TestPath 'tree') -Recurse | Clear-FileCache
        (Get-VmtouchPage (Get-TestPath 'tree')).Resident | Should -Be 0
    }

    It 'is one error for each bad file, and the others go on' {
        $good = New-EvictedFile -Pages 2
        Read-FilePage $good -Page 1
        $missing = Get-TestPath 'missing'

        Clear-FileCache -Path $missing, $TestDrive, $good -ErrorAction SilentlyContinue -ErrorVariable failures

        Assert-ErrorRecord $failures[0] -Kind PathNotFound -Command Clear-FileCache -Target $missing
        $failures[1].FullyQualifiedErrorId | Should -BeExactly 'NotMappable,MmapModule.Commands.ClearFileCacheCommand'
        Get-FincoreByte $good | Should -Be 0
    }

    It 'refuses a device that has no page cache' {
        $null = Assert-Failure { Clear-FileCache -LiteralPath '/dev/full' -Sync } -Kind NotMappable -Command Clear-FileCache -Target '/dev/full'
    }
}
