# One call: a cmdlet, its parameters, and perhaps values that come through the pipeline.

# What is known about a cmdlet, asked once: PowerShell makes it anew each time.
[NoRunspaceAffinity()]
class FuzzCommand {
    static [string[]] $Common = @([System.Management.Automation.Cmdlet]::CommonParameters) + @([System.Management.Automation.Cmdlet]::OptionalCommonParameters)

    [string] $Name
    [object] $Info
    [object[]] $Sets
    [System.Collections.Generic.Dictionary[string, System.Management.Automation.ParameterMetadata]] $Parameters
    [bool] $Asks

    FuzzCommand([System.Management.Automation.CommandInfo] $Info) {
        $this.Name = $Info.Name
        $this.Info = $Info
        $this.Parameters = $Info.Parameters
        $this.Asks = $this.Parameters.ContainsKey('WhatIf')
        $all = [System.Collections.Generic.List[object]]::new()
        foreach ($set in $Info.ParameterSets) {
            $all.Add(@($set.Parameters | Where-Object Name -NotIn ([FuzzCommand]::Common)))
        }

        $this.Sets = $all.ToArray()
    }
}

[NoRunspaceAffinity()]
class FuzzCall {
    [FuzzCommand] $Command
    [System.Collections.IDictionary] $Parameters = @{}
    [System.Collections.Generic.List[object]] $Pipeline = @()
    [bool] $HasPipeline
    [bool] $IsShown
    hidden [FuzzRandom] $Random
    hidden [FuzzMaps] $Maps
    hidden [FuzzValues] $Values
    hidden [FuzzPlausible] $Plausible

    FuzzCall([FuzzRandom] $Random, [FuzzMaps] $Maps, [System.Collections.IList] $Commands, [bool] $IsHostile) {
        $this.Random = $Random
        $this.Maps = $Maps
        $this.Values = [FuzzValues]::new($Random, $Maps)
        $this.Plausible = [FuzzPlausible]::new($Random, $Maps, $this.Values)
        $this.Command = $Random.Pick($Commands)
        $this.IsShown = $Random.Chance(0.1)

        # How many of the values are hostile: none, about one, or half of them.
        $hostility = $IsHostile ? $Random.Pick(@(0.0, 0.0, 0.0, 0.25, 0.25, 0.25, 0.25, 0.6)) : 0.0
        $set = $Random.Pick($this.Command.Sets)
        foreach ($parameter in $this.Chosen($set)) {
            $own = $this.Command.Parameters[$parameter.Name]
            $isFromPipeline = $parameter.ValueFromPipeline -and -not $this.HasPipeline -and $Random.Chance(0.4)
            if ($isFromPipeline) {
                $this.HasPipeline = $true
                for ($count = $Random.Pick(@(1, 1, 1, 2, 3, 0)); $count -gt 0; $count--) {
                    $this.Pipeline.Add($this.Value($own, $hostility))
                }
            }
            else {
                $this.Parameters[$parameter.Name] = $this.Value($own, $hostility)
            }
        }

        if ($this.Command.Asks) {
            $this.Parameters['Confirm'] = $false
            if ($Random.Chance(0.12)) {
                $this.Parameters['WhatIf'] = $true
            }
        }

        if ($Random.Chance(0.1)) {
            $this.Parameters['ErrorAction'] = $Random.Pick(@('Stop', 'SilentlyContinue', 'Ignore'))
        }
    }

    # The call in the words of PowerShell, as well as it can be said.
    [string] ToString() {
        $text = [System.Text.StringBuilder]::new()
        if ($this.HasPipeline) {
            $null = $text.Append("@($(($this.Pipeline | ForEach-Object { [FuzzCall]::Say($_, 0) }) -join ', ')) | ")
        }

        $null = $text.Append($this.Command.Name)
        foreach ($name in $this.Parameters.Keys) {
            $null = $text.Append(" -$($name):$([FuzzCall]::Say($this.Parameters[$name], 0))")
        }

        return $text.ToString()
    }

    hidden [object[]] Chosen([object[]] $Set) {
        $share = $this.Random.Pick(@(0.2, 0.35, 0.5))
        $chosen = foreach ($parameter in $Set) {
            $isTaken = $parameter.IsMandatory ? $this.Random.Chance(0.97) : $this.Random.Chance($share)

            # Without them a wait has no end, and few queues take all that a user may have.
            if ($isTaken -or $parameter.Name -in 'Timeout', 'MaxMessages', 'MessageSize') {
                $parameter
            }
        }

        $chosen = @($chosen)
        if ($this.Random.Chance(0.05)) {
            $chosen += $this.Random.Pick($this.Command.Sets) | Where-Object Name -NotIn $chosen.Name | Select-Object -First 2
        }

        return $this.Random.Chance(0.9) ? $this.WithPartner($chosen, $Set) : $chosen
    }

