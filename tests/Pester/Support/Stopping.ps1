# Ctrl+C. PowerShell itself ends a pipeline between two statements and at each object, message or bar of progress that a
# cmdlet writes; a cmdlet that looks away is noticed only in a call that writes nothing. So these helpers stop one such
# call, after the module was imported and while it runs, with progress turned off.

function Start-StoppableCall {
    <#
    .SYNOPSIS
        Begins one statement in a runspace of its own that has the module, and returns when it runs.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Script,
        # What the statement sees, by name.
        [Parameter(Position = 1)] [hashtable] $Variable = @{},
        [switch] $WithProgress
    )

    $shell = [powershell]::Create()
    $null = $shell.AddCommand('Import-Module').AddArgument($script:ModulePath).Invoke()
    $shell.Commands.Clear()
    $began = [System.Threading.ManualResetEventSlim]::new()
    $all = $Variable + @{ Began = $began; ProgressPreference = $WithProgress ? 'Continue' : 'SilentlyContinue' }
    foreach ($name in $all.Keys) {
        $shell.Runspace.SessionStateProxy.SetVariable($name, $all[$name])
    }

    # The cmdlet is looked up before, and all that follows is the one call.
    $null = $shell.AddScript("`$null = Get-Command -Module MmapModule; `$Began.Set(); $Script")
    $result = $shell.BeginInvoke()
    if (-not $began.Wait(60000)) {
        throw "It did not begin within a minute: $Script"
    }

    [pscustomobject]@{ Shell = $shell; Result = $result; Watch = [System.Diagnostics.Stopwatch]::StartNew() }
}

function Assert-StopsSoon {
    <#
    .SYNOPSIS
        Checks that a statement that would go on for more than 20 seconds ends soon after Ctrl+C. Returns its warnings and progress.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Script,
        [Parameter(Position = 1)] [hashtable] $Variable = @{},
        [int] $AfterMilliseconds = 100,
        # Wait for this before Ctrl+C is pressed.
        [scriptblock] $When,
        [switch] $WithProgress
    )

    $call = Start-StoppableCall $Script $Variable -WithProgress:$WithProgress
    $shell = $call.Shell
    try {
        Start-Sleep -Milliseconds $AfterMilliseconds
        for ($attempt = 0; $When -and -not (& $When $shell) -and $attempt -lt 6000; $attempt++) {
            Start-Sleep -Milliseconds 10
        }

        $shell.InvocationStateInfo.State | Should -Be 'Running' -Because "it should go on: $($shell.Streams.Error.ReadAll())"
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $isStopped = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(20000)

        # 200 ms is what the design grants; the rest is for machines that have other things to do.
        $isStopped | Should -BeTrue -Because 'Ctrl+C must be heard'
        $watch.ElapsedMilliseconds | Should -BeLessThan 1500
        [pscustomobject]@{ Progress = @($shell.Streams.Progress); Warnings = @($shell.Streams.Warning) }
    }
    finally {
        # Disposing would wait for a call that does not hear.
        if ($isStopped) {
            $shell.Dispose()
        }
    }
}

function Assert-StopsInTheMiddle {
    <#
    .SYNOPSIS
        Checks that Ctrl+C cuts a statement short that cannot be made to take long: it ends in well under the time that it needs.
    #>
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Script,
        [Parameter(Position = 1)] [hashtable] $Variable = @{}
    )

    # The first call is slower than all others, which find memory that is ready, and any may be held up by somebody else.
    $times = foreach ($attempt in 1..5) {
        $call = Start-StoppableCall $Script $Variable
        $null = $call.Shell.EndInvoke($call.Result)
        $call.Watch.Elapsed.TotalMilliseconds
        $call.Shell.Dispose()
    }

    $whole = ($times | Measure-Object -Minimum).Minimum
    $shortest = [double]::MaxValue
    for ($attempt = 0; $attempt -lt 30 -and $shortest -gt 0.5 * $whole; $attempt++) {
        $call = Start-StoppableCall $Script $Variable
        while ($call.Watch.Elapsed.TotalMilliseconds -lt 0.15 * $whole) {
            [System.Threading.Thread]::SpinWait(100)
        }

        $null = $call.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne()
        $shortest = [math]::Min($shortest, $call.Watch.Elapsed.TotalMilliseconds)
        $call.Shell.Dispose()
    }

    $shortest | Should -BeLessOrEqual (0.5 * $whole) -Because "Ctrl+C must be heard in the middle of $whole ms"
}
