# Pester, on the module as users get it. Several PowerShells share the files, and run beside the xunit projects. They wait for
# other processes half of the time, so there are two more than a small machine has processors.

function Start-PesterTest {
    <#
    .SYNOPSIS
        Begins to run Pester in new PowerShells that have only the unpacked module. Complete-PesterTest waits for them.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Internal to the build.')]
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory)] [string] $ModulePath,
        [Parameter(Mandatory)] [psobject] $Selection,
        [string] $Filter,
        [string] $Tag,

        # How programs of Windows run under Linux, if the tests are to run there.
        [psobject] $Wine
    )

    $suite = $Wine ? 'Pester on Windows' : 'Pester'
    Write-Step "$suite begins"
    $folder = Get-RepositoryPath "out/TestResults/$suite"
    if (Test-Path -LiteralPath $folder) {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    $null = New-Item -ItemType Directory -Path (Join-Path $folder 'todo'), (Join-Path $folder 'taken')
    $together, $alone = Split-TestFile $Selection.Pester
    $run = [pscustomobject]@{
        Suite        = $suite
        Folder       = $folder
        Waiting      = [System.Collections.Generic.List[string]]::new()
        Alone        = $alone
        IsPart       = -not $Selection.IsAll -or $Filter -or $Tag
        Lanes        = 4
        Processes    = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()
        Started      = 0
        Deadline     = [System.DateTime]::UtcNow.AddMinutes($env:MMAPMODULE_TRUST_MINUTES ? 120 + 10 * $env:MMAPMODULE_TRUST_MINUTES : 40)
        Command      = @($Wine ? ($Wine.Command + $Wine.Pwsh) : (Get-PwshPath))
        ArgumentList = @(
            '-NoProfile', '-NonInteractive', '-File', 'build/Invoke-Pester.ps1', '-ModulePath', $ModulePath
            '-Folder', "out/TestResults/$suite", '-PesterPath', ($Wine ? $Wine.PesterPath : (Get-Tool 'Pester')), '-Filter', (Get-NamePattern $Filter), '-Tag', $Tag
        )
    }

    # The xunit projects take one processor in the meantime.
    Add-PesterFile $run $together
    Add-PesterLane $run ($run.Lanes - 1)
    $run
}

function Complete-PesterTest {
    <#
    .SYNOPSIS
        Waits until all files have been run, and counts.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [psobject] $Run
    )

    Write-Step $Run.Suite
    $counts = @(
        Wait-PesterFile $Run
        Add-PesterFile $Run $Run.Alone
        $Run.Lanes = 1
        Wait-PesterFile $Run
    )

    Write-PesterTime $counts
    $sum = @{ Passed = 0; Failed = 0; Failures = @(); Skipped = @() }
    foreach ($count in $counts) {
        $sum.Passed += $count.Passed
        $sum.Failed += $count.Failed
        $sum.Failures += @($count.Failures)
        $sum.Skipped += @($count.Skipped)
    }

    Add-TestCount $Total $Run.Suite @sum -ExitCode 0 -IsPart:$Run.IsPart
}

function Write-PesterTime {
    <#
    .SYNOPSIS
        Names the files that cost most: what makes the run slow should be easy to see.
    #>
    param([Parameter(Mandatory)] [AllowEmptyCollection()] [psobject[]] $Count)

    $spent = ($Count | Measure-Object -Property ProcessorSeconds -Sum).Sum
    Write-Information ('The files took {0:n0} s of processors. The dearest (and what a clock says):' -f $spent)
    foreach ($one in $Count | Sort-Object -Property ProcessorSeconds -Descending | Select-Object -First 10) {
        Write-Information ('{0,6:n1} s ({1,5:n1} s) {2}' -f $one.ProcessorSeconds, $one.Seconds, $one.File)
    }
}

function Split-TestFile {
    <#
    .SYNOPSIS
        Two lists: the files with tests that can run beside others, the long ones first, and those that must run alone.
    .DESCRIPTION
        A file says '# Runs alone: ' and why at the beginning of a line.
    #>
    [OutputType([object[]])]
    param([Parameter(Mandatory)] [string[]] $Path)

    $files = @(Get-ChildItem -Path $Path -Filter '*.Tests.ps1' -Recurse -File | Sort-Object -Property { $_.Name -notmatch '^(Trust|Safety|Programs|Examples|LongWork)\.' }, Name)
    $alone = @($files | Where-Object { Select-String -LiteralPath $_.FullName -Pattern '^# Runs alone: ' -Quiet })
    , @($files | Where-Object { $_ -notin $alone } | ForEach-Object FullName)
    , @($alone | ForEach-Object FullName)
}

