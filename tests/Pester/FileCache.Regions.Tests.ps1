BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Cache.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

Describe 'The page cache of a region' -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'is that part of the file only (needs fincore)' -Skip:(Test-Missing fincore) {
        $path = New-EvictedFile -Pages 400
        $map = New-MemoryMap $path -Offset (10 * $Page)
        $region = $map | Select-MappedRegion -Offset (90 * $Page) -Length (50 * $Page)

        $info = $region | Initialize-FileCache -PassThru
        $info.Path | Should -BeExactly $path
        $info.Offset, $info.Length, $info.CachedBytes | Should -Be (100 * $Page), (50 * $Page), (50 * $Page)
        Get-FincoreByte $path | Should -Be (50 * $Page)

        Initialize-FileCache $path
        Clear-FileCache -Region $region
        Get-FincoreByte $path | Should -Be (350 * $Page)
        ($region | Get-FileCache).CachedBytes | Should -Be 0
        ($region | Get-FileCache | Initialize-FileCache -PassThru).Length | Should -Be (50 * $Page)
        ($region | Get-FileCache | Clear-FileCache -PassThru).CachedBytes | Should -Be 0
        Get-FincoreByte $path | Should -Be (350 * $Page)
    }

    It 'is not that of the whole file when a region stands where a path is expected (needs fincore)' -Skip:(Test-Missing fincore) {
        $path = New-EvictedFile -Pages 4
        $region = New-MemoryMap $path | Select-MappedRegion -Offset 0 -Length 10

        { Initialize-FileCache $region -ErrorAction Stop } | Should -Throw
        Get-FincoreByte $path | Should -Be 0
    }

    It 'says InvalidArgument for memory without a file, and MapDisposed for a removed map' {
        $map = New-MemoryMap -Anonymous -Size 4KB
        $region = $map.Slice(0, 10)
        Get-ErrorId { $region | Clear-FileCache } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.ClearFileCacheCommand'
        Remove-MemoryMap $map
        Get-ErrorId { $region | Clear-FileCache } | Should -BeExactly 'MapDisposed,MmapModule.Commands.ClearFileCacheCommand'
    }
}
