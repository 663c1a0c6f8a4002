# Very many hits: they stream, and memory does not grow with their number.
$path = Join-Path $Bench.Folder 'hits.bin'
$stream = [System.IO.File]::Create($path)
$block = [byte[]]::new(64)
$block[0] = 65
$lump = [byte[]]::new(64 * 1000)
for ($at = 0; $at -lt $lump.Length; $at += 64) { $lump[$at] = 65 }
for ($at = 0L; $at -lt $Bench.Many; $at += 1000) { $stream.Write($lump) }
$stream.Dispose()

$map = New-MemoryMap -LiteralPath $path
Measure-Row ('stream {0:N0} hits' -f $Bench.Many) (Get-Contender Search-MappedRegion {
        $map | Search-MappedRegion -Bytes ([byte[]] @(65)) | ForEach-Object { $null = $_ }
    }) ([ordered]@{
        'rg -o -b, read in PowerShell' = Get-Contender rg { rg -a -o -b --no-line-number -F A $path | ForEach-Object { $null = $_ } }
        'grep -o -b, written away'     = Get-Contender grep { Invoke-Peer "LC_ALL=C grep -a -o -b -F A '$path'" }
    }) -Times ([math]::Min($Bench.Repeat, 3))

if (Get-Command Search-MappedRegion -ErrorAction Ignore) {
    # The collections make room first, so that what is left over is what is held.
    [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
    $before = [GC]::GetTotalMemory($true)
    $peak = 0L
    $seen = 0
    $map | Search-MappedRegion -Bytes ([byte[]] @(65)) | ForEach-Object {
        if (++$seen % 50000 -eq 0) { $peak = [math]::Max($peak, [GC]::GetTotalMemory($true) - $before) }
    }
    New-FigureRow ('memory held while {0:N0} hits pass by' -f $seen) 'before the search' ($peak / 1MB) 0 'MiB' 64
}

$map | Remove-MemoryMap
Remove-DataFile 'hits.bin'
