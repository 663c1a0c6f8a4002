# The page cache: looking at it, and reading a file that is not in it. Only our own file is dropped.
$file = Get-DataFile 'data.bin' $Bench.Size
$map = New-MemoryMap -LiteralPath $file
Measure-Row 'Get-MemoryMapResidency -Summary' { $null = $map | Get-MemoryMapResidency -Summary } ([ordered]@{
        'vmtouch' = Get-Contender vmtouch { Invoke-Peer "vmtouch '$file'" }
    }) @{ vmtouch = 1 }
Measure-Row 'Get-FileCache' { $null = Get-FileCache -LiteralPath $file } ([ordered]@{
        'vmtouch' = Get-Contender vmtouch { Invoke-Peer "vmtouch '$file'" }
        'fincore' = Get-Contender fincore { Invoke-Peer "fincore '$file'" }
    }) @{ vmtouch = 1 }

function Invoke-Cold([scriptblock] $Script) {
    Clear-FileCache -LiteralPath $file -ErrorAction Ignore
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $Script
    $watch.Elapsed
}

$map | Remove-MemoryMap
$buffer = [byte[]]::new(4MB)
Measure-Row 'cold: read all' {
    Invoke-Cold {
        $cold = New-MemoryMap -LiteralPath $file
        $bytes = $cold.AsStream()
        while ($bytes.Read($buffer, 0, $buffer.Length)) { $null = $buffer }
        $cold.Dispose()
    }
} ([ordered]@{
        'dd bs=4M' = Get-Contender dd { Invoke-Cold { dd "if=$file" of=/dev/null bs=4M status=none } }
        'cat' = Get-Contender cat { Invoke-Cold { Invoke-Peer "cat '$file'" } }
    }) -Times ([math]::Min($Bench.Repeat, 3))
Measure-Row 'cold: Initialize-FileCache' { Invoke-Cold { Initialize-FileCache -LiteralPath $file } } ([ordered]@{
        'vmtouch -t' = Get-Contender vmtouch { Invoke-Cold { Invoke-Peer "vmtouch -t '$file'" } }
    }) -Times ([math]::Min($Bench.Repeat, 3))
