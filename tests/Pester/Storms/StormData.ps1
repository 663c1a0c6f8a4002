# What the file of a storm holds, so that each byte says whether it has ever been written where it was read: the lower 5 bits follow
# from the offset, the upper 3 are the generation, 1 to 3. So no byte of any version is zero. These are functions, because
# runspaces of one process mix up classes of the same file.

$script:StormSize = 131072

function Get-StormVersion {
    <#
    .SYNOPSIS
        A whole version of the file.
    #>
    [OutputType([byte[]])]
    param([Parameter(Mandatory)] [int] $Generation)

    $bytes = [byte[]]::new($script:StormSize)
    for ($at = 0; $at -lt $bytes.Length; $at++) {
        $bytes[$at] = (($Generation -shl 5) -bor (($at -bxor ($at -shr 5) -bxor ($at -shr 12)) -band 31))
    }

    , $bytes
}

function Get-StormFault {
    <#
    .SYNOPSIS
        What is wrong with bytes that were read at an offset; nothing if each was in some version.
    .DESCRIPTION
        Zeros are in none, but the kernel itself gives them for a file that is cut at this moment and grows again at once: read(2)
        in a program of a few lines does, also where files are cut between pages only. So they count as written.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [AllowEmptyCollection()] [byte[]] $Bytes,
        [Parameter(Mandatory)] [long] $Offset
    )

    $step = [Math]::Max(1, [int] ($Bytes.Length / 48))
    for ($at = 0; $at -lt $Bytes.Length; $at += $step) {
        $byte = $Bytes[$at]
        $place = $Offset + $at
        if ($byte -ne 0 -and ($byte -lt 32 -or $byte -ge 128 -or ($byte -band 31) -ne (($place -bxor ($place -shr 5) -bxor ($place -shr 12)) -band 31))) {
            return "the byte $byte at $place was never there"
        }
    }
}
