# Not yet on Windows.
BeforeDiscovery {
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'New-MemoryMap -Flags Fixed' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'never replaces the code of the runtime, with <Flag>' -ForEach @(@{ Flag = 'Fixed' }, @{ Flag = 'FixedNoReplace' }) {
        $result = Invoke-ChildPwsh -ArgumentList $Flag {
            param($Flag)
            $code = { [System.IO.File]::ReadAllLines('/proc/self/maps') | Where-Object { $_ -match ' r-xp .*/libcoreclr\.so$' } | Select-Object -First 1 }
            $before = & $code
            $address = [System.Convert]::ToUInt64($before.Split('-')[0], 16)
            foreach ($size in 4KB, 64KB) {
                $null = New-MemoryMap -Anonymous -Private -Size $size -Address $address -Flags $Flag -ErrorAction SilentlyContinue -ErrorVariable e
                $e[0].FullyQualifiedErrorId
            }
            "$((& $code) -eq $before) $(@(Get-MemoryMap).Count)"
        }

        $id = 'AddressInUse,MmapModule.Commands.NewMemoryMapCommand'
        $result.StdOut -split '\n' | Should -BeExactly @($id, $id, 'True 0')
        $result.ExitCode | Should -Be 0
    }

    It 'commits pages of a reserved range one after the other, and the range stays reserved around them' {
        $reserved = New-MemoryMap -Anonymous -Private -Size 1GB -Protection None -Flags NoReserve
        (Get-MapEntry $reserved).Permissions | Should -BeExactly '---p'
        (Get-MapEntry $reserved).VmFlags | Should -Contain 'nr'

        $parts = 0, 2 | ForEach-Object { New-MemoryMap -Anonymous -Private -Size 64KB -Address ($reserved.Address + $_ * 1MB) -Flags Fixed }

        foreach ($part in $parts) {
            (Get-MapEntry $part).Permissions | Should -BeExactly 'rw-p'
            $part.WriteInt64(64KB - 8, 42)
            $part.ReadInt64(64KB - 8) | Should -Be 42
        }

        $parts[1].Address - $parts[0].Address | Should -Be 2MB
        (Get-MapEntry $reserved -Offset 1MB).Permissions | Should -BeExactly '---p'
        Remove-MemoryMap $reserved
        $parts[0].ReadInt64(64KB - 8) | Should -Be 42
    }

    It 'commits by Set-MemoryMapProtection too' {
        $reserved = New-MemoryMap -Anonymous -Private -Size 1GB -Protection None -Flags NoReserve
        Set-MemoryMapProtection $reserved ReadWrite -Offset 512MB -Length 64KB
        $reserved | Write-MappedRegion -Value 42 -Offset 512MB
        $reserved | Read-MappedRegion -As Int32 -Offset 512MB | Should -Be 42
        $null = Assert-Failure { $reserved | Read-MappedRegion -As Int32 } -Kind RegionProtected -Command Read-MappedRegion -Target $reserved -Category ReadError
    }
}

Describe 'New-MemoryMap -Flags Low32Bit (needs an x64 processor)' -Skip:(-not $IsX64) {
    It 'lies below 2 GiB, whatever is mapped' {
        $anonymous = New-MemoryMap -Anonymous -Private -Size 64KB -Flags Low32Bit
        $file = New-MemoryMap (New-TestFile -Size 64KB) -Flags Low32Bit
        foreach ($map in $anonymous, $file) {
            $map.Address + $map.Length | Should -BeLessOrEqual 2GB
            (Get-MapEntry $map).Start | Should -Be $map.Address
        }
    }
}
