# What the machine offers to the tests: Python, a C compiler, small file systems.

function Get-TestPython {
    <#
    .SYNOPSIS
        The path of a python3 that has the module mmap, or nothing.
    #>
    [OutputType([string])]
    param()

    $python = Get-Command -Name 'python3' -CommandType Application -TotalCount 1 -ErrorAction Ignore
    if ($python) {
        & $python.Source -c 'import mmap' 2>&1 | Out-Null
        if ($LASTEXITCODE -eq 0) {
            $python.Source
        }
    }
}

function Get-TestCompiler {
    <#
    .SYNOPSIS
        The path of a C compiler, or nothing.
    #>
    [OutputType([string])]
    param()

    (Get-Command -Name 'cc', 'gcc', 'clang' -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
}

function Build-TestC {
    <#
    .SYNOPSIS
        Compiles a C program and returns its path; what does not compile is an error.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Source)

    $compiler = Get-TestCompiler
    if (-not $compiler) {
        throw 'There is no C compiler.'
    }

    $program = Get-TestPath
    $messages = $Source | & $compiler -x c -O2 -Wall -o $program - 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "The C program does not compile: $($messages | Out-String)"
    }

    $program
}

function Use-SmallTmpfs {
    <#
    .SYNOPSIS
        Mounts a small file system in memory, runs a script block with its path, and unmounts it. Without root the test is skipped.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', '', Justification = 'tmpfs is the name of the file system, and no plural.')]
    param(
        [Parameter(Mandatory, Position = 0)] [scriptblock] $ScriptBlock,
        [string] $Size = '1m',
        # Further options of the mount, such as 'noexec'.
        [string[]] $Option = @()
    )

    Assert-Need 'mount'

    # Not in TestDrive: Pester would remove the files before they are unmounted.
    $folder = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "MmapModule-$([guid]::NewGuid())")).FullName
    try {
        $messages = mount -t tmpfs -o ((@("size=$Size", 'mode=1777') + $Option) -join ',') tmpfs $folder 2>&1
        if ($LASTEXITCODE -ne 0) {
            Set-ItResult -Skipped -Because "mount says: $messages"
        }

        try {
            & $ScriptBlock $folder
        }
        finally {
            Dismount-TestFolder $folder
        }
    }
    finally {
        [System.IO.Directory]::Delete($folder)
    }
}

function Dismount-TestFolder {
    <#
    .SYNOPSIS
        Unmounts a folder; a child that is just starting may still hold a descriptor for a moment.
    #>
    param([Parameter(Mandatory)] [string] $Path)

    foreach ($attempt in 1..20) {
        umount $Path 2>&1 | Out-Null
        if ($LASTEXITCODE -eq 0) {
            return
        }

        Start-Sleep -Milliseconds 50
    }

    # What is still in use, a map that the test forgot most likely, ends with its last user.
    umount --lazy $Path
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
