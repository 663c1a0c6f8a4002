BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize

    function New-RandomFile([int] $Length) {
        $bytes = [byte[]]::new($Length)
        [System.Random]::new($Length).NextBytes($bytes)
        New-TestFile -Bytes $bytes
    }

    function Assert-SameFile([string] $Path, [string] $Other) {
        $difference = cmp $Path $Other 2>&1
        $LASTEXITCODE | Should -Be 0 -Because $difference
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Save-MemoryMap' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'writes the pages that were changed back to the file, as cmp shows (needs cmp)' -Skip:(Test-Missing cmp) {
        $path = New-RandomFile 100000
        $expected = Get-TestPath
        Copy-Item $path $expected
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map | Write-MappedRegion -Value 'first' -Offset 10
        $map | Write-MappedRegion -Value 'second' -Offset (5 * $Page - 3)
        $map | Write-MappedRegion -Value 'last' -Offset 99996
        Test-SameByte (Get-FileByte $path) (Get-FileByte $expected) | Should -BeTrue

        $result = Save-MemoryMap $map -ChangedOnly

        $result | Should -BeOfType ([MmapModule.MemoryMapSaveResult])
        $result.Id | Should -Be $map.Id
        $result.Path | Should -BeExactly $path
        $result.ChangedPages | Should -Be 4
        $result.BytesWritten | Should -Be (3 * $Page + 100000 % $Page)
        $edited = [System.IO.File]::Open($expected, 'Open', 'Write')
        foreach ($edit in @{ At = 10; Text = 'first' }, @{ At = 5 * $Page - 3; Text = 'second' }, @{ At = 99996; Text = 'last' }) {
            $edited.Position = $edit.At
            $edited.Write([System.Text.Encoding]::ASCII.GetBytes($edit.Text))
        }

        $edited.Dispose()
        Assert-SameFile $path $expected
    }

    It 'keeps what others have written to other pages meanwhile, with -ChangedOnly' {
        $path = New-TestFile -Size (8 * $Page)
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $null = $map.Read()
        $map.WriteString(0, 'mine')
        $other = New-MemoryMap $path -Protection ReadWrite
        $other.WriteString(4 * $Page, 'theirs')
        Remove-MemoryMap $other

        (Save-MemoryMap $map -ChangedOnly).ChangedPages | Should -Be 1

        $text = Read-TestText $path
        $text.Substring(0, 4) | Should -BeExactly 'mine'
        $text.Substring(4 * $Page, 6) | Should -BeExactly 'theirs'
        (Get-Item $path).Length | Should -Be (8 * $Page)
    }

    It 'writes nothing when nothing has changed, with -ChangedOnly' {
        $path = New-RandomFile 50000
        $time = (Get-Item $path).LastWriteTimeUtc
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $null = $map.Read()

        $result = Save-MemoryMap $map -ChangedOnly

        $result.ChangedPages | Should -Be 0
        $result.BytesWritten | Should -Be 0
        (Get-Item $path).LastWriteTimeUtc | Should -Be $time
    }

    It 'writes all of the map without -ChangedOnly' {
        $path = New-RandomFile 50000
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteByte(0, 1)
        $result = $map | Save-MemoryMap
        $result.BytesWritten | Should -Be 50000
        $result.ChangedPages | Should -Be 1
        Test-SameByte (Get-FileByte $path) $map.Read() | Should -BeTrue
    }

    It 'writes a part of a file, with an unaligned offset, to where it came from (needs cmp)' -Skip:(Test-Missing cmp) {
        $path = New-RandomFile 50000
        $before = Get-FileByte $path
        $map = New-MemoryMap $path -Private -Protection ReadWrite -Offset 5000 -Length 20000
        $map.Write(0, [byte[]] (1, 2, 3))
        $map.Write(19999, [byte[]] (, 4))

        (Save-MemoryMap $map -ChangedOnly).ChangedPages | Should -Be 2

        $before[5000] = 1; $before[5001] = 2; $before[5002] = 3; $before[24999] = 4
        Assert-SameFile $path (New-TestFile -Bytes $before)
    }

    It 'saves changes that were swapped out or made before other threads read' {
        $path = New-TestFile -Size 1MB
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        foreach ($index in 0..15) {
            $map.WriteInt32($index * 64KB, $index + 1)
        }

        Set-MemoryMapAdvice $map PageOut
        (Save-MemoryMap $map -ChangedOnly).ChangedPages | Should -Be 16

        $saved = New-MemoryMap $path
        0..15 | ForEach-Object { $saved.ReadInt32($_ * 64KB) } | Should -Be (1..16)
    }

    It 'writes a copy to -Path, relative to the location, and cuts an older one to length' {
        $path = New-RandomFile 50000
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteByte(123, 99)
        $null = New-TestFile -Size 1MB -Name 'copy.bin'
        Push-Location 'TestDrive:'
        try {
            $result = Save-MemoryMap $map ./copy.bin
        }
        finally {
            Pop-Location
        }

        $result.Path | Should -BeExactly (Get-TestPath 'copy.bin')
        Test-SameByte (Get-FileByte $result.Path) $map.Read() | Should -BeTrue
        (Get-FileByte $path)[123] | Should -Not -Be 99
    }

    It 'writes a copy of <Kind> to a new file (needs cmp)' -Skip:(Test-Missing cmp) -ForEach @(
        @{ Kind = 'shared files'; Make = { New-MemoryMap $args[0] } }
        @{ Kind = 'anonymous memory'; Make = { $map = New-MemoryMap -Anonymous -Private -Size 50000; $map.Write(0, [System.IO.File]::ReadAllBytes($args[0])); $map } }
        @{ Kind = 'memory files'; Make = { $map = New-MemoryMap -MemoryFile -Size 50000; $map.Write(0, [System.IO.File]::ReadAllBytes($args[0])); $map } }
        @{ Kind = 'snapshots'; Make = { New-MemoryMap $args[0] -Snapshot } }
    ) {
        $path = New-RandomFile 50000
        $map = & $Make $path
        foreach ($changedOnly in $false, $true) {
            $copy = Get-TestPath
            (Save-MemoryMap $map -Path $copy -ChangedOnly:$changedOnly).BytesWritten | Should -Be 50000
            Assert-SameFile $copy $path
        }
    }

    It 'patches an older copy with -ChangedOnly -Path' {
        $path = New-RandomFile 50000
        $copy = Get-TestPath
        Copy-Item $path $copy
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteByte(2 * $Page, 99)

        (Save-MemoryMap $map -Path $copy -ChangedOnly).BytesWritten | Should -Be $Page

        Test-SameByte (Get-FileByte $copy) $map.Read() | Should -BeTrue
    }

    It 'means the file itself when -Path names it, also by another name (needs cmp)' -Skip:(Test-Missing cmp) {
        $path = New-RandomFile 50000
        $link = (New-Item -ItemType SymbolicLink -Path (Get-TestPath) -Target $path).FullName
        $before = Get-FileByte $path
        $map = New-MemoryMap $path -Private -Protection ReadWrite -Offset 10000 -Length 100
        $map.WriteByte(0, 99)

        (Save-MemoryMap $map -Path $link).BytesWritten | Should -Be 100

        $before[10000] = 99
        Assert-SameFile $path (New-TestFile -Bytes $before)
    }

    It 'says RegionTruncated and writes nothing when the file has become too short' {
        $path = New-TestFile -Text ('x' * 10000)
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteString(0, 'CHANGED')
        Set-FileLength -Path $path -Length 5000

        foreach ($changedOnly in $false, $true) {
            $null = Assert-Failure { Save-MemoryMap $map -ChangedOnly:$changedOnly } -Kind RegionTruncated -Command Save-MemoryMap -Target $map -Category WriteError
        }

        Read-TestText $path | Should -BeExactly ('x' * 5000)
    }

    It 'writes nothing into another file that has taken the place of the mapped one' -Tag Linux {
        $path = New-TestFile -Text 'old content'
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteString(0, 'CHANGED')
        Move-Item (New-TestFile -Text 'new content') $path -Force

        $null = Assert-Failure { Save-MemoryMap $map } -Kind PathNotFound -Command Save-MemoryMap -Target $map

        Read-TestText $path | Should -BeExactly 'new content'
        Remove-Item $path
        $null = Assert-Failure { Save-MemoryMap $map } -Kind PathNotFound -Command Save-MemoryMap -Target $map
        Test-Path $path | Should -BeFalse
    }

    It 'refuses what has no private changes: <Kind>' -ForEach @(
        @{ Kind = 'a shared map'; Make = { New-MemoryMap (New-TestFile -Text 'shared') -Protection ReadWrite } }
        @{ Kind = 'anonymous memory'; Make = { New-MemoryMap -Anonymous -Private -Size 4KB } }
        @{ Kind = 'a snapshot'; Make = { New-MemoryMap (New-TestFile -Text 'snapshot') -Snapshot } }
    ) {
        $map = & $Make
        $null = Assert-Failure { Save-MemoryMap $map } -Kind InvalidArgument -Command Save-MemoryMap -Target $map
    }

    It 'says AccessDenied for a file that may not be written (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $path = New-TestFile -Text 'content'
        chmod 644 $path
        chmod a+rx (Split-Path $path)
        $result = Invoke-ChildPwsh -As nobody -ArgumentList $path {
            param($Path)
            $map = New-MemoryMap $Path -Private -Protection ReadWrite
            $map.WriteByte(0, 65)
            $null = Save-MemoryMap $map -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
        }
        $result.StdOut | Should -BeExactly 'AccessDenied,MmapModule.Commands.SaveMemoryMapCommand'
        Read-TestText $path | Should -BeExactly 'content'
    }

    It 'says NoSpace, and removes what it has created (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Size 128k {
            param($folder)
            $map = New-MemoryMap -Anonymous -Private -Size 1MB
            $copy = Join-Path $folder 'copy.bin'
            $null = Assert-Failure { Save-MemoryMap $map -Path $copy } -Kind NoSpace -Command Save-MemoryMap -Target $map
            Test-Path $copy | Should -BeFalse

            # The holes of a file cannot be filled either.
            $sparse = Join-Path $folder 'sparse.bin'
            Remove-MemoryMap (New-MemoryMap $sparse -Size 1MB -Sparse)
            $private = New-MemoryMap $sparse -Private -Protection ReadWrite
            $null = Assert-Failure { Save-MemoryMap $private } -Kind NoSpace -Command Save-MemoryMap -Target $private
            Remove-MemoryMap $private
        }
    }

    It 'reads all it needs before it writes: <What>' -ForEach @(
        @{ What = 'a protected part'; Kind = 'RegionProtected'; Category = 'ReadError'; Prepare = { Set-MemoryMapProtection $args[0] None -Offset 4096 -Length 4096 } }
        @{ What = 'a hole'; Kind = 'RangeNotMapped'; Category = 'ResourceUnavailable'; Prepare = { Remove-MemoryMap $args[0] -Offset 4096 -Length 4096 } }
    ) {
        $path = New-TestFile -Text ('x' * 20000)
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteString(0, 'CHANGED')
        & $Prepare $map

        $null = Assert-Failure { Save-MemoryMap $map } -Kind $Kind -Command Save-MemoryMap -Target $map -Category $Category
        Read-TestText $path | Should -BeExactly ('x' * 20000)
        (Save-MemoryMap $map -ChangedOnly).ChangedPages | Should -Be 1
        Read-TestText $path | Should -BeLike 'CHANGEDx*'
    }

    It 'saves several maps from the pipeline and goes on after an error' {
        $paths = 1..2 | ForEach-Object { New-TestFile -Text 'content' }
        $maps = @($paths | New-MemoryMap -Private -Protection ReadWrite)
        $maps.ForEach({ $_.WriteString(0, 'CHANGED') })
        $shared = New-MemoryMap (New-TestFile -Text 'shared') -Protection ReadWrite

        $results = @($maps[0], $shared, $maps[1] | Save-MemoryMap -ErrorAction SilentlyContinue -ErrorVariable records)

        $results.Path | Should -Be $paths
        Assert-ErrorRecord -Record $records[0] -Kind InvalidArgument -Command Save-MemoryMap -Target $shared
        $paths | ForEach-Object { (Read-TestText $_) } | Should -Be @('CHANGED', 'CHANGED')
    }

    It 'reports a removed map, and a path that is no place for a file' {
        $map = New-MemoryMap -Anonymous -Private -Size 4KB
        $null = Assert-Failure { Save-MemoryMap $map -Path (Get-TestPath 'no/such/folder') } -Kind PathNotFound -Command Save-MemoryMap -Target $map
        $null = Assert-Failure { Save-MemoryMap $map -Path (Get-TestPath '.') } -Kind NotMappable -Command Save-MemoryMap -Target $map
        Remove-MemoryMap $map
        $null = Assert-Failure { Save-MemoryMap $map -Path (Get-TestPath) } -Kind MapDisposed -Command Save-MemoryMap -Target $map
    }

    It 'saves an empty map as an empty file' {
        $map = New-MemoryMap (New-TestFile -Text '') -Private
        $copy = Get-TestPath
        (Save-MemoryMap $map -Path $copy).BytesWritten | Should -Be 0
        (Get-Item $copy).Length | Should -Be 0
    }

    It 'does nothing with -WhatIf' {
        $path = New-TestFile -Text 'content'
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteString(0, 'CHANGED')
        $copy = Get-TestPath
        Save-MemoryMap $map -WhatIf | Should -BeNullOrEmpty
        Save-MemoryMap $map -Path $copy -WhatIf | Should -BeNullOrEmpty
        Read-TestText $path | Should -BeExactly 'content'
        Test-Path $copy | Should -BeFalse
    }
}
