# The parents of storms and fuzz: they start children, see whether they live, and say what they said. A test file dot-sources this
# after Common.ps1.

function Get-TrustMinute {
    <#
    .SYNOPSIS
        How long each storm goes on: ./build.ps1 Test -Tag Trust -Minutes sets it; 0 in the ordinary run.
    #>
    [OutputType([double])]
    param()

    [double] ($env:MMAPMODULE_TRUST_MINUTES ? $env:MMAPMODULE_TRUST_MINUTES : 0)
}

function Get-TrustSeed {
    <#
    .SYNOPSIS
        Where random tests begin, as in the tests of the engine (Seed.cs).
    #>
    [OutputType([int])]
    param()

    [int] ($env:MMAPMODULE_TEST_SEED ? $env:MMAPMODULE_TEST_SEED : 20261126)
}

function Start-Fuzz {
    <#
    .SYNOPSIS
        Starts a child that makes calls, with limits to what it can take from the machine.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory)] [string] $Folder,
        [Parameter(Mandatory)] [int] $Seed,
        [Parameter(Mandatory)] [int] $First,
        [Parameter(Mandatory)] [int] $Count,
        [string] $Command = '*',
        [string[]] $Break = @()
    )

    [System.IO.File]::WriteAllBytes((Join-Path $Folder 'at'), [System.BitConverter]::GetBytes(-1))

    # A file of 64 MiB, 8 GB of addresses. As root it must not be able to take pages from the machine.
    $drop = (Test-IsRoot) -and (Test-Program 'setpriv') ? 'exec setpriv --bounding-set -sys_admin,-sys_boot,-sys_time -- "$@"' : 'exec "$@"'
    $call = @((Join-Path $PSScriptRoot 'Fuzz.ps1'), '-Seed', $Seed, '-First', $First, '-Count', $Count, '-Command', $Command, '-Folder', $Folder, '-ModulePath', $script:ModulePath)
    if ($Break) {
        # One word, as all arguments of pwsh -File.
        $call = @((Join-Path $Folder 'break.ps1'))
        [System.IO.File]::WriteAllText($call[0], "& '$(Join-Path $PSScriptRoot 'Fuzz.ps1')' -Seed $Seed -First $First -Count $Count -Folder '$Folder' -ModulePath '$script:ModulePath' -Break $($Break -join ',')")
    }

    $start = Get-ChildStart -Folder $Folder -ArgumentList $call -Shell "$drop > '$Folder/out' 2> '$Folder/err' < /dev/null" -Ulimit '-f 131072', '-v 8000000', '-c 0' -Environment @{
        TMPDIR                      = $Folder
        # The limit of files is that of the runtime's own memory file too.
        DOTNET_EnableWriteXorExecute = '0'
        DOTNET_GCHeapHardLimit      = '0x30000000'
        DOTNET_TieredPGO            = '0'
        DOTNET_EnableDiagnostics    = '0'
    }
    $start.RedirectStandardOutput = $false
    [System.Diagnostics.Process]::Start($start)
}

function Wait-Fuzz {
    <#
    .SYNOPSIS
        Waits until a child has ended. Returns the call that has kept it for longer than the limit, after the child was ended, and -1 if there was none.
    #>
    [OutputType([int])]
    param(
        [Parameter(Mandatory)] [System.Diagnostics.Process] $Process,
        [Parameter(Mandatory)] [string] $Folder,
        [Parameter(Mandatory)] [double] $LimitSeconds
    )

    $last = -2
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $waited = @{}
    while (-not $Process.WaitForExit(200)) {
        $at = Get-FuzzPlace $Folder
        if ($at -ne $last) {
            $last = $at
            $waited = Get-ThreadWait $Process
            $watch.Restart()
        }

        # The start and the end of PowerShell are no calls; but they end, too.
        $limit = $at -lt 0 ? 120 : $LimitSeconds
        if ($watch.Elapsed.TotalSeconds -gt $limit) {
            # What the machine did for others meanwhile does not count.
            $now = Get-ThreadWait $Process
            $others = ($now.Keys | ForEach-Object { $now[$_] - $waited[$_] } | Measure-Object -Maximum).Maximum
            if ($watch.Elapsed.TotalSeconds - $others -gt $limit) {
                $Process.Kill($true)
                $Process.WaitForExit()
                return $at
            }
        }
    }

    -1
}

