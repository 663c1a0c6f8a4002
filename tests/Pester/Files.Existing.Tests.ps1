# What becomes of a file that is there: -NoClobber, -Append and -Truncate.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe '-NoClobber' {
    BeforeEach {
        $script:Source = New-TestFile -Text 'source'
        $script:Old = New-TestFile -Text 'old content'
        $script:New = Get-TestPath
    }

    It 'of <Command> leaves a file alone, and makes a new one' -ForEach @(
        @{ Command = 'Copy-MappedRegion'; Run = { param($Target) Copy-MappedRegion $Source $Target -NoClobber } }
        @{ Command = 'Save-MemoryMap'; Run = { param($Target) $null = New-MemoryMap $Source | Save-MemoryMap -Path $Target -NoClobber } }
        @{ Command = 'New-MemoryMap'; Run = { param($Target) $map = New-MemoryMap $Target -Size 6 -NoClobber -Protection ReadWrite; if ($map) { $map.WriteString(0, 'source') } } }
    ) {
        (Get-FirstError { & $Run $Old }).FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        Read-TestText $Old | Should -BeExactly 'old content'

        $link = Get-TestPath
        $null = New-Item -ItemType SymbolicLink -Path $link -Target $Old
        (Get-FirstError { & $Run $link }).FullyQualifiedErrorId | Should -BeLike 'FileExists,*'

        & $Run $New
        Read-TestText $New | Should -BeExactly 'source'
    }

    It 'takes several sources for one new file, and tells -WhatIf of an old one' {
        $Source, $Source | Copy-MappedRegion -Destination $New -NoClobber
        Read-TestText $New | Should -BeExactly 'sourcesource'
        $null = Assert-Failure { Copy-MappedRegion $Source $Old -NoClobber -WhatIf } -Kind FileExists -Command Copy-MappedRegion -Target $Old
    }

    It 'needs a file' {
        Get-TerminatingErrorId { New-MemoryMap $Old -NoClobber } | Should -Be 'InvalidArgument,MmapModule.Commands.NewMemoryMapCommand'
        Get-TerminatingErrorId { New-MemoryMap $Source | Save-MemoryMap -NoClobber } | Should -Be 'InvalidArgument,MmapModule.Commands.SaveMemoryMapCommand'
        Get-TerminatingErrorId { Copy-MappedRegion $Source (New-MemoryMap $Old -Protection ReadWrite) -NoClobber } | Should -Be 'InvalidArgument,MmapModule.Commands.CopyMappedRegionCommand'
    }
}

Describe 'Copy-MappedRegion -Append' {
    It 'adds to the end, wherever that is, and makes a new file' {
        $source = New-TestFile -Text 'line;'
        $log = Get-TestPath
        1..3 | ForEach-Object { Copy-MappedRegion $source $log -Append }
        $source, $log | Copy-MappedRegion -Destination $log -Append
        (Copy-MappedRegion $source $log -Append -Offset 4 -PassThru).Offset | Should -Be 40
        Read-TestText $log | Should -BeExactly (('line;' * 8) + ';')
        Copy-MappedRegion $source $log -Append -WhatIf
        (Get-Item $log).Length | Should -Be 41
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a device'; Target = '/dev/null'; Arguments = @{ } }
        @{ Name = 'an offset'; Target = 'x'; Arguments = @{ DestinationOffset = 0 } }
        @{ Name = '-NoClobber'; Target = 'x'; Arguments = @{ NoClobber = $true } }
        @{ Name = '-Truncate'; Target = 'x'; Arguments = @{ Truncate = $true } }
    ) {
        $destination = $Target -eq 'x' ? (Get-TestPath) : $Target
        $source = New-TestFile -Text 'a'
        { Copy-MappedRegion $source $destination -Append @Arguments -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument,*'
        $Target -eq 'x' -and (Test-Path $destination) | Should -BeFalse
    }
}

Describe 'Copy-MappedRegion -Truncate' {
    It 'cuts off what the file has after the copy: <Name>' -ForEach @(
        @{ Name = 'all of it'; Arguments = @{ }; Expected = 'new' }
        @{ Name = 'a later part'; Arguments = @{ DestinationOffset = 4 }; Expected = 'old new' }
        @{ Name = 'two sources'; Arguments = @{ Twice = $true }; Expected = 'newnew' }
        @{ Name = 'a shorter file'; Arguments = @{ DestinationOffset = 11 }; Expected = 'old contentnew' }
    ) {
        $source = New-TestFile -Text 'new'
        $old = New-TestFile -Text 'old content'
        $sources = $Arguments.Twice ? @($source, $source) : @($source)
        $Arguments.Remove('Twice')
        $sources | Copy-MappedRegion -Destination $old -Truncate @Arguments
        Read-TestText $old | Should -BeExactly $Expected
    }

    It 'takes the head off a file, but not what is still to be copied' {
        $path = New-TestFile -Text '0123456789'
        Copy-MappedRegion $path $path -Offset 4 -Truncate
        Read-TestText $path | Should -BeExactly '456789'

        $map = New-MemoryMap $path
        $null = Get-FirstError { $map.Slice(3, 2), $map.Slice(5, 1) | Copy-MappedRegion -Destination $path -Truncate }
        Read-TestText $path | Should -BeExactly '78'
        $map | Remove-MemoryMap
    }

    It 'cuts nothing off if the copy fails, or is only asked about' {
        $old = New-TestFile -Text 'old content'
        $source = New-MemoryMap (New-TestFile -Text 'new')
        Copy-MappedRegion $source $old -Truncate -WhatIf
        Set-FileLength -Path $source.Path -Length 0
        $null = Assert-Failure { Copy-MappedRegion $source $old -Truncate } -Kind RegionTruncated -Command Copy-MappedRegion -Target $source -Category ReadError
        Read-TestText $old | Should -BeExactly 'old content'
    }
}
