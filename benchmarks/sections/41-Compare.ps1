# Comparing two equal files, and two that differ in every 64 KiB.
$file = Get-DataFile 'data.bin' $Bench.Size
$other = Join-Path $Bench.Folder 'equal.bin'
[System.IO.File]::Copy($file, $other)
$map = New-MemoryMap -LiteralPath $file
$equal = New-MemoryMap -LiteralPath $other -Protection ReadWrite
$peers = [ordered]@{
    'cmp'          = Get-Contender cmp { Invoke-Peer "cmp '$file' '$other'" }
    'python3 mmap' = Get-PythonPeer "n = mmap.mmap(os.open('$other', os.O_RDONLY), 0, access=mmap.ACCESS_READ)`nfor i in range(0, len(m), 4 << 20): assert m[i:i + (4 << 20)] == n[i:i + (4 << 20)]" $file
    'C memcmp'     = Get-Limit compare_limit $file $other
}
Measure-Row 'Compare-MappedRegion, equal, all cores' (Get-Contender Compare-MappedRegion { Compare-MappedRegion $map $equal }) $peers @{ cmp = 1 }
Measure-Row 'Compare-MappedRegion, equal, one core' (Get-Contender Compare-MappedRegion { Compare-MappedRegion $map $equal -ThrottleLimit 1 }) $peers

if (Get-Command Compare-MappedRegion -ErrorAction Ignore) {
    for ($at = 100L; $at -lt $Bench.Size; $at += 64KB) {
        $equal.WriteByte($at, 255 -bxor $map.ReadByte($at))
    }

    Measure-Row 'Compare-MappedRegion, a difference every 64 KiB' { Compare-MappedRegion $map $equal | ForEach-Object { $null = $_ } } ([ordered]@{
            'cmp -l' = Get-Contender cmp { Invoke-Peer "cmp -l '$file' '$other'" }
        }) @{ 'cmp -l' = 1 }
}

$map, $equal | Remove-MemoryMap
Remove-DataFile 'equal.bin'
