# A second copy of the module in a session that has one, such as an installed one and a clone.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A second copy of the module' {
    It 'is an error that changes nothing, and Remove-Module closes each map once' {
        $copy = Copy-TestModule -Destination (Get-TestPath 'second')
        $file = New-TestFile -Text 'hello'
        $child = Invoke-ChildPwsh -Fresh -ArgumentList $copy, $file {
            param($copy, $file)
            $before = (Get-Module MmapModule).Path
            $map = New-MemoryMap $file
            try { Import-Module $copy -ErrorAction Stop; 'imported' } catch { 'refused' }
            "$((Get-Module MmapModule).Path -eq $before) $($map.State) $(Read-MappedRegion $map -AsString)"
            "$(@(Get-MemoryMap).Count) $(@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'MmapModule.Core' }).Count)"
            $other = New-MemoryMap $file
            Remove-Module MmapModule
            "$($map.State) $($other.State) $(@(Get-Module MmapModule).Count)"

            # The name is free again, and the same copy can be imported again.
            Import-Module "$(Split-Path (Split-Path $before))/MmapModule.psd1" -ErrorAction Stop
            (New-MemoryMap $file).State
        }

        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut -split "`n" | Should -Be 'refused', 'True Open hello', '1 1', 'Closed Closed 0', 'Open'
    }
}
