# Not yet on Windows.
BeforeDiscovery {
    $script:Targets = @(
        @{ Command = 'Resize-MemoryMap'; Arguments = @{ Size = 1 } }
        @{ Command = 'Lock-MemoryMap'; Arguments = @{} }
        @{ Command = 'Test-MemoryMap'; Arguments = @{} }
        @{ Command = 'Sync-MemoryMap'; Arguments = @{} }
        @{ Command = 'Remove-MemoryMap'; Arguments = @{} }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-BindingError {
        param([scriptblock] $ScriptBlock)

        try { $null = & $ScriptBlock }
        catch [System.Management.Automation.ParameterBindingException] { return $_ }
        throw 'Nothing was wrong.'
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Something else where a map is expected' {
    It 'is refused by <Command> with the advice to map the file' -ForEach $Targets {
        $Arguments['InputObject'] = './some.bin'

        $record = Get-BindingError { & $Command @Arguments }

        $record.FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
        $record.Exception.Message | Should -BeLike "*New-MemoryMap './some.bin'*"
    }

    It 'is <What>: the error says <Advice>' -ForEach @(
        @{ What = 'a file'; Value = { Get-Item -LiteralPath $PSCommandPath }; Advice = '*New-MemoryMap -LiteralPath*' }
        @{ What = 'the id of a map'; Value = { '5' }; Advice = '*Get-MemoryMap -Id 5*' }
        @{ What = 'a map that came back from a job'; Value = {
                [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((New-MemoryMap -Anonymous -Size 1)))
            }; Advice = '*another process*'
        }
    ) {
        $given = & $Value

        (Get-BindingError { Sync-MemoryMap -InputObject $given }).Exception.Message | Should -BeLike $Advice
    }

    It 'is refused by Remove-MemoryMap with the same advice, by position too' {
        (Get-BindingError { Remove-MemoryMap ./some.bin }).Exception.Message | Should -BeLike "*New-MemoryMap './some.bin'*"
    }

    It 'is a copy from another process, which is refused where files are taken' {
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((New-MemoryMap -Anonymous -Size 1)))

        (Get-BindingError { Read-MappedRegion -InputObject $copy }).Exception.Message | Should -BeLike '*another process*'
    }

    It 'is a path again for the cmdlet that takes both' {
        $source = New-TestFile -Text 'content'
        $copy = Get-TestPath

        Copy-MappedRegion $source $copy

        Read-TestText $copy | Should -BeExactly 'content'
    }

    It 'does not keep maps and regions from being given' {
        $map = New-MemoryMap -Anonymous -Size 16

        (Read-MappedRegion $map).Length | Should -Be 16
        (Read-MappedRegion $map.Slice(4, 8)).Length | Should -Be 8
        (Read-MappedRegion ([psobject] $map)).Length | Should -Be 16
    }
}

Describe 'A map where a path is expected' {
    BeforeAll {
        $script:Path = New-TestFile -Text 'content'
        $script:Map = New-MemoryMap -LiteralPath $Path
    }

    It 'stands for the file that it maps: <Name>' -ForEach @(
        @{ Name = 'a map as the argument of New-MemoryMap'; Script = { New-MemoryMap $Map } }
        @{ Name = 'a map in the pipeline'; Script = { $Map | New-MemoryMap } }
        @{ Name = 'a region in the pipeline'; Script = { $Map.Slice(1, 2) | New-MemoryMap } }
        @{ Name = 'maps and paths mixed'; Script = { New-MemoryMap -Path $Map, $Path } }
        @{ Name = 'a map as the argument of Get-FileCache'; Script = { Get-FileCache $Map } }
        @{ Name = 'a search hit in the pipeline'; Script = { $Map | Search-MappedRegion -Text 'tent' | Get-FileCache } }
        @{ Name = 'a map as -MappedFile'; Script = { Get-ProcessMemoryMap -MappedFile $Map -ErrorAction Ignore } }
    ) {
        $found = & $Script

        $found.Path | Select-Object -Unique | Should -BeExactly $Path
    }

    It 'stands for it also if its name has brackets' {
        $odd = Get-TestPath 'odd[1].bin'
        [System.IO.File]::WriteAllText($odd, 'content')
        $oddMap = New-MemoryMap -LiteralPath $odd

        (New-MemoryMap $oddMap).Path | Should -BeExactly $odd
    }

    It 'gives a region the path of its map, alive and deserialized' {
        $hit = $Map | Search-MappedRegion -Text 'tent'
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($hit))

        $hit.Path | Should -BeExactly $Path
        $copy.Path | Should -BeExactly $Path
    }
}