    # Some parameters mean something only together with another one, and not with a third.
    hidden [object[]] WithPartner([object[]] $Chosen, [object[]] $Set) {
        $partner, $others = switch ("$($this.Command.Name) $($Chosen.Name -match '^(Depth|Encoding)$')") {
            'Receive-MessageQueue Encoding' { 'AsString', @('AsObject', 'Count') }
            { $_ -in 'Send-MessageQueue Depth', 'Send-MessageQueue Depth Encoding', 'Send-MessageQueue Encoding Depth' } { 'AsObject', @('Encoding') }
            default { return $Chosen }
        }

        return @($Chosen | Where-Object Name -NotIn (@($others) + $partner)) + @($Set | Where-Object Name -EQ $partner)
    }

    hidden [object] Value([System.Management.Automation.ParameterMetadata] $Parameter, [double] $Hostility) {
        $value = $null
        if ($this.Random.Chance($Hostility)) {
            $value = $this.Values.Hostile(0)
        }
        else {
            $value = $this.Plausible.ValueFor($this.Command.Name, $Parameter)
            if ($value -is [string] -and $this.Random.Chance($Hostility)) {
                $value = [FuzzText]::Harmless([FuzzText]::Mutate($this.Random, $value))
            }
        }

        return $this.Harmless($Parameter, $value)
    }

