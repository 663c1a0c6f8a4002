BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Push-Location -Path 'TestDrive:'
}

AfterAll {
    Pop-Location
}

Describe 'New-MemoryMap with paths' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'maps a whole file, shared, for reading' {
        $path = New-TestFile -Text 'helloworld'

        $map = New-MemoryMap -Path $path

        $map | Should -BeOfType ([MmapModule.MemoryMap])
        $map.Kind | Should -Be 'File'
        $map.Path | Should -BeExactly $path
        $map.Name | Should -BeExactly (Split-Path $path -Leaf)
        $map.Length | Should -Be 10
        $map.FileOffset | Should -Be 0
        $map.FileLength | Should -Be 10
        $map.Protection | Should -Be 'Read'
        $map.IsPrivate | Should -BeFalse
        $map.State | Should -Be 'Open'
        $map.Flags | Should -Be 'File'
        $map.SyncError | Should -BeNullOrEmpty
        $map.Address | Should -BeOfType ([uint64])
        [math]::Abs(([datetime]::Now - $map.Created).TotalMinutes) | Should -BeLessThan 1
        $entry = Get-MapEntry $map
        $entry.Permissions | Should -BeExactly 'r--s'
        $entry.Path | Should -BeExactly $path
        $map.ReadString() | Should -BeExactly 'helloworld'
    }

    It 'takes the path by position and has the alias nmm' {
        $path = New-TestFile -Text 'abc'

        (nmm $path).Path | Should -BeExactly $path
        (Get-Alias -Name 'nmm').Definition | Should -BeExactly 'New-MemoryMap'
    }

    It 'resolves a relative path against the location of PowerShell, not of the process' {
        $null = New-TestFile -Text 'abc' -Name 'relative.bin'

        (New-MemoryMap -Path './relative.bin').Path | Should -BeExactly (Get-TestPath 'relative.bin')
        (New-MemoryMap -LiteralPath 'relative.bin').Path | Should -BeExactly (Get-TestPath 'relative.bin')
        (New-MemoryMap -Path 'TestDrive:/relative.bin').Path | Should -BeExactly (Get-TestPath 'relative.bin')
        (New-MemoryMap -LiteralPath "Microsoft.PowerShell.Core\FileSystem::$(Get-TestPath 'relative.bin')").Path | Should -BeExactly (Get-TestPath 'relative.bin')
    }

    It 'maps every file that a wildcard means, in several patterns' {
        1..3 | ForEach-Object { New-TestFile -Text "file $_" -Name "wild$_.log" } | Out-Null
        $null = New-TestFile -Text 'other' -Name 'wild.txt'

        $maps = @(New-MemoryMap -Path 'wild?.log', 'wild.t*')

        $maps.Name | Should -Be @('wild1.log', 'wild2.log', 'wild3.log', 'wild.txt')
    }

    It 'takes brackets in -LiteralPath and escaped brackets in -Path as they are' {
        $path = New-TestFile -Text 'brackets' -Name 'a[1].bin'
        $null = New-TestFile -Text 'no brackets' -Name 'a1.bin'

        (New-MemoryMap -LiteralPath $path).ReadString() | Should -BeExactly 'brackets'
        (New-MemoryMap -LiteralPath 'a[1].bin').ReadString() | Should -BeExactly 'brackets'
        (New-MemoryMap -Path 'a[1].bin').ReadString() | Should -BeExactly 'no brackets'
        (New-MemoryMap -Path ([wildcardpattern]::Escape('a[1].bin'))).ReadString() | Should -BeExactly 'brackets'
    }

    It 'maps names with <Name>' -ForEach @(
        @{ Name = 'a space' }
        @{ Name = 'a''quote' }
        @{ Name = 'grüße-日本語' }
        @{ Name = '$dollar;semi`tick' }
    ) {
        $path = New-TestFile -Text 'name' -Name $Name

        (New-MemoryMap -LiteralPath $path).ReadString() | Should -BeExactly 'name'
    }

    It 'maps what Get-ChildItem and Get-Item write, brackets and all' {
        $folder = Get-TestPath 'pipeline'
        $null = New-Item -ItemType Directory -Path $folder
        $null = New-TestFile -Text 'one' -Name 'pipeline/a[1].txt'
        $null = New-TestFile -Text 'two' -Name 'pipeline/b.txt'

        $maps = @(Get-ChildItem -LiteralPath $folder | New-MemoryMap)

        $maps.Count | Should -Be 2
        $maps.ForEach('ReadString') | Should -Be @('one', 'two')
        (Get-Item -LiteralPath (Join-Path $folder 'a[1].txt') | New-MemoryMap).ReadString() | Should -BeExactly 'one'
    }

    It 'maps strings from the pipeline and objects with a property Path or LP' {
        $paths = @((New-TestFile -Text 'one'), (New-TestFile -Text 'two'))

        @($paths | New-MemoryMap).Path | Should -Be $paths
        @([pscustomobject]@{ Path = $paths[0] } | New-MemoryMap).Path | Should -Be $paths[0]
        @([pscustomobject]@{ LP = $paths[1] } | New-MemoryMap).Path | Should -Be $paths[1]
    }

    It 'maps the others when one of several paths is bad' {
        $good = New-TestFile -Text 'good'
        $missing = Get-TestPath 'missing.bin'
        $other = New-TestFile -Text 'other'

        $maps = @(New-MemoryMap -Path $good, $missing, $TestDrive, $other -ErrorAction SilentlyContinue -ErrorVariable failures)

        $maps.Path | Should -Be @($good, $other)
        $failures.Count | Should -Be 2
        Assert-ErrorRecord -Record $failures[0] -Kind PathNotFound -Command New-MemoryMap -Target $missing
        Assert-ErrorRecord -Record $failures[1] -Kind NotMappable -Command New-MemoryMap -Target (Get-TestPath '.').TrimEnd('/')
    }

    It 'fails for a wildcard that matches nothing, with the pattern as target' {
        $null = Assert-Failure { New-MemoryMap -Path 'nothing-like-this*' } -Kind PathNotFound -Command New-MemoryMap -Target 'nothing-like-this*'
    }

    It 'fails for the path <Path>, which is not of the file system' -ForEach @(
        @{ Path = 'Env:PATH'; Kind = 'InvalidArgument' }
        @{ Path = 'Variable:H*'; Kind = 'InvalidArgument' }
        @{ Path = 'NoSuchDrive:\file'; Kind = 'PathNotFound' }
    ) {
        $null = Assert-Failure { New-MemoryMap -Path $Path } -Kind $Kind -Command New-MemoryMap -Target $Path
    }

    It 'refuses an empty path before it does anything' {
        { New-MemoryMap -Path '' } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,MmapModule.Commands.NewMemoryMapCommand'
        { New-MemoryMap -LiteralPath $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,MmapModule.Commands.NewMemoryMapCommand'
    }

    It 'follows symbolic links' -Tag Linux {
        $path = New-TestFile -Text 'linked'
        $link = (New-Item -ItemType SymbolicLink -Path (Get-TestPath 'link.bin') -Target $path).FullName

        $map = New-MemoryMap -Path $link

        $map.ReadString() | Should -BeExactly 'linked'
        (Get-MapEntry $map).Path | Should -BeExactly $path
    }

    It 'lets one file be mapped many times at once' {
        $path = New-TestFile -Text 'shared' -Name 'many.bin'
        $writer = New-MemoryMap -Path $path -Protection ReadWrite

        $readers = 1..5 | ForEach-Object { New-MemoryMap -Path $path }
        $writer.WriteString(0, 'SHARED')

        @($readers.ForEach('ReadString') | Select-Object -Unique) | Should -BeExactly @('SHARED')
        @($readers.Id + $writer.Id | Select-Object -Unique).Count | Should -Be 6
    }
}

