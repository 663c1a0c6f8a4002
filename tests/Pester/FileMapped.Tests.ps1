# What only Windows refuses: a mapped file cannot be cut.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A file that is mapped twice' -Tag Windows {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'is FileMapped if it is to become shorter, and stays as it is' {
        $path = New-TestFile -Size 200000
        $map = New-MemoryMap $path -Protection ReadWrite
        $other = New-MemoryMap $path
        $null = Assert-Failure { Resize-MemoryMap $map -Size 4096 -ResizeFile -Force } -Kind FileMapped -Command Resize-MemoryMap -Target $map
        $map.Length, $other.Length, (Get-Item -LiteralPath $path).Length | Should -Be 200000, 200000, 200000
        $other | Remove-MemoryMap
        Resize-MemoryMap $map -Size 4096 -ResizeFile -Force
        $map.Length, (Get-Item -LiteralPath $path).Length | Should -Be 4096, 4096
    }
}
