# The table of error ids as a whole: every id has a category, and a test that reaches it.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    # Not reached on this platform.
    $script:Unreached = @('PlatformNotSupported')
    $script:Kinds = [System.Enum]::GetNames([MmapModule.MmapErrorKind]) | Where-Object { $_ -notin $Unreached }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Tests = (Get-ChildItem -LiteralPath $PSScriptRoot -Filter '*.Tests.ps1' | Where-Object Name -NE 'Errors.Table.Tests.ps1' |
            ForEach-Object { (Read-TestText $_.FullName) }) -join "`n"
}

Describe 'The error id <_>' -ForEach $Kinds {
    It 'is asserted by a test' {
        $Tests | Should -Match "(?m)-Kind\s+$_\b|Kind = '$_'|'$_,MmapModule\.Commands"
    }

    It 'has a category in the table of the design' {
        if ($_ -in 'RegionTruncated', 'RegionProtected', 'RegionFault') {
            $ErrorCategoryOf.Keys | Should -Not -Contain $_ -Because 'it is a read or a write error'
        }
        else {
            $ErrorCategoryOf[$_] | Should -BeIn ([System.Enum]::GetNames([System.Management.Automation.ErrorCategory]))
        }
    }
}
