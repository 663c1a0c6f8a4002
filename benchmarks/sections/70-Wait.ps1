# A word and its answer between two processes.
$script = Join-Path $Bench.Root 'benchmarks/ping_pong.ps1'
if (-not (Test-Path -LiteralPath $script) -or -not (Get-Command Wait-MappedRegion -ErrorAction Ignore)) {
    New-Row 'ping-pong between two processes' 'named pipe' -Note 'not in this build'
    return
}

$results = @(& $script -Count ([math]::Max(50, $Bench.Calls / 10)) -Repeat $Bench.Repeat)
function ConvertTo-Best($Result) { [pscustomobject]@{ Best = $Result.Best / 1e3; Spread = $Result.Median / $Result.Best - 1 } }
$pipe = ConvertTo-Best ($results | Where-Object Work -EQ 'named pipe')
foreach ($result in $results | Where-Object Work -NE 'named pipe') {
    New-Row "ping-pong: $($result.Work)" 'named pipe' (ConvertTo-Best $result) $pipe 1 -Unit us
}
