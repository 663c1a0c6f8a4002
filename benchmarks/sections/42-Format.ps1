# A hex view of 1 MiB, as text.
$size = [math]::Min([long] 1MB, $Bench.Size)
$file = Get-DataFile 'hex.bin' $size
$map = New-MemoryMap -LiteralPath $file
Measure-Row 'Format-MappedRegion -AsText, 1 MiB' (Get-Contender Format-MappedRegion { $map | Format-MappedRegion -AsText | ForEach-Object { $null = $_ } }) ([ordered]@{
        'xxd, read in PowerShell' = Get-Contender xxd { xxd $file | ForEach-Object { $null = $_ } }
        'xxd, written away'       = Get-Contender xxd { Invoke-Peer "xxd '$file'" }
        'Format-Hex'              = { Format-Hex -LiteralPath $file | ForEach-Object { $null = $_ } }
    }) @{ 'Format-Hex' = 1 } -Times ([math]::Min($Bench.Repeat, 3))
$map | Remove-MemoryMap
