# Pester, on the module as users get it. Two PowerShells share the files, one for each processor of a small machine: with three the
# tests took as long, and those that meet other processes ran out of their time.

function Invoke-PesterTest {
    <#
    .SYNOPSIS
        Runs Pester in new PowerShells that have only the unpacked module.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $ModulePath,
        [Parameter(Mandatory)] [psobject] $Selection,
        [string] $Filter,
        [string] $Tag
    )

    Write-Step 'Pester'
    $folder = Get-RepositoryPath 'out/TestResults/Pester'
    if (Test-Path -LiteralPath $folder) {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    $null = New-Item -ItemType Directory -Path (Join-Path $folder 'todo'), (Join-Path $folder 'taken')
    $arguments = @(
        '-NoProfile', '-NonInteractive', '-File', (Get-RepositoryPath 'build/Invoke-Pester.ps1'), '-ModulePath', $ModulePath
        '-Folder', $folder, '-PesterPath', (Get-Tool 'Pester'), '-Filter', (Get-NamePattern $Filter), '-Tag', $Tag
    )
    $deadline = [System.DateTime]::UtcNow.AddMinutes($env:MMAPMODULE_TRUST_MINUTES ? 120 + 10 * $env:MMAPMODULE_TRUST_MINUTES : 30)
    $together, $alone = Split-TestFile $Selection.Pester
    $counts = @(
        Invoke-PesterLane -Folder $folder -Path $together -Lanes 2 -ArgumentList $arguments -Deadline $deadline
        Invoke-PesterLane -Folder $folder -Path $alone -Lanes 1 -ArgumentList $arguments -Deadline $deadline
    )

    Write-PesterTime $counts
    $sum = @{ Passed = 0; Failed = 0; Failures = @(); Skipped = @() }
    foreach ($count in $counts) {
        $sum.Passed += $count.Passed
        $sum.Failed += $count.Failed
        $sum.Failures += @($count.Failures)
        $sum.Skipped += @($count.Skipped)
    }

    $isPart = -not $Selection.IsAll -or $Filter -or $Tag
    Add-TestCount $Total 'tests/Pester' @sum -ExitCode 0 -IsPart:$isPart
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

function Invoke-PesterLane {
    <#
    .SYNOPSIS
        Runs the tests of some files in several PowerShells at once and returns the counts of each file.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory)] [string] $Folder,
        [Parameter(Mandatory)] [AllowEmptyCollection()] [string[]] $Path,
        [Parameter(Mandatory)] [int] $Lanes,
        [Parameter(Mandatory)] [AllowEmptyString()] [string[]] $ArgumentList,
        [Parameter(Mandatory)] [datetime] $Deadline
    )

    $waiting = [System.Collections.Generic.List[string]]::new()
    foreach ($file in $Path) {
        $name = '{0:d3}.{1}' -f $waiting.Count, [System.IO.Path]::GetFileNameWithoutExtension($file)
        [System.IO.File]::WriteAllText((Join-Path $Folder 'todo' $name), $file)
        $waiting.Add($name)
    }

    $processes = @()
    try {
        $started = 0
        while ($waiting.Count -gt 0) {
            # Whatever ends a PowerShell ends one file only; another one goes on with the others.
            $processes = @($processes | Where-Object { -not $_.HasExited })
            $hasWork = [System.IO.Directory]::GetFiles((Join-Path $Folder 'todo')).Count -gt 0
            if ($hasWork -and $processes.Count -lt [Math]::Min($Lanes, $waiting.Count)) {
                $started++
                $processes += Start-PesterLane -LogPath (Join-Path $Folder "lane.$Lanes.$started.log") -ArgumentList $ArgumentList
            }

            $isOver = -not $hasWork -and $processes.Count -eq 0
            Start-Sleep -Milliseconds 200
            foreach ($name in @($waiting)) {
                if (Test-Path -LiteralPath (Join-Path $Folder "$name.json")) {
                    $null = $waiting.Remove($name)
                    Write-Information ([System.IO.File]::ReadAllText((Join-Path $Folder "$name.log")).Trim())
                    $count = Get-Content -LiteralPath (Join-Path $Folder "$name.json") -Raw | ConvertFrom-Json
                    Add-Member -InputObject $count -NotePropertyName 'File' -NotePropertyValue $name.Substring(4) -PassThru
                }
            }

            if ($waiting.Count -gt 0 -and ($isOver -or [System.DateTime]::UtcNow -gt $Deadline)) {
                $said = @(Get-ChildItem -Path (Join-Path $Folder 'lane.*.log') | Get-Content)
                $said | Write-Information
                foreach ($name in $waiting) {
                    Write-Information "[-] $name came to no end."
                    $failure = [pscustomobject]@{ Name = $name.Substring(4); Message = "It came to no end. $($said | Select-Object -Last 3)"; Place = '' }
                    [pscustomobject]@{ File = $name.Substring(4); Passed = 0; Failed = 1; Failures = @($failure); Skipped = @(); Seconds = 0; ProcessorSeconds = 0 }
                }

                return
            }
        }
    }
    finally {
        foreach ($process in $processes) {
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
        [Parameter(Mandatory)] [AllowEmptyString()] [string[]] $ArgumentList
    )

    $command = '-c', 'exec "$@" < /dev/null > "$0" 2>&1', $LogPath, (Get-PwshPath)
    [System.Diagnostics.Process]::Start([System.Diagnostics.ProcessStartInfo]::new('/bin/sh', [string[]] ($command + $ArgumentList)))
}
