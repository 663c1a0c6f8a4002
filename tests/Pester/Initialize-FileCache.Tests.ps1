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

Describe 'Initialize-FileCache (needs fincore)' -Skip:(Test-Missing fincore) -Tag Linux {
    It 'reads a file into the cache and writes nothing (needs vmtouch)' -Skip:(Test-Missing vmtouch) {
        $path = New-EvictedFile -Pages 300

        Initialize-FileCache -Path $path | Should -BeNullOrEmpty

        Get-FincoreByte $path | Should -Be (300 * $Page)
        (Get-VmtouchPage $path).Resident | Should -Be 300
    }

    It 'reads only what is missing' {
        $path = New-EvictedFile -Pages 500
        Read-FilePage $path -Page 100, 200, 201
        $missing = 500 * $Page - (Get-FincoreByte $path)

        $first = @(Initialize-FileCache -Path $path -Verbose 4>&1) -join "`n"
        $second = @(Initialize-FileCache -Path $path -Verbose 4>&1) -join "`n"

        $missing | Should -Be (497 * $Page)
        $first | Should -Match "(?m)^Read $missing missing bytes of "
        $second | Should -Match '(?m)^Read 0 missing bytes of '
    }

    It 'gives the state after it with -PassThru' {
        $path = New-EvictedFile -Pages 10

        $info = Initialize-FileCache $path -PassThru

        $info | Should -BeOfType ([MmapModule.FileCacheInfo])
        $info.Path | Should -BeExactly $path
        $info.Percent | Should -Be 100
    }

    It 'reads nothing with -WhatIf' {
        $path = New-EvictedFile -Pages 10

        Initialize-FileCache $path -WhatIf -PassThru | Should -BeNullOrEmpty

        Get-FincoreByte $path | Should -Be 0
    }

    It 'reads the files that Get-FileCache found wanting, brackets and all' {
        $path = New-EvictedFile -Pages 10 -Name 'want[1].bin'
        $other = New-EvictedFile -Pages 10 -Name 'want1.bin'

        Get-FileCache -LiteralPath $path | Where-Object Percent -LT 50 | Initialize-FileCache

        Get-FincoreByte $path | Should -Be (10 * $Page)
        Get-FincoreByte $other | Should -Be 0
    }

    It 'reads whole trees (needs vmtouch)' -Skip:(Test-Missing vmtouch) {
        $null = New-Item -ItemType Directory -Path (Get-TestPath 'tree/sub')
        $paths = 'tree/a', 'tree/sub/b' | ForEach-Object { New-EvictedFile -Pages 5 -Name $_ }

        @(Initialize-FileCache -LiteralPath (Get-TestPath 'tree') -Recurse -PassThru).Path | Should -Be $paths

        (Get-VmtouchPage (Get-TestPath 'tree')).Resident | Should -Be 10
    }

    It 'leaves an empty file alone' {
        (Initialize-FileCache (New-TestFile -Bytes @()) -PassThru).CachedBytes | Should -Be 0
    }

    It 'is one error for each bad file, and the others go on' {
        $good = New-EvictedFile -Pages 2
        $missing = Get-TestPath 'missing'

        Initialize-FileCache -Path $missing, '/proc/cpuinfo', $good -ErrorAction SilentlyContinue -ErrorVariable failures

        Assert-ErrorRecord $failures[0] -Kind PathNotFound -Command Initialize-FileCache -Target $missing
        Assert-ErrorRecord $failures[1] -Kind NotMappable -Command Initialize-FileCache -Target '/proc/cpuinfo'
        Get-FincoreByte $good | Should -Be (2 * $Page)
    }

    It 'warns of a file that does not fit into memory, and stops soon at Ctrl+C' {
        $path = New-TestFile -Size 1TB

        Initialize-FileCache $path -WhatIf -WarningVariable said
        $result = Assert-StopsSoon 'Initialize-FileCache -LiteralPath $Path' @{ Path = $path }

        $said | Should -BeNullOrEmpty
        $result.Warnings.Count | Should -Be 1
        "$($result.Warnings)" | Should -Match '1 TiB'
        (Get-FileCache -LiteralPath $path).CachedBytes | Should -BeGreaterThan 0 -Because 'what has been read stays'
        Remove-Item -LiteralPath $path
    }
}
