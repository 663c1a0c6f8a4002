# On a system that the module does not know it can be imported, and what needs the system is PlatformNotSupported.

BeforeDiscovery {
    $probes = [ordered]@{
        'New-MemoryMap -Path'        = 'New-MemoryMap -Path $Argument[0]'
        'New-MemoryMap -Name'        = 'New-MemoryMap -Name mm -Size 10'
        'New-MemoryMap -MemoryFile'  = 'New-MemoryMap -MemoryFile -Size 10'
        'New-MemoryMap -Anonymous'   = 'New-MemoryMap -Anonymous -Size 10'
        'New-MemoryMap -Snapshot'    = 'New-MemoryMap -Path $Argument[0] -Snapshot'
        'New-MemoryMap -Handle'      = 'New-MemoryMap -Handle 0'
        'Get-FileCache'              = 'Get-FileCache -Path $Argument[0]'
        'Get-FileCache -Recurse'     = 'Get-FileCache -Path (Split-Path $Argument[0]) -Recurse'
        'Get-FileExtent'             = 'Get-FileExtent $Argument[0]'
        'Clear-FileCache'            = 'Clear-FileCache -Path $Argument[0]'
        'Initialize-FileCache'       = 'Initialize-FileCache -Path $Argument[0]'
        'Get-MemoryLimit'            = 'Get-MemoryLimit'
        'Get-ProcessMemoryMap'       = 'Get-ProcessMemoryMap'
        'Get-ProcessMemoryMap -Path' = 'Get-ProcessMemoryMap -Path $Argument[0]'
        'Get-SharedMemory'           = 'Get-SharedMemory'
        'Remove-SharedMemory'        = 'Remove-SharedMemory mm'
        'Read-MappedRegion'          = 'Read-MappedRegion $Argument[0]'
        'Search-MappedRegion'        = 'Search-MappedRegion x $Argument[0]'
        'Format-MappedRegion'        = 'Format-MappedRegion -LiteralPath $Argument[0]'
        'Compare-MappedRegion'       = 'Compare-MappedRegion $Argument[0] $Argument[0]'
        'Select-MappedRegion'        = 'Get-Item $Argument[0] | Select-MappedRegion'
        'Write-MappedRegion'         = 'Write-MappedRegion $Argument[0] x'
        'Clear-MappedRegion'         = 'Clear-MappedRegion -Path $Argument[0]'
        'Update-MappedValue'         = 'Update-MappedValue $Argument[0] Add 1'
        'Wait-MappedRegion'          = 'Wait-MappedRegion $Argument[0] -Timeout 0'
        'Wait-MemoryMap'             = 'Wait-MemoryMap $Argument[0] -Until Grows -Timeout 0'
        'Watch-MappedRegion'         = 'Watch-MappedRegion $Argument[0] -Timeout 0'
        'Measure-MappedRegion'       = 'Measure-MappedRegion $Argument[0]'
        'Show-MappedRegion'          = 'Show-MappedRegion $Argument[0]'
        'Get-MemoryMapResidency'     = 'Get-MemoryMapResidency $Argument[0]'
        'New-SharedSemaphore'        = 'New-SharedSemaphore mm'
        'New-SharedSemaphore -Key'   = 'New-SharedSemaphore -Key 5'
        'Get-SharedSemaphore'        = 'Get-SharedSemaphore'
        'Wait-SharedSemaphore'       = 'Wait-SharedSemaphore mm -Timeout 0'
        'Unlock-SharedSemaphore'     = 'Unlock-SharedSemaphore mm'
        'Use-SharedSemaphore'        = 'Use-SharedSemaphore mm { 1 }'
        'Lock-SharedMutex'           = 'Lock-SharedMutex mm'
        'Lock-SharedMutex -Path'     = 'Lock-SharedMutex -Path ./mm'
        'Unlock-SharedMutex'         = 'Unlock-SharedMutex mm'
        'Use-SharedMutex'            = 'Use-SharedMutex mm { 1 }'
        'Get-SharedMutex'            = 'Get-SharedMutex'
        'Remove-SharedSemaphore'     = 'Remove-SharedSemaphore mm'
        'New-MessageQueue'           = 'New-MessageQueue mm'
        'New-MessageQueue -Key'      = 'New-MessageQueue -Key 5'
        'New-MemoryMap -Key'         = 'New-MemoryMap -Key 5 -Size 4096'
        'Get-SharedMemory -Kind'     = 'Get-SharedMemory -Kind SystemV'
        'Get-MessageQueue'           = 'Get-MessageQueue'
        'Get-MessageQueue -Name'     = 'Get-MessageQueue mm'
        'Send-MessageQueue'          = 'Send-MessageQueue mm x'
        'Receive-MessageQueue'       = 'Receive-MessageQueue mm'
        'Remove-MessageQueue'        = 'Remove-MessageQueue mm'
        'Copy-MappedRegion'          = 'Copy-MappedRegion -Path $Argument[0] -Destination "$($Argument[0]).copy"'
    }
    $script:cases = foreach ($name in $probes.Keys) {
        @{ Name = $name; Command = $name -replace ' .*' }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A system that the module does not know' -ForEach @(@{ Probes = $probes }) -Tag Linux {
    BeforeAll {
        $calls = [ordered]@{}
        foreach ($name in $Probes.Keys) {
            $calls[$name] = [scriptblock]::Create($Probes[$name])
        }

        # A cmdlet that needs no map is told by its parameters: elsewhere one that takes maps is mandatory in every set.
        $calls['others'] = {
            Get-Command -Module MmapModule -CommandType Cmdlet | Where-Object {
                $_.ParameterSets.Where{ -not $_.Parameters.Where{ $_.IsMandatory -and $_.Name -in 'InputObject', 'ReferenceObject' } }
            } | ForEach-Object Name
        }
        $calls['maps'] = { @(Get-MemoryMap).Count }
        $calls['struct'] = { (New-MappedStruct 'int a; short b').Size }
        $calls['ready'] = { (Get-MappedStruct MBR).Size }
        $calls['completion'] = { (TabExpansion2 'Get-SharedMemory ' 17).CompletionMatches.Count; (TabExpansion2 'Get-ProcessMemoryMap -Id ' 25).CompletionMatches.Count }
        $file = New-TestFile -Bytes ([byte[]]::new(10))
        $script:Run = Invoke-ChildProbe -ArgumentList $file -Environment @{ MMAPMODULE_FORCE_PLATFORM = 'none' } $calls
    }

    It 'is PlatformNotSupported for <Name>' -ForEach $cases {
        $Run.Probe[$Name].Id | Should -BeExactly "PlatformNotSupported,MmapModule.Commands.$($Command.Replace('-', ''))Command" -Because "$($Run.StdErr) $($Run.Probe[$Name].Value)"
    }

    It 'has no cmdlet that is not looked at here' {
        $seen = @($Probes.Keys -replace ' .*') + 'Get-MemoryMap', 'Remove-MemoryMap', 'New-MappedStruct', 'Get-MappedStruct'
        $Run.Probe['others'].Value.Split(' ').Where{ $_ -notin $seen } | Should -BeNullOrEmpty
    }

    It 'imports the module, lists no maps, makes layouts and completes nothing' {
        $Run.ExitCode | Should -Be 0 -Because $Run.StdErr
        $Run.Probe['maps'].Value | Should -BeExactly '0'
        $Run.Probe['struct'].Value | Should -BeExactly '6'
        $Run.Probe['ready'].Value | Should -BeExactly '512'
        $Run.Probe['completion'].Id | Should -BeNullOrEmpty
    }
}