    # What some values would do to others than this process is taken away.
    hidden [object] Harmless([System.Management.Automation.ParameterMetadata] $Parameter, [object] $Value) {
        $isShared = $this.Command.Name.EndsWith('SharedMemory') -or $this.Command.Name -eq 'New-MemoryMap'
        if ($isShared -and $Parameter.Name -in 'Name', 'SharedMemory') {
            # Names of the run only.
            $texts = @($Value | Select-Object -First 50 | ForEach-Object { "$($this.Maps.Prefix)$([FuzzCall]::Say($_, 3).Trim("'"))" })
            return $texts.Count -eq 1 ? $texts[0] : $texts
        }

        if ($this.Command.Name.EndsWith('SharedSemaphore') -and $Parameter.Name -in 'Name', 'Semaphore', 'Key', 'Id') {
            return $this.OwnSemaphore($Parameter.Name, $Value)
        }

        if ($Parameter.Name -in 'Key', 'Id', 'SegmentId' -and ($isShared -or $this.Command.Name.EndsWith('MessageQueue'))) {
            return $this.OwnSystemV($Parameter.Name, $Value)
        }

        if ($this.Command.Name.EndsWith('SharedMutex') -and $Parameter.Name -eq 'Name') {
            return $this.OwnMutex($Value)
        }

        if ($Value -is [byte[]] -and $Value.Length -gt 50 -and $this.Command.Parameters.ContainsKey('Timeout')) {
            # Each of them may wait for its time.
            return $Value[0..49]
        }

        if ($this.Command.Name.EndsWith('MessageQueue') -and $Parameter.Name -in 'Name', 'Queue') {
            return $this.OwnQueue($Parameter.Name, $Value)
        }

        if ($Parameter.Name -in 'MaxMessages', 'MessageSize' -and -not ($Value -is [string] -and $Value -notmatch '[0-9٠-٩۰-۹]')) {
            return $this.Random.Pick(@(1, 2, 4, '8', 0, -1))
        }

        if ($Parameter.Name -eq 'Timeout' -and $Value -isnot [string] -and $Value -is [ValueType]) {
            return 0.01
        }

        if ($Parameter.Name -eq 'Timeout' -and $Value -is [string] -and $Value -match '[0-9٠-٩۰-۹]') {
            return '0.01'
        }

        if ($Parameter.ParameterType -eq [MmapModule.MapAdvice]) {
            # These two take memory away from the machine. What PowerShell would have to convert is not given to it: it overflows
            # the stack with what contains itself.
            $advice = $Value -is [string] -or $Value -is [ValueType] ? $Value -as [MmapModule.MapAdvice] : $null
            if ($null -eq $advice -or $advice -in [MmapModule.MapAdvice]::HwPoison, [MmapModule.MapAdvice]::SoftOffline -or "$Value" -match 'poison|offline') {
                return $this.Random.Pick(@('Normal', 'Nothing', '', $null, -1, 'DontNeed', @('Cold', 'PageOut'), 7777))
            }
        }

        if ($Parameter.ParameterType -eq [System.Diagnostics.Process[]] -and $Value -isnot [System.Diagnostics.Process]) {
            return 'none'
        }

        return $Value
    }

    # Sets of semaphores have numbers that the whole machine shares; each run has one, by the number of its process, as sweep.sh knows it.
    static [int] SemaphoreKey([string] $Prefix) {
        return 0x4D000000 -bor ([int] [System.Text.RegularExpressions.Regex]::Match($Prefix, '[0-9]+').Value -band 0xFFFFFF)
    }

    # Semaphores of the run only, of names and keys that it removes at its end.
    hidden [object] OwnSemaphore([string] $Parameter, [object] $Value) {
        if ($Parameter -in 'Key', 'Id') {
            if ($Value -isnot [ValueType] -and $this.Random.Chance(0.3)) {
                return $this.Random.Pick(@('x', '0xG', '1.5.5'))
            }

            $key = [FuzzCall]::SemaphoreKey($this.Maps.Prefix)
            $set = New-SharedSemaphore -Key $key -ErrorAction Ignore
            return $Parameter -eq 'Key' ? $key : ${set}?.Id
        }

        $texts = @($Value | Select-Object -First 50 | ForEach-Object { "$($this.Maps.Prefix)$([FuzzCall]::Say($_, 3).Trim("'"))" })
        if ($this.Random.Chance(0.5)) {
            $null = New-SharedSemaphore -Name $texts -ErrorAction Ignore
        }

        return $texts.Count -eq 1 ? $texts[0] : $texts
    }

    # Segments and queues of the run only: one of each, with the key of its semaphores.
    hidden [object] OwnSystemV([string] $Parameter, [object] $Value) {
        if ($Value -isnot [ValueType] -and $this.Random.Chance(0.3)) {
            return $this.Random.Pick(@('x', '0xG', '1.5.5'))
        }

        $key = [FuzzCall]::SemaphoreKey($this.Maps.Prefix)
        if ($this.Command.Name.EndsWith('MessageQueue')) {
            $queue = New-MessageQueue -Key $key -ErrorAction Ignore
            return $Parameter -eq 'Key' ? $key : ${queue}?.Id
        }

        $map = New-MemoryMap -Key $key -Size 4096 -ErrorAction Ignore
        ${map}?.Dispose()
        return $Parameter -eq 'Key' ? $key : ${map}?.SegmentId
    }

    # Locks of the run only; some are held.
    hidden [object] OwnMutex([object] $Value) {
        $texts = @($Value | Select-Object -First 50 | ForEach-Object { "$($this.Maps.Prefix)$([FuzzCall]::Say($_, 3).Trim("'"))" })
        if ($this.Command.Name.StartsWith('Unlock-') -and $this.Random.Chance(0.5)) {
            $null = Lock-SharedMutex -Name $texts -Timeout 0 -ErrorAction Ignore
        }

        return $texts.Count -eq 1 ? $texts[0] : $texts
    }

    # Queues of the run only, of four names, since not every user can list them. Other names are only looked for.
    hidden [object] OwnQueue([string] $Parameter, [object] $Value) {
        if (-not $this.Command.Name.StartsWith('New-') -and $this.Random.Chance(0.2)) {
            return @($Value | ForEach-Object { "$($this.Maps.Prefix)$([FuzzCall]::Say($_, 3).Trim("'"))" })
        }

        $text = "$($this.Maps.Prefix)$($this.Random.Pick(@(0, 1, 2, 3)))"
        if ($this.Random.Chance(0.8)) {
            $queue = New-MessageQueue -Name $text -MaxMessages 2 -MessageSize 64 -ErrorAction Ignore
            if ($Parameter -eq 'Queue' -and $queue -and $this.Random.Chance(0.7)) {
                return $queue
            }
        }

        return $text
    }

    static [string] Say([object] $Value, [int] $Depth) {
        if ($null -eq $Value) {
            return '$null'
        }

        if ($Value -is [string]) {
            $shown = $Value.Length -gt 300 ? "$($Value.Substring(0, 300))...$($Value.Length)" : $Value
            return "'$([System.Text.RegularExpressions.Regex]::Replace($shown, '[\x00-\x1f\x7f-\x9f\u200e-\u202e\ud800-\udfff]', { '`u{{{0:x}}}' -f [int] $args[0].Value[0] }))'"
        }

        if ($Value -is [MmapModule.MemoryMap]) {
            return "<map $($Value.Kind) $($Value.State)>"
        }

        if ($Value -is [MmapModule.MappedRegion]) {
            return "<region $($Value.Map.Kind) $($Value.Offset)+$($Value.Length)>"
        }

        if ($Value -is [System.Collections.ICollection] -and $Depth -lt 3) {
            $parts = if ($Value -is [System.Collections.IDictionary]) {
                foreach ($key in @($Value.Keys)) { "$key=$([FuzzCall]::Say($Value[$key], $Depth + 1))" }
            }
            else {
                foreach ($one in @($Value)[0..20]) { if ($null -ne $one -or $Value.Count) { [FuzzCall]::Say($one, $Depth + 1) } }
            }

            return "[$($Value.GetType().Name)]($((@($parts) | Select-Object -First ([Math]::Min(20, $Value.Count))) -join ', '))"
        }

        if ($Value.GetType().IsPrimitive -or $Value -is [decimal] -or $Value -is [bigint]) {
            return "[$($Value.GetType().Name)]$([System.Convert]::ToString($Value, [cultureinfo]::InvariantCulture))"
        }

        return "<$($Value.GetType().Name)>"
    }
}