Describe 'New-MemoryMap and -WhatIf' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'maps and creates nothing with -WhatIf, for every kind of map' {
        $path = Get-TestPath 'whatif.bin'
        $result = Invoke-ChildPwsh -ArgumentList $path, (Get-SharedName) {
            param($Path, $Name)
            $maps = @(
                New-MemoryMap -Path $Path -Size 4KB -WhatIf
                New-MemoryMap -LiteralPath '/proc/version' -Snapshot -WhatIf
                New-MemoryMap -Anonymous -Size 4KB -WhatIf
                New-MemoryMap -Name $Name -Size 4KB -WhatIf
                New-MemoryMap -MemoryFile -Size 4KB -WhatIf
                New-MemoryMap -Handle 0 -WhatIf
            )
            "maps: $($maps.Count) $(@(Get-MemoryMap).Count)"
            "made: $(Test-Path -LiteralPath $Path) $(Test-Path -LiteralPath "/dev/shm/$Name")"
        }

        $lines = $result.StdOut -split '\n'
        $lines | Select-Object -Last 2 | Should -Be @('maps: 0 0', 'made: False False') -Because $result.StdErr
        @($lines -like 'What if: *').Count | Should -Be 6
        $lines[0] | Should -BeLike "What if: *4 KiB*$path*"
    }

    It 'asks when $ConfirmPreference says so, and not by default' {
        $path = New-TestFile -Text 'abc'
        $result = Invoke-ChildPwsh -ArgumentList $path {
            param($Path)
            "mapped: $((New-MemoryMap -Path $Path).Length)"
            $ConfirmPreference = 'Medium'
            try { New-MemoryMap -Path $Path } catch { "asked: $($_.Exception.GetType().Name)" }
            "forced: $((New-MemoryMap -Path $Path -Confirm:$false).Length)"
        }

        $result.StdOut -split '\n' | Should -Be @('mapped: 3', 'asked: PSInvalidOperationException', 'forced: 3') -Because $result.StdErr
    }
}
