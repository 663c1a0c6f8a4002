# Children that share one PowerShell: what a test needs most often is a fresh session in another process, and a start takes
# a second and a half. Each script has a runspace of its own; when one ends the process, the test is told how it ended, and
# the next script finds a new one. What needs a process of its own, because it sees or changes what belongs to the process
# (limits, descriptors, signal handlers, what happens first), asks for it by -Fresh. Scripts that run at the same time have
# a PowerShell each.

function Get-SharedPwsh {
    <#
    .SYNOPSIS
        A running PowerShell for some environment and user that has nothing to do; it is started if need be.
    #>
    [OutputType([psobject])]
    param([string] $As, [hashtable] $Environment = @{})

    $all = [System.AppDomain]::CurrentDomain.GetData('MmapModule children')
    if ($null -eq $all) {
        $all = [System.Collections.Generic.List[psobject]]::new()
        [System.AppDomain]::CurrentDomain.SetData('MmapModule children', $all)
    }

    $key = "$As $($Environment.Keys | Sort-Object | ForEach-Object { "$_=$($Environment[$_])" })"
    $found = $all.Find({ param($One) $One.Key -ceq $key -and -not $One.Token -and -not $One.Process.HasExited })
    if ($found) {
        # The one that was used last stands at the end.
        $null = $all.Remove($found)
    }
    else {
        foreach ($idle in @($all | Where-Object { -not $_.Token } | Select-Object -SkipLast 4)) {
            Stop-SharedPwsh $idle
        }

        $found = Start-SharedPwsh -Key $key -As $As -Environment $Environment
    }

    $all.Add($found)
    $found
}

function Start-SharedPwsh {
    <#
    .SYNOPSIS
        Starts a PowerShell that waits for scripts. It ends when its pipe is closed, or this process ends.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    [OutputType([psobject])]
    param([Parameter(Mandatory)] [string] $Key, [string] $As, [hashtable] $Environment)

    $folder = New-ChildFolder
    $pipe = Join-Path $folder 'pipe'
    $errors = Join-Path $folder 'errors'
    $server = $null
    if ($IsWindows) {
        $pipe = "MmapModule-$([guid]::NewGuid())"
        $server = [System.IO.Pipes.NamedPipeServerStream]::new($pipe, 'Out')
    }
    else {
        mkfifo $pipe
    }

    Copy-Item -LiteralPath (Join-Path $PSScriptRoot 'Host.ps1') -Destination $folder
    $modulePath = $script:ModulePath
    if ($As) {
        $modulePath = Copy-TestModule (Join-Path $folder 'MmapModule')
    }

    $start = Get-ChildStart -Folder $folder -As $As -Environment $Environment -ArgumentList (Join-Path $folder 'Host.ps1'), $pipe -Shell "exec `"`$@`" < /dev/null 2> '$errors'"
    $start.RedirectStandardError = $IsWindows
    $process = [System.Diagnostics.Process]::Start($start)
    if ($IsWindows) {
        $file = [System.IO.FileStream]::new($errors, 'Create', 'Write', 'ReadWrite', 1)
        $null = $process.StandardError.BaseStream.CopyToAsync($file)
        if (-not $server.WaitForConnectionAsync().Wait(60000)) {
            $process.Kill($true)
            throw 'A PowerShell that waits for scripts did not get ready.'
        }
    }

    [pscustomobject]@{
        Key        = $Key
        Process    = $process
        Folder     = $folder
        ModulePath = $modulePath
        ErrorPath  = $errors
        ErrorFrom  = 0

        # What the end of the script that it runs will be marked with.
        Token      = $null
        Script     = $null

        # Open for both directions, it does not wait for the child.
        Pipe       = [System.IO.StreamWriter]::new($server ?? [System.IO.FileStream]::new($pipe, 'Open', 'ReadWrite', 'ReadWrite', 1))
    }
}

function Stop-SharedPwsh {
    <#
    .SYNOPSIS
        Ends a PowerShell that waits for scripts.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    param([Parameter(Mandatory, Position = 0)] [psobject] $Child)

    $null = [System.AppDomain]::CurrentDomain.GetData('MmapModule children').Remove($Child)
    try {
        $Child.Pipe.Dispose()
    }
    catch [System.IO.IOException] {
        Write-Debug 'The other end has gone.'
    }

    if (-not $Child.Process.HasExited) {
        $Child.Process.Kill($true)
        $Child.Process.WaitForExit()
    }

    $Child.Process.Dispose()
    # Windows may still hold the files of a process that has just ended.
    Remove-Item -LiteralPath $Child.Folder -Recurse -Force -ErrorAction ($IsWindows ? 'Ignore' : 'Stop')
}

