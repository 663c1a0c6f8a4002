# Other processes: a PowerShell that has the module imported, to share memory with or to let things happen to.

function Get-PwshPath {
    <#
    .SYNOPSIS
        The PowerShell that runs the tests; where it has no program of its own, the one on the path.
    #>
    [OutputType([string])]
    param()

    $own = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    if (Test-Path -LiteralPath $own -PathType Leaf) { $own } else { (Get-Command -Name 'pwsh' -CommandType Application -TotalCount 1).Source }
}

function ConvertTo-ChildScript {
    <#
    .SYNOPSIS
        A script block as the text of a script, which imports the module first.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [scriptblock] $ScriptBlock,
        [string] $ModulePath
    )

    $import = $ModulePath ? "Import-Module -Name '$($ModulePath.Replace("'", "''"))' -ErrorAction Stop" : ''
    "$import`n& {`n$ScriptBlock`n} @args`n"
}

function Copy-TestModule {
    <#
    .SYNOPSIS
        Copies the module under test to a new folder and returns the path of its manifest there.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Destination)

    # Not all that is there: without a package this is the repository.
    $null = New-Item -ItemType Directory -Path $Destination
    $parts = 'MmapModule.psd1', 'bin', 'en-US' | ForEach-Object { Join-Path (Split-Path $script:ModulePath) $_ }
    Copy-Item -LiteralPath ($parts | Where-Object { Test-Path -LiteralPath $_ }) -Destination $Destination -Recurse
    Join-Path $Destination 'MmapModule.psd1'
}

function New-ChildFolder {
    <#
    .SYNOPSIS
        A new folder for what a child needs.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    [OutputType([string])]
    param()

    (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "MmapModule-$([guid]::NewGuid())")).FullName
}

function Get-ChildStart {
    <#
    .SYNOPSIS
        How a PowerShell is started for a script and its arguments. Another user gets the folder with all that is in it.
    #>
    [OutputType([System.Diagnostics.ProcessStartInfo])]
    param(
        [Parameter(Mandatory)] [string] $Folder,
        [string] $As,
        [string[]] $Ulimit = @(),
        [hashtable] $Environment = @{},
        [Parameter(Mandatory)] [string[]] $ArgumentList,
        # What /bin/sh does with the command, which it has as "$@". Windows has no such shell.
        [string] $Shell = 'exec "$@"'
    )

    if ($IsWindows -and ($As -or $Ulimit)) {
        throw 'Another user and limits of a shell are not for Windows: give the test the tag Linux.'
    }

    $command = @(Get-PwshPath) + @('-NoProfile', '-NonInteractive', '-File') + $ArgumentList
    if ($As) {
        # Whoever owns the repository, every user can read this.
        chmod -R 'a+rX' $Folder
        chown -R $As $Folder
        $command = @('setpriv', "--reuid=$As", '--clear-groups', '--') + $command
        $Environment = $Environment + @{ HOME = $Folder }
    }

    $limits = $Ulimit | ForEach-Object { "ulimit $_ && " }
    $command = $IsWindows ? $command : @('/bin/sh', '-c', "$limits$Shell", 'sh') + $command
    $start = [System.Diagnostics.ProcessStartInfo]::new($command[0], [string[]] ($command | Select-Object -Skip 1))
    $start.RedirectStandardOutput = $true
    $start.Environment['NO_COLOR'] = '1'
    $start.Environment['POWERSHELL_TELEMETRY_OPTOUT'] = '1'
    foreach ($name in $Environment.Keys) {
        $start.Environment[$name] = $Environment[$name]
    }

    $start
}

