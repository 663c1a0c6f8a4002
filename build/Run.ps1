# Each run of build.ps1 has a folder for temporary files, and a PowerShell that everything it starts can find. Both are
# gone when the run is over, however it ends.

function Start-Run {
    <#
    .SYNOPSIS
        Makes the folder of this run and starts the process that removes it at the end.
    #>
    [OutputType([psobject])]
    param()

    # A short name: paths of sockets, which PowerShell makes here, have at most 107 characters.
    $parent = [System.IO.Path]::GetTempPath()
    Remove-StaleRun $parent
    $id = [guid]::NewGuid().ToString('N')
    $folder = Join-Path $parent "mm.$($id.Substring(0, 8))"

    $null = [System.IO.Directory]::CreateDirectory($folder)
    if (-not $IsLinux) {
        # There is no setsid(1); this process removes the folder, or the next run.
        [System.IO.File]::WriteAllText((Join-Path $folder '.owner'), "$PID $id")
        return [pscustomobject]@{ Id = $id; Folder = $folder; Sweeper = $null }
    }

    # Other users may write here, as in /tmp itself: some tests act as another user.
    [System.IO.File]::SetUnixFileMode($folder, [System.IO.UnixFileMode] 0x3FF)
    $start = [System.Diagnostics.ProcessStartInfo]::new()
    $start.FileName = 'setsid'
    foreach ($argument in 'sh', (Get-RepositoryPath 'build/sweep.sh'), $folder, $id) {
        $start.ArgumentList.Add($argument)
    }

    $start.RedirectStandardInput = $true
    $sweeper = [System.Diagnostics.Process]::Start($start)
    [System.IO.File]::WriteAllText((Join-Path $folder '.owner'), "$($sweeper.Id) $id")
    [pscustomobject]@{ Id = $id; Folder = $folder; Sweeper = $sweeper }
}

function Stop-Run {
    <#
    .SYNOPSIS
        Removes the folder of a run, and waits until that is done.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Run,
        # The run has come to its end, and was not stopped.
        [switch] $Complete
    )

    if (-not $IsLinux) {
        Remove-Item -LiteralPath $Run.Folder -Recurse -Force -ErrorAction Ignore
        return
    }

    if ($Complete) {
        $Run.Sweeper.StandardInput.Write('done')
    }

    $Run.Sweeper.StandardInput.Close()
    $null = $Run.Sweeper.WaitForExit(30000)
}

function Remove-StaleRun {
    <#
    .SYNOPSIS
        Removes the folders of runs that ended together with the process that should have removed them.
    #>
    param([Parameter(Mandatory)] [string] $Parent)

    foreach ($owner in Get-ChildItem -Path (Join-Path $Parent 'mm.*/.owner') -Force -ErrorAction Ignore) {
        if (-not $IsLinux) {
            $process = (Get-Content -LiteralPath $owner.FullName -ErrorAction Ignore) -split ' ' | Select-Object -First 1
            if ($process -and -not (Get-Process -Id $process -ErrorAction Ignore)) {
                Remove-Item -LiteralPath $owner.DirectoryName -Recurse -Force -ErrorAction Ignore
            }

            continue
        }

        $process, $id = try { [System.IO.File]::ReadAllText($owner.FullName).Split(' ') } catch { continue }
        $isOwn = (stat --format '%u' $owner.FullName) -eq (id -u)
        if ($isOwn -and $id -match '^[0-9a-f]{32}$' -and -not (Test-Path -LiteralPath "/proc/$process")) {
            '' | sh (Get-RepositoryPath 'build/sweep.sh') $owner.DirectoryName $id
        }
    }
}

function Test-OpenToAll {
    <#
    .SYNOPSIS
        Whether every user can run this program: permissions of the file and of all folders above it.
    #>
    [OutputType([bool])]
    param([Parameter(Mandatory)] [string] $Path)

    if (-not (Test-Path -LiteralPath $Path -PathType Leaf)) {
        return $false
    }

    # Bits for others: 4 is reading, 1 is executing or passing through.
    $needed = 5
    for ($part = $Path; $part; $part = [System.IO.Path]::GetDirectoryName($part)) {
        if (([int] [System.IO.File]::GetUnixFileMode($part) -band $needed) -ne $needed) {
            return $false
        }

        $needed = 1
    }

    $true
}

function Initialize-RunPwsh {
    <#
    .SYNOPSIS
        The path of a program pwsh of this very PowerShell that jobs, children and other users can start.
    .DESCRIPTION
        An installed PowerShell is that already. As a .NET tool it is a library that dotnet runs. The program beside it is
        for x64 only, and only the owner may run it; so a copy of the folder gets a program from the SDK.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Folder,
        # It will be started so often that it pays to compile it first.
        [switch] $Often
    )

    if ($IsWindows) {
        return Get-PwshPath
    }

    $own = Join-Path $PSHOME 'pwsh'
    $program = [System.Environment]::ProcessPath
    $isTool = [System.IO.Path]::GetFileName($program) -eq 'dotnet' -or $PSHOME -match '/tools/net[^/]+/any/'
    if (-not $isTool -and ((Test-OpenToAll $own) -or -not [System.Environment]::IsPrivilegedProcess)) {
        return $own
    }

    $copy = Join-Path $Folder 'pwsh'
    cp -R $PSHOME $copy
    if ($isTool) {
        Add-ToolProgram -Folder $copy -Root (Get-DotNetRoot $program)
        Optimize-Pwsh $copy -Make:$Often | Out-Host
    }

    chmod -R 'a+rX,go-w' $copy
    Join-Path $copy 'pwsh'
}

