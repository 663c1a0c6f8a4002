# Names, lists and patterns that mean nothing are refused in words, and never taken for "all".
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Filters = @(
        @{ Command = 'Get-MemoryMap'; Parameter = 'Id' }
        @{ Command = 'Get-MemoryMap'; Parameter = 'Name' }
        @{ Command = 'Get-MemoryMap'; Parameter = 'Path' }
        @{ Command = 'Get-MemoryMap'; Parameter = 'LiteralPath' }
        @{ Command = 'Get-MemoryMap'; Parameter = 'State' }
        @{ Command = 'Get-SharedMemory'; Parameter = 'Name' }
        @{ Command = 'Get-SharedMemory'; Parameter = 'SharedMemory' }
        @{ Command = 'Get-ProcessMemoryMap'; Parameter = 'Id' }
        @{ Command = 'Get-ProcessMemoryMap'; Parameter = 'Name' }
        @{ Command = 'Get-ProcessMemoryMap'; Parameter = 'Path' }
        @{ Command = 'Get-ProcessMemoryMap'; Parameter = 'Process' }
        @{ Command = 'Get-ProcessMemoryMap'; Parameter = 'MappedFile' }
    )
    $script:Patterns = @(
        @{ Command = 'New-MemoryMap'; Parameter = 'Path' }
        @{ Command = 'Copy-MappedRegion'; Parameter = 'Path'; More = @{ Destination = './copy' } }
        @{ Command = 'Get-FileCache'; Parameter = 'Path' }
        @{ Command = 'Clear-FileCache'; Parameter = 'Path' }
        @{ Command = 'Initialize-FileCache'; Parameter = 'Path' }
        @{ Command = 'Get-MemoryMap'; Parameter = 'Path' }
        @{ Command = 'Get-MemoryMap'; Parameter = 'Name' }
        @{ Command = 'Get-SharedMemory'; Parameter = 'Name' }
        @{ Command = 'Remove-SharedMemory'; Parameter = 'Name' }
        @{ Command = 'Get-ProcessMemoryMap'; Parameter = 'Name' }
        @{ Command = 'Get-ProcessMemoryMap'; Parameter = 'Path' }
        @{ Command = 'Get-ProcessMemoryMap'; Parameter = 'MappedFile' }
    )
    $script:Paths = $script:Patterns.Where({ $_.Parameter -ne 'Name' }) + @(
        @{ Command = 'New-MemoryMap'; Parameter = 'LiteralPath' }
        @{ Command = 'Get-MemoryMap'; Parameter = 'LiteralPath' }
        @{ Command = 'Get-FileCache'; Parameter = 'LiteralPath' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    Push-Location -LiteralPath (Split-Path (New-TestFile -Text 'x' -Name 'xfile'))
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
    Pop-Location
}

Describe '<Command> -<Parameter>' -ForEach $Filters {
    It 'does not take an empty list or nothing for everything' {
        foreach ($nothing in @(), $null) {
            $arguments = @{ $Parameter = $nothing }
            { & $Command @arguments } | Should -Throw -ExceptionType ([System.Management.Automation.ParameterBindingException])
        }
    }
}

Describe '<Command> -<Parameter> with half a wildcard' -ForEach $Patterns {
    It 'says which' {
        $arguments = @{ $Parameter = 'x[' } + ($More ?? @{})
        $null = Assert-Failure { & $Command @arguments } -Kind InvalidArgument -Command $Command -Target 'x['
    }
}

Describe 'A wildcard that backslashes cut in half' {
    It 'is refused, since PowerShell takes them for slashes' {
        # PowerShell notices only if there is a folder to compare with.
        $null = New-Item -ItemType Directory -Name 'folder' -Force
        $null = Assert-Failure { New-MemoryMap -Path '[\d-z]' } -Kind InvalidArgument -Command New-MemoryMap -Target '[\d-z]'
    }
}

Describe 'A wildcard that a slash cuts in half' {
    It 'is refused by <Command>, whatever there is in the folder' -ForEach @(
        @{ Command = 'New-MemoryMap' }
        @{ Command = 'Get-FileCache' }
        @{ Command = 'Read-MappedRegion' }
        @{ Command = 'Search-MappedRegion'; More = @{ Text = 'x' } }
    ) {
        $arguments = @{ Path = '[a/b]' } + ($More ?? @{})
        Push-Location -LiteralPath (New-Item -ItemType Directory -Path (Get-TestPath))
        try {
            $null = Assert-Failure { & $Command @arguments } -Kind InvalidArgument -Command $Command -Target '[a/b]'
            $null = New-Item -ItemType Directory -Name 'a'
            $null = Assert-Failure { & $Command @arguments } -Kind InvalidArgument -Command $Command -Target '[a/b]'
        }
        finally {
            Pop-Location
        }
    }
}

Describe '<Command> -<Parameter> with a path elsewhere' -ForEach $Paths {
    It 'says so: <Label>' -ForEach @(
        @{ Label = 'a drive that is not there'; Path = 'hklm:\x'; Kind = 'PathNotFound' }
        @{ Label = 'a provider that is not there'; Path = 'nosuch::x'; Kind = 'PathNotFound' }
        @{ Label = 'a drive that holds no files'; Path = 'env:HOME'; Kind = 'InvalidArgument' }
        @{ Label = 'a zero character'; Path = "a`0b"; Kind = 'InvalidArgument' }
    ) {
        $arguments = @{ $Parameter = $Path } + ($More ?? @{})
        $null = Assert-Failure { & $Command @arguments } -Kind $Kind -Command $Command -Target $Path
    }
}

Describe 'An object that stands for no process' {
    It 'is refused' {
        $nobody = [System.Diagnostics.Process]::new()
        $null = Assert-Failure { Get-ProcessMemoryMap -Process $nobody } -Kind InvalidArgument -Command Get-ProcessMemoryMap -Target $nobody
    }
}

Describe 'Completion of half a wildcard' {
    It 'neither fails nor finds too much' {
        foreach ($line in 'Get-SharedMemory -Name x[', 'Get-MemoryMap -Path x[', 'Get-ProcessMemoryMap -Name x[') {
            { [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null) } | Should -Not -Throw
        }
    }
}
