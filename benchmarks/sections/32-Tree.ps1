# A tree of small files: walking, opening, reading and searching, with hits in one file of twenty.
$count = $Bench.Many -lt 25000 ? 250 : 25000
$tree = Join-Path $Bench.Folder 'tree'
$random = [random]::new(1)
$words = 'alpha', 'beta', 'gamma', 'error', 'warning', 'request', 'response', 'connection'
foreach ($i in 0..($count - 1)) {
    $folder = Join-Path $tree ('{0:D3}' -f [int] [math]::Floor($i / 100))
    if ($i % 100 -eq 0) {
        $null = [System.IO.Directory]::CreateDirectory($folder)
    }

    $text = -join (1..$random.Next(10, 400)).ForEach{ $words[$random.Next($words.Count)] + ($_ % 9 ? ' ' : "`n") }
    [System.IO.File]::WriteAllText("$folder/$i.txt", $random.Next(20) ? $text : $text + 'needle')
}

if ((Get-Command Search-MappedRegion).Parameters.ContainsKey('Recurse')) {
    foreach ($row in @(@{ Name = 'text'; More = @{ Text = 'needle' } }, @{ Name = 'expression'; More = @{ Pattern = 'need[a-z]+' } })) {
        $wanted = "$($row.More.Values)"
        $more = $row.More
        Measure-Row ('{0:N0} files: {1}' -f $count, $row.Name) { Search-MappedRegion -Path $tree -Recurse @more | ForEach-Object { $null = $_ } } ([ordered]@{
                'rg -uuu, read in PowerShell' = Get-Contender rg { rg -uuu -a -o -b --no-heading $wanted $tree | ForEach-Object { $null = $_ } }
            }) @{ 'rg -uuu, read in PowerShell' = 2 }
    }
}

Remove-Item -LiteralPath $tree -Recurse -Force
