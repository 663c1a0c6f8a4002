BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Values inside themselves' {
    It 'are refused, and the process lives' {
        # What could overflow the stack ends the process, so all of it runs in a child.
        $result = Invoke-ChildPwsh {
            $map = New-MemoryMap -Anonymous -Size 4096
            $self = [System.Collections.ArrayList]::new()
            $null = $self.Add($self)
            $generic = [System.Collections.Generic.List[object]]::new()
            $generic.Add([object[]] @(1, $generic))
            $array = [object[]]::new(1)
            $array[0] = [psobject] $array
            $deep = [object[]] @(1)
            foreach ($i in 1..50000) { $deep = [object[]] , $deep }
            $table = @{}
            $table.a = $table
            $object = [pscustomobject]@{ a = $null }
            $object.a = $object
            $records = [System.Collections.ArrayList]::new()
            $null = $records.Add(@{ a = 1 })
            $null = $records.Add($records)
            $field = @{ a = $self }
            $layout = New-MappedStruct 'u8 a'
            $nested = New-MappedStruct '{ { u8 a } a } a'
            $array2 = New-MappedStruct 'u8[2] a'
            $text = New-MappedStruct 'char[4] a'
            $inputs = @{ self = $self; generic = $generic; array = $array; deep = $deep; table = $table; object = $object; records = $records; field = $field }
            $calls = [ordered]@{
                Value        = { param($x) Write-MappedRegion $map -Value $x -ErrorAction Stop }
                As           = { param($x) Write-MappedRegion $map -Value $x -As Int32 -ErrorAction Stop }
                Pipeline     = { param($x) , $x | Write-MappedRegion $map -ErrorAction Stop }
                Expect       = { param($x) Write-MappedRegion $map -Value 1 -Expect $x -ErrorAction Stop }
                Struct       = { param($x) Write-MappedRegion $map -Struct $layout -Value @{ a = $x } -ErrorAction Stop }
                StructList   = { param($x) Write-MappedRegion $map -Struct $layout -Value @(@{ a = 1 }, @($x, $x)) -ErrorAction Stop }
                StructNested = { param($x) Write-MappedRegion $map -Struct $nested -Value $x -ErrorAction Stop }
                StructArray  = { param($x) Write-MappedRegion $map -Struct $array2 -Value @{ a = $x } -ErrorAction Stop }
                StructText   = { param($x) Write-MappedRegion $map -Struct $text -Value @{ a = $x } -ErrorAction Stop }
                StructPipe   = { param($x) , $x | Write-MappedRegion $map -Struct $array2 -ErrorAction Stop }
                Search       = { param($x) Search-MappedRegion $map -Value $x -As Byte -ErrorAction Stop }
                SearchBytes  = { param($x) Search-MappedRegion $map -Bytes $x -ErrorAction Stop }
                SearchText   = { param($x) Search-MappedRegion $map -Text $x -ErrorAction Stop }
                Hex          = { param($x) Write-MappedRegion $map -Hex $x -ErrorAction Stop }
                Fill         = { param($x) Clear-MappedRegion $map -Fill $x -ErrorAction Stop }
                Update       = { param($x) Update-MappedValue $map Exchange $x -As Int32 -ErrorAction Stop }
                UpdatePlain  = { param($x) Update-MappedValue $map Exchange $x -ErrorAction Stop }
                Wait         = { param($x) Wait-MappedRegion $map -Until Equal -Value $x -As Byte -Timeout 0 -ErrorAction Stop }
                Timeout      = { param($x) Wait-MappedRegion $map -Length 4 -Timeout $x -ErrorAction Stop }
                Using        = { param($x) New-MappedStruct 'u8 a' -Using @{ x = $x } -ErrorAction Stop }
                Offset       = { param($x) Read-MappedRegion $map -Offset $x -ErrorAction Stop }
                Size         = { param($x) New-MemoryMap -Anonymous -Size $x -ErrorAction Stop }
                Type         = { param($x) Read-MappedRegion $map -As $x -ErrorAction Stop }
                Layout       = { param($x) Read-MappedRegion $map -Struct $x -ErrorAction Stop }
                Encoding     = { param($x) Read-MappedRegion $map -AsString -Encoding $x -ErrorAction Stop }
                Map          = { param($x) Read-MappedRegion $x -Length 1 -ErrorAction Stop }
                Highlight    = { param($x) Format-MappedRegion $map -Length 16 -Highlight $x -ErrorAction Stop }
                Path         = { param($x) New-MemoryMap -Path $x -ErrorAction Stop }
                Destination  = { param($x) Copy-MappedRegion $map -Destination $x -ErrorAction Stop }
                Id           = { param($x) Get-MemoryMap -Id $x -ErrorAction Stop }
                Operation    = { param($x) Update-MappedValue $map -Operation $x -Value 1 -ErrorAction Stop }
                Protection   = { param($x) New-MemoryMap -Anonymous -Size 4096 -Protection $x -ErrorAction Stop }
                Flags        = { param($x) New-MemoryMap -Anonymous -Size 4096 -Flags $x -ErrorAction Stop }
                Advice       = { param($x) Set-MemoryMapAdvice $map -Advice $x -ErrorAction Stop }
                Base         = { param($x) Format-MappedRegion $map -Length 16 -Base $x -ErrorAction Stop }
                Handle       = { param($x) New-MemoryMap -Handle $x -ErrorAction Stop }
            }
            foreach ($call in $calls.Keys) {
                foreach ($name in $inputs.Keys) {
                    $id = try { $null = & $calls[$call] $inputs[$name]; 'none' } catch { $_.FullyQualifiedErrorId }
                    "$call $name $id"
                }
            }

            "bytes $(@($map.Read() | Select-Object -Unique) -join ',')"
            'lives'
        }

        $result.ExitCode | Should -Be 0 -Because ($result.StdErr.Substring(0, [math]::Min(500, $result.StdErr.Length)))
        $lines = $result.StdOut -split '\r?\n'
        $lines[-1] | Should -BeExactly 'lives'
        $lines[-2] | Should -BeExactly 'bytes 0'
        $lines | Where-Object { $_ -match '(self|generic|array|deep) none$' } | Should -BeNullOrEmpty
        foreach ($call in 'Value', 'As', 'Pipeline', 'Expect', 'Struct', 'StructArray', 'StructNested', 'Search') {
            foreach ($name in 'self', 'generic', 'array', 'deep') {
                ($lines | Where-Object { $_ -like "$call $name *" }) | Should -BeLike "$call $name InvalidArgument,*"
            }
        }
    }
}