function Add-PesterFile {
    <#
    .SYNOPSIS
        Puts files where the PowerShells of a run find them.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Run,
        [Parameter(Mandatory)] [AllowEmptyCollection()] [string[]] $Path
    )

    $first = [System.IO.Directory]::GetFiles((Join-Path $Run.Folder 'taken')).Count
    foreach ($file in $Path) {
        # Relative to the repository, which lies elsewhere on Windows.
        $name = '{0:d3}.{1}' -f ($first + $Run.Waiting.Count), [System.IO.Path]::GetFileNameWithoutExtension($file)
        [System.IO.File]::WriteAllText((Join-Path $Run.Folder 'todo' $name), [System.IO.Path]::GetRelativePath((Get-RepositoryPath), $file))
        $Run.Waiting.Add($name)
    }
}

function Add-PesterLane {
    <#
    .SYNOPSIS
        Starts PowerShells that run tests until no file is left, up to so many at once.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Run,
        [Parameter(Mandatory)] [int] $Lanes
    )

    # Whatever ends a PowerShell ends one file only; another one goes on with the others.
    $null = $Run.Processes.RemoveAll({ $args[0].HasExited })
    while ($Run.Processes.Count -lt [Math]::Min($Lanes, $Run.Waiting.Count)) {
        $Run.Started++
        $Run.Processes.Add((Start-PesterLane -LogPath (Join-Path $Run.Folder "lane.$($Run.Started).log") -Command ($Run.Command + $Run.ArgumentList)))
    }
}

function Wait-PesterFile {
    <#
    .SYNOPSIS
        Waits until the files of a run are done, shows what Pester says, and returns the counts of each file.
    #>
    [OutputType([psobject])]
    param([Parameter(Mandatory)] [psobject] $Run)

    try {
        while ($Run.Waiting.Count -gt 0) {
            $hasWork = [System.IO.Directory]::GetFiles((Join-Path $Run.Folder 'todo')).Count -gt 0
            if ($hasWork) {
                Add-PesterLane $Run $Run.Lanes
            }

            $isOver = -not $hasWork -and -not $Run.Processes.Exists({ -not $args[0].HasExited })
            Start-Sleep -Milliseconds 200

            # One look at the folder: to ask for each file of a run took 50 seconds of a processor.
            foreach ($path in [System.IO.Directory]::GetFiles($Run.Folder, '*.json')) {
                $name = [System.IO.Path]::GetFileNameWithoutExtension($path)
                if ($Run.Waiting.Remove($name)) {
                    Write-Information ([System.IO.File]::ReadAllText((Join-Path $Run.Folder "$name.log")).Trim())
                    $count = Get-Content -LiteralPath $path -Raw | ConvertFrom-Json
                    Add-Member -InputObject $count -NotePropertyName 'File' -NotePropertyValue $name.Substring(4) -PassThru
                }
            }

            if ($Run.Waiting.Count -gt 0 -and ($isOver -or [System.DateTime]::UtcNow -gt $Run.Deadline)) {
                $said = @(Get-ChildItem -Path (Join-Path $Run.Folder 'lane.*.log') | Get-Content)
                $said | Write-Information
                foreach ($name in $Run.Waiting) {
                    Write-Information "[-] $name came to no end."
                    $failure = [pscustomobject]@{ Name = $name.Substring(4); Message = "It came to no end. $($said | Select-Object -Last 3)"; Place = '' }
                    [pscustomobject]@{ File = $name.Substring(4); Passed = 0; Failed = 1; Failures = @($failure); Skipped = @(); Seconds = 0; ProcessorSeconds = 0 }
                }

                $Run.Waiting.Clear()
            }
        }
    }
    finally {
        foreach ($process in $Run.Processes) {
            if (-not $process.WaitForExit(5000)) {
                $process.Kill()
            }
        }
    }
}

function Start-PesterLane {
    <#
    .SYNOPSIS
        Starts a PowerShell that runs tests until none is left.
    #>
    [OutputType([System.Diagnostics.Process])]
    param(
        # What it writes beside the results.
        [Parameter(Mandatory)] [string] $LogPath,
        # The program and its arguments.
        [Parameter(Mandatory)] [AllowEmptyString()] [string[]] $Command
    )

    if ($IsWindows) {
        $quoted = $Command | Select-Object -Skip 1 | ForEach-Object { "`"$_`"" }
        return Start-Process -FilePath $Command[0] -ArgumentList $quoted -WorkingDirectory (Get-RepositoryPath) -NoNewWindow -PassThru -RedirectStandardOutput $LogPath -RedirectStandardError "$LogPath.err"
    }

    $start = [System.Diagnostics.ProcessStartInfo]::new('/bin/sh', [string[]] (@('-c', 'exec "$@" < /dev/null > "$0" 2>&1', $LogPath) + $Command))
    $start.WorkingDirectory = Get-RepositoryPath
    [System.Diagnostics.Process]::Start($start)
}
