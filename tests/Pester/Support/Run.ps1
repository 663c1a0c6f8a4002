# All that a run makes lies in one folder for temporary files, or is named after it. When the PowerShell that runs the tests
# has ended, however it did, ../../sweep.sh removes what is left. On Windows, where nothing but files outlives a process, the next
# run removes them.

function Start-TestRun {
    <#
    .SYNOPSIS
        Makes the folder of this run the one for temporary files, of the tests and of all that they start.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    param()

    if ($env:MMAPMODULE_TEST_RUN -and [System.IO.Directory]::Exists($env:MMAPMODULE_TEST_RUN)) {
        return
    }

    $temporary = [System.IO.Path]::TrimEndingDirectorySeparator([System.IO.Path]::GetTempPath())
    $folder = Join-Path $temporary "mmap-test-$PID"
    if ($IsWindows) {
        Get-ChildItem -Path (Join-Path $temporary 'mmap-test-*') -Directory |
            Where-Object { $_.Name -match '-(?<id>\d+)$' -and -not (Get-Process -Id $Matches['id'] -ErrorAction Ignore) } |
            Remove-Item -Recurse -Force -ErrorAction Ignore
        $null = [System.IO.Directory]::CreateDirectory($folder)
        $env:MMAPMODULE_TEST_RUN = $env:TEMP = $env:TMP = $folder
        return
    }

    $start = [System.Diagnostics.ProcessStartInfo]::new('/bin/sh', [string[]] @((Join-Path $PSScriptRoot '../../sweep.sh'), $temporary, $PID))
    $start.RedirectStandardInput = $true
    $null = $start.Environment.Remove('MMAPMODULE_TEST_RUN')
    $sweeper = [System.Diagnostics.Process]::Start($start)

    # Its input ends with this process, and not when somebody collects garbage.
    [System.AppDomain]::CurrentDomain.SetData('MmapModule sweeper', $sweeper)
    $null = [System.IO.Directory]::CreateDirectory($folder)

    # Children may be other users.
    [System.IO.File]::SetUnixFileMode($folder, [System.IO.UnixFileMode] 0x3FF)
    $env:MMAPMODULE_TEST_RUN = $folder
    $env:TMPDIR = $folder
}

function Get-SharedName {
    <#
    .SYNOPSIS
        A name for shared memory that nobody else uses.
    #>
    [OutputType([string])]
    param()

    "$(Split-Path -Leaf $env:MMAPMODULE_TEST_RUN)-$([guid]::NewGuid().ToString('N'))"
}
