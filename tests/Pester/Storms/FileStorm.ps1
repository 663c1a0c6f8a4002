#Requires -Version 7.4

<#
.SYNOPSIS
    Works on files that another process cuts, extends and replaces all the time. Storms.ps1 starts it.

.DESCRIPTION
    Three at once: Calls makes calls of every cmdlet and every method on maps of all kinds; Bytes reads files whose every byte says
    whether it has ever been written there; Watch has files of its own that come and go on reused descriptor numbers. Maps are made
    with the usual copy of bytes and with the fallback by turns.
    What is wrong comes out as a line that begins with FAULT; END and counts in JSON are the last line.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $ModulePath,
    # How long at least. However short that is, all goes on until it has met what it is for; 10 minutes are enough for that on a very busy machine.
    [double] $Seconds = 0,

    [int] $Seed = 20261126,

    # One of the parts, in this runspace.
    [ValidateSet('', 'Calls', 'Bytes', 'Watch')] [string] $Part = '',

    # After the storm another one that does wrong on purpose, to see whether it is noticed: its lines begin with SELF.
    [switch] $SelfCheck,

    # In a part: what to do wrong. A byte that nobody wrote, or a descriptor that is closed twice.
    [ValidateSet('', 'Byte', 'Descriptor')] [string] $Break = '',

    # In a part: the usual copy of bytes works here, and not only the fallback.
    [switch] $HasBoth
)

$ErrorActionPreference = 'Stop'

function Invoke-Part {
    <#
    .SYNOPSIS
        Runs parts side by side, each in a runspace. Returns their lines, and what each has counted as a dictionary with one name.
    #>
    param([System.Collections.IDictionary] $Breaks)

    [System.IO.File]::Delete("$Folder/over")
    $parts = foreach ($name in $Breaks.Keys) {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddCommand($PSCommandPath).AddParameters(@{ Folder = $Folder; ModulePath = $ModulePath; Seconds = $Seconds; Seed = $Seed; Part = $name; Break = $Breaks[$name]; HasBoth = $HasBoth })
        [pscustomobject]@{ Name = $name; Shell = $shell; Result = $shell.BeginInvoke() }
    }

    foreach ($one in $parts) {
        if ($one.Name -eq 'Watch') {
            [System.IO.File]::WriteAllBytes("$Folder/over", [byte[]] @())
        }

        try {
            foreach ($line in $one.Shell.EndInvoke($one.Result)) {
                if ($line -is [System.Collections.IDictionary]) { @{ $($one.Name) = $line } } else { $line }
            }
        }
        catch {
            "FAULT $($one.Name) came to no end: $($_.Exception.InnerException.ErrorRecord)$($_.Exception.InnerException.ErrorRecord.ScriptStackTrace)" -replace '\s+', ' '
        }
    }
}

if (-not $Part) {
    Import-Module -Name $ModulePath
}

# How bytes are copied is found out once for the process and asked for when a map is made. 2 is the usual way, 1 the fallback.
$chooser = [MmapModule.MappedMemory].Assembly.GetType('MmapModule.Platform.Linux.Access.FaultProofCopy', $true).GetField('s_canUseProcessVm', 'NonPublic, Static').GetValue($null)
$chosen = $chooser.GetType().GetField('_state', 'NonPublic, Instance')

if (-not $Part) {
    $HasBoth = $chooser.GetType().GetProperty('Value', [System.Reflection.BindingFlags] 'NonPublic, Instance').GetValue($chooser)
    $counts = @{}
    [System.IO.File]::WriteAllBytes("$Folder/cut", [byte[]] @())
    foreach ($line in Invoke-Part ([ordered] @{ Calls = ''; Bytes = ''; Watch = '' })) {
        if ($line -is [System.Collections.IDictionary]) { $counts += $line } else { $line }
    }

    if ($HasBoth) { $chosen.SetValue($chooser, 2) }
    "END $($counts | ConvertTo-Json -Compress -Depth 4)"
    if ($SelfCheck) {
        Invoke-Part ([ordered] @{ Bytes = 'Byte'; Watch = 'Descriptor' }) | Where-Object { $_ -is [string] } | ForEach-Object { "SELF $_" }
        if ($HasBoth) { $chosen.SetValue($chooser, 2) }
    }

    return
}

