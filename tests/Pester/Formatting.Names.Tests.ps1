# Names may hold anything; what is shown of them does not reach the terminal as commands.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    $script:Evil = "a`e[31mb`n`u{9b}2J`u{202e}c"
    $script:Harmless = 'a\e[31mb\n\x9B2J\u202Ec'
    # Pester cannot clean up such names.
    $script:Folder = [System.IO.Directory]::CreateTempSubdirectory('mmap-names-').FullName
    $script:Path = Join-Path $Folder $Evil
    [System.IO.File]::WriteAllText($Path, 'evil')
    $script:Map = New-MemoryMap -LiteralPath $Path

    function Get-AnyError {
        param([scriptblock] $Script)

        $ErrorActionPreference = 'Stop'
        try { $null = . $Script }
        catch { return $_ }
        throw "There was no error: {$Script}"
    }

    function Get-Shown {
        param([scriptblock] $Script)

        $PSStyle.OutputRendering = 'PlainText'
        & $Script | Out-String -Width 500
    }

    function Assert-Harmless {
        param([string] $Text, [switch] $AnyLine)

        $Text | Should -Not -Match "[`e`u{9b}`u{202e}]"
        $Text | Should -Match ([regex]::Escape($Harmless))
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
    [System.IO.Directory]::Delete($Folder, $true)
}

Describe 'A file name with control characters' {
    It 'is kept as it is by the properties' {
        $Map.Path | Should -BeExactly $Path
        $Map.Name | Should -BeExactly $Evil
        (Get-FileCache -LiteralPath $Path).Path | Should -BeExactly $Path
    }

    It 'is shown harmless by <What>' -ForEach @(
        @{ What = 'ToString'; Script = { "$Map" } }
        @{ What = 'the table of maps'; Script = { $Map } }
        @{ What = 'the list of maps'; Script = { $Map | Format-List } }
        @{ What = 'the table of regions'; Script = { $Map | Select-MappedRegion } }
        @{ What = 'the list of regions'; Script = { $Map | Select-MappedRegion | Format-List } }
        @{ What = 'the table of Get-FileCache'; Script = { Get-FileCache -LiteralPath $Path } }
        @{ What = 'the list of Get-FileCache'; Script = { Get-FileCache -LiteralPath $Path | Format-List } }
        @{ What = 'Test-MemoryMap'; Script = { Test-MemoryMap $Map -Detailed } }
        @{ What = 'residency'; Script = { Get-MemoryMapResidency $Map } }
        @{ What = 'the summary of residency'; Script = { Get-MemoryMapResidency $Map -Summary } }
        @{ What = 'the mappings of the process'; Script = { Get-ProcessMemoryMap -InputObject $Map } }
        @{ What = 'the list of mappings'; Script = { Get-ProcessMemoryMap -InputObject $Map | Format-List } }
        @{ What = 'the details of mappings'; Script = { Get-ProcessMemoryMap -InputObject $Map -Detailed } }
        @{ What = 'the list of details'; Script = { Get-ProcessMemoryMap -InputObject $Map -Detailed | Format-List } }
        @{ What = 'a copy'; Script = { Copy-MappedRegion -LiteralPath $Path -Destination "$Path.copy" -PassThru } }
        @{ What = 'the list of copies'; Script = { Copy-MappedRegion -LiteralPath $Path -Destination "$Path.copy" -PassThru | Format-List } }
        @{ What = 'a saved map'; Script = { Save-MemoryMap $Map -Path "$Path.saved" } }
        @{ What = 'the list of saved maps'; Script = { Save-MemoryMap $Map -Path "$Path.saved" | Format-List } }
        @{ What = 'a comparison'; Script = { Compare-MappedRegion $Map (New-MemoryMap -Anonymous -Size 4) } }
        @{ What = 'the list of hits'; Script = { Search-MappedRegion $Map -Text 'evil' | Format-List } }
    ) {
        Assert-Harmless (Get-Shown $Script)
    }

    It 'is shown harmless by errors: <What>' -ForEach @(
        @{ What = 'a missing file'; Script = { New-MemoryMap -LiteralPath "$Path/x" } }
        @{ What = 'a missing map'; Script = { Get-MemoryMap -Name $Evil.Replace('a', 'no') } }
        @{ What = 'a protected map'; Script = { $Map | Write-MappedRegion -Value 1 } }
        @{ What = 'half a wildcard'; Script = { Get-MemoryMap -Name "$Evil[" } }
        @{ What = 'shared memory'; Script = { Get-SharedMemory -Name $Evil } }
        @{ What = 'a regular expression'; Script = { Search-MappedRegion $Map -Pattern "$Evil(" } }
    ) {
        $record = Get-AnyError $Script
        "$record $($record.Exception.Message) $($record.ErrorDetails.RecommendedAction) $($record.CategoryInfo)" | Should -Not -Match "[`e`u{9b}`u{202e}]"
    }

    It 'is shown harmless by -WhatIf, -Verbose and warnings' {
        $child = Invoke-ChildPwsh -ArgumentList $Path, (Get-SharedName) {
            param($Path, $Name)
            $ConfirmPreference = 'None'
            New-MemoryMap -LiteralPath $Path -WhatIf
            Clear-FileCache -LiteralPath $Path -WhatIf
            $map = New-MemoryMap -LiteralPath $Path -Private -Protection ReadWrite
            Write-MappedRegion -InputObject $map -Value 'x' -WhatIf
            Clear-MappedRegion -InputObject $map -WhatIf
            Sync-MemoryMap -InputObject $map -WarningAction Continue
            Remove-MemoryMap -InputObject $map -WhatIf
            Save-MemoryMap -InputObject $map -WhatIf
            Copy-MappedRegion -LiteralPath $Path -Destination "$Path.copy" -WhatIf
        } -Environment @{ NO_COLOR = '1' }

        $child.StdErr | Should -BeNullOrEmpty
        # The host colours warnings itself.
        $text = $child.StdOut -replace '\e\[[\d;]*m'
        $text | Should -Not -Match "[`e`u{9b}`u{202e}]"
        [regex]::Matches($text, [regex]::Escape($Harmless.Substring(1))).Count | Should -BeGreaterOrEqual 8
    }

    It 'is completed to a text that means it and is shown harmless' {
        $line = 'Get-MemoryMap -Path '
        $match = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.Where({ $_.ListItemText.Contains($Harmless) })[0]

        $match.CompletionText + $match.ListItemText + $match.ToolTip | Should -Not -Match "[`e`u{9b}`u{202e}]"
        (& ([scriptblock]::Create($line + $match.CompletionText))).Id | Should -Contain $Map.Id
    }
}

