# Copying a file into a new one.
$file = Get-DataFile 'data.bin' $Bench.Size
$copy = Join-Path $Bench.Folder 'copy.bin'
$map = New-MemoryMap -LiteralPath $file

# All of them begin without a target, and the removal of the old one is not timed.
function Clear-Target { Remove-Item -LiteralPath $copy -Force -ErrorAction Ignore }
function Invoke-Timed([scriptblock] $Script) {
    Clear-Target
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $Script
    $watch.Elapsed
}

$limit = Get-Limit copy_limit $file $copy
Measure-Row 'Copy-MappedRegion, file to new file' (Get-Contender Copy-MappedRegion { Invoke-Timed { $map | Copy-MappedRegion -Destination $copy } }) ([ordered]@{
        'cp'                   = Get-Contender cp { Invoke-Timed { cp --reflink=never $file $copy } }
        'dd bs=1M'             = Get-Contender dd { Invoke-Timed { dd "if=$file" "of=$copy" bs=1M status=none } }
        'Copy-Item'            = { Invoke-Timed { Copy-Item -LiteralPath $file -Destination $copy } }
        'C read and write'     = $limit ? { Clear-Target; & $limit } : $null
    }) @{ 'cp' = 1.2 }
Clear-Target

$copyMap = New-MemoryMap -LiteralPath $copy -Size $Bench.Size -Protection ReadWrite
Measure-Row 'Copy-MappedRegion, map to map' (Get-Contender Copy-MappedRegion { $map | Copy-MappedRegion -Destination $copyMap }) ([ordered]@{
        'C memcpy (into a buffer)' = Get-Limit memcpy_loop $file
    })
$map, $copyMap | Remove-MemoryMap
Clear-Target