function Start-ChildPwsh {
    <#
    .SYNOPSIS
        Starts a script in another PowerShell that has the module imported. Wait-ChildPwsh returns what came of it.
    #>
    [OutputType([psobject])]
    param(
        # What the child runs. It sees no variable of the test: pass values by -ArgumentList to its param block.
        [Parameter(Mandatory, Position = 0)] [scriptblock] $ScriptBlock,
        [string[]] $ArgumentList = @(),
        # The user to run as; the test must run as root for that.
        [string] $As,
        # Limits in the words of the shell's ulimit: '-l 64', '-n 100'.
        [string[]] $Ulimit = @(),
        [hashtable] $Environment = @{},
        [switch] $NoModule,
        # Any other process will do: one that has run other scripts before, and lives on. What ends it must be the script.
        [switch] $Shared
    )

    $folder = New-ChildFolder
    if ($Shared) {
        $scriptPath = Join-Path $folder 'child.ps1'
        $other = Get-SharedPwsh -As $As -Environment $Environment
        [System.IO.File]::WriteAllText($scriptPath, (ConvertTo-ChildScript $ScriptBlock $other.ModulePath))
        if (-not $IsWindows) {
            chmod -R 'a+rX' $folder
        }

        Send-SharedPwsh -Child $other -Path $scriptPath -ArgumentList $ArgumentList
        return [pscustomobject]@{ Process = $other.Process; Folder = $folder; Host = $other; Token = $other.Token }
    }

    $modulePath = if ($NoModule) {
        $null
    }
    elseif ($As) {
        Copy-TestModule (Join-Path $folder 'MmapModule')
    }
    else {
        $script:ModulePath
    }
    $scriptPath = Join-Path $folder 'child.ps1'
    [System.IO.File]::WriteAllText($scriptPath, (ConvertTo-ChildScript $ScriptBlock $modulePath))
    $start = Get-ChildStart -Folder $folder -As $As -Ulimit $Ulimit -Environment $Environment -ArgumentList (@($scriptPath) + $ArgumentList)
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    [pscustomobject]@{
        Process = $process
        Folder  = $folder
        StdOut  = $process.StandardOutput.ReadToEndAsync()
        StdErr  = $process.StandardError.ReadToEndAsync()
    }
}

function ConvertTo-PlainText {
    <#
    .SYNOPSIS
        Text without colours: PowerShell before 7.6 colours errors even where they are redirected and NO_COLOR is set.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory, Position = 0)] [AllowEmptyString()] [string] $Text)

    $Text -replace '\e\[[0-9;]*m'
}

function Wait-ChildPwsh {
    <#
    .SYNOPSIS
        Waits until a child ends and returns its ExitCode, StdOut and StdErr. One that takes too long is ended, and that is an error.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, Position = 0)] [psobject] $Child,
        [int] $TimeoutSeconds = 300
    )

    if ($Child.PSObject.Properties['Host']) {
        try {
            return Receive-SharedPwsh -Child $Child.Host -TimeoutSeconds $TimeoutSeconds
        }
        finally {
            Remove-Item -LiteralPath $Child.Folder -Recurse -Force
        }
    }

    try {
        if (-not $Child.Process.WaitForExit([timespan]::FromSeconds($TimeoutSeconds))) {
            $Child.Process.Kill($true)
            throw "The child did not end within $TimeoutSeconds seconds."
        }

        [pscustomobject]@{
            ExitCode = $Child.Process.ExitCode
            StdOut   = $Child.StdOut.GetAwaiter().GetResult().Trim()
            StdErr   = ConvertTo-PlainText $Child.StdErr.GetAwaiter().GetResult().Trim()
        }
    }
    finally {
        $Child.Process.Dispose()
        Remove-Item -LiteralPath $Child.Folder -Recurse -Force
    }
}

function Invoke-ChildPwsh {
    <#
    .SYNOPSIS
        Runs a script block in another PowerShell and returns its ExitCode, StdOut and StdErr. The parameters are those of Start-ChildPwsh.
    .DESCRIPTION
        Scripts for the same user and environment share a PowerShell, each with a session of its own (Shared.ps1). Limits,
        -NoModule and -Fresh ask for a PowerShell that has done nothing before.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, Position = 0)] [scriptblock] $ScriptBlock,
        [string[]] $ArgumentList = @(),
        [string] $As,
        [string[]] $Ulimit = @(),
        [hashtable] $Environment = @{},
        [switch] $NoModule,
        [switch] $Fresh,
        [int] $TimeoutSeconds = 300
    )

    if ($Fresh -or $NoModule -or $Ulimit) {
        $null = $PSBoundParameters.Remove('TimeoutSeconds')
        $null = $PSBoundParameters.Remove('Fresh')
        return Wait-ChildPwsh (Start-ChildPwsh @PSBoundParameters) -TimeoutSeconds $TimeoutSeconds
    }

    $child = Get-SharedPwsh -As $As -Environment $Environment
    $path = Join-Path ([System.IO.Path]::GetTempPath()) "child-$([guid]::NewGuid()).ps1"
    try {
        [System.IO.File]::WriteAllText($path, (ConvertTo-ChildScript $ScriptBlock $child.ModulePath))
        Invoke-SharedPwsh -Child $child -Path $path -ArgumentList $ArgumentList -TimeoutSeconds $TimeoutSeconds
    }
    finally {
        Remove-Item -LiteralPath $path
    }
}
