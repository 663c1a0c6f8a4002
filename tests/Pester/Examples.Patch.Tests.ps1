# The examples that patch and hash images, with files of the test, checked by programs that know nothing of the module.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Examples.ps1')
}

Describe 'The example patch-image.ps1' {
    BeforeEach {
        # A sparse image of 10 GiB with a few bytes at 9 GiB, made without the module.
        $image = New-TestFile -Size 10GB
        'before' | dd "of=$image" bs=1 seek=$(9GB) conv=notrunc status=none
        $before = Get-AllocatedSize $image
    }

    It 'patches a byte beyond 4 GiB, which xxd shows, and leaves all others and the holes as they are (needs xxd)' -Skip:(Test-Missing xxd) {
        $result = Invoke-Example patch-image.ps1 '-Path', $image, '-Offset', '0x240000002', '-Expect', '66 6F', '-Hex', '4D'

        $result.StdErr | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        $result.StdOut | Should -Match 'xxd: +240000002: 4d'
        Get-HexDump -Path $image -Offset 9GB -Count 8 | Should -BeExactly '62 65 4D 6F 72 65 0A 00'
        (Get-Item -LiteralPath $image).Length | Should -Be 10GB
        Get-AllocatedSize $image | Should -Be $before
    }

    It 'keeps bytes where the patch has ?? (needs xxd)' -Skip:(Test-Missing xxd) {
        $result = Invoke-Example patch-image.ps1 '-Path', $image, '-Offset', (9GB), '-Expect', '62 ?? 66', '-Hex', '42 ?? 4? ?? ?? 45'

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        Get-HexDump -Path $image -Offset 9GB -Count 7 | Should -BeExactly '42 65 46 6F 72 45 0A'
    }

    It 'changes nothing where other bytes are, says which, and ends with exit code 1' {
        $result = Invoke-Example patch-image.ps1 '-Path', $image, '-Offset', (9GB), '-Expect', '62 65 00', '-Hex', 'FF'

        $result.ExitCode | Should -Be 1
        $result.StdErr -replace '\s*\n[\s|]*', ' ' | Should -Match '62 65 66, not 62 65 00'
        Get-HexDump -Path $image -Offset 9GB -Count 7 | Should -BeExactly '62 65 66 6F 72 65 0A'
    }

    It 'shows the bytes before and after with -WhatIf, and changes nothing' {
        $result = Invoke-Example patch-image.ps1 '-Path', $image, '-Offset', (9GB), '-Expect', '62', '-Hex', '42', '-WhatIf'

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut | Should -Match '^What if: Write 1 byte at offset 9663676416 \(0x240000000\) .*\n  240000000  62 +\|b\|  ->  42 +\|B\|$'
        Get-HexDump -Path $image -Offset 9GB -Count 7 | Should -BeExactly '62 65 66 6F 72 65 0A'
    }
}

Describe 'The example hash-parts.ps1' {
    It 'finds the hashes of the parts that split and <Program> find' -ForEach @(
        @{ Algorithm = 'SHA256'; Program = 'sha256sum' }
        @{ Algorithm = 'MD5'; Program = 'md5sum' }
    ) {
        $bytes = [byte[]]::new(300001)
        [System.Random]::new(5).NextBytes($bytes)
        $file = New-TestFile -Bytes $bytes
        $folder = New-Item -ItemType Directory -Path (Get-TestPath)
        split --bytes=100000 $file "$folder/part"
        $expected = Get-ChildItem -LiteralPath $folder | Sort-Object -Property Name | ForEach-Object { (& $Program $_.FullName).Split(' ')[0] }
        $script = "& '$(Join-Path $PSScriptRoot '../../examples/hash-parts.ps1')' -Path '$file' -PartSize 100000 -Algorithm $Algorithm -Verify | ConvertTo-Csv"
        $probe = Get-TestPath 'parts.ps1'
        Set-Content -LiteralPath $probe -Value $script
        $result = Invoke-Example $probe

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $parts = $result.StdOut -split '\n' | ConvertFrom-Csv
        $parts.Hash | Should -Be $expected
        $parts.Offset | Should -Be 0, 100000, 200000, 300000
        $parts | ForEach-Object { $_.Length } | Should -Be 100000, 100000, 100000, 1
        $parts.Verified | Select-Object -Unique | Should -Be 'True'
    }

    It 'says so when the other program finds something else' {
        $programs = Get-TestPath
        $null = New-Item -ItemType Directory -Path $programs
        Set-Content -LiteralPath "$programs/sha256sum" -Value '#!/bin/sh', 'cat > /dev/null', 'echo 0000000000000000000000000000000000000000000000000000000000000000'
        chmod +x "$programs/sha256sum"

        $result = Invoke-Example hash-parts.ps1 -ProgramPath $programs
        $result.ExitCode | Should -Be 1
        $result.StdErr | Should -Match 'sha256sum finds[\s|]+0000'
    }
}
