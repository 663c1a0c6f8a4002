# Every public method and property of what users hold: found by reflection, so that a new one joins. A type of a parameter that is
# not known here is an error of the storm.

[NoRunspaceAffinity()]
class StormMethods {
    [FuzzRandom] $Random
    [FuzzMaps] $Maps
    hidden static [System.Collections.Generic.Dictionary[type, object[]]] $Methods = [System.Collections.Generic.Dictionary[type, object[]]]::new()

    # What users hold.
    static [type[]] Types() {
        $assembly = [MmapModule.MappedMemory].Assembly
        return @($assembly.GetExportedTypes() | Where-Object { $_.IsSubclassOf([MmapModule.MappedMemory]) }) + $assembly.GetType('MmapModule.MappedStream')
    }

    static [int] Count() {
        $count = 0
        foreach ($type in [StormMethods]::Types()) {
            $count += [StormMethods]::Of($type).Count
        }

        return $count
    }

    # The name of a type that has methods which were not called yet; any where there is none.
    [string] Next([System.Collections.IDictionary] $Counts) {
        $all = [StormMethods]::Types()
        $left = foreach ($type in $all) {
            foreach ($method in [StormMethods]::Of($type)) {
                if (-not $Counts.Contains("$($type.Name).$method")) {
                    $type.Name
                    break
                }
            }
        }

        return $this.Random.Pick($left ? @($left) : $all.Name)
    }

    # What nothing is known to give to.
    [string[]] Unknown() {
        $unknown = foreach ($type in [StormMethods]::Types()) {
            foreach ($method in [StormMethods]::Of($type)) {
                foreach ($parameter in $method.GetParameters()) {
                    try { $null = $this.Argument($parameter, $method) } catch [System.Management.Automation.RuntimeException] { "$_" }
                }
            }
        }

        return @($unknown)
    }

    StormMethods([FuzzRandom] $Random, [FuzzMaps] $Maps) {
        $this.Random = $Random
        $this.Maps = $Maps
    }

    # The methods of a type that can be called from anywhere: all without those of Object, and those that take spans, which reflection
    # cannot give. Hits and runs of pages are regions, so only what they add.
    static [object[]] Of([type] $Type) {
        if ([StormMethods]::Methods.ContainsKey($Type)) {
            return [StormMethods]::Methods[$Type]
        }

        $found = foreach ($method in $Type.GetMethods([System.Reflection.BindingFlags] 'Public, Instance')) {
            $isSpan = $method.GetParameters() | Where-Object { $_.ParameterType.IsByRefLike }
            if ($method.DeclaringType -notin [object], [System.MarshalByRefObject] -and (-not $Type.IsSubclassOf([MmapModule.MappedRegion]) -or $method.DeclaringType -eq $Type) -and -not $isSpan -and -not $method.ContainsGenericParameters) {
                $method
            }
        }

        [StormMethods]::Methods[$Type] = @($found)
        return [StormMethods]::Methods[$Type]
    }

