BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Copy-MappedRegion with several sources' {
    BeforeEach {
        $script:Folder = (New-Item -ItemType Directory (Get-TestPath)).FullName
        'za', 'zb', 'zz' | ForEach-Object { [System.IO.File]::WriteAllText("$Folder/$_.t", "$_ content") }
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'does not copy over one of them: <Name>' -ForEach @(
        @{ Name = 'a wildcard'; Script = { Copy-MappedRegion -Path "$Folder/z*.t" -Destination "$Folder/zz.t" } }
        @{ Name = 'the pipeline'; Script = { Get-ChildItem "$Folder/z*.t" | Copy-MappedRegion -Destination "$Folder/zz.t" } }
        @{ Name = 'another name of the file'; Script = { $null = New-Item -ItemType HardLink "$Folder/other" -Target "$Folder/zz.t"; Copy-MappedRegion -Path "$Folder/z*.t" -Destination "$Folder/other" } }
        @{ Name = 'a map of the file'; Script = { Copy-MappedRegion -Path "$Folder/z*.t" -Destination (New-MemoryMap "$Folder/zz.t" -Size 100 -Protection ReadWrite) } }
    ) {
        $before = Read-TestText "$Folder/zz.t"

        Get-ErrorId $Script | Should -BeExactly 'InvalidArgument,MmapModule.Commands.CopyMappedRegionCommand'

        (Read-TestText "$Folder/zz.t").TrimEnd("`0") | Should -BeExactly $before
    }

    It 'appends to the file that comes first' {
        Copy-MappedRegion -LiteralPath "$Folder/zz.t", "$Folder/za.t" -Destination "$Folder/zz.t"

        Read-TestText "$Folder/zz.t" | Should -BeExactly 'zz contentza content'
    }

    It 'does not read from a map what it has just written to it' {
        $maps = 'za', 'zz' | ForEach-Object { New-MemoryMap "$Folder/$_.t" -Protection ReadWrite }

        Get-ErrorId { $maps | Copy-MappedRegion -Destination "$Folder/zz.t" } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.CopyMappedRegionCommand'

        Read-TestText "$Folder/zz.t" | Should -BeExactly 'za content'
    }
}

Describe 'Copy-MappedRegion -DestinationOffset' {
    It 'refuses a negative one without advising what belongs to the source' {
        foreach ($destination in (Get-TestPath), (New-MemoryMap -Anonymous -Size 100)) {
            Copy-MappedRegion (New-TestFile -Text 'x') $destination -DestinationOffset -1 -ErrorAction SilentlyContinue -ErrorVariable records
            $records[0].FullyQualifiedErrorId | Should -BeExactly 'NegativeOffset,MmapModule.Commands.CopyMappedRegionCommand'
            $records[0].ErrorDetails.RecommendedAction | Should -Not -Match 'FromEnd'
        }
    }
}
