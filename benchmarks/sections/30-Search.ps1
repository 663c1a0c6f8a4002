# Searching twice -Size: on all cores, and on one.
$file = Get-DataFile 'search.bin' (2 * $Bench.Size)
$map = New-MemoryMap -LiteralPath $file
$text = 'MmapModuleNeedle'
$quoted = "'$file'"

# One pattern after the other: our way, and the peers that can do the same job.
$works = [ordered]@{
    '16 bytes of text'            = @{
        Ours = @{ Text = $text }
        Peer = [ordered]@{
            'rg'           = Get-Contender rg { Invoke-Peer "rg -a -o -b --no-line-number -F $text $quoted" }
            'grep'         = Get-Contender grep { Invoke-Peer "LC_ALL=C grep -a -o -b -F $text $quoted" }
            'python3 mmap' = Get-PythonPeer "m.find(b'$text')" $file
            'C memmem'     = Get-Limit search_limit $file memmem $text
        }
        Target = @{ rg = 1 }
        OneCore = @{ 'C memmem' = 1.54 }
    }
    'count of one byte'           = @{
        Ours = @{ Bytes = [byte[]] @(10); CountOnly = $true }
        Peer = [ordered]@{
            'rg -c'        = Get-Contender rg { Invoke-Peer "rg -a -c '^' $quoted" }
            'grep -c'      = Get-Contender grep { Invoke-Peer "LC_ALL=C grep -a -c '^' $quoted" }
            'wc -l'        = Get-Contender wc { Invoke-Peer "wc -l $quoted" }
            'C memchr'     = Get-Limit search_limit $file memchr "`n"
        }
        OneCore = @{ '1 GB/s' = 1 }
    }
    'count of 2 bytes, many hits' = @{
        Ours = @{ Text = 'ab'; CountOnly = $true }
        Peer = [ordered]@{
            'rg'           = Get-Contender rg { Invoke-Peer "rg -a --count-matches -F ab $quoted" }
            'grep'         = Get-Contender grep { Invoke-Peer "LC_ALL=C grep -a -o -b -F ab $quoted" }
            'C memmem'     = Get-Limit search_limit $file memmem ab
        }
    }
    'masked hex'                  = @{
        Ours = @{ Hex = '4D 6D ?? 70 4D 6? 64 75 6C 65' }
        Peer = [ordered]@{
            'rg'           = Get-Contender rg { Invoke-Peer "rg -a -o -b --no-unicode '(?s-u)\x4D\x6D.\x70\x4D[\x60-\x6F]\x64\x75\x6C\x65' $quoted" }
            'python3 re'   = Get-PythonPeer "for x in re.finditer(rb'(?s)\x4D\x6D.\x70\x4D[\x60-\x6F]\x64\x75\x6C\x65', m): pass" $file
        }
        OneCore = @{ '1 GB/s' = 1 }
    }
    'a typed value (Int32)'       = @{
        Ours = @{ Value = 0x70616D4D; As = 'Int32' }
        Peer = [ordered]@{
            'python3 mmap' = Get-PythonPeer "m.find(b'\x4D\x6D\x61\x70')" $file
            'C memmem'     = Get-Limit search_limit $file memmem Mmap
        }
        OneCore = @{ '1 GB/s' = 1 }
    }
    'text, any case'              = @{
        Ours = @{ Text = $text; IgnoreCase = $true }
        Peer = [ordered]@{
            'rg -i'        = Get-Contender rg { Invoke-Peer "rg -a -i -o -b --no-unicode -F $text $quoted" }
            'grep -i'      = Get-Contender grep { Invoke-Peer "LC_ALL=C grep -a -i -o -b -F $text $quoted" }
        }
    }
    'a regular expression'        = @{
        Ours = @{ Pattern = 'Mmap[A-Z][a-z]+Needle' }
        Peer = [ordered]@{
            'rg'           = Get-Contender rg { Invoke-Peer "rg -a -o -b --no-unicode 'Mmap[A-Z][a-z]+Needle' $quoted" }
            'grep -E'      = Get-Contender grep { Invoke-Peer "LC_ALL=C grep -a -o -b -E 'Mmap[A-Z][a-z]+Needle' $quoted" }
            'python3 re'   = Get-PythonPeer "for x in re.finditer(rb'Mmap[A-Z][a-z]+Needle', m): pass" $file
        }
    }
}

