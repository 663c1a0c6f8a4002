# Reads may go past the end of a region; whatever changes bytes ends there.

BeforeDiscovery {
    $script:Changes = @(
        @{ What = 'text'; Command = 'Write-MappedRegion'; Script = { $Hit | Write-MappedRegion -Value 'database-server-17' } }
        @{ What = 'text at an offset'; Command = 'Write-MappedRegion'; Script = { $Hit | Write-MappedRegion -Value 'ab' -Offset 3 } }
        @{ What = 'text behind it'; Command = 'Write-MappedRegion'; Script = { $Hit | Write-MappedRegion -Value 'ab' -Offset 5 } }
        @{ What = 'text from its end'; Command = 'Write-MappedRegion'; Script = { $Hit | Write-MappedRegion -Value 'abcd' -Offset 2 -FromEnd } }
        @{ What = 'hex'; Command = 'Write-MappedRegion'; Script = { $Hit | Write-MappedRegion -Hex '41 ?? ?? ?? 45' } }
        @{ What = 'a number'; Command = 'Write-MappedRegion'; Script = { $Hit | Write-MappedRegion -Value 1 -As Int64 } }
        @{ What = 'a record'; Command = 'Write-MappedRegion'; Script = { $Hit | Write-MappedRegion -Struct 'u32 a; u32 b' -Value @{ b = 1 } } }
        @{ What = 'values of the pipeline'; Command = 'Write-MappedRegion'; Script = { 1, 2 | Write-MappedRegion -InputObject $Hit } }
        @{ What = 'a fill'; Command = 'Clear-MappedRegion'; Script = { $Hit | Clear-MappedRegion -Length 5 } }
        @{ What = 'a hole'; Command = 'Clear-MappedRegion'; Script = { $Hit | Clear-MappedRegion -Length 5 -PunchHole } }
        @{ What = 'an atomic number'; Command = 'Update-MappedValue'; Script = { $Hit | Update-MappedValue -Operation Add -Value 1L } }
        @{ What = 'an advice that destroys'; Command = 'Set-MemoryMapAdvice'; Script = { $Hit | Set-MemoryMapAdvice -Advice DontNeed -Force -Length 5 } }
    )
    $script:Methods = @(
        @{ Name = 'Write'; Script = { $Hit.Write(0, [byte[]]::new(5)) } }
        @{ Name = 'Write, of a pattern'; Script = { $Hit.Write(0, [MmapModule.HexPattern]::Parse('41 ?? ?? ?? 45')) } }
        @{ Name = 'WriteByte'; Script = { $Hit.WriteByte(4, 1) } }
        @{ Name = 'WriteInt32'; Script = { $Hit.WriteInt32(1, 1) } }
        @{ Name = 'WriteDouble'; Script = { $Hit.WriteDouble(0, 1) } }
        @{ Name = 'WriteString'; Script = { $Hit.WriteString(0, 'abcde') } }
        @{ Name = 'WriteStruct'; Script = { $Hit.WriteStruct(0, (New-MappedStruct -Definition 'u32 a; u8 b'), @{ a = 1; b = 2 }) } }
        @{ Name = 'Fill'; Script = { $Hit.Fill(0, 5) } }
        @{ Name = 'PunchHole'; Script = { $Hit.PunchHole(0, 5) } }
        @{ Name = 'InterlockedAdd'; Script = { $Hit.InterlockedAdd(0, [long] 1) } }
        @{ Name = 'UpdateValue'; Script = { $Hit.UpdateValue(2, 'Exchange', [int] 1) } }
        @{ Name = 'CopyTo'; Script = { $Map.CopyTo($Hit) } }
        @{ Name = 'AsStream().Write'; Script = { $Hit.AsStream().Write([byte[]]::new(5), 0, 5) } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-AnyError {
        param([scriptblock] $Script)

        $ErrorActionPreference = 'Stop'
        try { $null = . $Script }
        catch { return $_ }
        throw "There was no error: {$Script}"
    }
}

Describe 'The end of a hit' {
    BeforeEach {
        $script:Content = 'hostname db01; that is the first of many'
        $script:Map = New-MemoryMap -Path (New-TestFile -Text $Content) -Protection ReadWrite
        # At offset 16, so that numbers are aligned.
        $script:Hit = $Map.Slice(16, 4)
    }

    AfterEach {
        $Map.ReadString() | Should -BeExactly $Content
        $Map | Remove-MemoryMap
    }

    It 'is not passed by <What> (<Command>)' -ForEach $Changes {
        $record = Assert-Failure $Script -Kind RegionOutOfRange -Command $Command -Target ($What -eq 'values of the pipeline' ? $Hit : $Hit)
        $record.ErrorDetails.RecommendedAction | Should -BeLike '*-Id*-Offset*'
    }

    It 'is not passed by the method <Name>' -ForEach $Methods {
        $record = Get-AnyError $Script
        $record.Exception.InnerException.Kind | Should -Be 'RegionOutOfRange' -Because "$record"
    }

    It 'is passed by reads' {
        $Hit | Read-MappedRegion -Length 8 -AsString | Should -BeExactly $Content.Substring(16, 8)
        ($Hit | Format-MappedRegion -Length 8).Bytes.Count | Should -Be 8
        $Hit.ReadInt64(0) | Should -Be $Map.ReadInt64(16)
        $Hit.ReadString(0, 8) | Should -BeExactly $Content.Substring(16, 8)
    }

    It 'is the end of a search' {
        $null = Assert-Failure { $Hit | Search-MappedRegion -Text 'first' -Length 24 } -Kind RegionOutOfRange -Command Search-MappedRegion -Target $Hit
        (Get-AnyError { @($Hit.FindAll([MmapModule.SearchPattern]::FromHex('74'), $null, 0, 24)) }).Exception.InnerException.Kind | Should -Be 'RegionOutOfRange'
    }

    It 'is the end of each piece of -Split' {
        $pieces = $Map | Select-MappedRegion -Split 10
        $null = $pieces | Write-MappedRegion -Value 'elevenbytes' -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.Count | Should -Be 4
        $failures.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeExactly 'RegionOutOfRange,MmapModule.Commands.WriteMappedRegionCommand'
    }
}

Describe 'What fits into a hit' {
    BeforeEach {
        $script:Map = New-MemoryMap -Path (New-TestFile -Text 'hostname db01; that is the first') -Protection ReadWrite
    }

    AfterEach {
        $Map | Remove-MemoryMap
    }

    It 'is written, and a shorter text leaves the rest' {
        $Map | Search-MappedRegion -Text 'db01' | Write-MappedRegion -Value 'db17'
        $Map | Search-MappedRegion -Text 'hostname' | Write-MappedRegion -Value 'name'

        $Map.ReadString(0, 14) | Should -BeExactly 'namename db17;'
    }

    It 'can be longer as the advice of the error says' {
        $hit = $Map | Search-MappedRegion -Text 'db01'
        $advice = (Get-AnyError { $hit | Write-MappedRegion -Value 'database-server-17' }).ErrorDetails.RecommendedAction

        $advice -match '\((?<Map>Get-MemoryMap -Id \d+)\) with -Offset (?<Offset>\d+)' | Should -BeTrue
        Write-MappedRegion -InputObject (& ([scriptblock]::Create($Matches.Map))) -Offset $Matches.Offset -Value 'database-server-17'

        $Map.ReadString(0, 27) | Should -BeExactly 'hostname database-server-17'
    }
}

Describe 'Regions that are sorted, grouped and compared' {
    BeforeAll {
        $script:Map = New-MemoryMap -Anonymous -Size 64
        $script:Regions = @($Map | Select-MappedRegion -Split 16) + @($Map.Slice(0, 4), $Map.Slice(0, 32), $Map.Slice(16, 1))
    }

    AfterAll {
        $Map | Remove-MemoryMap
    }

    It 'are different unless they are the same range: <What>' -ForEach @(
        @{ What = 'Sort-Object -Unique'; Script = { $Regions + $Map.Slice(0, 4) | Sort-Object -Unique } }
        @{ What = 'Select-Object -Unique'; Script = { $Regions + $Map.Slice(0, 4) | Select-Object -Unique } }
        @{ What = 'Group-Object'; Script = { $Regions + $Map.Slice(0, 4) | Group-Object } }
    ) {
        @(& $Script).Count | Should -Be 7
    }

    It 'are told apart by Compare-Object' {
        Compare-Object $Regions @($Regions) | Should -BeNullOrEmpty
        @(Compare-Object @($Map.Slice(0, 4)) @($Map.Slice(0, 5))).Count | Should -Be 2
    }
}
