# How things are timed: all contenders in turns, so that each of them sees the same moods of the machine.

function Get-Contender {
    <#
    .SYNOPSIS
        A script block, if the commands it needs are there; otherwise nothing, and its row says so.
    #>
    param([Parameter(Mandatory)] [string[]] $Needs, [Parameter(Mandatory)] [scriptblock] $Script)

    foreach ($name in $Needs) {
        if (-not (Get-Command -Name $name -ErrorAction Ignore)) {
            return $null
        }
    }

    $Script
}

function Measure-Once {
    <#
    .SYNOPSIS
        Milliseconds that a contender takes. One that times itself gives a TimeSpan.
    #>
    [OutputType([double])]
    param([Parameter(Mandatory)] [object] $Contender)

    if ($Contender -is [timespan]) {
        return $Contender.TotalMilliseconds
    }

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $result = & $Contender
    $time = $watch.Elapsed
    if ($result -is [timespan]) {
        $time = $result
    }

    $time.TotalMilliseconds
}

function Measure-Contender {
    <#
    .SYNOPSIS
        Times contenders in turns and gives the best time of each with its spread, by name.
    #>
    [OutputType([hashtable])]
    param([Parameter(Mandatory)] [System.Collections.IDictionary] $Contender, [int] $Times = $Bench.Repeat)

    $all = @{}
    foreach ($round in 0..$Times) {
        foreach ($name in $Contender.Keys) {
            if ($null -eq $Contender[$name]) {
                continue
            }

            $elapsed = Measure-Once $Contender[$name]

            # The first round warms up the page cache and the compiler.
            if ($round -eq 0) {
                $all[$name] = [System.Collections.Generic.List[double]]::new()
            }
            else {
                $all[$name].Add($elapsed)
            }
        }
    }

    $best = @{}
    foreach ($name in $all.Keys) {
        $measured = $all[$name] | Measure-Object -Minimum -Maximum
        $best[$name] = [pscustomobject]@{ Best = $measured.Minimum; Spread = $measured.Maximum / [math]::Max($measured.Minimum, 1e-9) - 1 }
    }

    $best
}

function Measure-Row {
    <#
    .SYNOPSIS
        Times our way against its peers and gives one row for each peer.
    #>
    param(
        [Parameter(Mandatory)] [string] $Work,
        # Ours; nothing if the module does not have the cmdlet.
        [object] $Ours,
        # Peers and limits by name: a script block, a TimeSpan, or nothing for one that this machine does not have.
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Peer,
        # The highest ratio that is wanted, by the peer's name.
        [hashtable] $Target = @{},
        # How many calls one run makes; times are given for one call.
        [long] $Calls = 1,
        [ValidateSet('ms', 'us', 'ns')] [string] $Unit = 'ms',
        [int] $Times = $Bench.Repeat
    )

    $contenders = [ordered]@{ '' = $Ours }
    foreach ($name in $Peer.Keys) {
        $contenders[$name] = $Peer[$name]
    }

    try {
        $best = Measure-Contender $contenders $Times
    }
    catch {
        return New-Row $Work 'failed' -Note "$_"
    }

    foreach ($name in $Peer.Keys) {
        New-Row $Work $name $best[''] $best[$name] $Target[$name] $Calls $Unit
    }
}

function New-Row {
    <#
    .SYNOPSIS
        One row of the table.
    #>
    param([string] $Work, [string] $Peer, $Ours, $Theirs, $Target, [long] $Calls = 1, [string] $Unit = 'ms', [string] $Note = '')

    $scale = @{ ms = 1; us = 1e3; ns = 1e6 }[$Unit] / $Calls
    $ratio = $Ours -and $Theirs ? $Ours.Best / $Theirs.Best : $null
    if (-not $Note) {
        $Note = -not $Ours ? 'not in this build' : -not $Theirs ? 'not on this machine' : ''
    }

    [pscustomobject]@{
        PSTypeName   = 'MmapModule.Bench.Row'
        Work         = $Work
        Ours         = $Ours ? (Format-Time ($Ours.Best * $scale) $Unit) : '-'
        Peer         = $Peer
        Theirs       = $Theirs ? (Format-Time ($Theirs.Best * $scale) $Unit) : '-'
        Ratio        = $null -ne $ratio ? [math]::Round($ratio, 2) : $null
        Target       = $null -ne $Target ? "<= $Target" : ''
        Met          = $null -eq $Target -or $null -eq $ratio ? '' : $ratio -le $Target ? 'yes' : 'NO'
        Spread       = $Note ? $Note : ('{0:P0} / {1:P0}' -f $Ours.Spread, $Theirs.Spread)
    }
}

function New-FigureRow {
    <#
    .SYNOPSIS
        A row for a figure that is no time: bytes, or a number of them.
    #>
    param([string] $Work, [string] $Peer, [double] $Ours, [double] $Theirs, [string] $Unit, [Nullable[double]] $Limit)

    [pscustomobject]@{
        PSTypeName   = 'MmapModule.Bench.Row'
        Work         = $Work
        Ours         = Format-Time $Ours $Unit
        Peer         = $Peer
        Theirs       = Format-Time $Theirs $Unit
        Ratio        = $null
        Target       = $null -ne $Limit ? "at most $Limit $Unit more" : ''
        Met          = $null -eq $Limit ? '' : $Ours - $Theirs -le $Limit ? 'yes' : 'NO'
        Spread       = ''
    }
}

function Format-Time {
    [OutputType([string])]
    param([double] $Value, [string] $Unit)

    $digits = $Value -ge 100 ? 'N0' : $Value -ge 10 ? 'N1' : $Value -ge 1 ? 'N2' : 'N3'
    "$($Value.ToString($digits, [cultureinfo]::InvariantCulture)) $Unit"
}
