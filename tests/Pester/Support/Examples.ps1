# Runs the scripts in examples/ as an administrator would: in a PowerShell of their own, from any folder.
# A test file dot-sources it after Common.ps1.

# The module under test in the first folder of the module path, where Import-Module MmapModule finds it. The folder
# for temporary files has a space in its name, and is empty again if the scripts clean up. It has a short path, since
# PowerShell makes sockets there, whose paths have at most 107 characters.
$modules = Get-TestPath 'modules'
$temporary = Join-Path $env:MMAPMODULE_TEST_RUN "t $([System.Random]::Shared.Next(100000))"
$null = New-Item -ItemType Directory -Path $modules, $temporary
$null = New-Item -ItemType ($IsWindows ? 'Junction' : 'SymbolicLink') -Path (Join-Path $modules 'MmapModule') -Target (Split-Path $script:ModulePath)

function Invoke-Example {
    <#
    .SYNOPSIS
        Runs a script of a path, or an example of a name, and returns its ExitCode, StdOut and StdErr.
    #>
    [OutputType([psobject])]
    param([string] $Path, [string[]] $ArgumentList = @(), [string] $ProgramPath)

    if ($Path -notmatch '[/\\]') {
        $Path = Join-Path $PSScriptRoot '../../../examples' $Path
    }

    $separator = [System.IO.Path]::PathSeparator
    $variables = @{ PSModulePath = "$modules$separator$env:PSModulePath"; PATH = "$ProgramPath$separator$env:PATH".TrimStart($separator) }
    $variables[$IsWindows ? 'TEMP' : 'TMPDIR'] = $temporary
    Invoke-SharedPwsh -Child (Get-SharedPwsh) -Path $Path -ArgumentList $ArgumentList -Variable $variables -Folder '/' -TimeoutSeconds 300
}