function Get-ThreadWait {
    <#
    .SYNOPSIS
        For each thread of a process, how many seconds it could have run and had to wait for a processor; nothing where the kernel does not tell.
    #>
    [OutputType([hashtable])]
    param([Parameter(Mandatory, Position = 0)] [System.Diagnostics.Process] $Process)

    $seconds = @{}
    try {
        foreach ($thread in [System.IO.Directory]::GetDirectories("/proc/$($Process.Id)/task")) {
            $seconds[$thread] = [long] [System.IO.File]::ReadAllText("$thread/schedstat").Split(' ')[1] / 1e9
        }
    }
    catch [System.IO.IOException] {
        # It has ended, or there is no such file.
        $null = $_
    }

    $seconds
}

function Get-FuzzPlace {
    <#
    .SYNOPSIS
        The number of the call that a child has begun last.
    #>
    [OutputType([int])]
    param([Parameter(Mandatory)] [string] $Folder)

    $stream = [System.IO.FileStream]::new((Join-Path $Folder 'at'), 'Open', 'Read', 'ReadWrite', 1)
    $bytes = [byte[]]::new(4)
    $null = $stream.Read($bytes, 0, 4)
    $stream.Dispose()
    [System.BitConverter]::ToInt32($bytes, 0)
}

function Invoke-Fuzz {
    <#
    .SYNOPSIS
        Makes random calls in children. Returns the Faults, one line each with the command that repeats it, and what was called: Calls, Succeeded, Accepted.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory)] [int] $Count,
        [int] $Seed = (Get-TrustSeed),
        [int] $First = 0,
        [double] $LimitSeconds = 10,
        # Names of cmdlets, with commas between them.
        [string] $Command = '*',
        [string[]] $Break = @()
    )

    $folder = Join-Path $env:MMAPMODULE_TEST_RUN "$(Split-Path -Leaf $env:MMAPMODULE_TEST_RUN)-fuzz$([System.Random]::Shared.Next(1000000))"
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $result = [pscustomobject]@{ Seed = $Seed; Calls = 0; Faults = [System.Collections.Generic.List[string]]::new(); Succeeded = @{}; Accepted = @{}; Ids = @{} }
    $fault = { param($Index, $What) $result.Faults.Add("$What`n    pwsh -NoProfile -NonInteractive -File tests/Pester/Storms/Fuzz.ps1 -Seed $Seed -First $Index -Count 1 $($Command -eq '*' ? '' : "-Command $Command ")-Show") }
    $next = $First
    $suspect = -1
    while ($next -lt $First + $Count -and $result.Faults.Count -lt 50) {
        # A call that was too slow gets a second chance alone, because the machine may have had other things to do.
        $piece = $suspect -eq $next ? 1 : $First + $Count - $next
        $process = Start-Fuzz -Folder $folder -Seed $Seed -First $next -Count $piece -Command $Command -Break $Break
        $slow = Wait-Fuzz -Process $process -Folder $folder -LimitSeconds $LimitSeconds
        $at = Get-FuzzPlace $folder
        $exitCode = $process.ExitCode
        $process.Dispose()
        $isComplete = $false
        foreach ($line in [System.IO.File]::ReadAllLines((Join-Path $folder 'out'))) {
            if ($line -match '^FAULT (\d+) (.*)') {
                & $fault $Matches[1] $Matches[2]
            }
            elseif ($line.StartsWith('END ')) {
                $isComplete = $true
                Add-FuzzCount $result ($line.Substring(4) | ConvertFrom-Json -AsHashtable)
            }
        }

        if ($isComplete -and $exitCode -eq 0) {
            $result.Calls += $piece
            $next += $piece
        }
        elseif ($slow -ge 0 -and $suspect -ne $slow) {
            $result.Calls += $slow - $next
            $suspect = $next = $slow
        }
        else {
            if ($at -lt 0) {
                throw "The child did not begin (exit code $exitCode): $([System.IO.File]::ReadAllText((Join-Path $folder 'err')))"
            }

            $errors = [System.IO.File]::ReadAllText((Join-Path $folder 'err'))
            & $fault $at ($slow -ge 0 ? "no end within $LimitSeconds s" : "the process has ended with exit code $exitCode`: $($errors.Substring(0, [Math]::Min(500, $errors.Length)))")
            $result.Calls += $at + 1 - $next
            $next = $at + 1
        }
    }

    [System.IO.Directory]::Delete($folder, $true)
    Get-SharedMemory -Name "$(Split-Path -Leaf $folder)-*" -ErrorAction Ignore | Remove-SharedMemory -Confirm:$false
    Remove-StormSemaphore "$(Split-Path -Leaf $folder)-"
    $result
}

