BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Write-MappedRegion -Hex' {
    BeforeEach {
        $script:Path = New-TestFile -Bytes ([byte[]] (0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88))
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'writes ''<Hex>'' over 11 22 33 44 55 66 77 88 as <Expected>' -ForEach @(
        @{ Hex = 'AA'; Expected = 'AA 22 33 44 55 66 77 88' }
        @{ Hex = 'AA bb'; Expected = 'AA BB 33 44 55 66 77 88' }
        @{ Hex = 'AABBCC'; Expected = 'AA BB CC 44 55 66 77 88' }
        @{ Hex = '0xAA, 0xBB'; Expected = 'AA BB 33 44 55 66 77 88' }
        @{ Hex = '0xAABB'; Expected = 'AA BB 33 44 55 66 77 88' }
        @{ Hex = 'AA-BB:CC'; Expected = 'AA BB CC 44 55 66 77 88' }
        @{ Hex = "AA`n BB`t"; Expected = 'AA BB 33 44 55 66 77 88' }
        @{ Hex = 'AA ?? BB'; Expected = 'AA 22 BB 44 55 66 77 88' }
        @{ Hex = '????AA'; Expected = '11 22 AA 44 55 66 77 88' }
        @{ Hex = '?? ?? ??'; Expected = '11 22 33 44 55 66 77 88' }
        @{ Hex = 'A? ?B'; Expected = 'A1 2B 33 44 55 66 77 88' }
        @{ Hex = '?0 ?? F? FF'; Expected = '10 22 F3 FF 55 66 77 88' }
        @{ Hex = '00 00 00 00 00 00 00 00'; Expected = '00 00 00 00 00 00 00 00' }
    ) {
        Write-MappedRegion -InputObject $Map -Hex $Hex

        Get-HexDump -Path $Path | Should -BeExactly $Expected
    }

    It 'writes at an offset, from the end, into a region, and to every map of the pipeline' {
        $other = New-MemoryMap -Path (New-TestFile -Bytes ([byte[]]::new(8))) -Protection ReadWrite

        $Map, $other | Write-MappedRegion -Hex '?? AA' -Offset 1
        Write-MappedRegion -InputObject $Map -Hex 'BB' -Offset 1 -FromEnd
        Write-MappedRegion -InputObject $Map.Slice(3) -Hex 'CC' -Offset 1

        Get-HexDump -Path $Path | Should -BeExactly '11 22 AA 44 CC 66 77 BB'
        Get-HexDump -Path $other.Path | Should -BeExactly '00 00 AA 00 00 00 00 00'
    }

    It 'gives the region that was written with -PassThru' {
        $region = Write-MappedRegion -InputObject $Map -Hex 'AA ?? ??' -Offset 2 -PassThru

        $region.Offset | Should -Be 2
        $region.Length | Should -Be 3
    }

    It 'does not take ''<Hex>'' for hex' -ForEach @(
        @{ Hex = 'A' }
        @{ Hex = 'ABC' }
        @{ Hex = 'GG' }
        @{ Hex = '0x' }
        @{ Hex = '- -' }
        @{ Hex = 'AA ?' }
    ) {
        $failure = Assert-Failure { Write-MappedRegion -InputObject $Map -Hex $Hex } -Kind InvalidArgument -Command Write-MappedRegion -Target $Hex
        $failure.ErrorDetails.Message | Should -BeLike "*$([wildcardpattern]::Escape($Hex))*"
        Get-HexDump -Path $Path | Should -BeExactly '11 22 33 44 55 66 77 88'
    }

    It 'names the text that is wrong when both -Hex and -Expect are given' {
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map -Hex 'zz' -Expect '11' } -Kind InvalidArgument -Command Write-MappedRegion -Target 'zz'
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map -Hex '11' -Expect 'zz' } -Kind InvalidArgument -Command Write-MappedRegion -Target 'zz'
    }

    It 'does not fit behind the end' {
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map -Hex 'AA ??' -Offset 7 } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Map
    }

    It 'cannot be combined with -Value or what belongs to it' {
        { Write-MappedRegion -InputObject $Map -Hex 'AA' -Value 1 } | Should -Throw -ErrorId 'AmbiguousParameterSet,MmapModule.Commands.WriteMappedRegionCommand'
        { Write-MappedRegion -InputObject $Map -Hex 'AA' -BigEndian } | Should -Throw -ErrorId 'AmbiguousParameterSet,MmapModule.Commands.WriteMappedRegionCommand'
    }
}

