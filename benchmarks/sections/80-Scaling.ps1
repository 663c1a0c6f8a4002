# Whether the cost per GiB stays the same, and what more cores bring.
function Measure-Size([string] $Kind, [long] $Largest, [scriptblock] $Make) {
    $buffer = [byte[]]::new(4MB)
    $base = $null
    for ($length = 64MB; $length -le $Largest; $length *= 4) {
        $map = New-MemoryMap -LiteralPath (& $Make $length)
        $scale = 1GB / $length
        $best = Measure-Contender ([ordered]@{
                read = {
                    $bytes = $map.AsStream()
                    while ($bytes.Read($buffer, 0, $buffer.Length)) { $null = $buffer }
                }
                search = Get-Contender Search-MappedRegion { $null = $map | Search-MappedRegion -Text 'NotThereAtAllToday' -CountOnly }
            }) -Times ([math]::Min($Bench.Repeat, 3))
        $map | Remove-MemoryMap
        foreach ($what in @($best.Keys)) {
            $best[$what].Best *= $scale
        }

        $base ??= $best
        foreach ($what in 'read', 'search') {
            New-Row ('{0} a GiB of {1} of {2:N0} MiB' -f $what, $Kind, ($length / 1MB)) 'a GiB of 64 MiB' $best[$what] $base[$what]
        }
    }
}

Measure-Size 'a sparse file' $Bench.LargestSparse { Get-SparseFile "sparse-$($args[0]).bin" $args[0] }
Measure-Size 'a real file' $Bench.LargestFile { Remove-DataFile 'real-*.bin'; Get-DataFile "real-$($args[0]).bin" $args[0] }
Remove-Item -Path (Join-Path $Bench.Folder 'real-*.bin')

$file = Get-DataFile 'data.bin' $Bench.Size
$map = New-MemoryMap -LiteralPath $file
$copyMap = New-MemoryMap -Anonymous -Size $Bench.Size
for ($cores = 2; $cores -le [Environment]::ProcessorCount; $cores *= 2) {
    $works = [ordered]@{
        search  = Get-Contender Search-MappedRegion { $null = $map | Search-MappedRegion -Text 'NotThereAtAllToday' -ThrottleLimit $args[0] }
        compare = Get-Contender Compare-MappedRegion { $null = Compare-MappedRegion $map $map -ThrottleLimit $args[0] }
        copy    = Get-Contender Copy-MappedRegion { Copy-MappedRegion $map $copyMap -ThrottleLimit $args[0] }
    }
    foreach ($what in $works.Keys) {
        $run = $works[$what]
        $one = $run ? { & $run 1 } : $null
        $several = $run ? { & $run $cores } : $null
        Measure-Row "$what on $cores cores" $several ([ordered]@{ 'on one core' = $one })
    }
}

$map, $copyMap | Remove-MemoryMap
