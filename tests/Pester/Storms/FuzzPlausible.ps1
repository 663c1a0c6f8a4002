# What a user would give to a parameter. Most follows from its type; the rest from its name. A parameter that is new gets what
# its type says. The test sees whether each cmdlet has ever succeeded, and whether each parameter has been accepted.

[NoRunspaceAffinity()]
class FuzzPlausible {
    [FuzzRandom] $Random
    [FuzzMaps] $Maps
    [FuzzValues] $Values

    FuzzPlausible([FuzzRandom] $Random, [FuzzMaps] $Maps, [FuzzValues] $Values) {
        $this.Random = $Random
        $this.Maps = $Maps
        $this.Values = $Values
    }

    [object] ValueFor([string] $Command, [System.Management.Automation.ParameterMetadata] $Parameter) {
        $type = $Parameter.ParameterType
        $type = [System.Nullable]::GetUnderlyingType($type) ?? $type
        if ($type.IsArray -and $type -ne [byte[]]) {
            $element = $type.GetElementType()
            $count = $this.Random.Pick(@(1, 1, 1, 2))
            $list = [System.Array]::CreateInstance([object], $count)
            for ($at = 0; $at -lt $count; $at++) {
                $list[$at] = $this.One($Command, $Parameter, $element)
            }

            return $count -eq 1 ? $list[0] : $list
        }

        return $this.One($Command, $Parameter, $type)
    }

    hidden [object] One([string] $Command, [System.Management.Automation.ParameterMetadata] $Parameter, [type] $Type) {
        $named = $this.Named($Command, $Parameter.Name)
        if ($null -ne $named) {
            return $named
        }

        if ($Type -eq [switch]) {
            return $this.Random.Chance(0.9)
        }

        if ($Type.IsEnum) {
            $names = [System.Enum]::GetNames($Type)
            $name = $this.Random.Pick($names)
            return $this.Random.Chance(0.2) ? "$name,$($this.Random.Pick($names))" : $name
        }

        if ($Type -in [int], [long], [ulong]) {
            $range = $isBytes = $false
            foreach ($attribute in $Parameter.Attributes) {
                $range = $range -or $attribute -is [System.Management.Automation.ValidateRangeAttribute]
                $isBytes = $isBytes -or $attribute.GetType().Name -eq 'ByteSizeAttribute'
            }

            $list = $range ? @(1, 2, 4, 8, 16) : ($isBytes ? @(0, 0, 1, 8, 16, 100, 4096, 8192, '4KB', '1KB', '0x10') : @(0, 1, 2))
            return $this.Random.Pick($list)
        }

        switch ($Type.FullName) {
            'MmapModule.MemoryMap' { return $this.Maps.Map() }
            'MmapModule.MappedRegion' { return $this.Maps.Region() }
            'MmapModule.MappedMemory' { return $this.Random.Chance(0.7) ? $this.Maps.Map() : $this.Maps.Region() }
            'MmapModule.MappedStruct' { return $this.Random.Pick(@('u8 a', 'u8 a; u16 b', 'char[4] t', '{ u8 x; u8 y } p', [MmapModule.MappedStruct]::Parse('u32 a'), $this.Random.Pick([FuzzText]::Layouts))) }
            'MmapModule.FileCacheInfo' { return (Get-FileCache -LiteralPath "$($this.Maps.Folder)/file") }
            'MmapModule.ProcessMapping' { return (Get-ProcessMemoryMap | Where-Object Size -LT 1MB | Select-Object -First 5 | Get-Random) }
            'MmapModule.MutexHold' { return (Lock-SharedMutex -Name "$($this.Maps.Prefix)hold" -Shared -Timeout 0 -ErrorAction Ignore) }
            'System.Byte[]' { return $this.Random.Pick(@(0, 255, [byte[]] (1, 2, 3), '0x41', 'FF')) }
            'System.Text.Encoding' { return $this.Random.Pick([FuzzText]::Encodings) }
            'System.Type' { return $this.Random.Pick(@([guid], [System.Drawing.Point], [int], [datetime], [System.Collections.DictionaryEntry])) }
            'System.Collections.IDictionary' { return @{ p = [MmapModule.MappedStruct]::Parse('u8 a') } }
            'System.Diagnostics.Process' { return [System.Diagnostics.Process]::GetCurrentProcess() }
            'System.TimeSpan' { return 0 }
            'System.String' { return [FuzzText]::Any($this.Random) }
        }

        return $this.Random.Pick(@(1, 2, 'abc', 1.5, [byte[]] (1, 2, 3), @{ a = 1; b = 2 }, '65'))
    }

    hidden [object] Named([string] $Command, [string] $Name) {
        switch ($Name) {
            { $_ -in 'Path', 'LiteralPath', 'MappedFile' } { return $this.Random.Pick(@('file', 'file', 'other', 'empty', 'f[1]', 'sub', 'sub/file', 'link', 'new', '*', 'f*', "$($this.Maps.Folder)/file")) }
            'OutFile' { return $this.Random.Pick(@('new', 'sub/new', 'other', 'file')) }
            'Destination' { return $this.Random.Chance(0.3) ? $this.Maps.Map() : $this.Random.Pick(@('new', 'other', 'sub/new', 'file')) }
            'Name' { return $this.Random.Pick($Command -eq 'Get-ProcessMemoryMap' ? @('pwsh', 'none') : @('file', 'a', '*')) }
            'SharedMemory' { return 'file' }
            'Semaphore' { return 'file' }
            'Queue' { return 'file' }
            'FromCommand' { return [scriptblock]::Create($this.Random.Pick(@('printf abc', 'printf "a\0\377" | cat', 'false', '1', 'nosuchprogram'))) }
            'ScriptBlock' { return [scriptblock]::Create('1') }
            'Id' { return $Command -eq 'Get-ProcessMemoryMap' ? [System.Environment]::ProcessId : $this.Maps.Map().Id }
            'Handle' { return $this.Maps.Handle() }
            'Hex' { return $this.Random.Pick([FuzzText]::Hex) }
            'Pattern' { return $this.Random.Pick([FuzzText]::Patterns) }
            'Definition' { return $this.Random.Pick([FuzzText]::Definitions) }
            'Size' { return $this.Random.Pick(@(0, 1, 4096, 8192, 65536, '4KB', '1MB')) }
            'Expect' { return $this.Random.Pick(@('00', [byte[]] (0, 0), '?? ??', 'x')) }
            'Address' { return $this.Random.Pick(@(0x10000000, 0x7e0000000000, 4096, 0)) }
            'Pack' { return $this.Random.Pick(@(1, 2, 4, 8)) }
            'Timeout' { return $this.Random.Pick(@(0, 0.01, '00:00:00.01', '0.02')) }
        }

        return $null
    }
}
