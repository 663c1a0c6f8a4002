# How soon a watch sees what another process has written by a method. Each value that is written is the time of its write.
if (-not (Get-Command Watch-MappedRegion -ErrorAction Ignore)) {
    New-Row 'watch: from the write to the change, median' 'the target' -Note 'not in this build'
    return
}

$name = "mmap-bench-$PID"
$map = New-MemoryMap -Name $name -Size 4KB
$writer = $null
try {
    # It stops when it is told to, or after a minute.
    $script = @"
Import-Module '$((Get-Module MmapModule).Path)'
`$map = New-MemoryMap -Name $name -Mode Open
for (`$i = 0; `$i -lt 20000 -and `$map.ReadInt64(8) -eq 0; `$i++) {
    [System.Threading.Thread]::Sleep(3)
    `$map.WriteInt64(0, [System.Diagnostics.Stopwatch]::GetTimestamp())
}
"@
    $code = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($script))
    $writer = Start-Process -FilePath (Join-Path $PSHOME 'pwsh') -ArgumentList '-NoProfile', '-EncodedCommand', $code -PassThru
    $watch = $map.WatchValue(0, 'Int64')
    $latencies = [System.Collections.Generic.List[double]]::new()
    while ($latencies.Count -lt 600 -and ($change = $watch.Next(30000))) {
        $latencies.Add(([System.Diagnostics.Stopwatch]::GetTimestamp() - $change.After) * 1e3 / [System.Diagnostics.Stopwatch]::Frequency)
    }

    # The first ones compile the code.
    $sorted = @($latencies | Select-Object -Skip 100 | Sort-Object)
    if ($sorted.Count -lt 100) { throw 'The writer has not written.' }
    $median = $sorted[[int]($sorted.Count / 2)]
    $ours = [pscustomobject]@{ Best = $median; Spread = $sorted[[int]($sorted.Count * 0.95)] / $median - 1 }
    New-Row 'watch: from the write to the change, median' 'the target' $ours ([pscustomobject]@{ Best = 0.2; Spread = 0 }) 1 -Unit us
}
finally {
    $map.WriteInt64(8, 1)
    if ($writer -and -not $writer.WaitForExit(5000)) { $writer.Kill() }
    $map | Remove-MemoryMap
    Remove-SharedMemory $name
}
