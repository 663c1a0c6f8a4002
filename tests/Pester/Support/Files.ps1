# Files for the tests.

function Get-TestPath {
    <#
    .SYNOPSIS
        The real path of a name in the folder that Pester makes for the test and removes after it.
    #>
    [OutputType([string])]
    param([string] $Name = [System.IO.Path]::GetRandomFileName())

    [System.IO.Path]::GetFullPath((Join-Path (Get-PSDrive -Name 'TestDrive').Root $Name))
}

function New-TestFile {
    <#
    .SYNOPSIS
        Makes a file with these bytes, this text (UTF-8 without byte order mark), or of this size (a hole), and returns its full path.
    #>
    [CmdletBinding(DefaultParameterSetName = 'Bytes')]
    [OutputType([string])]
    param(
        [Parameter(ParameterSetName = 'Bytes')] [byte[]] $Bytes = @(),
        [Parameter(Mandatory, ParameterSetName = 'Text')] [AllowEmptyString()] [string] $Text,
        [Parameter(Mandatory, ParameterSetName = 'Size')] [long] $Size,
        [string] $Name = [System.IO.Path]::GetRandomFileName()
    )

    $path = Get-TestPath $Name
    if ($PSCmdlet.ParameterSetName -eq 'Text') {
        $Bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
    }

    [System.IO.File]::WriteAllBytes($path, $Bytes)
    if ($PSCmdlet.ParameterSetName -eq 'Size') {
        Set-FileLength -Path $path -Length $Size
    }

    $path
}

function Set-FileLength {
    <#
    .SYNOPSIS
        Truncates or grows a file behind the back of whoever has it mapped.
    .DESCRIPTION
        No program of Windows can cut a file that is mapped there. Under Wine a program of Linux can, which stands for another machine
        that cuts a file of a share; elsewhere the test is skipped.
    #>
    param(
        [Parameter(Mandatory)] [string] $Path,
        [Parameter(Mandatory)] [long] $Length
    )

    $stream = [System.IO.File]::Open($Path, 'Open', 'Write', 'ReadWrite')
    try {
        $stream.SetLength($Length)
    }
    catch {
        # ERROR_USER_MAPPED_FILE
        if ($_.Exception.InnerException.HResult -ne 0x800704C8) {
            throw
        }

        Set-FileLengthByLinux -Path $Path -Length $Length
    }
    finally {
        $stream.Dispose()
    }
}

function Set-FileLengthByLinux {
    <#
    .SYNOPSIS
        The same by truncate(1) of the Linux that Wine runs on.
    #>
    param(
        [Parameter(Mandatory)] [string] $Path,
        [Parameter(Mandatory)] [long] $Length
    )

    $truncate = '\\?\unix\usr\bin\truncate'
    if (-not (Test-Path -LiteralPath 'HKCU:\Software\Wine') -or -not [System.IO.File]::Exists($truncate)) {
        Set-ItResult -Skipped -Because 'it needs Wine: Windows does not let a mapped file be cut'
    }

    $unix = $Path.Replace('\', '/') -replace '^[Cc]:', '/mnt/drive_c'
    # Wine gives no handle of a program of Linux to wait for.
    $null = [System.Diagnostics.Process]::Start($truncate, [string[]] ('--size', $Length, $unix))
    for ($attempt = 0; [System.IO.FileInfo]::new($Path).Length -ne $Length; $attempt++) {
        if ($attempt -ge 2000) {
            throw "truncate did not cut $Path."
        }

        Start-Sleep -Milliseconds 10
    }
}

function Test-SameByte {
    <#
    .SYNOPSIS
        Whether two arrays hold the same bytes in the same order: Should -Be takes seconds for 64 KiB, and Compare-Object ignores the order.
    #>
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0)] [AllowEmptyCollection()] [byte[]] $First,
        [Parameter(Mandatory, Position = 1)] [AllowEmptyCollection()] [byte[]] $Second
    )

    [System.Linq.Enumerable]::SequenceEqual($First, $Second)
}

function Read-TestFile {
    <#
    .SYNOPSIS
        The bytes of a file, read without the module, as one array. Others may have the file open for writing, as Windows asks for.
    #>
    [OutputType([byte[]])]
    param([Parameter(Mandatory, Position = 0)] [string] $Path)

    $stream = [System.IO.FileStream]::new($Path, 'Open', 'Read', 'ReadWrite, Delete')
    try {
        $bytes = [byte[]]::new($stream.Length)
        $stream.ReadExactly($bytes)
    }
    finally {
        $stream.Dispose()
    }

    Write-Output -InputObject $bytes -NoEnumerate
}

function Read-TestText {
    <#
    .SYNOPSIS
        The same as text in UTF-8.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory, Position = 0)] [string] $Path)

    [System.Text.Encoding]::UTF8.GetString((Read-TestFile $Path))
}

function Get-FileByte {
    <#
    .SYNOPSIS
        The bytes of a file, read without the module, one by one.
    #>
    [OutputType([byte])]
    param([Parameter(Mandatory)] [string] $Path)

    (Read-TestFile $Path)
}
