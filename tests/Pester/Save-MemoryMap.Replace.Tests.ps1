# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Save-MemoryMap over a file that exists' {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'leaves the file as it was when the map has lost bytes' {
        $source = New-TestFile -Size 4MB
        $keep = New-TestFile -Text 'keep me'
        $map = New-MemoryMap $source
        truncate --size 1500000 $source

        $null = Assert-Failure { Save-MemoryMap $map $keep } -Kind RegionTruncated -Command Save-MemoryMap -Target $map -Category ReadError

        Read-TestText $keep | Should -BeExactly 'keep me'
    }

    It 'leaves the old content or the new one when the process is killed' {
        $folder = New-Item -ItemType Directory (Get-TestPath)
        $keep = Join-Path $folder 'keep.bin'
        [System.IO.File]::WriteAllBytes($keep, [byte[]]::new(16MB))
        $childScript = Join-Path $folder 'save.ps1'
        @"
Import-Module '$ModulePath'
`$map = New-MemoryMap -Anonymous -Private -Size 16MB
Clear-MappedRegion `$map -Fill 1
[System.IO.File]::WriteAllText('$folder/ready', '')
while (`$true) { `$null = Save-MemoryMap `$map '$keep' }
"@ | Set-Content $childScript
        foreach ($wait in 20, 100) {
            Remove-Item (Join-Path $folder 'ready') -ErrorAction Ignore
            $child = Start-Process (Get-PwshPath) -PassThru -ArgumentList '-NoProfile', '-File', $childScript
            try {
                Wait-Condition { Test-Path (Join-Path $folder 'ready') } -TimeoutSeconds 60 | Should -BeTrue
                Start-Sleep -Milliseconds $wait
            }
            finally {
                $child.Kill()
                $child.WaitForExit()
            }

            $bytes = Read-TestFile $keep
            $bytes.Length | Should -Be 16MB
            $bytes[0] | Should -Be $bytes[-1]
            [System.Array]::IndexOf($bytes, [byte] (1 - $bytes[0])) | Should -Be -1
        }
    }

    It 'refuses a path with a zero in it, and leaves the file alone that stands before it' {
        $victim = New-TestFile -Text 'victim'
        $map = New-MemoryMap -Anonymous -Private -Size 10

        Get-ErrorId { Save-MemoryMap $map -Path "$victim`0.bak" } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.SaveMemoryMapCommand'
        Get-TerminatingErrorId { Copy-MappedRegion $map "$victim`0.bak" } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.CopyMappedRegionCommand'
        Get-ErrorId { Get-FileCache -LiteralPath "$victim`0.bak" } | Should -BeExactly 'InvalidArgument,MmapModule.Commands.GetFileCacheCommand'

        Read-TestText $victim | Should -BeExactly 'victim'
    }

    It 'makes a new file that may be read by no more than the source' {
        $source = New-TestFile -Text 'secret'
        chmod 600 $source
        $saved = Get-TestPath
        $copied = Get-TestPath

        $null = New-MemoryMap $source | Save-MemoryMap -Path $saved
        Copy-MappedRegion $source $copied

        stat --format '%a' $saved $copied | Should -Be '600', '600'
    }
}