$watch = [System.Diagnostics.Stopwatch]::StartNew()
if ($Part -eq 'Watch') {
    $rounds = 0
    $watched = "$Folder/watched"
    $null = [System.IO.Directory]::CreateDirectory($watched)
    $faults = 0
    while (-not [System.IO.File]::Exists("$Folder/over") -or ($Break -and -not $faults -and $watch.Elapsed.TotalSeconds -lt 600)) {
        $rounds++
        if ($HasBoth) { $chosen.SetValue($chooser, 1 + $rounds % 2) }
        $files = foreach ($number in 1..6) {
            $content = [System.Text.Encoding]::ASCII.GetBytes("file $number of round $rounds")
            [System.IO.File]::WriteAllBytes("$watched/$number", $content)
            $stream = [System.IO.FileStream]::new("$watched/$number", 'Open', 'ReadWrite', 'ReadWrite', 0)
            if ($Break -and $rounds % 20 -eq 0 -and $number -eq 3) {
                $other = [Microsoft.Win32.SafeHandles.SafeFileHandle]::new($stream.SafeFileHandle.DangerousGetHandle(), $true)
                $other.Dispose()
            }

            , @($number, $content, $stream)
        }

        [System.Threading.Thread]::Sleep(5)
        foreach ($file in $files) {
            try {
                $read = [byte[]]::new(64)
                $file[2].Position = 0
                $length = $file[2].Read($read, 0, 64)
                if ($file[2].Length -ne $file[1].Length -or $length -ne $file[1].Length -or
                    [System.Text.Encoding]::ASCII.GetString($read, 0, $length) -ne [System.Text.Encoding]::ASCII.GetString($file[1])) {
                    $faults++
                    "FAULT the open file $($file[0]) of round $rounds has changed"
                }

                $file[2].Dispose()
                if (-not [System.Linq.Enumerable]::SequenceEqual([System.IO.File]::ReadAllBytes("$watched/$($file[0])"), [byte[]] $file[1])) {
                    $faults++
                    "FAULT the file $($file[0]) of round $rounds has changed"
                }
            }
            catch {
                $faults++
                "FAULT the descriptor of file $($file[0]) of round $rounds is not its own any more: $($_.Exception.Message)"
            }
        }
    }

    @{ Rounds = $rounds; HasBoth = [bool] $HasBoth }
    return
}

Import-Module -Name $ModulePath
. (Join-Path $PSScriptRoot 'StormData.ps1')
$ConfirmPreference = 'None'
$WarningPreference = $ProgressPreference = 'SilentlyContinue'
$ErrorActionPreference = 'Continue'
$none = [System.Threading.CancellationToken]::None
if ($Part -eq 'Calls') {
    # The one runspace with these classes.
    foreach ($name in 'FuzzRandom', 'FuzzText', 'FuzzMaps', 'FuzzValues', 'FuzzPlausible', 'FuzzCall', 'ErrorCheck', 'StormMaps', 'StormMethods') {
        . (Join-Path $PSScriptRoot "$name.ps1")
    }

    $check = [ErrorCheck]::new((Join-Path $PSScriptRoot '../../../docs/errors.md'))
    Set-Location -LiteralPath "$Folder/scratch"
    $pool = [object[]]::new(16)
    $commands = @((Import-PowerShellDataFile -LiteralPath $ModulePath).CmdletsToExport | ForEach-Object { [FuzzCommand]::new((Get-Command -Name $_ -Module MmapModule)) })
    $prefix = "$(Split-Path -Leaf $Folder)-"
    $cmdlets = @{}
    $methods = @{}
    $ids = @{}

    # A method of a type that is new needs a value in StormMethods.ps1.
    $first = [FuzzRandom]::new($Seed, 0)
    $maps = [StormMaps]::new("$Folder/scratch", $prefix, $first, $pool)
    $caller = [StormMethods]::new($first, $maps)
    $caller.Unknown() | ForEach-Object { "FAULT $_" }
    $wanted = $commands.Count + [StormMethods]::Count()
    $watch.Restart()
    for ($index = 0; $watch.Elapsed.TotalSeconds -lt $Seconds -or ($cmdlets.Count + $methods.Count -lt $wanted -and $watch.Elapsed.TotalSeconds -lt 600); $index++) {
        $random = [FuzzRandom]::new($Seed, $index)
        $maps = [StormMaps]::new("$Folder/scratch", $prefix, $random, $pool)
        $caller = [StormMethods]::new($random, $maps)
        try {
            if ($index % 3) {
                # The kind of which the most is still to be called.
                $kind = $caller.Next($methods)
                $target = $kind -eq 'MemoryMap' ? $maps.Map() : ($kind -eq 'MappedRegion' -or $kind -eq 'MappedStream' ? $maps.Region() : $maps.Found($kind))
                if ($kind -eq 'MappedStream' -and $target.Map.State -ne 'Closed') {
                    $target = $target.AsStream()
                }

                $wrong = $caller.Call($target, $check, $methods)
                if ($wrong) { "FAULT $($wrong -replace '\s+', ' ')" }
                continue
            }

            $new = @($commands | Where-Object { -not $cmdlets.ContainsKey($_.Name) })
            $call = [FuzzCall]::new($random, $maps, ($new.Count ? $new : $commands), $false)
        }
        catch {
            # Making what a call needs fails, too, while the file is away.
            $made = $_.Exception
            while ($null -ne $made.InnerException) { $made = $made.InnerException }
            if ($made -isnot [System.IO.IOException] -and $made -isnot [System.ObjectDisposedException]) { "FAULT raw $made" -replace '\s+', ' ' }
            continue
        }

        $parameters = $call.Parameters
        $cmdlets[$call.Command.Name]++
        $output = @(
            try {
                if ($call.HasPipeline) { $call.Pipeline | & $call.Command.Info @parameters 2>&1 } else { & $call.Command.Info @parameters 2>&1 }
            }
            catch {
                $_
            }
        )
        foreach ($item in $output) {
            if ($item -is [System.Management.Automation.ErrorRecord]) {
                $ids[$item.FullyQualifiedErrorId.Split(',')[0]]++
                $wrong = $check.Record($item, $call.Command.Name)
                if ($wrong) { "FAULT $call`: $wrong" -replace '\s+', ' ' }
            }
            elseif ($item -is [MmapModule.MemoryMap] -and $item -notin $pool -and $call.Command.Name -ne 'Get-MemoryMap') {
                # That one gives the maps of the other parts, too.
                $item.Dispose()
            }
        }
    }

    @{ Cmdlets = $cmdlets; Methods = $methods; MethodsWanted = [StormMethods]::Count(); Ids = $ids }
    return
}

