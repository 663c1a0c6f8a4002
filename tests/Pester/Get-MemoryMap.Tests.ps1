BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Push-Location -Path 'TestDrive:'
}

AfterAll {
    Pop-Location
}

Describe 'Get-MemoryMap' {
    BeforeAll {
        Get-MemoryMap | Remove-MemoryMap
        $script:Alpha = New-MemoryMap -Path (New-TestFile -Text 'alpha' -Name 'alpha.bin')
        $script:Beta = New-MemoryMap -Path (New-TestFile -Text 'beta' -Name 'beta.bin')
        $script:Second = New-MemoryMap -Path $Alpha.Path
        $script:Memory = New-MemoryMap -Anonymous -Size 4KB
        $script:Name = Get-SharedName
        $script:Shared = New-MemoryMap -Name $Name -Size 4KB
    }

    AfterAll {
        Get-MemoryMap | Remove-MemoryMap
        Remove-SharedMemory -Name $Name
    }

    It 'lists all open maps in the order of their ids, as the very objects' {
        $maps = @(Get-MemoryMap)

        $maps.Id | Should -Be @($Alpha.Id, $Beta.Id, $Second.Id, $Memory.Id, $Shared.Id)
        [object]::ReferenceEquals($maps[0], $Alpha) | Should -BeTrue
        @(gmm).Count | Should -Be 5
        (Get-Alias -Name 'gmm').Definition | Should -BeExactly 'Get-MemoryMap'
    }

    It 'finds ids, by parameter, position and pipeline' {
        (Get-MemoryMap -Id $Beta.Id).Id | Should -Be $Beta.Id
        (Get-MemoryMap $Beta.Id, $Memory.Id).Id | Should -Be @($Beta.Id, $Memory.Id)
        ($Memory.Id, $Alpha.Id | Get-MemoryMap).Id | Should -Be @($Memory.Id, $Alpha.Id)
    }

    It 'finds names, also by wildcard and in another case' {
        (Get-MemoryMap -Name 'alpha.bin').Id | Should -Be @($Alpha.Id, $Second.Id)
        (Get-MemoryMap -Name 'BETA*').Id | Should -Be $Beta.Id
        (Get-MemoryMap -Name $Name).Id | Should -Be $Shared.Id
        Get-MemoryMap -Name 'no*such' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'finds paths: full, relative to the location, and by wildcard' {
        (Get-MemoryMap -Path $Beta.Path).Id | Should -Be $Beta.Id
        (Get-MemoryMap -Path './beta.bin').Id | Should -Be $Beta.Id
        (Get-MemoryMap -Path '*alpha*').Id | Should -Be @($Alpha.Id, $Second.Id)
        (Get-MemoryMap -Path './*.bin').Id | Should -Be @($Alpha.Id, $Beta.Id, $Second.Id)
        (Get-MemoryMap -Path 'TestDrive:/beta.bin').Id | Should -Be $Beta.Id
    }

    It 'finds the path of shared memory' -Tag Linux {
        (Get-MemoryMap -Path "/dev/shm/$Name").Id | Should -Be $Shared.Id
    }

    It 'combines its parameters' {
        (Get-MemoryMap -Name 'alpha.bin' -Id $Second.Id).Id | Should -Be $Second.Id
        Get-MemoryMap -Name 'alpha.bin' -Id $Beta.Id | Should -BeNullOrEmpty
        (Get-MemoryMap -State Open -Path '*beta*').Id | Should -Be $Beta.Id
    }

    It 'finds states' {
        $path = New-TestFile -Bytes ([byte[]]::new(8192)) -Name 'cut.bin'
        $cut = New-MemoryMap -Path $path
        try {
            Get-MemoryMap -State Truncated | Should -BeNullOrEmpty
            Set-FileLength -Path $path -Length 1
            (Get-MemoryMap -State Truncated).Id | Should -Be $cut.Id
            (Get-MemoryMap -State Truncated, Open).Count | Should -Be 6
            Get-MemoryMap -State Closed | Should -BeNullOrEmpty
        }
        finally {
            $cut | Remove-MemoryMap
        }
    }

    It 'reports what was named and is not there, and goes on' {
        $maps = Get-MemoryMap -Id 987654, $Beta.Id -ErrorAction SilentlyContinue -ErrorVariable failures
        $maps.Id | Should -Be $Beta.Id
        $failures.Count | Should -Be 1
        Assert-ErrorRecord -Record $failures[0] -Kind MapNotFound -Command Get-MemoryMap -Target 987654

        $null = Assert-Failure { Get-MemoryMap -Name 'no-such-name' } -Kind MapNotFound -Command Get-MemoryMap -Target 'no-such-name'
        $null = Assert-Failure { Get-MemoryMap -Path './no-such-file' } -Kind MapNotFound -Command Get-MemoryMap -Target './no-such-file'
    }

    It 'forgets a map that has been removed' {
        $map = New-MemoryMap -Anonymous -Size 4KB
        $map | Remove-MemoryMap

        $null = Assert-Failure { Get-MemoryMap -Id $map.Id } -Kind MapNotFound -Command Get-MemoryMap -Target $map.Id
        (Get-MemoryMap).Id | Should -Not -Contain $map.Id
    }

    It 'never gives an id twice' {
        $ids = 1..5 | ForEach-Object {
            $map = New-MemoryMap -Anonymous -Size 4KB
            $map.Id
            $map | Remove-MemoryMap
        }

        @($ids | Select-Object -Unique).Count | Should -Be 5
        ($ids | Measure-Object -Minimum).Minimum | Should -BeGreaterThan $Shared.Id
    }
}
