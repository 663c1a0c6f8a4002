# What the machine must offer to the tests, and what they must not leave on it.

function Test-Strict {
    <#
    .SYNOPSIS
        Whether a test that this machine could have run must not be skipped.
    #>
    [OutputType([bool])]
    param()

    $env:MMAPMODULE_TEST_STRICT -eq '1'
}

function Test-NeedlessSkip {
    <#
    .SYNOPSIS
        Whether a test says that it was skipped for want of something that a strict run has to have: a program, or root if root runs it.
    .DESCRIPTION
        Tests say so in their names, '(needs root)', or as the reason. What the kernel or the hardware lacks is no fault.
    #>
    [OutputType([bool])]
    param([Parameter(Mandatory)] [string] $Text)

    $programs = 'a C compiler', 'apt-get', 'bash', 'cc', 'chroot', 'cmp', 'fdisk', 'fincore', 'gcc', 'gdb', 'grep', 'gzip', 'hexdump', 'losetup',
    'mkfs\.\w+', 'mmdebstrap', 'musl-gcc', 'parted', 'perl', 'pmap', 'prlimit', 'python3?', 'readelf', 'rg', 'setpriv', 'sfdisk', 'sgdisk', 'ssh',
    'strace', 'tmux', 'unshare', 'vmtouch', 'xfs_io', 'xxd', 'zip'
    $isAboutRoot = $Text -match '\bneeds root\b'
    (Test-Strict) -and ($isAboutRoot ? [System.Environment]::IsPrivilegedProcess : $Text -match "\bneeds ('|``)?($($programs -join '|'))\b")
}

function Assert-PwshIsOpen {
    <#
    .SYNOPSIS
        Fails if another user cannot run this PowerShell, with which some tests act as that user.
    #>
    param()

    $pwsh = Get-PwshPath
    setpriv --reuid=nobody --clear-groups -- env HOME=/nonexistent $pwsh -NoProfile -NonInteractive -Command 1 2>&1 | Out-Null
    if ($LASTEXITCODE -ne 0) {
        throw "Other users cannot run '$pwsh' (exit code $LASTEXITCODE), so tests that act as another user cannot run. It, the .NET it needs, and all folders above them must be readable to all."
    }
}

function Get-Leftover {
    <#
    .SYNOPSIS
        What is in the folder for temporary files, in shared memory and of message queues now, without what programs of .NET keep there.
    .DESCRIPTION
        Tests name shared memory and queues after their process. What is named after a process that still runs belongs to another run
        of the tests: those of this one have ended.
    #>
    [OutputType([string])]
    param()

    $known = '^(pwsh|\.owner|\.build|\.dotnet|NuGetScratch.*|MSBuild.*|VBCSCompiler.*|.*\.pipe|CoreFxPipe_.*|clr-debug-pipe-.*|dotnet-diagnostic-.*|HsPerfData.*|system-commandline-.*)$'
    Get-ChildItem -LiteralPath $env:TMPDIR -Force | Where-Object Name -NotMatch $known | ForEach-Object FullName

    if (-not $IsLinux) {
        return
    }

    # Message queues have no folder where /dev/mqueue is not mounted. Root can see them in a mount of its own.
    $queues = if ([System.Environment]::IsPrivilegedProcess) {
        unshare --mount sh -c 'mount -t mqueue mqueue /mnt && ls -d /mnt/mmap-*' 2> $null | ForEach-Object { "/dev/mqueue/$(Split-Path $_ -Leaf)" }
    }
    else {
        Get-ChildItem -Path '/dev/mqueue/mmap-*' -ErrorAction Ignore | ForEach-Object FullName
    }

    @(Get-ChildItem -Path '/dev/shm/mmap-*', '/dev/shm/sem.mmap-*', '/dev/shm/map-lifetime-*' -Force -ErrorAction Ignore | ForEach-Object FullName) + @($queues) |
        Where-Object { $_ -and ((Split-Path $_ -Leaf) -notmatch '^\D+-(?<id>\d+)' -or -not (Test-Path -LiteralPath "/proc/$($Matches['id'])")) }
}

function Assert-NothingIsLeft {
    <#
    .SYNOPSIS
        Fails in strict mode if there is more than before; else it says so.
    .DESCRIPTION
        Only a machine that runs nothing else can blame these tests for all that is new in shared memory.
    #>
    param(
        [Parameter(Mandatory)] [AllowEmptyCollection()] [string[]] $Before,
        [Parameter(Mandatory)] [string] $Suite
    )

    # What removes it may still be at work.
    foreach ($attempt in 1..50) {
        $left = @(Get-Leftover | Where-Object { $_ -notin $Before })
        if (-not $left) {
            return
        }

        Start-Sleep -Milliseconds 200
    }

    $message = "$Suite left $($left.Count) behind: $($left | Select-Object -First 10)"
    if (Test-Strict) {
        throw $message
    }

    Write-Information $message
}