Describe 'Write-MappedRegion -Expect' {
    BeforeEach {
        $script:Path = New-TestFile -Text 'helloworld'
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'writes where <Name> is there' -ForEach @(
        @{ Name = 'the hex'; Expect = '68 65 6C 6C 6F' }
        @{ Name = 'hex with ??'; Expect = '68 ?? 6C' }
        @{ Name = 'hex with half a byte'; Expect = '6? ?5' }
        @{ Name = 'a byte array'; Expect = [byte[]] (0x68, 0x65) }
        @{ Name = 'a list of numbers'; Expect = 0x68, 0x65, 0x6C }
        @{ Name = 'one number'; Expect = 0x68 }
        @{ Name = 'more than is written'; Expect = '68 65 6C 6C 6F 77 6F 72 6C 64' }
    ) {
        Write-MappedRegion -InputObject $Map -Value 'J' -Expect $Expect
        Read-TestText $Path | Should -BeExactly 'Jelloworld'
    }

    It 'writes nothing where <Name> is not there, and says what is' -ForEach @(
        @{ Name = 'the hex'; Arguments = @{ Value = 'J'; Expect = '69' }; Found = '68' }
        @{ Name = 'hex with ??'; Arguments = @{ Value = 'J'; Expect = '?? ?? 6D' }; Found = '68 65 6C' }
        @{ Name = 'half a byte'; Arguments = @{ Value = 'J'; Expect = '7?' }; Found = '68' }
        @{ Name = 'a byte array'; Arguments = @{ Value = 'J'; Expect = [byte[]] (0x68, 0x66) }; Found = '68 65' }
        @{ Name = 'the hex of a hex patch'; Arguments = @{ Hex = '4A'; Expect = '00' }; Found = '68' }
        @{ Name = 'the byte at the offset'; Arguments = @{ Value = 'J'; Expect = '68'; Offset = 1 }; Found = '65' }
    ) {
        $failure = Assert-Failure { Write-MappedRegion -InputObject $Map @Arguments -PassThru } -Kind ExpectationFailed -Command Write-MappedRegion -Target $Map
        $failure.ErrorDetails.Message | Should -BeLike "* $Found*"
        Read-TestText $Path | Should -BeExactly 'helloworld'
    }

    It 'checks every map of the pipeline for itself' {
        $other = New-MemoryMap -Path (New-TestFile -Text 'HELLO') -Protection ReadWrite

        $written = $Map, $other | Write-MappedRegion -Value '!' -Expect '48' -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures

        $written.Map.Id | Should -Be $other.Id
        $failures.Count | Should -Be 1
        $Map.ReadString() | Should -BeExactly 'helloworld'
        $other.ReadString() | Should -BeExactly '!ELLO'
    }

    It 'checks values of the pipeline before the first is written' {
        $null = Assert-Failure { [byte] 0x4A, [byte] 0x4B | Write-MappedRegion $Map -Expect '00' } -Kind ExpectationFailed -Command Write-MappedRegion -Target $Map
        [byte] 0x4A, [byte] 0x4B | Write-MappedRegion $Map -Expect '68'
        Read-TestText $Path | Should -BeExactly 'JKlloworld'
    }

    It 'reports an expectation that reaches behind the end, or is no hex' {
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map -Value 'J' -Offset 9 -Expect '64 00' } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Map
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map -Value 'J' -Expect 'hello' } -Kind InvalidArgument -Command Write-MappedRegion -Target 'hello'
        $null = Assert-Failure { Write-MappedRegion -InputObject $Map -Value 'J' -Expect 300 } -Kind ValueTooLarge -Command Write-MappedRegion -Target 300
        Read-TestText $Path | Should -BeExactly 'helloworld'
    }
}

Describe 'Write-MappedRegion -WhatIf' {
    It 'shows what would change, byte by byte, and writes nothing' {
        $path = New-TestFile -Text 'helloworld'
        $result = Invoke-ChildPwsh -ArgumentList $path {
            param($Path)
            $map = New-MemoryMap -Path $Path -Protection ReadWrite
            Write-MappedRegion -InputObject $map -Value 0x30313233 -WhatIf -PassThru -Sync
            '--- hex'
            Write-MappedRegion -InputObject $map -Hex '?? 45 ?F' -Offset 1 -WhatIf
            '--- preference'
            $WhatIfPreference = $true
            Write-MappedRegion -InputObject $map -Value 'same' -Offset 0
            '--- pipeline'
            [byte[]] (0x41, 0x42), [byte[]] (0x43, 0x44) | Write-MappedRegion $map -PassThru
            $WhatIfPreference = $false
            '--- equal'
            Write-MappedRegion -InputObject $map -Value 'hello' -WhatIf
            '--- verbose'
            Write-MappedRegion -InputObject $map -Value 'hello' -Verbose 4>&1
            '--- expected'
            try { Write-MappedRegion -InputObject $map -Value 'x' -Expect '00' -WhatIf -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            '--- confirm'
            $ConfirmPreference = 'Medium'
            try { Write-MappedRegion -InputObject $map -Value 'x' } catch { $_.Exception.GetType().Name }
            Write-MappedRegion -InputObject $map -Value 'h' -Confirm:$false -PassThru
            '--- end'
        }

        $result.StdErr | Should -BeNullOrEmpty
        $parts = @{}
        $name = 'value'
        foreach ($line in $result.StdOut -split '\n') {
            if ($line -like '--- *') { $name = $line.Substring(4) } else { $parts[$name] += "$line`n" }
        }

        $parts['value'] | Should -Match '(?s)^What if: .*offset 0 .*00000000  68 65 6C 6C +\|hell\|  ->  33 32 31 30 +\|3210\|\n$'
        $parts['hex'] | Should -Match '(?s)00000001  65 6C 6C +\|ell\|  ->  65 45 6F +\|eEo\|'
        $parts['preference'] | Should -Match '(?s)What if: .*\|hell\|  ->  73 61 6D 65 +\|same\|'
        $parts['pipeline'] | Should -Match '(?s)^What if: .*\|hell\|  ->  41 42 43 44 +\|ABCD\|\n$'
        $parts['equal'] | Should -Match 'the same'
        $parts['verbose'] | Should -Match 'the same'
        $parts['expected'].Trim() | Should -BeExactly 'ExpectationFailed,MmapModule.Commands.WriteMappedRegionCommand'
        $parts['confirm'] | Should -Match 'PSInvalidOperationException'
        Read-TestText $path | Should -BeExactly 'helloworld'
    }
}
