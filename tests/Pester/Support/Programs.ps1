# Programs that know nothing of the module (python3, C), and waiting for what another process does.

function Start-TestProgram {
    <#
    .SYNOPSIS
        Starts a program; Wait-TestProgram returns what came of it, Stop-TestProgram ends it if it still runs.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $FilePath,
        [Parameter(Position = 1)] [string[]] $ArgumentList = @()
    )

    $start = [System.Diagnostics.ProcessStartInfo]::new($FilePath, $ArgumentList)
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    [pscustomobject]@{
        Process = $process
        StdOut  = $process.StandardOutput.ReadToEndAsync()
        StdErr  = $process.StandardError.ReadToEndAsync()
    }
}

function Wait-TestProgram {
    <#
    .SYNOPSIS
        Waits until a program ends and returns its ExitCode, StdOut and StdErr. One that takes too long is ended, and that is an error.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, Position = 0)] [psobject] $Program,
        [int] $TimeoutSeconds = 300
    )

    if (-not $Program.Process.WaitForExit([timespan]::FromSeconds($TimeoutSeconds))) {
        $Program.Process.Kill($true)
        throw "The program did not end within $TimeoutSeconds seconds."
    }

    [pscustomobject]@{
        ExitCode = $Program.Process.ExitCode
        StdOut   = $Program.StdOut.GetAwaiter().GetResult().Trim()
        StdErr   = ConvertTo-PlainText $Program.StdErr.GetAwaiter().GetResult().Trim()
    }
}

function Stop-TestProgram {
    <#
    .SYNOPSIS
        Ends a program, or a child from Start-ChildPwsh, if it still runs, and removes the child's folder. Nothing at all is fine too.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    param([Parameter(Position = 0)] [AllowNull()] [psobject] $Program)

    if ($Program -and $Program.PSObject.Properties['Host']) {
        # It may run the script of another test by now.
        if ($Program.Host.Token -eq $Program.Token) {
            Stop-SharedPwsh $Program.Host
            Remove-Item -LiteralPath $Program.Folder -Recurse -Force
        }

        return
    }

    # Wait-ChildPwsh has disposed of the process of a child that ended well; that one has no id any more.
    $id = try { $Program.Process.Id } catch { $null }
    if ($id) {
        if (-not $Program.Process.HasExited) {
            $Program.Process.Kill($true)
            $Program.Process.WaitForExit()
        }

        if ($Program.Folder) {
            Remove-Item -LiteralPath $Program.Folder -Recurse -Force
        }
    }
}

function Wait-Until {
    <#
    .SYNOPSIS
        Waits until a condition holds. If it takes too long, or a program that is needed for it ends before, that is an error.
    #>
    param(
        [Parameter(Mandatory, Position = 0)] [scriptblock] $Condition,
        # The program that must still run.
        [psobject] $Program,
        [int] $TimeoutSeconds = 300
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        # The condition may have come true as the last thing that the program did.
        if ($Program -and $Program.Process.HasExited -and -not (& $Condition)) {
            throw "The other program ended with exit code $($Program.Process.ExitCode): $($Program.PSObject.Properties['StdErr'] ? $Program.StdErr.GetAwaiter().GetResult() : '')"
        }

        if ($watch.Elapsed.TotalSeconds -gt $TimeoutSeconds) {
            throw "This did not happen within $TimeoutSeconds seconds: $Condition"
        }

        Start-Sleep -Milliseconds 5
    }
}

function Get-MappedPath {
    <#
    .SYNOPSIS
        The lines of /proc/<process>/maps that name a path; nothing if there is none or the process has gone.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Path,
        [int] $Id = $PID
    )

    if ($IsWindows) {
        Set-ItResult -Skipped -Because 'it needs /proc'
    }

    Get-Content -LiteralPath "/proc/$Id/maps" -ErrorAction Ignore | Where-Object { $_.EndsWith(" $Path") }
}

function Start-Helper {
    <#
    .SYNOPSIS
        Starts another program whose output can be waited for line by line. Stop-Helper ends it.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    [OutputType([System.Diagnostics.Process])]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $FilePath,
        [Parameter(Position = 1)] [string[]] $ArgumentList = @(),
        # Wait until the program has written its first line.
        [switch] $Ready
    )

    $start = [System.Diagnostics.ProcessStartInfo]::new($FilePath, $ArgumentList)
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    if ($Ready) {
        $line = $process.StandardOutput.ReadLineAsync()
        if (-not $line.Wait(120000)) {
            $process.Kill($true)
            throw "$FilePath does not get ready."
        }

        Add-Member -InputObject $process -NotePropertyName 'FirstLine' -NotePropertyValue $line.Result
    }

    $process
}

function Stop-Helper {
    <#
    .SYNOPSIS
        Ends a program that Start-Helper has started.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    param([Parameter(Position = 0)] [System.Diagnostics.Process] $Process)

    if ($Process) {
        $Process.Kill($true)
        $Process.WaitForExit()
        $Process.Dispose()
    }
}

function Wait-Condition {
    <#
    .SYNOPSIS
        Waits until a script block gives true, and returns whether it did in time.
    #>
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0)] [scriptblock] $ScriptBlock,
        [double] $TimeoutSeconds = 300
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $ScriptBlock)) {
        if ($watch.Elapsed.TotalSeconds -gt $TimeoutSeconds) {
            return $false
        }

        Start-Sleep -Milliseconds 20
    }

    $true
}