# Bytes. Each way of reading gives what it has read and where, or fails as documented.
$numbers = [MmapModule.MappedMemory].GetMethods() | Where-Object { $_.Name -match '^Read' -and $_.ReturnType.IsPrimitive -and $_.GetParameters()[0].ParameterType -eq [long] }
$latin1 = [System.Text.Encoding]::Latin1
$ways = [ordered]@{
    Array  = { param($Map, $Offset, $Length) , $Map.Read($Offset, $Length) }
    Cmdlet = { param($Map, $Offset, $Length) , (Read-MappedRegion -InputObject $Map -Offset $Offset -Length $Length -ErrorAction Stop) }
    Chunks = { param($Map, $Offset, $Length) , [byte[]] @(Read-MappedRegion -InputObject $Map -Offset $Offset -Length ([Math]::Min($Length, 9000)) -ChunkSize 4096 -ErrorAction Stop | ForEach-Object { $_ }) }
    Values = { param($Map, $Offset, $Length) , [byte[]] @(Read-MappedRegion -InputObject $Map -Offset $Offset -As Byte -Count ([Math]::Min($Length, 500)) -ErrorAction Stop) }
    Text   = { param($Map, $Offset, $Length) , $latin1.GetBytes((Read-MappedRegion -InputObject $Map -Offset $Offset -Length $Length -AsString -Encoding latin1 -ErrorAction Stop)) }
    Stream = {
        param($Map, $Offset, $Length)
        $stream = $Map.AsStream()
        $stream.Position = $Offset
        $bytes = [byte[]]::new($Length)
        $stream.ReadExactly($bytes, 0, $Length)
        $stream.Dispose()
        , $bytes
    }
    Copy   = {
        param($Map, $Offset, $Length)
        # A copy that ended in the middle leaves what it has written, which may be more than the next one writes.
        [System.IO.File]::Delete("$Folder/copy")
        $null = Copy-MappedRegion -InputObject $Map -Offset $Offset -Length $Length -Destination "$Folder/copy" -ErrorAction Stop
        $bytes = [System.IO.File]::ReadAllBytes("$Folder/copy")
        if ($bytes.Length -ne $Length) { throw "The copy has $($bytes.Length) bytes instead of $Length." }
        [System.IO.File]::Delete("$Folder/copy")
        , $bytes
    }
    Save   = {
        param($Map)
        $null = Save-MemoryMap -InputObject $Map -Path "$Folder/saved" -ErrorAction Stop
        , [System.IO.File]::ReadAllBytes("$Folder/saved")
    }
    Number = {
        param($Map, $Offset)
        $method = $numbers[$random.Next($numbers.Count)]
        $value = $method.Invoke($Map, [object[]] @(@($Offset, $false)[0..($method.GetParameters().Count - 1)]))
        , [byte[]] ($value -is [byte] -or $value -is [sbyte] ? [byte] ($value -band 255) : [System.BitConverter]::GetBytes($value))
    }
}
$random = [System.Random]::new($Seed)
$maps = @{}
$good = @{}
$copies = @{}
$bad = @{}
$read = 0L
$watch.Restart()
$rounds = 0
$faults = 0

