# A file that holds "helloworld", and the 32-bit number 0x30313233 written into it through a map.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Writing 0x30313233 into a mapped file that holds "helloworld"' {
    BeforeEach {
        $path = New-TestFile -Text 'helloworld'
        $map = New-MemoryMap -Path $path -Protection ReadWrite
    }

    AfterEach {
        $map.Dispose()
    }

    It 'makes "3210oworld" of it, which cat sees while the map is open' {
        cat $path | Should -BeExactly 'helloworld'
        Write-MappedRegion $map -Value 0x30313233
        Get-MappedPath $path | Should -Not -BeNullOrEmpty
        cat $path | Should -BeExactly '3210oworld'
        $map.State | Should -Be 'Open'
    }

    It 'stores the least significant byte first, as od shows while the map is open' {
        Write-MappedRegion $map -Value 0x30313233 -Offset 0
        Get-MappedPath $path | Should -Not -BeNullOrEmpty
        (od -A n -t x1 $path).Trim() | Should -BeExactly '33 32 31 30 6f 77 6f 72 6c 64'
        (od -A n -t d4 --endian=little -N 4 $path).Trim() | Should -BeExactly "$(0x30313233)"
    }

    It 'stores the most significant byte first with -BigEndian' {
        Write-MappedRegion $map -Value 0x30313233 -BigEndian
        cat $path | Should -BeExactly '0123oworld'
    }

    It 'changes these four bytes and no other (needs cmp)' -Skip:(Test-Missing cmp) {
        $before = New-TestFile -Text 'helloworld'
        Write-MappedRegion $map -Value 0x30313233
        cmp -l $before $path | ForEach-Object { -split $_ -join ' ' } | Should -Be '1 150 63', '2 145 62', '3 154 61', '4 154 60'
        stat -c '%s' $path | Should -Be '10'
    }

    It 'changes the file in place: it stays the same inode' {
        $inode = stat -c '%i' $path
        Write-MappedRegion $map -Value 0x30313233
        stat -c '%i' $path | Should -Be $inode
    }

    It 'does the same by the method WriteInt32' {
        $map.WriteInt32(0, 0x30313233)
        cat $path | Should -BeExactly '3210oworld'
    }

    It 'works at an offset that is aligned to nothing' {
        Write-MappedRegion $map -Value 0x30313233 -Offset 5
        cat $path | Should -BeExactly 'hello3210d'
    }

    It 'stays in the file when the map is removed without sync' {
        Write-MappedRegion $map -Value 0x30313233
        Remove-MemoryMap $map
        Get-MappedPath $path | Should -BeNullOrEmpty
        cat $path | Should -BeExactly '3210oworld'
    }

    It 'sees what another program writes into the file afterwards' {
        Write-MappedRegion $map -Value 0x30313233
        'W' | dd of=$path bs=1 seek=5 count=1 conv=notrunc status=none
        Read-MappedRegion $map -AsString | Should -BeExactly '3210oWorld'
    }
}
