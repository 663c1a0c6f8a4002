# Values for parameters: what fits a parameter, and what nobody would give to it.

[NoRunspaceAffinity()]
class FuzzValues {
    static [object[]] $Numbers = @(
        0, 1, -1, 2, 7, 8, 4095, 4096, 4097, 65536, [int]::MaxValue, [int]::MinValue, [long]::MaxValue, [long]::MinValue, [uint]::MaxValue, [ulong]::MaxValue, [byte]::MaxValue, [sbyte]::MinValue
        0.0, -0.0, 0.5, 1.5, -1.5, 1e18, 1e19, 1e300, -1e300, [double]::NaN, [double]::PositiveInfinity, [double]::NegativeInfinity, [double]::Epsilon, [float]::MaxValue, [float]::NaN
        [decimal]::MaxValue, [decimal]::MinValue, 1.5d, [bigint]::Pow(2, 64), [bigint]::Subtract([long]::MinValue, 1), [bigint]::Pow(2, 200), [Half]::MaxValue, [System.Int128]::MaxValue
        1KB, 1MB, 1GB, 1TB, 1PB, 9007199254740993, [char] 'a', [char] 0, $true, $false
    )

    [FuzzRandom] $Random
    [FuzzMaps] $Maps

    FuzzValues([FuzzRandom] $Random, [FuzzMaps] $Maps) {
        $this.Random = $Random
        $this.Maps = $Maps
    }

    [object] Hostile([int] $Depth) {
        switch ($this.Random.Below($Depth -gt 3 ? 6 : 14)) {
            0 { return $this.Random.Pick([FuzzValues]::Numbers) }
            1 { return [FuzzText]::Any($this.Random) }
            2 { return [FuzzText]::Any($this.Random) }
            3 { return $this.Plain() }
            4 { return $this.Own() }
            5 { return $this.Random.Pick(@($null, '', [System.DBNull]::Value, [System.Management.Automation.Internal.AutomationNull]::Value, [System.Array]::CreateInstance([object], 0))) }
            6 { return $this.List($Depth) }
            7 { return $this.List($Depth) }
            8 { return $this.Table($Depth) }
            9 { return $this.Record($Depth) }
            10 { return $this.Circle() }
            11 { return $this.Random.Bytes($this.Random.Pick(@(0, 1, 3, 16, 5000))) }
            12 { return [psobject]::AsPSObject($this.Hostile($Depth + 1) ?? 'x') }
            13 { return $this.Random.Pick([FuzzValues]::Numbers) }
        }

        return $null
    }

    [object] Plain() {
        switch ($this.Random.Below(16)) {
            0 { return [datetime]::new(2026, 1, 2) }
            1 { return [timespan]::FromDays(3) }
            2 { return [guid]::new('00112233445566778899aabbccddeeff') }
            3 { return [version]::new(1, 2) }
            4 { return [uri]::new('sub/file', [System.UriKind]::Relative) }
            5 { return [System.Text.Encoding]::Unicode }
            6 { return [int] }
            7 { return { 1 } }
            8 { return [cultureinfo]::new('tr-TR') }
            9 { return [System.IO.MemoryStream]::new([byte[]] (1, 2, 3)) }
            10 { return [System.Exception]::new('x') }
            11 { return [regex]::new('a+') }
            12 { return [System.DayOfWeek]::Friday }
            13 { return [intptr]::new(-1) }
            14 { return [System.Tuple]::Create(1, 'a') }
            15 { return [System.IO.FileInfo]::new("$($this.Maps.Folder)/$($this.Random.Pick(@('file', 'empty', 'none')))") }
        }

        return $null
    }

    # Objects of the module.
    [object] Own() {
        switch ($this.Random.Below(5)) {
            0 { return $this.Maps.Map() }
            1 { return $this.Maps.Region() }
            2 { return $this.Maps.Handle() }
            3 { return [MmapModule.MappedStruct]::Parse('u8 a; u16 b') }
            4 { return [System.Enum]::GetValues([MmapModule.MapProtection])[$this.Random.Below(4)] }
        }

        return $null
    }

    [object] List([int] $Depth) {
        $list = [System.Collections.Generic.List[object]]::new()
        for ($count = $this.Random.Below(4); $count -gt 0; $count--) {
            $list.Add($this.Hostile($Depth + 1))
        }

        switch ($this.Random.Below(5)) {
            0 { return $list }
            1 { return [System.Collections.ArrayList]::new($list) }
            2 { return [System.Collections.Generic.Queue[object]]::new($list) }
        }

        return $list.ToArray()
    }

    [object] Table([int] $Depth) {
        $table = $this.Random.Chance(0.5) ? [ordered] @{} : @{}
        foreach ($name in @('a', 'b', 'x', 'Path', 'Name', 'Id', 'Length', '', "`0")) {
            if ($this.Random.Chance(0.3)) {
                $table[$name] = $this.Hostile($Depth + 1)
            }
        }

        return $table
    }

    # One whose ToString() throws is not among them, nor one with a Path that cannot be read: those errors are PowerShell's own,
    # and its cmdlets give the same.
    [object] Record([int] $Depth) {
        $record = [pscustomobject] @{ a = 1 }
        foreach ($name in @('b', 'x', 'Path', 'PSPath', 'FullName', 'Name', 'Id', 'InputObject', 'Map', 'Offset', 'Length')) {
            if ($this.Random.Chance(0.2)) {
                $value = $this.Hostile($Depth + 1)
                $record.psobject.Properties.Add([psnoteproperty]::new($name, $value))
            }
            elseif ($name.Length -eq 1 -and $this.Random.Chance(0.1)) {
                $record.psobject.Properties.Add([psscriptproperty]::new($name, { throw 'cannot be read' }))
            }
        }

        return $record
    }

    # What contains itself, or is very deep.
    [object] Circle() {
        switch ($this.Random.Below(5)) {
            0 {
                $list = [System.Collections.ArrayList]::new()
                $null = $list.Add($list)
                return $list
            }
            1 {
                $table = @{}
                $table.a = $table
                return $table
            }
            2 {
                $record = [pscustomobject] @{ a = $null }
                $record.a = $record
                return $record
            }
            3 {
                $array = [object[]]::new(2)
                $array[0] = [psobject] $array
                return $array
            }
            4 {
                $deep = [object[]]::new(1)
                for ($level = 0; $level -lt 400; $level++) {
                    $outer = [object[]]::new(1)
                    $outer[0] = $deep
                    $deep = $outer
                }

                return $deep
            }
        }

        return $null
    }
}
