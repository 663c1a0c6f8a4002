# A file copied through a map for reading and a map for writing.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function New-RandomFile {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
        param([long] $Size)

        $bytes = [byte[]]::new($Size)
        [Random]::new(42).NextBytes($bytes)
        New-TestFile -Bytes $bytes
    }
}

AfterAll {
    Get-MemoryMap | Where-Object Path -Like "$(Get-TestPath '')*" | Remove-MemoryMap
}

Describe 'Copying a file of <Size> bytes through two maps in chunks of <ChunkSize> (needs cmp)' -Skip:(Test-Missing cmp) -ForEach @(
    @{ Size = 0; ChunkSize = 4096 }
    @{ Size = 1; ChunkSize = 4096 }
    @{ Size = 4095; ChunkSize = 4096 }
    @{ Size = 4096; ChunkSize = 4096 }
    @{ Size = 4097; ChunkSize = 4096 }
    @{ Size = 100000; ChunkSize = 777 }
    @{ Size = 1048577; ChunkSize = 1048576 }
    @{ Size = 12582929; ChunkSize = 4194304 }
    @{ Size = 3000000; ChunkSize = 1073741824 }
) {
    BeforeEach {
        $source = New-RandomFile $Size
        $target = Get-TestPath
        $from = New-MemoryMap -Path $source
        $to = New-MemoryMap -Path $target -Size $Size -Protection ReadWrite
    }

    AfterEach {
        $from.Dispose()
        $to.Dispose()
    }

    It 'gives an equal file through the pipeline, says cmp' {
        Read-MappedRegion $from -ChunkSize $ChunkSize | Write-MappedRegion $to
        cmp $source $target | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        stat -c '%s' $target | Should -Be "$Size"
    }

    It 'gives an equal file through the methods, says cmp' {
        for ($offset = 0; $offset -lt $from.Length; $offset += $ChunkSize) {
            $to.Write($offset, $from.Read($offset, [Math]::Min($ChunkSize, $from.Length - $offset)))
        }

        cmp $source $target | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        stat -c '%s' $target | Should -Be "$Size"
    }

    It 'gives an equal file through the streams, says cmp' {
        $reader = $from.AsStream()
        $writer = $to.AsStream()
        $reader.CopyTo($writer)
        cmp $source $target | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }
}

Describe 'Copying a file through two maps (needs cmp)' -Skip:(Test-Missing cmp) {
    It 'has allocated the space of the target before the first byte is copied' {
        $target = Get-TestPath
        $to = New-MemoryMap -Path $target -Size 1MB -Protection ReadWrite
        [long] (stat -c '%b' $target) * 512 | Should -BeGreaterOrEqual 1MB
        $to.Dispose()
    }

    It 'works in two steps by two processes' {
        $source = New-RandomFile 70001
        $target = Get-TestPath
        $copier = {
            param($Source, $Target, $Offset, $Length)
            $from = New-MemoryMap -Path $Source
            $to = New-MemoryMap -Path $Target -Size $from.Length -Protection ReadWrite
            Write-MappedRegion $to -Value $from.Read([long] $Offset, [long] $Length) -Offset $Offset
        }
        (Invoke-ChildPwsh $copier -ArgumentList $source, $target, '0', '35000').StdErr | Should -BeNullOrEmpty
        (Invoke-ChildPwsh $copier -ArgumentList $source, $target, '35000', '35001').StdErr | Should -BeNullOrEmpty
        cmp $source $target | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }

    It 'is noticed by cmp when it is wrong' {
        $source = New-RandomFile 5000
        $target = Get-TestPath
        $to = New-MemoryMap -Path $target -Size 5000 -Protection ReadWrite
        cmp $source $target | Should -Match 'differ'
        $LASTEXITCODE | Should -Be 1
        $to.Dispose()
    }
}