Describe 'A record whose text has control characters' {
    BeforeAll {
        $script:Bytes = New-MemoryMap -Anonymous -Size 64
        $Bytes.WriteString(0, "a`e[31mb")
        $Bytes.WriteString(32, 'harmless')
    }

    It 'is shown harmless by <What>, and keeps what it is' -ForEach @(
        @{ What = 'the default view'; Script = { $args[0] } }
        @{ What = 'a table'; Script = { $args[0] | Format-Table } }
        @{ What = 'a list'; Script = { $args[0] | Format-List } }
        @{ What = 'the default view behind others'; Script = { $Bytes | Read-MappedRegion -Offset 32 -Struct 'char[16] name'; $args[0] } }
    ) {
        foreach ($definition in 'char[16] name', '{ char[8] name }[2] parts', '{ char[16] name } inner', 'char[8] name; u32 number') {
            $record = $Bytes | Read-MappedRegion -Struct $definition
            $view = $Script
            $text = Get-Shown { & $view $record }
            $text | Should -Not -Match "`e"
            $text | Should -Match 'a\\e\[31mb'
        }

        ($Bytes | Read-MappedRegion -Struct 'char[16] name').name | Should -BeExactly "a`e[31mb"
    }

    It 'does not change how other records are shown' {
        ($Bytes | Read-MappedRegion -Offset 32 -Struct 'char[16] name').PSObject.TypeNames[0] | Should -BeExactly 'System.Management.Automation.PSCustomObject'
    }
}

Describe 'The names of shared memory and processes with control characters' {
    It 'are shown harmless' {
        $name = "$(Get-SharedName)$Evil"
        $shared = New-MemoryMap -Name $name -Size 1
        try {
            Assert-Harmless (Get-Shown { Get-SharedMemory -SharedMemory $name })
            Assert-Harmless (Get-Shown { Get-SharedMemory -SharedMemory $name | Format-List })
            Assert-Harmless "$(Get-SharedMemory -SharedMemory $name)"
            (Get-SharedMemory -SharedMemory $name).Name | Should -BeExactly $name
        }
        finally {
            $shared | Remove-MemoryMap
            Remove-SharedMemory -SharedMemory $name
        }
    }
}
