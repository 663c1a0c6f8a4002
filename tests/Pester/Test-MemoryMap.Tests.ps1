# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Test-MemoryMap' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]]::new(8192))
        $script:Map = New-MemoryMap -Path $Path
    }

    It 'gives exactly one true for each healthy map' {
        $other = New-MemoryMap -Anonymous -Size 4KB

        $results = @(Test-MemoryMap -InputObject $Map, $other)

        $results | Should -Be @($true, $true)
        $results[0] | Should -BeOfType ([bool])
        $Map, $other | Test-MemoryMap | Should -Be @($true, $true)
        Test-MemoryMap -Map $Map | Should -BeTrue
        Test-MemoryMap $Map | Should -BeTrue
    }

    It 'reports a healthy map in detail' {
        $report = Test-MemoryMap -InputObject $Map -Detailed

        $report | Should -BeOfType ([MmapModule.MemoryMapHealth])
        $report.Id | Should -Be $Map.Id
        $report.Path | Should -BeExactly $Path
        $report.State | Should -Be 'Open'
        $report.IsHealthy | Should -BeTrue
        $report.Length | Should -Be 8192
        $report.FileLength | Should -Be 8192
        $report.TruncatedBytes | Should -Be 0
        $report.GrownBytes | Should -Be 0
        $report.IsReplaced | Should -BeFalse
        $report.IsDeleted | Should -BeFalse
        $report.IsNetworkFile | Should -BeFalse
        $report.SyncError | Should -BeNullOrEmpty
        $report.Problems.Count | Should -Be 0
    }

    It 'sees a file that was truncated' {
        Set-FileLength -Path $Path -Length 100

        Test-MemoryMap -InputObject $Map | Should -BeFalse
        $report = Test-MemoryMap -InputObject $Map -Detailed
        $report.State | Should -Be 'Truncated'
        $report.TruncatedBytes | Should -Be 8092
        $report.Problems.Count | Should -Be 1
        Set-FileLength -Path $Path -Length 8192
        Test-MemoryMap -InputObject $Map | Should -BeTrue
    }

    It 'sees a file that has grown, which is healthy' {
        Set-FileLength -Path $Path -Length 10000

        Test-MemoryMap -InputObject $Map | Should -BeTrue
        (Test-MemoryMap -InputObject $Map -Detailed).GrownBytes | Should -Be 1808
    }

    It 'sees a file that was deleted' {
        Remove-Item -LiteralPath $Path

        $report = Test-MemoryMap -InputObject $Map -Detailed
        $report.IsDeleted | Should -BeTrue
        $report.IsReplaced | Should -BeFalse
        $report.IsHealthy | Should -BeFalse
        $Map.Read(0, 1).Length | Should -Be 1
    }

    It 'sees a file that was replaced' {
        $new = New-TestFile -Text 'new'
        Move-Item -LiteralPath $new -Destination $Path -Force

        $report = Test-MemoryMap -InputObject $Map -Detailed
        $report.IsReplaced | Should -BeTrue
        $report.IsDeleted | Should -BeFalse
        $report.IsHealthy | Should -BeFalse
    }

    It 'says false, not an error, for a removed map' {
        $Map | Remove-MemoryMap

        Test-MemoryMap -InputObject $Map -ErrorAction Stop | Should -BeFalse
        (Test-MemoryMap -InputObject $Map -Detailed).State | Should -Be 'Closed'
    }

    It 'finds memory without a file healthy' {
        $name = Get-SharedName
        $maps = (New-MemoryMap -MemoryFile -Size 4KB), (New-MemoryMap -Name $name -Size 4KB), (New-MemoryMap -Path $Path -Snapshot)
        $maps | Test-MemoryMap | Should -Be @($true, $true, $true)

        Remove-SharedMemory -Name $name
        (Test-MemoryMap -InputObject $maps[1] -Detailed).IsDeleted | Should -BeTrue
    }
}
