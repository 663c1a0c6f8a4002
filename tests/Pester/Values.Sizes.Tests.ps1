BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Sizes' {
    BeforeAll {
        $script:Path = New-TestFile -Size 1TB
    }

    AfterAll {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'takes <Text> for <Expected> bytes' -ForEach @(
        @{ Text = '1.5KB'; Expected = 1536 }
        @{ Text = '64KIB'; Expected = 65536 }
        @{ Text = '64kib'; Expected = 65536 }
        @{ Text = '64Kib'; Expected = 65536 }
        @{ Text = '64K'; Expected = 65536 }
        @{ Text = '64Ki'; Expected = 65536 }
        @{ Text = '2GB'; Expected = 2GB }
        @{ Text = '0X1f'; Expected = 31 }
        @{ Text = '5b'; Expected = 5 }
        @{ Text = '+5'; Expected = 5 }
        @{ Text = 2.0; Expected = 2 }
    ) {
        (New-MemoryMap -Path $Path -Length $Text).Length | Should -Be $Expected
    }

    It 'does not take <Text> for a number of bytes' -ForEach @(
        @{ Text = '1.5' }
        @{ Text = '0.3KB' }
        @{ Text = '5bb' }
        @{ Text = '5ii' }
        @{ Text = '5KBB' }
        @{ Text = '1e' }
        @{ Text = '1E' }
        @{ Text = '1e3' }
        @{ Text = '1_000' }
        @{ Text = '1,000' }
        @{ Text = '5 K B' }
        @{ Text = '0x' }
        @{ Text = '-0x5' }
        @{ Text = ' ' }
        @{ Text = 1.5 }
        @{ Text = [double]::NaN }
        @{ Text = 1e300 }
        @{ Text = $true }
        @{ Text = [char] 'A' }
        @{ Text = $null }
    ) {
        { New-MemoryMap -Path $Path -Length $Text } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.NewMemoryMapCommand'
        { New-MemoryMap -Path $Path -Offset $Text } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,MmapModule.Commands.NewMemoryMapCommand'
    }

    It 'has one error for a negative number in every culture' -ForEach 'en-US', 'fa-IR', 'de-DE' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $map = New-MemoryMap -Anonymous -Size 64
            Get-ErrorId { Read-MappedRegion $map -Offset -1 } | Should -BeExactly 'NegativeOffset,MmapModule.Commands.ReadMappedRegionCommand'
            Get-ErrorId { Read-MappedRegion $map -Offset (-1) } | Should -BeExactly 'NegativeOffset,MmapModule.Commands.ReadMappedRegionCommand'
            Get-ErrorId { Write-MappedRegion $map -Value -1 -As UInt32 } | Should -BeExactly 'ValueTooLarge,MmapModule.Commands.WriteMappedRegionCommand'
            Get-ErrorId { Write-MappedRegion $map -Value (-1) -As UInt32 } | Should -BeExactly 'ValueTooLarge,MmapModule.Commands.WriteMappedRegionCommand'
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }

    It 'shows <Bytes> bytes as <Expected>' -ForEach @(
        @{ Bytes = 1023; Expected = '1023 B' }
        @{ Bytes = 1048575; Expected = '1 MiB' }
        @{ Bytes = 1048524; Expected = '1023.9 KiB' }
        @{ Bytes = 1073741823; Expected = '1 GiB' }
        @{ Bytes = -1048575; Expected = '-1 MiB' }
        @{ Bytes = 1536; Expected = '1.5 KiB' }
        @{ Bytes = 9223372036854775807; Expected = '8 EiB' }
    ) {
        [MmapModule.Formatting.ByteSize]::Format($Bytes) | Should -BeExactly $Expected
    }
}