# All kinds in all ways, each way and each kind with each copy, files that were cut; with a break, until it is seen.
$wanted = ($ways.Count + 4) * ($HasBoth ? 2 : 1)
$isOver = { $Break ? $faults -gt 0 : $good.Count -ge 30 -and $copies.Count -eq $wanted -and $bad['RegionTruncated'] -and $rounds -gt 300 }
while ($watch.Elapsed.TotalSeconds -lt $Seconds -or (-not (& $isOver) -and $watch.Elapsed.TotalSeconds -lt 600)) {
    $rounds++
    $name = @('sound', 'torn')[$random.Next(2)]
    $kind = @('Shared', 'Private', 'Handle', 'Snapshot')[$random.Next(4)]
    $way = @($ways.Keys)[$random.Next($ways.Count)]
    try {
        $map, $copy = $maps["$name$kind"]
        if ($null -eq $map -or $random.Next(20) -eq 0) {
            if ($map) { $map.Dispose() }
            $copy = $chosen.GetValue($chooser)
            $options = [MmapModule.MemoryMapOptions]::new()
            $options.Protection = 'Read'
            $options.IsPrivate = $kind -eq 'Private'
            $path = "$Folder/checked/$name"
            $map = switch ($kind) {
                'Snapshot' { [MmapModule.MemoryMap]::CreateSnapshot($path, [MmapModule.MemoryMapOptions]::new(), $none) }
                'Handle' {
                    $handle = [System.IO.File]::OpenHandle($path, 'Open', 'Read', 'ReadWrite, Delete')
                    [MmapModule.MemoryMap]::OpenHandle($handle, $options)
                    $handle.Dispose()
                }
                default { [MmapModule.MemoryMap]::OpenFile($path, $options, $none) }
            }

            # While it was made the copy may have changed.
            if ($copy -ne $chosen.GetValue($chooser)) { $copy = 0 }
            $maps["$name$kind"] = $map, $copy
        }

        if ($map.Length -lt 16) { $maps["$name$kind"] = $null; continue }
        $offset = [long] $random.Next([int] $map.Length - 8)
        $length = [Math]::Min([long] $random.Next(1, 20000), $map.Length - $offset)
        $bytes = [byte[]] (& $ways[$way] $map $offset $length)
        if ($way -eq 'Save') { $offset = 0L }
        if ($Break -and $bytes.Length) { $bytes[0] = 255 }
        $wrong = Get-StormFault -Bytes $bytes -Offset $offset
        if ($wrong) {
            $faults++
            "FAULT $way of a $kind map of a file that is $name`: $wrong"
        }

        $good["$kind $way"]++
        if ($copy) { $copies["$kind $copy"] = $copies["$way $copy"] = $true }
        $read += $bytes.Length
    }
    catch {
        $reason = $_.Exception
        while ($null -ne $reason.InnerException -and $reason -isnot [MmapModule.MmapException]) { $reason = $reason.InnerException }
        $wrong = ''
        if ($reason -is [MmapModule.MmapException]) {
            # Nothing else can go wrong with reading.
            $bad[[string] $reason.Kind]++
            $wrong = $reason.Kind -eq 'RegionTruncated' -or $reason.Kind -eq 'RegionOutOfRange' -or $reason.Kind -eq 'PathNotFound' ? '' : "$($reason.Kind): $reason"
        }
        elseif ($reason -isnot [System.IO.FileNotFoundException] -and $reason -isnot [System.IO.EndOfStreamException]) {
            $wrong = "raw $reason"
        }

        if ($wrong) { "FAULT $way of a $kind map: $wrong" -replace '\s+', ' ' }
    }
}

@{ Good = $good; Copies = $copies; Bad = $bad; Bytes = $read }
