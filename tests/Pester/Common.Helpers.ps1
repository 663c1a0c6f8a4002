# Other programs and devices that the tests of the cmdlets need. Common.Cmdlets.ps1 dot-sources it.

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
        if (-not $line.Wait(20000)) {
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

function Use-LoopDevice {
    <#
    .SYNOPSIS
        Makes a block device of a file, runs a script block with its path, and takes the device away. It needs root.
    #>
    param(
        [Parameter(Mandatory, Position = 0)] [string] $File,
        [Parameter(Mandatory, Position = 1)] [scriptblock] $ScriptBlock
    )

    Assert-Need 'losetup'
    $device = losetup --find --show $File 2>&1
    if ($LASTEXITCODE -ne 0) {
        Set-ItResult -Skipped -Because "losetup says: $device"
    }

    try {
        & $ScriptBlock $device
    }
    finally {
        losetup --detach $device
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
        [double] $TimeoutSeconds = 10
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