function Remove-StormSemaphore {
    <#
    .SYNOPSIS
        Removes the semaphores and queues of a child that may have been ended: those of its names, and what has its key (FuzzCall.ps1).
    #>
    param([string] $Prefix)

    Get-SharedSemaphore -Name "$Prefix*" -ErrorAction Ignore | Remove-SharedSemaphore -Confirm:$false
    0..3 | ForEach-Object { Remove-MessageQueue -Name "$Prefix$_", "${Prefix}runspaces-$_" -Confirm:$false -ErrorAction Ignore }
    $key = 0x4D000000 -bor ([int] [regex]::Match($Prefix, '[0-9]+').Value -band 0xFFFFFF)
    Remove-SharedSemaphore -Key $key -Confirm:$false -ErrorAction Ignore
    Remove-MessageQueue -Key $key -Confirm:$false -ErrorAction Ignore
    Remove-SharedMemory -Key $key -Confirm:$false -ErrorAction Ignore
}

function Add-FuzzCount {
    <#
    .SYNOPSIS
        Adds what one child has counted.
    #>
    param(
        [Parameter(Mandatory, Position = 0)] [psobject] $Result,
        [Parameter(Mandatory, Position = 1)] [hashtable] $Count
    )

    foreach ($kind in 'Succeeded', 'Accepted', 'Ids') {
        foreach ($name in $Count[$kind].Keys) {
            $Result.$kind[$name] += $Count[$kind][$name]
        }
    }
}

function Invoke-Storm {
    <#
    .SYNOPSIS
        Runs all storms in a child, with another process that cuts its files. Returns what came of each (Files and Runspaces): the
        ExitCode, the Faults, what it counted (Counts), the faults that it made itself (Own), and StdErr.
    #>
    [OutputType([hashtable])]
    param(
        # How long each goes on.
        [double] $Seconds
    )

    $folder = Join-Path $env:MMAPMODULE_TEST_RUN "$(Split-Path -Leaf $env:MMAPMODULE_TEST_RUN)-storm$([System.Random]::Shared.Next(1000000))"
    $null = [System.IO.Directory]::CreateDirectory("$folder/scratch/sub")
    $null = [System.IO.Directory]::CreateDirectory("$folder/checked")
    $cutter = $null
    try {
        $cutter = Start-Helper (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'Cutter.ps1'), '-Folder', $folder -Ready
        $call = (Join-Path $PSScriptRoot 'Storms.ps1'), '-Folder', $folder, '-ModulePath', $script:ModulePath, '-Seed', (Get-TrustSeed), '-Seconds', $Seconds
        $start = Get-ChildStart -Folder $folder -ArgumentList $call -Shell "exec `"`$@`" > '$folder/out' 2> '$folder/err' < /dev/null" -Ulimit '-f 131072', '-v 9000000', '-c 0' -Environment @{
            TMPDIR                       = $folder
            DOTNET_EnableWriteXorExecute = '0'
            DOTNET_GCHeapHardLimit       = '0x40000000'
            DOTNET_TieredPGO             = '0'
            DOTNET_EnableDiagnostics     = '0'
        }
        $start.RedirectStandardOutput = $false
        $process = [System.Diagnostics.Process]::Start($start)
        if (-not $process.WaitForExit([timespan]::FromSeconds(1800 + 2 * $Seconds))) {
            $process.Kill($true)
            $process.WaitForExit()
        }

        $lines = [System.IO.File]::ReadAllLines("$folder/out")
        $results = @{}
        foreach ($name in 'Files', 'Runspaces') {
            $own = @($lines -like "$name *" -replace '^\S+ ')
            $end = $own -clike 'END *' | Select-Object -Last 1
            $results[$name] = [pscustomobject]@{
                ExitCode = $process.ExitCode
                Faults   = @($own -clike 'FAULT *')
                Own      = @($own -clike 'SELF FAULT *')
                Counts   = $end ? ($end.Substring(4) | ConvertFrom-Json -AsHashtable) : $null
                StdErr   = [System.IO.File]::ReadAllText("$folder/err")
            }
        }

        $results
    }
    finally {
        Stop-Helper $cutter
        [System.IO.Directory]::Delete($folder, $true)
        Get-SharedMemory -Name "$(Split-Path -Leaf $folder)-*" -ErrorAction Ignore | Remove-SharedMemory -Confirm:$false
        Remove-StormSemaphore "$(Split-Path -Leaf $folder)-"
    }
}

function Assert-Survived {
    <#
    .SYNOPSIS
        Checks that the child of a storm came to its end and has seen nothing wrong.
    #>
    param([Parameter(Mandatory, Position = 0)] [psobject] $Storm)

    $Storm.Faults | Should -BeNullOrEmpty
    $Storm.ExitCode | Should -Be 0 -Because $Storm.StdErr
    $Storm.Counts | Should -Not -BeNullOrEmpty -Because 'the last line is the end'
}
