BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Write-MappedRegion of text' {
    BeforeEach {
        $script:Map = New-MemoryMap -Anonymous -Size 64
        $Map.Write(0, [byte[]] (@(0xCC) * 64))
    }

    AfterEach {
        $Map | Remove-MemoryMap
    }

    It 'writes text as <Encoding> without byte order mark: <Expected>' -ForEach @(
        @{ Encoding = 'utf8'; Expected = '61C3A9' }
        @{ Encoding = 'utf8NoBOM'; Expected = '61C3A9' }
        @{ Encoding = 'unicode'; Expected = '6100E900' }
        @{ Encoding = 'bigendianunicode'; Expected = '006100E9' }
        @{ Encoding = 'utf32'; Expected = '61000000E9000000' }
        @{ Encoding = 'latin1'; Expected = '61E9' }
        @{ Encoding = 437; Expected = '6182' }
        @{ Encoding = [System.Text.Encoding]::Unicode; Expected = '6100E900' }
    ) {
        $text = "a$([char] 0xE9)"
        Write-MappedRegion -InputObject $Map -Value $text -Encoding $Encoding
        [System.Convert]::ToHexString($Map.Read(0, $Expected.Length / 2 + 1)) | Should -BeExactly "$($Expected)CC"

        $zero = '00' * [math]::Max(1, ($Encoding -in 'unicode', 'bigendianunicode' -or $Encoding -is [System.Text.Encoding]) ? 2 : $Encoding -eq 'utf32' ? 4 : 1)
        Write-MappedRegion -InputObject $Map -Value $text -Encoding $Encoding -NullTerminate -Offset 20
        [System.Convert]::ToHexString($Map.Read(20, ($Expected.Length + $zero.Length) / 2 + 1)) | Should -BeExactly "$Expected$($zero)CC"
    }

    It 'writes UTF-8 by default, one string after the other' {
        Write-MappedRegion -InputObject $Map -Value 'ab', "$([char] 0x20AC)"

        [System.Convert]::ToHexString($Map.Read(0, 6)) | Should -BeExactly '6162E282ACCC'
    }

    It 'terminates every string of a list, and no number' {
        Write-MappedRegion -InputObject $Map -Value 'a', 'b', ([byte] 1) -NullTerminate

        [System.Convert]::ToHexString($Map.Read(0, 6)) | Should -BeExactly '6100620001CC'
    }

    It 'does not take a number of text for a number without -As' {
        Write-MappedRegion -InputObject $Map -Value '12'

        [System.Convert]::ToHexString($Map.Read(0, 3)) | Should -BeExactly '3132CC'
    }
}
