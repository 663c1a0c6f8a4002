# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-Completion {
        # What the Tab key offers at the end of a line.
        param([string] $Line)

        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
    }
}

Describe 'Tab completion' {
    BeforeAll {
        Get-MemoryMap | Remove-MemoryMap
        $script:One = New-MemoryMap -Path (New-TestFile -Text 'x' -Name 'complete one.bin')
        $script:Two = New-MemoryMap -Path (New-TestFile -Text 'x' -Name 'two''s.bin')
        $script:Three = New-MemoryMap -Path (New-TestFile -Text 'x' -Name 'three.bin')
        $script:Name = Get-SharedName
        New-MemoryMap -Name $Name -Size 10 | Remove-MemoryMap
    }

    AfterAll {
        Get-MemoryMap | Remove-MemoryMap
        Remove-SharedMemory -Name $Name
    }

    It 'offers the ids of the open maps for <_>' -ForEach 'Get-MemoryMap -Id', 'Remove-MemoryMap -Id', 'Get-MemoryMap', 'gmm' {
        $found = Get-Completion "$_ "

        $found.CompletionText | Should -Be @($One.Id, $Two.Id, $Three.Id)
        $found[0].ToolTip | Should -BeLike '*complete one.bin*'
        (Get-Completion "$_ $($Two.Id)").CompletionText | Should -Be @($Two.Id)
    }

    It 'offers names and quotes them where needed' {
        (Get-Completion 'Get-MemoryMap -Name ').CompletionText | Should -Be @("'complete one.bin'", "'two''s.bin'", 'three.bin')
        (Get-Completion 'Get-MemoryMap -Name comp').CompletionText | Should -Be @("'complete one.bin'")
        (Get-Completion "Get-MemoryMap -Name 'comp").CompletionText | Should -Be @("'complete one.bin'")
        (Get-Completion 'Get-MemoryMap -Name TH').CompletionText | Should -Be @('three.bin')
    }

    It 'offers paths of the open maps' {
        (Get-Completion "Get-MemoryMap -Path $(Get-TestPath 'thr')").CompletionText | Should -Be @($Three.Path)
        (Get-Completion 'Get-MemoryMap -Path ').CompletionText.Count | Should -Be 3
    }

    It 'gives what is offered for <_> a meaning, brackets included' -ForEach 'Name', 'Path', 'Id' {
        $brackets = New-MemoryMap -LiteralPath (New-TestFile -Text 'x' -Name 'br[1]ackets*.bin')
        try {
            $offers = @(Get-Completion "Get-MemoryMap -$_ ")
            $offers.Count | Should -Be 4
            foreach ($offer in $offers) {
                $found = & ([scriptblock]::Create("Get-MemoryMap -$_ $($offer.CompletionText)"))
                @($found).Count | Should -Be 1 -Because "$($offer.CompletionText) should find its map"
            }
        }
        finally {
            $brackets | Remove-MemoryMap
        }
    }

    It 'offers the names of shared memory for <_>' -ForEach 'New-MemoryMap -Name', 'Get-SharedMemory -Name', 'Get-SharedMemory', 'Remove-SharedMemory -Name', 'Remove-SharedMemory' {
        (Get-Completion "$_ $($Name.Substring(0, 20))").CompletionText | Should -Be @($Name)
    }

    It 'escapes the names of shared memory where they are patterns, and only there' {
        $odd = "$Name-[1]"
        New-MemoryMap -Name $odd -Size 10 | Remove-MemoryMap
        try {
            foreach ($command in 'Get-SharedMemory -Name', 'Remove-SharedMemory -WhatIf:$false -Name') {
                $offer = Get-Completion "$command '$Name-" | Where-Object ListItemText -EQ $odd
                & ([scriptblock]::Create("Get-SharedMemory -Name $($offer.CompletionText)")) | ForEach-Object Name | Should -BeExactly $odd
            }

            $offer = Get-Completion "New-MemoryMap -Name '$Name-" | Where-Object ListItemText -EQ $odd
            & ([scriptblock]::Create("New-MemoryMap -Mode Open -Name $($offer.CompletionText)")) | ForEach-Object Name | Should -BeExactly $odd
        }
        finally {
            Get-MemoryMap -Name '*`[1`]' | Remove-MemoryMap
            Remove-Item -LiteralPath "/dev/shm/$odd"
        }
    }

    It 'offers encodings for <_>' -ForEach 'Read-MappedRegion -AsString -Encoding', 'Write-MappedRegion -Encoding' {
        $found = (Get-Completion "$_ ").CompletionText
        $found | Should -Contain 'utf8'
        $found | Should -Contain 'unicode'
        (Get-Completion "$_ lat").CompletionText | Should -Be @('latin1')
        foreach ($encoding in $found) {
            $map = New-MemoryMap -Anonymous -Size 4
            { Read-MappedRegion -InputObject $map -AsString -Encoding $encoding -ErrorAction Stop } | Should -Not -Throw
            $map | Remove-MemoryMap
        }
    }

    It 'offers the values of <Parameter> of <Command>' -ForEach @(
        @{ Command = 'New-MemoryMap'; Parameter = 'Protection'; Type = 'MmapModule.MapProtection' }
        @{ Command = 'New-MemoryMap'; Parameter = 'Flags'; Type = 'MmapModule.MapFlags' }
        @{ Command = 'New-MemoryMap'; Parameter = 'Mode'; Type = 'MmapModule.SharedMemoryMode' }
        @{ Command = 'New-MemoryMap'; Parameter = 'Seal'; Type = 'MmapModule.MapSeals' }
        @{ Command = 'Get-MemoryMap'; Parameter = 'State'; Type = 'MmapModule.MapState' }
        @{ Command = 'Read-MappedRegion'; Parameter = 'As'; Type = 'MmapModule.MappedValueType' }
        @{ Command = 'Write-MappedRegion'; Parameter = 'As'; Type = 'MmapModule.MappedValueType' }
    ) {
        (Get-Completion "$Command -$Parameter ").CompletionText | Sort-Object | Should -Be ([System.Enum]::GetNames([type] $Type) | Sort-Object)
    }

    It 'offers sizes with units for every offset and size, and says how many bytes they are' {
        (Get-Completion 'New-MemoryMap -Anonymous -Size 64').CompletionText | Should -Be '64', '64B', '64KB', '64MB', '64GB', '64TB'
        (Get-Completion 'New-MemoryMap -Anonymous -Size 64k').CompletionText | Should -Be '64KB'
        (Get-Completion 'New-MemoryMap -Anonymous -Size 64k').ToolTip | Should -BeExactly '65536 bytes'
        (Get-Completion 'New-MemoryMap -Anonymous -Size 1.5').CompletionText | Should -Be '1.5KB', '1.5MB', '1.5GB', '1.5TB'
        (Get-Completion 'New-MemoryMap -Anonymous -Size ').CompletionText | Should -Contain '4KB'
        Get-Completion 'New-MemoryMap -Anonymous -Size x' | Where-Object CompletionText -Match '^x.*B$' | Should -BeNullOrEmpty

        # Numbers of bytes are known by their transformation; new parameters must have the completer too.
        $missing = Get-Command -Module MmapModule | ForEach-Object {
            $name = $_.Name
            $sizes = $_.Parameters.Values | Where-Object { $_.Attributes.TypeId.Name -contains 'ByteSizeAttribute' -and $_.Attributes.TypeId.Name -notcontains 'ArgumentCompleterAttribute' }
            $sizes | ForEach-Object { "$name -$($_.Name)" }
        }
        $missing | Should -BeNullOrEmpty
        foreach ($offer in Get-Completion 'New-MemoryMap -Anonymous -Size 3') {
            if ($offer.CompletionText -match '^3[KM]?B?$') {
                (& ([scriptblock]::Create("New-MemoryMap -Anonymous -Size $($offer.CompletionText)"))).Length | Should -Be ([long] ($offer.ToolTip -replace '\D'))
            }
        }

        Get-MemoryMap | Where-Object Kind -EQ 'Anonymous' | Remove-MemoryMap
    }

    It 'offers files for New-MemoryMap -Path' {
        (Get-Completion "New-MemoryMap -Path $(Get-TestPath 'thr')").CompletionText | Should -Be @($Three.Path)
    }

    It 'offers the parameters of <_>' -ForEach 'New-MemoryMap', 'Read-MappedRegion', 'Write-MappedRegion', 'Sync-MemoryMap' {
        $known = (Get-Command -Name $_).Parameters.Keys
        $found = (Get-Completion "$_ -").CompletionText.TrimStart('-')
        $known | Where-Object { $_ -notin $found } | Should -BeNullOrEmpty
    }
}
