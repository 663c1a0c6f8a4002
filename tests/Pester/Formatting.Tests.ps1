# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-TableHeader {
        # The words of the header of a table: those above the line of hyphens.
        param([string] $Text)

        $lines = $Text -split '\r?\n'
        $rule = 0..($lines.Count - 1) | Where-Object { $lines[$_] -match '^\s*-+( +-+)*\s*$' } | Select-Object -First 1
        -split $lines[$rule - 1]
    }
}

Describe 'How objects are shown' {
    BeforeAll {
        $script:Path = New-TestFile -Bytes ([byte[]]::new(1536KB)) -Name 'shown.bin'
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite -Private
        $script:Part = New-MemoryMap -Path $Path -Offset 4096 -Length 100
        $script:Name = Get-SharedName
        $script:Shared = New-MemoryMap -Name $Name -Size 2MB
    }

    AfterAll {
        Get-MemoryMap | Remove-MemoryMap
        Remove-SharedMemory -Name $Name
    }

    It 'shows maps as a table of at most six columns with readable sizes' {
        $text = $Map, $Part, $Shared | Out-String -Width 160

        Get-TableHeader $text | Should -Be @('Id', 'Kind', 'Length', 'Protection', 'State', 'Path')
        $text | Should -Match "(?m)^ *$($Map.Id) +File +1\.5 MiB +ReadWrite \(?private\)? +Open +\S+shown\.bin *$"
        $text | Should -Match "(?m)^ *$($Part.Id) +File +100 B +Read +Open +\S+shown\.bin @0x1000"
        $text | Should -Match "(?m)^ *$($Shared.Id) +SharedMemory +2 MiB +ReadWrite +Open +/dev/shm/$Name *$"
        ($text -split '\n' | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 161
    }

    It 'calls every column by the name of a property, so that what one sees can be sorted and filtered by' {
        [xml] $views = Get-Content -LiteralPath (Join-Path (Split-Path (Get-Command New-MemoryMap).DLL) 'MmapModule.Format.ps1xml') -Raw
        $seen = 0
        $wrong = foreach ($view in $views.Configuration.ViewDefinitions.View | Where-Object { $_['TableControl'] }) {
            foreach ($type in @($view.ViewSelectedBy.TypeName) -notlike 'Deserialized.*' -as [type[]]) {
                $properties = @($type.GetProperties().Name) + @((Get-TypeData -TypeName $type.FullName).Members.Keys)
                $rows = @($view.TableControl.TableRowEntries.TableRowEntry)[0].TableColumnItems.TableColumnItem
                $labels = @($view.TableControl.TableHeaders.TableColumnHeader)
                for ($i = 0; $i -lt $labels.Count; $i++) {
                    $seen++
                    $label = $labels[$i].Label ?? @($rows)[$i].PropertyName
                    # What is in parentheses shows the column before it in another way.
                    if ($label -notlike '(*)' -and $label -notin $properties) {
                        "$($type.Name): $label"
                    }
                }
            }
        }

        $seen | Should -BeGreaterThan 100
        $wrong | Should -BeNullOrEmpty
    }

    It 'shows the size <Size> as <Text>' -ForEach @(
        @{ Size = 1; Text = '1 B' }
        @{ Size = 1023; Text = '1023 B' }
        @{ Size = 1KB; Text = '1 KiB' }
        @{ Size = 1600; Text = '1.6 KiB' }
        @{ Size = 10GB; Text = '10 GiB' }
        @{ Size = 2TB; Text = '2 TiB' }
    ) {
        $one = New-MemoryMap -Anonymous -Private -Size $Size -Flags NoReserve

        $one | Out-String -Width 120 | Should -Match " $([regex]::Escape($Text)) "
        $one | Remove-MemoryMap
    }

    It 'shows a removed map' {
        $gone = New-MemoryMap -Anonymous -Size 10
        $gone | Remove-MemoryMap

        $gone | Out-String | Should -Match 'Anonymous +10 B +ReadWrite +Closed'
    }

    It 'shows a map in a list with its address in hex and every property' {
        $text = $Map | Format-List | Out-String

        $text | Should -Match ('Address +: 0x{0:X}' -f $Map.Address)
        $text | Should -Match 'Length +: 1572864 \(1\.5 MiB\)'
        foreach ($property in 'Id', 'Name', 'Path', 'Kind', 'FileOffset', 'FileLength', 'Protection', 'IsPrivate', 'Flags', 'State', 'SyncError', 'Created') {
            $text | Should -Match "(?m)^$property +:"
        }
    }

    It 'shows regions as a table with hex offset and address' {
        $text = $Map.Slice(0x1234, 5), $Part.Slice(1) | Out-String -Width 160

        Get-TableHeader $text | Should -Be @('Map', 'Offset', 'Length', 'Address', 'Path')
        $text | Should -Match ("(?m)^ *$($Map.Id) +0x1234 +5 +0x{0:X} +\S+shown\.bin" -f ($Map.Address + 0x1234))
        $Map.Slice(16, 5) | Format-List | Out-String | Should -Match 'Offset +: 16 \(0x10\)'
    }

    It 'shows shared memory as a table of at most six columns' {
        $text = Get-SharedMemory -Name $Name | Out-String -Width 120

        (Get-TableHeader $text).Count | Should -BeLessOrEqual 6
        $text | Should -Match "2 MiB +\S+ +0600 .*$PID.* $Name"
    }

    It 'shows a health report as a list with its problems' {
        $cut = New-MemoryMap -Path (New-TestFile -Bytes ([byte[]]::new(8192)))
        Set-FileLength -Path $cut.Path -Length 1

        $text = Test-MemoryMap -InputObject $cut -Detailed | Out-String

        $text | Should -Match 'State +: Truncated'
        $text | Should -Match 'TruncatedBytes +: 8191'
        $text | Should -Match 'Problems +: \S+'
    }

    It 'names objects shortly when they become text' {
        "$Map" | Should -BeExactly "Map $($Map.Id): $Path [1572864 bytes]"
        "$($Map.Slice(16, 5))" | Should -BeExactly "Map $($Map.Id) [0x10, 5 bytes]"
        "$(Get-SharedMemory -Name $Name)" | Should -BeExactly $Name
    }

    It 'shows the same in every culture' {
        $german = [System.Threading.Thread]::CurrentThread.CurrentCulture
        try {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = 'de-DE'
            $Map | Out-String -Width 120 | Should -Match ' 1\.5 MiB '
        }
        finally {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = $german
        }
    }

    It 'has loaded a view for every object that a cmdlet gives' {
        # The build merges the view files: none may be lost on the way.
        $given = (Get-Command -Module MmapModule -CommandType Cmdlet).OutputType.Type |
            Where-Object { $_.Namespace -eq 'MmapModule' -and -not $_.IsEnum } |
            Sort-Object -Property FullName -Unique

        $given.Count | Should -BeGreaterThan 10
        foreach ($type in $given) {
            Get-FormatData -TypeName $type.FullName | Should -Not -BeNullOrEmpty -Because $type.FullName
        }
    }

    It 'shows an error with its advice' {
        $failure = Get-FirstError { New-MemoryMap -Path '/no/such/file' }

        $failure.ErrorDetails.Message | Should -BeExactly $failure.Exception.Message

        # The engine names an option, the record the parameter.
        $failure.Exception.RecommendedAction | Should -Match '\bSize\b'
        $failure.ErrorDetails.RecommendedAction | Should -BeExactly ($failure.Exception.RecommendedAction -replace '\bSize\b', '-Size')
        "$failure" | Should -BeLike '*/no/such/file*'
    }
}
