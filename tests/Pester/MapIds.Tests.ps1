# Wherever a map can be given by its id, an id without a map is one error, and what comes after it is done.

BeforeDiscovery {
    # What else a cmdlet needs to be called. One that takes ids and is missing here is called without more.
    $more = @{
        'Add-MemoryMapSeal'       = @{ Seal = 'Write' }
        'Compare-MappedRegion'    = @{ ReferenceObject = $PSCommandPath; DifferenceObject = $PSCommandPath }
        'Copy-MappedRegion'       = @{ Destination = '/dev/null' }
        'Resize-MemoryMap'        = @{ Size = 1 }
        'Search-MappedRegion'     = @{ Text = 'a' }
        'Set-MemoryMapAdvice'     = @{ Advice = 'Random' }
        'Set-MemoryMapProtection' = @{ Protection = 'Read' }
        'Update-MappedValue'      = @{ Operation = 'Add'; Value = 1 }
        'Wait-MappedRegion'       = @{ Timeout = 0 }
        'Wait-MemoryMap'          = @{ Timeout = 0; Until = 'Grows' }
        'Watch-MappedRegion'      = @{ Timeout = 0 }
        'Write-MappedRegion'      = @{ Value = 1 }
    }
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot '../../MmapModule.psd1')
    $script:Takers = foreach ($name in $manifest.CmdletsToExport) {
        @{ Command = $name; More = $more[$name] ?? @{} }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-IdParameter {
        param([string] $Command)

        (Get-Command $Command).Parameters.Values |
            Where-Object { $_.Attributes.ForEach({ $_.GetType().Name }) -contains 'MapInputAttribute' -or $_.Attributes.ForEach({ $_.GetType().Name }) -contains 'MapIdAttribute' }
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'An id without a map' {
    It 'is MapNotFound for each parameter of <Command> that takes ids, and does not end the command' -ForEach $Takers {
        foreach ($parameter in Get-IdParameter $Command) {
            $arguments = $More.Clone()
            $arguments[$parameter.Name] = 999999

            $failures = $null
            if ($parameter.Name -eq 'ReferenceObject') {
                # Without it there is nothing to compare any of the inputs with.
                $failures = try { & $Command @arguments } catch { $_ }
            }
            else {
                & $Command @arguments -ErrorAction SilentlyContinue -ErrorVariable failures
            }

            $failures.FullyQualifiedErrorId | Should -BeExactly "MapNotFound,MmapModule.Commands.$($Command.Replace('-', ''))Command" -Because "-$($parameter.Name) is given"
            $failures.TargetObject | Should -Be 999999
        }
    }

    It 'from the pipeline is one error each: <Command>' -ForEach $Takers {
        $parameter = Get-IdParameter $Command | Where-Object { $_.Attributes.ValueFromPipeline -contains $true }
        if (-not $parameter) {
            return
        }

        $arguments = $More.Clone()
        $arguments.Remove($parameter.Name)
        $failures = $null
        999998, 999999 | & $Command @arguments -ErrorAction SilentlyContinue -ErrorVariable failures

        $failures.FullyQualifiedErrorId | Should -Be (, "MapNotFound,MmapModule.Commands.$($Command.Replace('-', ''))Command" * 2)
        $failures.TargetObject | Should -Be 999998, 999999
    }

    It 'does not keep <Command> from the map after it' -ForEach @(
        @{ Command = 'Lock-MemoryMap'; Arguments = @{ PassThru = $true } }
        @{ Command = 'Sync-MemoryMap'; Arguments = @{ PassThru = $true } }
        @{ Command = 'Test-MemoryMap'; Arguments = @{ Detailed = $true } }
    ) {
        $map = New-MemoryMap -Anonymous -Size 1

        $failures = $null
        $result = & $Command -InputObject 999999, $map.Id, $map @Arguments -ErrorAction SilentlyContinue -ErrorVariable failures

        $failures.FullyQualifiedErrorId | Should -BeLike 'MapNotFound,*'
        $result.Id | Should -Be $map.Id, $map.Id
    }

    It 'is looked for among the takers of ids' {
        $Names = (Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot '../../MmapModule.psd1')).CmdletsToExport.Where({ Get-IdParameter $_ })

        $Names.Count | Should -BeGreaterThan 15
        $Names | Should -Contain 'Lock-MemoryMap'
    }
}

Describe 'A region for a cmdlet that needs a whole map' {
    It 'is InvalidArgument, and the map after it is done' {
        $map = New-MemoryMap -Anonymous -Size 10
        $region = $map | Select-MappedRegion -Length 2

        $null = Assert-Failure { Resize-MemoryMap $region -Size 20 } -Kind InvalidArgument -Command Resize-MemoryMap -Target $region
        ($region, $map | Test-MemoryMap -ErrorAction SilentlyContinue) | Should -BeTrue
    }
}