foreach ($work in $works.Keys) {
    $case = $works[$work]
    $arguments = $case.Ours
    $target = $case.ContainsKey('Target') ? $case.Target : @{}
    foreach ($peerName in @($case.Peer.Keys | Where-Object { $_ -notlike 'C *' })) {
        if (-not $target.ContainsKey($peerName)) {
            $target[$peerName] = 1
        }
    }

    Measure-Row "search: $work, all cores" (Get-Contender Search-MappedRegion { $map | Search-MappedRegion @arguments }) $case.Peer $target

    # One core is held against the limits only.
    $limits = [ordered]@{}
    $case.Peer.Keys | Where-Object { $_ -like 'C *' } | ForEach-Object { $limits[$_] = $case.Peer[$_] }
    $oneCore = $case.ContainsKey('OneCore') ? $case.OneCore : @{}
    $limits['1 GB/s'] = [timespan]::FromSeconds(2 * $Bench.Size / 1e9)
    Measure-Row "search: $work, one core" (Get-Contender Search-MappedRegion { $map | Search-MappedRegion @arguments -ThrottleLimit 1 }) $limits $oneCore
}

# Expressions whose literal is not at the beginning, and some without one, on 32 MiB of base64 text and of random bytes.
$random = [byte[]]::new(32MB)
[System.Random]::new(30).NextBytes($random)
$base64 = [convert]::ToBase64String($random)
$samples = [ordered]@{
    'base64 in lines' = [System.Text.Encoding]::ASCII.GetBytes(($base64 -replace '(.{76})', "`$1`n").Substring(0, 32MB))
    'base64'          = [System.Text.Encoding]::ASCII.GetBytes($base64.Substring(0, 32MB))
    'random bytes'    = $random
}
$expressions = [ordered]@{
    '[a-z0-9._]{1,64}@[a-z0-9.-]+\.[a-z]{2,}' = 3
    '\b\w+@\w+\.com\b'                       = 3
    '[a-z]{2,9}=\d{3,}'                        = 3
    '(foo|bar|qux)\d+'                         = 10
    '[0-9]{6}'                                 = 10
    '[A-Z][a-z]+ing[0-9]'                      = 3
}
foreach ($sample in $samples.Keys) {
    $path = Join-Path $Bench.Folder "search-$($sample -replace ' ', '-').bin"
    [System.IO.File]::WriteAllBytes($path, $samples[$sample])
    $sampleMap = New-MemoryMap -LiteralPath $path
    foreach ($expression in $expressions.Keys) {
        Measure-Row "search: $expression in $sample" (Get-Contender Search-MappedRegion { $sampleMap | Search-MappedRegion -Pattern $expression -CountOnly }) ([ordered]@{
                'rg -c' = Get-Contender rg { Invoke-Peer "rg -uuu --text -c --no-unicode -e '$expression' '$path'; true" }
            }) @{ 'rg -c' = $expressions[$expression] }
        Measure-Row "search: $expression in $sample, from the end" (Get-Contender Search-MappedRegion { $sampleMap | Search-MappedRegion -Pattern $expression -CountOnly -Reverse }) ([ordered]@{
                'forwards' = Get-Contender Search-MappedRegion { $sampleMap | Search-MappedRegion -Pattern $expression -CountOnly }
            }) @{}
    }
    $sampleMap | Remove-MemoryMap
    Remove-Item -LiteralPath $path
}

$selectString = Get-DataFile 'small.txt' ([math]::Min([long] 64MB, $Bench.Size))
$smallMap = New-MemoryMap -LiteralPath $selectString
Measure-Row 'search 64 MiB for text' (Get-Contender Search-MappedRegion { $smallMap | Search-MappedRegion -Text $text }) @{
    'Select-String' = { Select-String -LiteralPath $selectString -Pattern $text -SimpleMatch -CaseSensitive }
} -Times ([math]::Min($Bench.Repeat, 2))
$map, $smallMap | Remove-MemoryMap
