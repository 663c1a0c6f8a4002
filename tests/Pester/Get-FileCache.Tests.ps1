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

Describe 'Get-FileCache' -Tag Linux {
    It 'gives exactly the properties that scripts rely on (needs fincore)' -Skip:(Test-Missing fincore) {
        $path = New-EvictedFile -Pages 100
        Read-FilePage $path -Page 40, 60

        $info = Get-FileCache -Path $path

        $info | Should -BeOfType ([MmapModule.FileCacheInfo])
        $info.PSObject.Properties.Name | Should -Be @('Path', 'Length', 'CachedBytes', 'DirtyBytes', 'WritebackBytes', 'Percent', 'Reliable')
        $info.Path | Should -BeExactly $path
        $info.Length | Should -Be (100 * $Page)
        $info.CachedBytes | Should -Be (2 * $Page)
        $info.DirtyBytes | Should -Be 0
        $info.WritebackBytes | Should -Be 0
        $info.Percent | Should -Be 2
        $info.Reliable | Should -BeTrue
    }

    It 'agrees with fincore and vmtouch while a file is read bit by bit (needs fincore and vmtouch)' -Skip:(Test-Missing fincore, vmtouch) {
        $path = New-EvictedFile -Pages 200

        foreach ($number in 150, 20, 90, 91, 10) {
            Read-FilePage $path -Page $number
            $info = Get-FileCache -Path $path

            $info.CachedBytes | Should -Be (Get-FincoreByte $path)
            $info.CachedBytes | Should -Be ((Get-VmtouchPage $path).Resident * $Page)
            $info.Percent | Should -Be ($info.CachedBytes / $Page / 2)
        }
    }

    It 'shows changes that are not on the disk yet' {
        # The kernel may write a file before the test gets to it, when anybody on the machine calls sync.
        foreach ($attempt in 1..10) {
            # Not by .NET, whose way to create a file makes ext4 write it as soon as it is closed.
            $path = Get-TestPath "dirty$attempt"
            dd if=/dev/zero "of=$path" bs=$Page count=50 status=none
            $before = Get-FileCache -Path $path
            if ($before.DirtyBytes + $before.WritebackBytes -eq 50 * $Page) {
                break
            }
        }

        sync $path
        $after = Get-FileCache -Path $path

        $before.DirtyBytes + $before.WritebackBytes | Should -Be (50 * $Page)
        $after.DirtyBytes + $after.WritebackBytes | Should -Be 0
        $after.CachedBytes | Should -Be (50 * $Page)
    }

    It 'says that nothing of an empty file is cached' {
        $info = Get-FileCache -Path (New-TestFile -Bytes @())

        $info.Length, $info.CachedBytes, $info.Percent | Should -Be @(0, 0, 0)
        $info.Reliable | Should -BeTrue
    }

    It 'takes wildcards, several paths, strings and files from the pipeline, and brackets' {
        $null = New-Item -ItemType Directory -Path (Get-TestPath 'some')
        $paths = 'a.db', 'b.db', 'c[1].db' | ForEach-Object { New-TestFile -Text 'x' -Name "some/$_" }
        $null = New-TestFile -Text 'y' -Name 'some/c1.db'

        @(Get-FileCache some/?.db, 'some/c1.db').Path | Should -Be ($paths[0..1] + (Get-TestPath 'some/c1.db'))
        @($paths[0..1] | Get-FileCache).Path | Should -Be $paths[0..1]
        @(Get-ChildItem some | Get-FileCache).Count | Should -Be 4
        (Get-FileCache -LiteralPath 'some/c[1].db').Path | Should -BeExactly $paths[2]
        (Get-Item -LiteralPath $paths[2] | Get-FileCache).Path | Should -BeExactly $paths[2]
        (Get-FileCache -LiteralPath $paths[2] | Get-FileCache).Path | Should -BeExactly $paths[2]
        ([pscustomobject]@{ Path = $paths[0] } | Get-FileCache).Path | Should -BeExactly $paths[0]
    }

    It 'is one error for each bad file, and the others go on' {
        $good = New-TestFile -Text 'good'
        $missing = Get-TestPath 'missing'

        $found = @(Get-FileCache -Path $missing, $good, '/dev/null' -ErrorAction SilentlyContinue -ErrorVariable failures)

        $found.Path | Should -Be $good
        $failures.Count | Should -Be 2
        Assert-ErrorRecord $failures[0] -Kind PathNotFound -Command Get-FileCache -Target $missing
        Assert-ErrorRecord $failures[1] -Kind NotMappable -Command Get-FileCache -Target '/dev/null'
    }

    It 'refuses <Path>, which has no page cache' -ForEach @(
        @{ Path = '/proc/cpuinfo' }
        @{ Path = '/sys/kernel/mm/transparent_hugepage/enabled' }
        @{ Path = '/dev/zero' }
        @{ Path = '/proc' }
    ) {
        $null = Assert-Failure { Get-FileCache -Path $Path } -Kind NotMappable -Command Get-FileCache -Target $Path
    }

    It 'refuses a pipe without waiting for its writer' {
        $pipe = Get-TestPath 'pipe'
        mkfifo $pipe
        $null = Assert-Failure { Get-FileCache -Path $pipe } -Kind NotMappable -Command Get-FileCache -Target $pipe
    }

    It 'refuses other providers and wildcards that match nothing' {
        $null = Assert-Failure { Get-FileCache -Path 'Env:PATH' } -Kind InvalidArgument -Command Get-FileCache -Target 'Env:PATH'
        $null = Assert-Failure { Get-FileCache -Path 'none*' } -Kind PathNotFound -Command Get-FileCache -Target 'none*'
    }

    It 'survives serialization' {
        $path = New-TestFile -Text 'x'
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-FileCache $path)))

        $copy.Path | Should -BeExactly $path
        $copy.CachedBytes | Should -Be $Page
    }

    It 'is shown as a table (needs fincore)' -Skip:(Test-Missing fincore) {
        $path = New-EvictedFile -Pages 512 -Name 'shown.bin'
        Read-FilePage $path -Page 100, 200

        $text = Get-FileCache -LiteralPath $path | Out-String -Width 200

        $text | Should -Match '(?m)^ +Size +Cached Percent +Dirty +Writeback Path'
        $text | Should -Match "(?m)^ +2 MiB +8 KiB +0\.4 +0 B +0 B $([regex]::Escape($path))"
    }
}

