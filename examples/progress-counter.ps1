#requires -Version 7.4

<#
.SYNOPSIS
    Counts the work of parallel processes in shared memory and watches it live.
.DESCRIPTION
    Four worker processes hash files and count each one in named shared memory. No addition is lost, although all of them
    use the same number, since Update-MappedValue and InterlockedAdd are single steps of the processor. A fifth process
    watches: it sleeps in Wait-MappedRegion until the number changes, and costs nothing meanwhile.
    Here the watcher is the script itself, and shows the progress as a bar where there is a console.
.EXAMPLE
    ./examples/progress-counter.ps1 -Path /usr/include -Worker 2
#>
[CmdletBinding()]
param(
    # The folder whose files are hashed.
    [string] $Path = $PSScriptRoot,

    # How many worker processes.
    [ValidateRange(1, 64)]
    [int] $Worker = 4,

    # How long to wait for the next file before giving up.
    [ValidateRange(1, 3600)]
    [int] $TimeoutSeconds = 60
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$module = Get-Module MmapModule

# Offsets: 0 the next file to take, 8 files done, 16 bytes done. Every worker takes a file by adding 1 to the first number.
$work = {
    param([string] $ModulePath, [string] $Name, [string] $List)

    $ErrorActionPreference = 'Stop'
    Import-Module $ModulePath
    $files = [IO.File]::ReadAllLines($List)
    $map = New-MemoryMap -Name $Name -Mode Open
    for ($mine = $map.InterlockedAdd(0, 1) - 1; $mine -lt $files.Count; $mine = $map.InterlockedAdd(0, 1) - 1) {
        $null = Get-FileHash -LiteralPath $files[$mine]
        $null = Update-MappedValue $map Add ([IO.FileInfo]::new($files[$mine]).Length) -As Int64 -Offset 16
        $null = $map.InterlockedAdd(8, 1)
    }
}

$folder = [IO.Directory]::CreateTempSubdirectory('progress-counter-').FullName
$name = "mmap-example-counter-$PID"
$workers = @()
$map = $null
try {
    $files = @(Get-ChildItem -LiteralPath $Path -File -Recurse | ForEach-Object FullName)
    if ($files.Count -eq 0) {
        throw "There are no files in '$Path'."
    }

    $list = Join-Path $folder 'files.txt'
    $script = Join-Path $folder 'work.ps1'
    [IO.File]::WriteAllLines($list, [string[]] $files)
    Set-Content -LiteralPath $script -Value $work
    $map = New-MemoryMap -Name $name -Mode Create -Size 4KB
    $arguments = '-NoProfile', '-NonInteractive', '-File', "`"$script`"", "`"$($module.Path)`"", $name, "`"$list`""
    $workers = foreach ($i in 1..$Worker) {
        Start-Process -FilePath (Join-Path $PSHOME 'pwsh') -ArgumentList $arguments -PassThru
    }

    $done = 0
    while ($done -lt $files.Count) {
        # What was seen last is given, so no change is missed between two calls.
        $seen = Wait-MappedRegion $map -Offset 8 -Until NotEqual -Value $done -Timeout $TimeoutSeconds
        if ($seen -is [bool]) {
            throw "No worker has finished a file for $TimeoutSeconds s."
        }

        $done = $seen
        Write-Progress -Activity 'Hashing' -Status "$done of $($files.Count) files" -PercentComplete (100 * $done / $files.Count)
    }

    Write-Progress -Activity 'Hashing' -Completed
    foreach ($process in $workers) {
        if (-not $process.WaitForExit(1000 * $TimeoutSeconds) -or $process.ExitCode -ne 0) {
            throw "Worker $($process.Id) has failed."
        }
    }

    $bytes = $map.ReadInt64(16)
    $expected = ($files | ForEach-Object { [IO.FileInfo]::new($_).Length } | Measure-Object -Sum).Sum
    "$Worker workers have hashed $done of $($files.Count) files with $bytes bytes."
    if ($bytes -ne $expected) {
        throw "They should be $expected bytes."
    }
}
finally {
    foreach ($process in $workers) {
        if (-not $process.HasExited) {
            $process.Kill()
        }
    }

    if ($map) {
        $map.Dispose()
        Remove-SharedMemory $name
    }

    Remove-Item -LiteralPath $folder -Recurse
}