    # Calls any method of an object. Returns what is wrong with what came out; nothing if all was well.
    [string] Call([object] $Target, [ErrorCheck] $Check, [System.Collections.IDictionary] $Counts) {
        $type = $Target.GetType()
        # Those first that nobody has called yet.
        $all = [StormMethods]::Of($type)
        $method = $this.Random.Pick($all)
        foreach ($one in $all) {
            if (-not $Counts.Contains("$($type.Name).$($one)")) {
                $method = $one
                break
            }
        }

        $Counts["$($type.Name).$($method)"]++
        $isStream = $Target -is [System.IO.Stream]
        try {
            $arguments = [object[]] @(foreach ($parameter in $method.GetParameters()) { , $this.Argument($parameter, $method) })
            $result = $method.Invoke($Target, $arguments)
            if ($result -is [System.Threading.Tasks.Task]) {
                $result.GetAwaiter().GetResult()
            }
            elseif ($result -is [System.Collections.IEnumerator] -or ($result -is [System.Collections.IEnumerable] -and $result -isnot [string] -and $result -isnot [array])) {
                $seen = 0
                foreach ($item in $result) {
                    if ($seen++ -gt 20) {
                        break
                    }
                }
            }
        }
        catch {
            $exception = $_.Exception
            while ($null -ne $exception.InnerException -and $exception -isnot [MmapModule.MmapException]) {
                $exception = $exception.InnerException
            }

            # What .NET promises of every stream, and of every CompareTo.
            $isContract = ($method.Name -eq 'CompareTo' -and $exception -is [System.ArgumentException]) -or $isStream -and ($exception -is [System.NotSupportedException] -or $exception -is [System.ObjectDisposedException] -or $exception -is [System.ArgumentException] -or $exception -is [System.InvalidOperationException] -or $exception -is [System.IO.EndOfStreamException])
            if (-not $isContract) {
                $wrong = $Check.Exception($exception)
                return $wrong ? "$($type.Name).$($method.Name): $wrong" : ''
            }
        }

        return ''
    }

    hidden [object] Argument([System.Reflection.ParameterInfo] $Parameter, [System.Reflection.MethodInfo] $Method) {
        $type = $Parameter.ParameterType
        if ($Parameter.Name -match 'timeout') {
            return [int] $this.Random.Pick(@(0, 1, 5))
        }

        $inner = [System.Nullable]::GetUnderlyingType($type)
        if ($inner) {
            if ($this.Random.Chance(0.4)) {
                return $null
            }

            $type = $inner
        }

        if ($type.IsEnum) {
            # What takes pages from the machine is no advice for a test.
            $names = [System.Enum]::GetNames($type) | Where-Object { $_ -notin 'HwPoison', 'SoftOffline' }
            return [System.Enum]::Parse($type, $this.Random.Pick($names))
        }

        switch ($type.FullName) {
            'System.Int64' { return [long] $this.Random.Pick(@(0, 1, 8, 4088, 4096, 65536, $this.Random.Below(131072), 131072)) }
            'System.Int32' { return $this.Random.Below(64) }
            'System.Boolean' { return $this.Random.Chance(0.5) }
            'System.String' { return $Method.Name -in 'CopyTo', 'Save' ? "$($this.Maps.Folder)/out" : 'text' }
            'System.Byte[]' { return $this.Random.Bytes(64) }
            'System.Object' { return 1 }
            'System.Threading.CancellationToken' { return [System.Threading.CancellationToken]::None }
            'System.Text.Encoding' { return [System.Text.Encoding]::Latin1 }
            'System.IO.Stream' { return [System.IO.Stream]::Null }
            'System.IO.SeekOrigin' { return [System.IO.SeekOrigin]::Begin }
            'System.AsyncCallback' { return $null }
            'System.IAsyncResult' { return $null }
            'MmapModule.MappedMemory' { return $this.Random.Chance(0.5) ? $this.Maps.Map() : $this.Maps.Region() }
            'MmapModule.MappedRegion' { return $this.Maps.Region() }
            'MmapModule.MappedStruct' { return [MmapModule.MappedStruct]::Parse('u8 a; u16 b') }
            'MmapModule.HexPattern' { return [MmapModule.HexPattern]::Parse('41 ?? 42') }
            'MmapModule.SearchPattern' { return [MmapModule.SearchPattern]::FromText('a') }
        }

        if ($type.IsPrimitive -or $type -eq [Half]) {
            return $this.Random.Below(100) -as $type
        }

        if ($type.IsGenericType -and $type.GetGenericTypeDefinition().FullName -in 'System.Memory`1', 'System.ReadOnlyMemory`1') {
            return [System.Activator]::CreateInstance($type, [object[]] @(, [byte[]]::new(64)))
        }

        if ($type.Name -like '*Options') {
            return $null
        }

        throw "Nothing is known to give for $type ($($Parameter.Name) of $($Method.Name))."
    }
}
