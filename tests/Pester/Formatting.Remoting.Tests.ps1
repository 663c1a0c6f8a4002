# Whatever a cmdlet writes is data: after a job or another host it has the same properties, and looks the same.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Every type of ours that a cmdlet says it writes, also one that comes later.
    $script:Types = Get-Command -Module MmapModule -CommandType Cmdlet | ForEach-Object { $_.OutputType.Type } |
        Where-Object { $_ -and $_.Assembly.GetName().Name -like 'MmapModule*' } | Sort-Object FullName -Unique | ForEach-Object { @{ Type = $_ } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # One of each. A type without a sample fails below.
    $script:Path = New-TestFile -Text ("line one`nneedle two`nline three`n" * 200)
    $script:Other = New-TestFile -Text ("line one`nNeedle two`nline three`n" * 200)
    $script:Name = "mmap-test-$PID-remoting"
    $script:Map = New-MemoryMap $Path
    $script:Memory = New-MemoryMap -Name $Name -Size 8192
    $script:Hold = Lock-SharedMutex "$Name-lock"
    $script:Semaphore = New-SharedSemaphore $Name -InitialCount 1
    $script:Queue = New-MessageQueue $Name -MaxMessages 3 -MessageSize 64
    $script:Samples = @{
        FileCacheDetail      = { Get-FileCache $Path -Detailed }
        FileCacheInfo        = { Get-FileCache $Path }
        FileCacheSummary     = { Get-FileCache $Path -Summary }
        FileChange           = {
            $grown = New-TestFile -Text 'grows'
            $short = New-MemoryMap $grown
            Add-Content -LiteralPath $grown -Value 'x'
            Wait-MemoryMap $short -Until Grows
        }
        FileExtent           = { Get-FileExtent $Path -Sync | Select-Object -First 1 }
        HexLine              = { Format-MappedRegion $Path -Length 20 -Offset 10 | Select-Object -First 1 }
        MappedBlock          = { Measure-MappedRegion $Path -BlockSize 1000 | Select-Object -Last 1 }
        MappedChange         = { Watch-MappedRegion $Memory -Offset 8 -As Int32 -Initial -Count 1 }
        MappedContextMatch   = { Search-MappedRegion needle $Path -Context 1 -First 1 }
        MappedDifference     = { Compare-MappedRegion $Path $Other | Select-Object -Skip 1 -First 1 }
        MappedLineMatch      = { Search-MappedRegion -Path $Path -Pattern '(n)(ee)dle' -Line -First 1 }
        MappedMatch          = { Search-MappedRegion needle $Path -First 1 }
        MappedRegion         = { Select-MappedRegion $Map -Offset 3 -Length 5 }
        MappedStruct         = { New-MappedStruct 'u8 a; u16be[3] b; { u8 x; { u16 y; { u8 z } l } m }[2] n; char[4] c' }
        MappedValueUpdate    = { Update-MappedValue $Memory -Offset 8 -Operation Add -Value 5 }
        MemoryLimits         = { Get-MemoryLimit }
        MemoryMap            = { Get-MemoryMap -Id $Map.Id }
        MemoryMapCopyResult  = { Copy-MappedRegion $Path $Other -PassThru }
        MemoryMapHealth      = { Test-MemoryMap $Map -Detailed }
        MemoryMapResidency   = { Get-MemoryMapResidency $Map -Summary }
        MemoryMapSaveResult  = { Save-MemoryMap $Map -Path (Get-TestPath) }
        MessageQueue         = { $Queue }
        MessageQueueInfo     = { Get-MessageQueue $Name }
        MutexHold            = { $Hold }
        PictureLine          = { Show-MappedRegion $Path -As ByteClass -Width 32 | Select-Object -Skip 1 -First 1 }
        PageRun              = { Get-MemoryMapResidency $Map | Select-Object -First 1 }
        ProcessMapping       = { Get-ProcessMemoryMap -Path $Path }
        ProcessMappingDetail = { Get-ProcessMemoryMap -Path $Path -Detailed }
        ProcessMemorySummary = { Get-ProcessMemoryMap -Summary }
        QueueMessage         = { Send-MessageQueue $Name 'text'; Receive-MessageQueue $Name -AsString -Detailed }
        SharedMemoryInfo     = { Get-SharedMemory $Name }
        SharedMutexInfo      = { Get-SharedMutex "$Name-lock" }
        SharedSemaphore      = { $Semaphore }
        SharedSemaphoreInfo  = { Get-SharedSemaphore $Name }
        SparseRegion         = { Clear-MappedRegion $Memory -DigHole -Force -PassThru }
    }

    function Get-Data {
        # What a property says, whatever has become of its type: lists item by item, everything else as text.
        param($Value)

        if ($Value -is [System.Collections.IDictionary]) {
            foreach ($key in $Value.Keys) { "$key=$(Get-Data $Value[$key])" }
        }
        elseif ($Value -is [System.Collections.IEnumerable] -and $Value -isnot [string]) {
            foreach ($item in $Value) { "$item" }
        }
        else {
            "$Value"
        }
    }
}

AfterAll {
    $Hold | Unlock-SharedMutex
    Remove-SharedSemaphore $Name
    Remove-MessageQueue $Name
    $Memory | Remove-MemoryMap
    Remove-SharedMemory $Name
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'What comes back from a job' {
    It 'is a layout of a .NET type without the type' {
        $layout = New-MappedStruct -Type ([System.Drawing.Point])
        $text = [System.Management.Automation.PSSerializer]::Serialize($layout)
        $text.Length | Should -BeLessThan 20KB
        [System.Management.Automation.PSSerializer]::Deserialize($text) | Out-String | Should -BeExactly ($layout | Out-String)
    }

    It 'is all of <Type.Name>' -ForEach $Types {
        $sample = @(& $Samples[$Type.Name])[0]
        $sample.GetType() | Should -Be $Type

        # Remoting and jobs keep one level.
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($sample, 1))

        # The map of a hit in a file is made when it is asked for, so it comes and goes; a .NET type means nothing elsewhere.
        foreach ($property in $sample.PSObject.Properties | Where-Object { $_.MemberType -ne 'ScriptProperty' -and $_.TypeNameOfValue -ne 'System.Type' -and $_.Name -notin 'Address', 'Map', 'MapId' }) {
            $copy.PSObject.Properties[$property.Name] | Should -Not -BeNullOrEmpty -Because "$($property.Name) is a property"
            $known = $sample.($property.Name)
            $given = $copy.($property.Name)
            if ($known -is [enum] -and $given.PSTypeNames -contains 'Deserialized.System.Enum') {
                $given = [enum]::ToObject($known.GetType(), [long] $given)
            }

            (Get-Data $given) -join '|' | Should -BeExactly ((Get-Data $known) -join '|') -Because $property.Name
        }

        $copy | Out-String -Width 200 | Should -BeExactly ($sample | Out-String -Width 200)
    }
}
