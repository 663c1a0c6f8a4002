# What all build tasks share.

function Get-RepositoryPath {
    <#
    .SYNOPSIS
        The full path of something in the repository.
    #>
    [OutputType([string])]
    param([string] $ChildPath = '')

    [System.IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' $ChildPath))
}

function Get-ModuleVersion {
    <#
    .SYNOPSIS
        The version that the manifest states.
    #>
    [OutputType([string])]
    param()

    (Import-PowerShellDataFile -LiteralPath (Get-RepositoryPath 'MmapModule.psd1')).ModuleVersion
}

function Get-PwshPath {
    <#
    .SYNOPSIS
        The PowerShell that runs this script; where it has no program of its own, the one on the path.
    #>
    [OutputType([string])]
    param()

    $own = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    if (Test-Path -LiteralPath $own -PathType Leaf) {
        return $own
    }

    (Get-Command -Name 'pwsh' -CommandType Application -TotalCount 1).Source
}

function Write-Step {
    <#
    .SYNOPSIS
        Says what comes next.
    #>
    param([Parameter(Mandatory)] [string] $Message)

    Write-Information "== $Message"
}

function Invoke-Native {
    <#
    .SYNOPSIS
        Runs a program in the root of the repository; an exit code other than 0 is an error.
    #>
    param(
        [Parameter(Mandatory)] [string] $Program,
        [string[]] $ArgumentList = @()
    )

    $exitCode = Get-NativeExitCode -Program $Program -ArgumentList $ArgumentList
    if ($exitCode -ne 0) {
        throw "'$Program $ArgumentList' ended with exit code $exitCode."
    }
}

function Get-NativeExitCode {
    <#
    .SYNOPSIS
        Runs a program in the root of the repository, shows its output and returns its exit code.
    #>
    [OutputType([int])]
    param(
        [Parameter(Mandatory)] [string] $Program,
        [string[]] $ArgumentList = @(),
        [int] $TimeoutSeconds = 0,
        [switch] $Quiet
    )

    # The exit code is the caller's business, whatever the user's preference says.
    $PSNativeCommandUseErrorActionPreference = $false
    if (-not (Get-Command -Name $Program -CommandType Application -ErrorAction Ignore)) {
        throw "'$Program' is needed and is not on the path."
    }

    Push-Location -LiteralPath (Get-RepositoryPath)
    try {
        if (-not $IsLinux) {
            return Get-PlainExitCode -Program $Program -ArgumentList $ArgumentList -TimeoutSeconds $TimeoutSeconds -Quiet:$Quiet
        }

        # 0 is no limit. A program that ignores the signal at its end is killed.
        # PowerShell replaces wildcards in arguments by file names, unless the arguments stand in quotes.
        $quoted = @($Program) + $ArgumentList | ForEach-Object {
            "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($_) + "'"
        }
        $run = [scriptblock]::Create("timeout --foreground --kill-after=10 $TimeoutSeconds $quoted $($Quiet ? '*> $null' : '| Out-Host')")
        & $run
        if ($TimeoutSeconds -gt 0 -and $LASTEXITCODE -eq 124) {
            throw "'$Program $ArgumentList' did not end within $TimeoutSeconds seconds."
        }

        $LASTEXITCODE
    }
    finally {
        Pop-Location
    }
}

function Get-PlainExitCode {
    <#
    .SYNOPSIS
        The same where there is no timeout(1). The program writes to the console of this one.
    #>
    [OutputType([int])]
    param(
        [Parameter(Mandatory)] [string] $Program,
        [string[]] $ArgumentList = @(),
        [int] $TimeoutSeconds = 0,
        [switch] $Quiet
    )

    $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Command -Name $Program -CommandType Application -TotalCount 1).Source, $ArgumentList)
    $start.WorkingDirectory = Get-RepositoryPath
    $start.RedirectStandardOutput = $start.RedirectStandardError = $Quiet
    $process = [System.Diagnostics.Process]::Start($start)
    if ($Quiet) {
        $null = $process.StandardOutput.BaseStream.CopyToAsync([System.IO.Stream]::Null)
        $null = $process.StandardError.BaseStream.CopyToAsync([System.IO.Stream]::Null)
    }

    if (-not $process.WaitForExit($TimeoutSeconds -gt 0 ? 1000 * $TimeoutSeconds : -1)) {
        $process.Kill($true)
        throw "'$Program $ArgumentList' did not end within $TimeoutSeconds seconds."
    }

    $process.ExitCode
}

function Invoke-Build {
    <#
    .SYNOPSIS
        Compiles everything, or one project; the module is staged in bin/.
    #>
    param([string] $Project = 'MmapModule.slnx')

    Write-Step 'Build'

    # One server compiles all projects, with its analyzers loaded once; it is ended with the run. What it keeps in the folder
    # for temporary files is not what tests have left there.
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) '.build'
    $null = New-Item -ItemType Directory -Path $folder -Force
    $before = Switch-Environment @{ TMPDIR = $folder }
    try {
        Invoke-Native 'dotnet' 'build', $Project, '--configuration', 'Release', '--nologo', '--property:UseSharedCompilation=true'
    }
    finally {
        $null = Switch-Environment $before
    }
}

function Invoke-Script {
    <#
    .SYNOPSIS
        Runs a script of the repository in a new PowerShell.
    #>
    param([Parameter(Mandatory)] [string] $ChildPath, [string[]] $ArgumentList = @())

    Write-Step $ChildPath
    Invoke-Native (Get-PwshPath) (@('-NoProfile', '-File', (Get-RepositoryPath $ChildPath)) + $ArgumentList)
}

function Clear-Build {
    <#
    .SYNOPSIS
        Removes what builds and tests have made.
    #>
    param()

    Write-Step 'Clean'
    $made = @('bin', 'obj', 'out', 'TestResults', 'BenchmarkDotNet.Artifacts')
    $folders = @(Get-RepositoryPath) + @(Get-ChildItem -Path (Get-RepositoryPath 'src'), (Get-RepositoryPath 'tests'), (Get-RepositoryPath 'benchmarks') -Directory).FullName
    foreach ($folder in $folders) {
        foreach ($name in $made) {
            $path = Join-Path $folder $name
            if (Test-Path -LiteralPath $path) {
                Remove-Item -LiteralPath $path -Recurse -Force
            }
        }
    }
}