Describe 'Get-FileCache -Recurse' -Tag Linux {
    BeforeAll {
        $script:Tree = Get-TestPath 'tree'
        foreach ($name in 'b/deep', 'a') {
            $null = New-Item -ItemType Directory -Path (Join-Path $Tree $name) -Force
        }

        foreach ($name in 'top', '.hidden', 'a/one', 'b/two', 'b/deep/three') {
            $null = New-TestFile -Bytes ([byte[]]::new(3 * $Page)) -Name "tree/$name"
        }

        ln (Join-Path $Tree 'a/one') (Join-Path $Tree 'b/same')
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $Tree 'b/loop') -Target $Tree
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $Tree 'alias') -Target (Join-Path $Tree 'top')
        mkfifo (Join-Path $Tree 'pipe')
    }

    It 'finds every file once, follows no links and agrees with vmtouch (needs vmtouch)' -Skip:(Test-Missing vmtouch) {
        $found = @(Get-FileCache -Path $Tree -Recurse -ErrorAction Stop)

        $found.Path.Substring($Tree.Length + 1) | Should -Be @('.hidden', 'top', 'a/one', 'b/two', 'b/deep/three')
        $vmtouch = Get-VmtouchPage $Tree
        $found.Count | Should -Be $vmtouch.Files
        ($found | Measure-Object CachedBytes -Sum).Sum | Should -Be ($vmtouch.Resident * $Page)
    }

    It 'counts hard links once over all inputs' {
        $paths = (Join-Path $Tree 'a'), (Join-Path $Tree 'b')

        @(Get-FileCache -Path $paths -Recurse).Count | Should -Be 3
        @($paths | Get-FileCache -Recurse).Count | Should -Be 3
    }

    It 'takes files too' {
        @(Get-FileCache -Path (Join-Path $Tree 'top') -Recurse).Count | Should -Be 1
    }

    It 'needs the switch for a folder that is named, and leaves one out that a wildcard matches' {
        $null = Assert-Failure { Get-FileCache -Path $Tree } -Kind NotMappable -Command Get-FileCache -Target $Tree

        $output = @(Get-FileCache -Path "$Tree/*" -Verbose -ErrorAction Stop 4>&1)
        @($output | Where-Object { $_ -is [MmapModule.FileCacheInfo] }).Path | Should -Be @("$Tree/alias", "$Tree/top")
        @($output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and "$_" -match 'folder' }).Count | Should -Be 2
    }

    It 'reports what cannot be read and goes on (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $folder = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "MmapModule-$([guid]::NewGuid())")).FullName
        try {
            $null = New-Item -ItemType Directory -Path "$folder/closed", "$folder/open"
            Set-Content -Path "$folder/open/file", "$folder/open/secret", "$folder/closed/file" -Value 'x'
            chmod 755 $folder "$folder/open"
            chmod 700 "$folder/closed"
            chmod 600 "$folder/open/secret"
            $child = Invoke-ChildPwsh -As nobody -ArgumentList $folder {
                param($folder)
                $found = @(Get-FileCache $folder -Recurse -ErrorAction SilentlyContinue -ErrorVariable failures)
                $found.Path
                $failures | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.TargetObject)" }
            }

            $child.StdOut -split "`n" | Should -Be @(
                "$folder/open/file"
                "AccessDenied,MmapModule.Commands.GetFileCacheCommand $folder/closed"
                "AccessDenied,MmapModule.Commands.GetFileCacheCommand $folder/open/secret"
            )
        }
        finally {
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }

    It 'stops soon at Ctrl+C' {
        # It writes an object for each file, so PowerShell would end it too.
        $null = Assert-StopsSoon 'Get-FileCache / -Recurse -ErrorAction SilentlyContinue | Out-Null'
    }
}

Describe 'Get-FileCache for a user whom the kernel does not tell' -Tag Linux {
    It 'says so (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $child = Invoke-ChildPwsh -As nobody {
            $info = Get-FileCache /etc/passwd
            "$($info.Reliable) $($null -eq $info.DirtyBytes) $($null -eq $info.WritebackBytes)"
            ($info | Out-String -Width 80).Trim() -split "`n" | Select-Object -Last 1
            $own = New-Item -Path (Join-Path $HOME 'own') -Value 'x'
            (Get-FileCache $own).Reliable
        }

        $lines = $child.StdOut -split "`n"
        $lines[0] | Should -Be 'False True True'
        $lines[1] | Should -Match '\? +\? +\? +\? /etc/passwd'
        $lines[2] | Should -Be 'True'
    }
}
