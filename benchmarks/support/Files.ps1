# The files that are measured with. All of them are in one folder, which is removed at the end.

function Get-DataFile {
    <#
    .SYNOPSIS
        A file of random letters in lines, the same in every run; made once for each name.
    #>
    [OutputType([string])]
    param([string] $Name, [long] $Size)

    $path = Join-Path $Bench.Folder $Name
    if (Test-Path -LiteralPath $path) {
        return $path
    }

    # Random bytes with line ends in them. The marks that the searches look for are planted below.
    $block = [byte[]]::new([math]::Min($Size, [long] 4MB))
    [random]::new(1).NextBytes($block)
    for ($i = 0; $i -lt $block.Length; $i += 80) {
        $block[$i] = 10
    }

    $stream = [System.IO.File]::Create($path)
    try {
        for ($written = 0L; $written -lt $Size; $written += $block.Length) {
            $stream.Write($block, 0, [math]::Min([long] $block.Length, $Size - $written))
        }

        # 16 bytes of text near the end, in two ways of writing.
        $stream.Position = [math]::Max(0L, $Size - 4096)
        $stream.Write([System.Text.Encoding]::ASCII.GetBytes('MmapModuleNeedle MMAPmoduleNEEDLE'))
        $stream.Flush($true)
    }
    finally {
        $stream.Dispose()
    }

    $path
}

function Get-SparseFile {
    <#
    .SYNOPSIS
        A file that is all hole.
    #>
    [OutputType([string])]
    param([string] $Name, [long] $Size)

    $path = Join-Path $Bench.Folder $Name
    if (-not (Test-Path -LiteralPath $path)) {
        $stream = [System.IO.File]::Create($path)
        $stream.SetLength($Size)
        $stream.Dispose()
    }

    $path
}

function Remove-DataFile {
    <#
    .SYNOPSIS
        Gives the space of a file back.
    #>
    param([string] $Name)

    Remove-Item -LiteralPath (Join-Path $Bench.Folder $Name) -ErrorAction Ignore
}