Describe 'Values that are no plain lists' {
    BeforeAll {
        $script:Map = New-MemoryMap -Anonymous -Size 64
        Add-Type -TypeDefinition @'
using System.Collections;
namespace MmapModuleTest
{
    public sealed class Endless : IEnumerable { public IEnumerator GetEnumerator() { while (true) { yield return 1; } } }

    public sealed class Broken : IEnumerable { public IEnumerator GetEnumerator() { yield return 1; throw new System.InvalidOperationException("broken"); } }

    public sealed class Own : IEnumerable { public IEnumerator GetEnumerator() { yield return this; } }

    public sealed class Fresh : IEnumerable { public IEnumerator GetEnumerator() { yield return new Fresh(); } }

    public sealed class EndlessRecords : IEnumerable { public IEnumerator GetEnumerator() { while (true) { yield return new Hashtable { ["a"] = 1 }; } } }
}
'@
    }

    AfterAll {
        $Map | Remove-MemoryMap
    }

    It 'ends with <Kind> for <Name>' -ForEach @(
        @{ Name = 'a list without an end'; Type = 'Endless'; Arguments = @{}; Kind = 'RegionOutOfRange' }
        @{ Name = 'records without an end'; Type = 'EndlessRecords'; Arguments = @{ Struct = 'u8 a' }; Kind = 'RegionOutOfRange' }
        @{ Name = 'a list that throws'; Type = 'Broken'; Arguments = @{}; Kind = 'InvalidArgument' }
        @{ Name = 'a list that gives itself'; Type = 'Own'; Arguments = @{}; Kind = 'InvalidArgument' }
        @{ Name = 'a list that gives new lists without an end'; Type = 'Fresh'; Arguments = @{}; Kind = 'InvalidArgument' }
    ) {
        $value = ([type] "MmapModuleTest.$Type")::new()
        $null = Assert-Failure { Write-MappedRegion $Map -Value $value @Arguments } -Kind $Kind -Command Write-MappedRegion -Target $Map
        $Map.ReadInt32(0) | Should -Be 0
    }

    It 'stops an endless pipeline as soon as more has come than there is room for: <Name>' -ForEach @(
        @{ Name = 'numbers'; Arguments = @{}; Value = 1 }
        @{ Name = 'records'; Arguments = @{ Struct = 'u8[8] a' }; Value = @{ a = [byte[]] (1..8) } }
        @{ Name = 'texts'; Arguments = @{ NullTerminate = $true }; Value = 'abc' }
    ) {
        $script:given = 0
        $null = Assert-Failure { & { while ($true) { $script:given++; $Value } } | Write-MappedRegion $Map @Arguments } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $Map
        $given | Should -BeLessThan 40
        $Map.ReadInt32(0) | Should -Be 0
    }

    It 'reports a property that cannot be read' {
        $record = [pscustomobject]@{ b = 1 } | Add-Member -MemberType ScriptProperty -Name a -Value { throw 'no' } -PassThru
        $null = Assert-Failure { Write-MappedRegion $Map -Struct 'u8 a; u8 b' -Value $record } -Kind InvalidArgument -Command Write-MappedRegion -Target $Map
    }
}
