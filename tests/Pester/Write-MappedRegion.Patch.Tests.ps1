# Patches that must be right: compared before, shown before, and whole or not at all.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-WhatIfText {
        <#
        .SYNOPSIS
            What -WhatIf of these arguments prints, in a PowerShell of its own.
        #>
        param([scriptblock] $ScriptBlock, [object[]] $ArgumentList)

        $result = Invoke-ChildPwsh -ArgumentList $ArgumentList $ScriptBlock
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut.TrimEnd()
    }
}

Describe 'An expectation that is not met' {
    BeforeEach {
        $script:Path = New-TestFile -Text 'helloworld'
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'shows what is there next to what was expected, and where they differ first' {
        $failure = Assert-Failure { Write-MappedRegion $Map -Hex 'FF' -Offset 2 -Expect '6C ?? 6F 78' } -Kind ExpectationFailed -Command Write-MappedRegion -Target $Map
        $failure.ErrorDetails.Message | Should -BeExactly 'At offset 2 (0x2) there is 6C 6C 6F 77, not 6C ?? 6F 78; byte 4 of 4, at offset 5 (0x5), is the first that differs. Nothing has been written.'
        $failure.Exception.Offset | Should -Be 2
        $failure.Exception.Length | Should -Be 4
    }

    It 'names offsets of the map, not of the region or from the end' {
        $region = $Map.Slice(2, 8)
        $failure = Assert-Failure { $region | Write-MappedRegion -Hex 'FF' -Offset 5 -FromEnd -Expect '00' } -Kind ExpectationFailed -Command Write-MappedRegion -Target $region
        $failure.Exception.Offset | Should -Be 5
    }

    It 'shows the part of a long expectation that matters, beyond 4 GiB too' {
        $large = New-MemoryMap -Path (New-TestFile -Size 5GB) -Protection ReadWrite
        $expected = [byte[]]::new(100000)
        $expected[99990] = 7

        $failure = Assert-Failure { Write-MappedRegion $large -Value 'x' -Offset 4.5GB -Expect $expected } -Kind ExpectationFailed -Command Write-MappedRegion -Target $large
        $failure.ErrorDetails.Message.Length | Should -BeLessThan 400
        $failure.ErrorDetails.Message | Should -BeLike "At offset $(4.5GB + 99984) (0x*) there is ... 00 00 *, not ... 00 00 00 00 00 00 07 00 *; byte 99991 of 100000, at offset $(4.5GB + 99990) (0x*"
        (Get-AllocatedSize $large.Path) | Should -Be 0
    }

    It 'holds for values of the pipeline too, however long it is' {
        $null = Assert-Failure { [byte] 0x4A, [byte] 0x4B | Write-MappedRegion $Map -Expect '68 65 6C 6C 00' } -Kind ExpectationFailed -Command Write-MappedRegion -Target $Map
        Get-Content -LiteralPath $Path | Should -BeExactly 'helloworld'
    }

    It 'is an error with -WhatIf as well' {
        $null = Assert-Failure { Write-MappedRegion $Map -Hex 'FF' -Expect '00' -WhatIf } -Kind ExpectationFailed -Command Write-MappedRegion -Target $Map
    }

    It 'is <Kind> if the bytes cannot be compared: <Name>' -ForEach @(
        @{ Kind = 'RegionTruncated'; Name = 'the file was cut'; Break = { Set-FileLength -Path $Path -Length 4 } }
        @{ Kind = 'RegionProtected'; Name = 'the memory may not be read'; Break = { Set-MemoryMapProtection $Map -Protection Write } }
    ) {
        . $Break
        $null = Assert-Failure { Write-MappedRegion $Map -Hex 'FF' -Expect '68 ?? ?? ?? 6F' } -Kind $Kind -Command Write-MappedRegion -Target $Map -Category ReadError
        Read-TestText $Path | Should -BeLike 'hell*'
    }
}

Describe 'A masked patch' {
    It 'writes all of its parts or none: <Name>' -ForEach @(
        @{ Name = 'the file was cut between them'; Kind = 'RegionTruncated'; Break = { Set-FileLength -Path $path -Length 4097 } }
        @{ Name = 'the second part is protected'; Kind = 'RegionProtected'; Break = { Set-MemoryMapProtection $map -Protection Read -Offset 4096 -Length 4096 } }
    ) {
        $path = New-TestFile -Size 8192
        $map = New-MemoryMap -Path $path -Protection ReadWrite
        . $Break

        $failure = Assert-Failure { Write-MappedRegion $map -Offset 4094 -Hex 'A1 ?? ?2 ?? B?' } -Kind $Kind -Command Write-MappedRegion -Target $map -Category WriteError
        $failure.Exception.BytesTransferred | Should -Be 0
        Get-HexDump -Path $path -Offset 4094 -Count 3 | Should -BeLike '00 00 00*'
    }

    It 'says how many bytes of all its parts landed when a page fails in a later one' {
        $path = New-TestFile -Size 8192
        $map = New-MemoryMap -Path $path -Protection ReadWrite -Private
        Set-FileLength -Path $path -Length 4096

        $failure = Assert-Failure { Write-MappedRegion $map -Offset 4092 -Hex 'A1 ?? ?2 ?? BB ?? CC' } -Kind RegionTruncated -Command Write-MappedRegion -Target $map -Category WriteError
        $failure.Exception.BytesTransferred | Should -Be 2
        $failure.ErrorDetails.Message | Should -BeLike '*Wrote 2 of 4 bytes*'
    }
}

Describe 'Write-MappedRegion -WhatIf' {
    It 'shows what a mask changes, line by line, far into a file' {
        $path = New-TestFile -Size 6GB
        $text = Get-WhatIfText -ArgumentList $path {
            param($Path)
            $map = New-MemoryMap $Path -Protection ReadWrite
            Write-MappedRegion $map -Offset 5GB -Hex '?? 4? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? FF' -WhatIf
            Write-MappedRegion $map -Offset 5GB -Hex '?? 0? ??' -WhatIf
        }

        $text | Should -Match '(?s)^What if: Write 18 bytes at offset 5368709120 \(0x140000000\) .*140000000  00 00 .* ->  00 40 00 00 .*\n  140000010  00 00 +\|\.\.\|  ->  00 FF +\|\.\.\|\nWhat if: .*the same already\.$'
        $text | Should -Not -Match '140000008'
        (Get-AllocatedSize $path) | Should -Be 0
    }

    It 'shortens a large patch, however large, and counts what it leaves out' {
        $path = New-TestFile -Size 32MB
        $text = Get-WhatIfText -ArgumentList $path {
            param($Path)
            $map = New-MemoryMap $Path -Protection ReadWrite
            $bytes = [byte[]]::new(24MB)
            for ($i = 3MB; $i -lt 24MB; $i += 1MB) { $bytes[$i + 4] = 0x41 }
            Write-MappedRegion $map -Value $bytes -WhatIf
        }

        $lines = $text -split '\n'
        $lines.Count | Should -Be 18
        $lines[0] | Should -BeLike 'What if: Write 25165824 bytes at offset 0 *'
        $lines[1] | Should -Match '^  00300000  00 .* ->  00 00 00 00 41 00 00 00 \|\.\.\.\.A\.\.\.\|$'
        $lines[-1] | Should -BeExactly '  ... and 5 more lines of 8 bytes that change'
        (Get-AllocatedSize $path) | Should -Be 0
    }

    It 'says so where memory can be written but not read' {
        $text = Get-WhatIfText {
            $map = New-MemoryMap -Anonymous -Size 4KB
            Set-MemoryMapProtection $map -Protection Write
            Write-MappedRegion $map -Hex '41 42' -WhatIf
        }

        $text | Should -Match '(?s)^What if: Write 2 bytes at offset 0 .*cannot be shown.*Write'
    }

    It 'shows a map that is only mapped for reading: looking first is safe' {
        $path = New-TestFile -Text 'helloworld'
        $text = Get-WhatIfText -ArgumentList $path {
            param($Path)
            New-MemoryMap $Path | Write-MappedRegion -Value 'J' -WhatIf
        }

        $text | Should -Match '68 +\|h\|  ->  4A +\|J\|$'
    }
}