function Get-DotNetRoot {
    <#
    .SYNOPSIS
        The folder of the .NET that runs this PowerShell.
    #>
    [OutputType([string])]
    param([string] $Program)

    # The program of a .NET tool is pwsh too, if another one has started it.
    if ([System.IO.Path]::GetFileNameWithoutExtension($Program) -ne 'dotnet') {
        $Program = (Get-Command -Name 'dotnet' -CommandType Application -TotalCount 1).Source
        $target = [System.IO.File]::ResolveLinkTarget($Program, $true)
        $Program = $target ? $target.FullName : $Program
    }

    Split-Path $Program
}

function Add-ToolProgram {
    <#
    .SYNOPSIS
        Makes the program that runs pwsh.dll with the .NET of a folder.
    #>
    param(
        [Parameter(Mandatory)] [string] $Folder,
        [Parameter(Mandatory)] [string] $Root
    )

    $path = Join-Path $Folder 'pwsh'
    Remove-Item -LiteralPath $path -Force -ErrorAction Ignore
    $template = Get-ChildItem -Path (Join-Path $Root 'sdk/*/AppHostTemplate/apphost') -ErrorAction Ignore |
        Sort-Object -Property LastWriteTime |
        Select-Object -Last 1
    # macOS runs no changed copy of a signed program.
    if ($IsMacOS -or -not ($template -and (Set-ProgramLibrary $template.FullName $path 'pwsh.dll'))) {
        [System.IO.File]::WriteAllText($path, "#!/bin/sh`nexec '$Root/dotnet' '$Folder/pwsh.dll' `"`$@`"`n")
    }

    chmod 755 $path
}

function Set-ProgramLibrary {
    <#
    .SYNOPSIS
        Makes a program of the template that `dotnet build` makes executables from; false if it is no such template.
    #>
    [OutputType([bool])]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Internal to the build.')]
    param(
        [Parameter(Mandatory)] [string] $Template,
        [Parameter(Mandatory)] [string] $Path,
        # The name of the library beside it.
        [Parameter(Mandatory)] [string] $Library
    )

    # This text stands where the library's name goes.
    $placeholder = 'c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2'
    $bytes = [System.IO.File]::ReadAllBytes($Template)
    $at = [System.Text.Encoding]::Latin1.GetString($bytes).IndexOf($placeholder, [System.StringComparison]::Ordinal)
    if ($at -lt 0) {
        return $false
    }

    [System.Array]::Clear($bytes, $at, $placeholder.Length)
    [System.Text.Encoding]::UTF8.GetBytes($Library).CopyTo($bytes, $at)
    [System.IO.File]::WriteAllBytes($Path, $bytes)
    chmod 755 $Path
    $true
}

function Invoke-InRun {
    <#
    .SYNOPSIS
        Runs build.ps1 once more, in a folder and a PowerShell of its own. Its exit code is $LASTEXITCODE.
    #>
    param(
        # The parameters that build.ps1 was called with.
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Parameter
    )

    $arguments = foreach ($name in $Parameter.Keys) {
        if ($Parameter[$name] -isnot [switch]) {
            "-$name", "$($Parameter[$name])"
        }
        elseif ($Parameter[$name]) {
            "-$name"
        }
    }

    $isComplete = $false
    $isStopped = $true
    $before = @{}
    $run = Start-Run
    try {
        $isWhole = $Parameter['Task'] -eq 'Test' -and -not ($Parameter.Keys | Where-Object { $_ -notin 'Task', 'Platform' }) -and "$($Parameter['Platform'] ?? 'Here')" -match 'Here'
        $pwsh = Initialize-RunPwsh $run.Folder -Often:$isWhole

        # Neither servers of the compiler nor anything else may outlive the run.
        $isCopy = $pwsh.StartsWith($run.Folder)
        $before = Switch-Environment @{
            MMAPMODULE_RUN                     = $run.Id
            TMPDIR                             = $run.Folder
            TEMP                               = $IsWindows ? $run.Folder : $env:TEMP
            TMP                                = $IsWindows ? $run.Folder : $env:TMP
            DOTNET_ROOT                        = $isCopy -or $IsWindows ? (Get-DotNetRoot ([System.Environment]::ProcessPath)) : $env:DOTNET_ROOT
            DOTNET_NOLOGO                      = '1'
            DOTNET_CLI_TELEMETRY_OPTOUT        = '1'
            DOTNET_GENERATE_ASPNET_CERTIFICATE = 'false'
            DOTNET_CLI_USE_MSBUILD_SERVER      = '0'
            MSBUILDDISABLENODEREUSE            = '1'
            POWERSHELL_TELEMETRY_OPTOUT        = '1'
            POWERSHELL_UPDATECHECK             = 'Off'
        }
        & $pwsh -NoProfile -File (Get-RepositoryPath 'build.ps1') @arguments
        $isComplete = $true
        $isStopped = $false
    }
    catch {
        $isStopped = $false
        throw
    }
    finally {
        $null = Switch-Environment $before
        Stop-Run $run -Complete:$isComplete

        # After Ctrl+C only this block runs. PowerShell would end with 0, as if all were well; a shell that somebody
        # types in goes on.
        if ($isStopped -and [System.Environment]::GetCommandLineArgs() -match 'build\.ps1$') {
            [System.Environment]::Exit(130)
        }
    }
}

function Switch-Environment {
    <#
    .SYNOPSIS
        Sets environment variables and returns what they were.
    #>
    [OutputType([hashtable])]
    param([Parameter(Mandatory)] [hashtable] $Variable)

    $before = @{}
    foreach ($name in $Variable.Keys) {
        $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
        [System.Environment]::SetEnvironmentVariable($name, $Variable[$name])
    }

    $before
}
