# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Sync-MemoryMap of a file that was cut' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'says RegionTruncated: <Name>' -ForEach @(
        @{ Name = 'all of it'; Size = 0; Arguments = @{} }
        @{ Name = 'in the middle'; Size = 5000; Arguments = @{} }
        @{ Name = '-Durable'; Size = 0; Arguments = @{ Durable = $true } }
        @{ Name = '-Async'; Size = 0; Arguments = @{ Async = $true } }
    ) {
        $path = New-TestFile -Size 8192
        $map = New-MemoryMap $path -Protection ReadWrite
        $map.WriteInt32(0, 1)
        truncate --size $Size $path

        Get-ErrorId { Sync-MemoryMap $map @Arguments } | Should -BeExactly 'RegionTruncated,MmapModule.Commands.SyncMemoryMapCommand'
    }
}
