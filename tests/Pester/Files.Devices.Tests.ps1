# Character devices that a wildcard or a folder brings along: to open one may rewind a tape or start a watchdog.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A device that nobody named (needs root for mknod)' -Skip:(Test-Missing root) -Tag Linux {
    BeforeAll {
        $script:Folder = (New-Item -ItemType Directory -Path (Get-TestPath)).FullName
        Copy-Item -LiteralPath (New-TestFile -Text 'needle') -Destination "$Folder/a"
        Copy-Item -LiteralPath (New-TestFile -Text 'needle') -Destination "$Folder/z"
        $script:Device = Join-Path $Folder 'device'

        # No driver serves it, so opening it is an error.
        mknod $Device c 250 77
    }

    It 'is not opened by <Script>' -ForEach @(
        @{ Script = { Search-MappedRegion needle "$Folder/*" } }
        @{ Script = { Search-MappedRegion needle $Folder -Recurse } }
        @{ Script = { Search-MappedRegion needle "$Folder/*" -Recurse } }
        @{ Script = { Search-MappedRegion needle "$Folder/*" -Last 1 } }
        @{ Script = { Read-MappedRegion -Path "$Folder/*" -Length 1 } }
        @{ Script = { Format-MappedRegion -Path "$Folder/*" -NoAscii | Where-Object Kind -EQ Data } }
        @{ Script = { Write-MappedRegion -Path "$Folder/*" -Value 'n' -PassThru } }
        @{ Script = { New-MemoryMap "$Folder/*" } }
        @{ Script = { Copy-MappedRegion "$Folder/*" (Get-TestPath) -PassThru } }
        @{ Script = { Get-FileCache "$Folder/*" } }
        @{ Script = { Get-FileCache $Folder -Recurse } }
        @{ Script = { Initialize-FileCache "$Folder/*" -PassThru } }
        @{ Script = { Clear-FileCache "$Folder/*" -PassThru } }
    ) {
        @(& $Script 2>&1).Count | Should -Be 2
        @(& $Script 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) | Should -BeNullOrEmpty
    }

    It 'is opened if it is named' {
        Get-FirstError { Search-MappedRegion needle $Device } | Should -Not -BeNullOrEmpty
    }
}
