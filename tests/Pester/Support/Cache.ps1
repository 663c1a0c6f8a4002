# The page cache of test files, brought into a known state and looked at without the module.

function New-EvictedFile {
    <#
    .SYNOPSIS
        Makes a file of random pages that are on the disk and not in the page cache. Where that cannot be done the test is skipped.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [int] $Pages,
        [string] $Name = [System.IO.Path]::GetRandomFileName()
    )

    Assert-Need 'fincore'
    $bytes = [byte[]]::new($Pages * [System.Environment]::SystemPageSize)
    [System.Random]::new(1).NextBytes($bytes)
    $path = New-TestFile -Bytes $bytes -Name $Name
    dd "of=$path" oflag=nocache 'conv=notrunc,fdatasync' count=0 2>&1 | Out-Null
    if ((Get-FincoreByte $path) -ne 0) {
        Set-ItResult -Skipped -Because 'files cannot be evicted here'
    }

    $path
}

function Read-FilePage {
    <#
    .SYNOPSIS
        Reads one page of a file; not the first ones, after which the kernel reads ahead.
    #>
    param(
        [Parameter(Mandatory)] [string] $Path,
        [Parameter(Mandatory)] [int[]] $Page
    )

    $stream = [System.IO.FileStream]::new($Path, 'Open', 'Read', 'ReadWrite', 1, [System.IO.FileOptions]::RandomAccess)
    try {
        foreach ($number in $Page) {
            $stream.Position = $number * [System.Environment]::SystemPageSize
            $null = $stream.ReadByte()
        }
    }
    finally {
        $stream.Dispose()
    }
}

function Get-FincoreByte {
    <#
    .SYNOPSIS
        The cached bytes of a file, as fincore(1) says.
    #>
    [OutputType([long])]
    param([Parameter(Mandatory)] [string] $Path)

    [long] (fincore --bytes --noheadings --output RES -- "$Path").Trim()
}

function Get-VmtouchPage {
    <#
    .SYNOPSIS
        The resident and all pages of files or folders, as vmtouch(8) says; links within folders are not followed.
    #>
    [OutputType([psobject])]
    param([Parameter(Mandatory)] [string[]] $Path)

    $output = vmtouch @Path 2>$null | Out-String
    $match = [regex]::Match($output, 'Files: (?<files>\d+)[\s\S]*Resident Pages: (?<resident>\d+)/(?<pages>\d+)')
    [pscustomobject]@{
        Files    = [int] $match.Groups['files'].Value
        Resident = [long] $match.Groups['resident'].Value
        Pages    = [long] $match.Groups['pages'].Value
    }
}