function Invoke-SharedPwsh {
    <#
    .SYNOPSIS
        Runs a file in a shared PowerShell and returns its ExitCode, StdOut and StdErr.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory)] [psobject] $Child,
        [Parameter(Mandatory)] [string] $Path,
        [string[]] $ArgumentList = @(),
        # Variables of the environment that it sees, if they need not be there from the start.
        [hashtable] $Variable = @{},
        [string] $Folder = (Get-Location -PSProvider FileSystem).ProviderPath,
        [int] $TimeoutSeconds = 300
    )

    $null = $PSBoundParameters.Remove('TimeoutSeconds')
    Send-SharedPwsh @PSBoundParameters
    Receive-SharedPwsh -Child $Child -TimeoutSeconds $TimeoutSeconds
}

function Send-SharedPwsh {
    <#
    .SYNOPSIS
        Begins to run a file in a shared PowerShell; Receive-SharedPwsh waits for its end.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Child,
        [Parameter(Mandatory)] [string] $Path,
        [string[]] $ArgumentList = @(),
        [hashtable] $Variable = @{},
        [string] $Folder = (Get-Location -PSProvider FileSystem).ProviderPath
    )

    $Child.Token = [guid]::NewGuid().ToString()
    $request = @{ Script = $Path; Arguments = $ArgumentList; Variables = $Variable; Folder = $Folder; Token = $Child.Token }
    $Child.Pipe.WriteLine((ConvertTo-Json $request -Compress))
    $Child.Pipe.Flush()
}

function Receive-SharedPwsh {
    <#
    .SYNOPSIS
        Waits until the script that a shared PowerShell runs has ended and returns its ExitCode, StdOut and StdErr.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory)] [psobject] $Child,
        [int] $TimeoutSeconds = 300
    )

    $text = [System.Text.StringBuilder]::new()
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $exitCode = $null
    while ($null -eq $exitCode) {
        $task = $Child.Process.StandardOutput.ReadLineAsync()
        while (-not $task.Wait(500)) {
            if ($watch.Elapsed.TotalSeconds -gt $TimeoutSeconds) {
                Stop-SharedPwsh $Child
                throw "The child did not end within $TimeoutSeconds seconds."
            }

            # Others may hold the other end of its output after it has gone.
            if ($Child.Process.HasExited -and -not $task.Wait(2000)) {
                break
            }
        }

        if (-not $task.IsCompleted -or $null -eq $task.Result) {
            $Child.Process.WaitForExit()
            $exitCode = $Child.Process.ExitCode
        }
        elseif ($task.Result.StartsWith($Child.Token)) {
            $exitCode = [int] $task.Result.Substring($Child.Token.Length)
        }
        else {
            $null = $text.Append($task.Result).Append("`n")
        }
    }

    $errors = Get-SharedError $Child
    $result = [pscustomobject]@{
        ExitCode = $exitCode
        StdOut   = $text.ToString().Trim()
        StdErr   = ConvertTo-PlainText $errors.Substring($Child.ErrorFrom).Replace($Child.Token, '').Trim()
    }
    $Child.ErrorFrom = $errors.Length
    $Child.Token = $null
    if ($Child.Process.HasExited) {
        Stop-SharedPwsh $Child
    }

    $result
}

function Get-SharedError {
    <#
    .SYNOPSIS
        All that a shared PowerShell has written to its standard error so far.
    .DESCRIPTION
        On Windows it comes through a pipe, behind what went to standard output, so the end of a script is marked there too.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory, Position = 0)] [psobject] $Child)

    for ($attempt = 0; ; $attempt++) {
        $stream = [System.IO.FileStream]::new($Child.ErrorPath, 'Open', 'Read', 'ReadWrite')
        try {
            $text = [System.IO.StreamReader]::new($stream).ReadToEnd()
        }
        finally {
            $stream.Dispose()
        }

        if (-not $IsWindows -or $text.Contains($Child.Token) -or $attempt -ge ($Child.Process.HasExited ? 10 : 500)) {
            return $text
        }

        Start-Sleep -Milliseconds 10
    }
}
