# How other programs are run: as cheaply as a shell can, with their output read by a program and not by PowerShell.

function Invoke-Peer {
    <#
    .SYNOPSIS
        Runs a command line of the shell. Its output goes through a pipe, since grep stops at the first hit before /dev/null.
    #>
    param([Parameter(Mandatory)] [string] $Line)

    sh -c "$Line | cat > /dev/null"
}

function Invoke-TimedPeer {
    <#
    .SYNOPSIS
        Runs a program that times its own work and prints milliseconds; so its start does not count.
    #>
    [OutputType([timespan])]
    param([Parameter(Mandatory)] [string] $Program, [Parameter(ValueFromRemainingArguments)] [string[]] $ArgumentList)

    $printed = & $Program @ArgumentList
    if ($LASTEXITCODE -ne 0) {
        throw "'$Program $ArgumentList' ended with exit code $LASTEXITCODE."
    }

    [timespan]::FromMilliseconds([double]::Parse(@($printed)[-1], [cultureinfo]::InvariantCulture))
}

function Get-Limit {
    <#
    .SYNOPSIS
        A contender: one of the C programs in limits/, compiled on the spot. Nothing if there is no C compiler.
    #>
    param([Parameter(Mandatory)] [string] $Name, [Parameter(ValueFromRemainingArguments)] [string[]] $ArgumentList)

    if (-not (Get-Command -Name 'cc' -CommandType Application -ErrorAction Ignore)) {
        return $null
    }

    $program = Join-Path $Bench.Folder $Name
    if (-not (Test-Path -LiteralPath $program)) {
        & cc -O3 -march=native -pthread -o $program (Join-Path $PSScriptRoot '..' 'limits' "$Name.c")
        if ($LASTEXITCODE -ne 0) {
            throw "The C compiler could not build $Name.c."
        }
    }

    # A closure does not see the functions of this script, so it takes this one along.
    $run = ${function:Invoke-TimedPeer}
    $values = $ArgumentList
    { & $run $program @values }.GetNewClosure()
}

function Get-PythonPeer {
    <#
    .SYNOPSIS
        A contender: lines of Python between two readings of the clock; m is a map of the file, a view of its bytes.
    #>
    param([Parameter(Mandatory)] [string] $Line, [Parameter(Mandatory)] [string] $Path)

    if (-not (Get-Command -Name 'python3' -CommandType Application -ErrorAction Ignore)) {
        return $null
    }

    $script = "import mmap, os, re, sys, time`n" +
    "f = open(sys.argv[1], 'rb'); m = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)`n" +
    "t = time.perf_counter()`n$Line`nprint((time.perf_counter() - t) * 1e3)"
    $run = ${function:Invoke-TimedPeer}
    $file = $Path
    { & $run 'python3' '-c' $script $file }.GetNewClosure()
}

function Get-PythonTime {
    <#
    .SYNOPSIS
        A contender that runs lines of Python, which give the seconds they took in t; nothing without Python.
    #>
    param([Parameter(Mandatory)] [string] $Lines)

    if (-not (Get-Command -Name 'python3' -CommandType Application -ErrorAction Ignore)) {
        return $null
    }

    # multiprocessing needs the file that began.
    $path = Join-Path $Bench.Folder "peer-$([guid]::NewGuid().ToString('n')).py"
    [System.IO.File]::WriteAllText($path, "import multiprocessing, time`n$Lines`nprint(t)`n")
    { [timespan]::FromSeconds([double]::Parse((& python3 $path), [cultureinfo]::InvariantCulture)) }.GetNewClosure()
}
