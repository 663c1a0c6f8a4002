# A pipe that a program writes to: merely opening it lets the writer go on, and what it writes is lost when the pipe is closed again.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'What is written to a pipe' -Tag Linux {
    BeforeEach {
        $script:Folder = New-Item -ItemType Directory -Path (Get-TestPath)
        $script:Pipe = Join-Path $Folder.FullName 'pipe'
        $script:File = New-TestFile -Text 'needle'
        Copy-Item -LiteralPath $File -Destination $Folder
        mkfifo $Pipe
    }

    It 'is not lost by <Script>' -ForEach @(
        @{ Script = { New-MemoryMap $Pipe }; Kind = 'NotMappable' }
        @{ Script = { New-MemoryMap $Pipe -Size 4096 }; Kind = 'NotMappable' }
        @{ Script = { Read-MappedRegion $Pipe }; Kind = 'NotMappable' }
        @{ Script = { Write-MappedRegion $Pipe 'x' }; Kind = 'NotMappable' }
        @{ Script = { Format-MappedRegion $Pipe }; Kind = 'NotMappable' }
        @{ Script = { Search-MappedRegion needle $Pipe }; Kind = 'NotMappable' }
        @{ Script = { Search-MappedRegion needle "$Folder/*" } }
        @{ Script = { Search-MappedRegion needle $Folder.FullName -Recurse } }
        @{ Script = { Get-FileCache -LiteralPath $Pipe }; Kind = 'NotMappable' }
        @{ Script = { Copy-MappedRegion $File $Pipe }; Kind = 'NotMappable' }
        @{ Script = { Save-MemoryMap (New-MemoryMap $File) -Path $Pipe }; Kind = 'NotMappable' }
        @{ Script = { Lock-SharedMutex -LiteralPath $Pipe -Timeout 0 }; Kind = 'FlagNotSupported' }
        @{ Script = { Get-SharedMutex -LiteralPath $Pipe } }
    ) {
        $writer = Start-Helper 'sh' @('-c', 'echo ready; echo data > "$0"', $Pipe) -Ready
        try {
            # It sleeps until somebody opens the pipe.
            Wait-Condition { (Get-Content "/proc/$($writer.Id)/stat") -match '\) S ' } | Should -BeTrue
            $failures = @(& $Script 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
            if ($Kind) { $failures[0].FullyQualifiedErrorId | Should -BeLike "$Kind,*" } else { $failures | Should -BeNullOrEmpty }

            $writer.HasExited | Should -BeFalse
            cat $Pipe | Should -Be 'data'
        }
        finally {
            Stop-Helper $writer
        }
    }
}
