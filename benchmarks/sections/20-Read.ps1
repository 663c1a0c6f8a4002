# Reading much: all of a file in pieces of 4 MiB.
$file = Get-DataFile 'data.bin' $Bench.Size
$map = New-MemoryMap -LiteralPath $file
$buffer = [byte[]]::new(4MB)
$netMap = [System.IO.MemoryMappedFiles.MemoryMappedFile]::CreateFromFile($file, 'Open', [NullString]::Value, 0, 'Read')
$accessor = $netMap.CreateViewAccessor(0, 0, 'Read')

$peers = [ordered]@{
    'C memcpy'           = Get-Limit memcpy_loop $file
    'python3 mmap'       = Get-PythonPeer 'for i in range(0, len(m), 4 << 20): b = m[i:i + (4 << 20)]' $file
    'dd bs=4M'           = Get-Contender dd { Invoke-Peer "dd if='$file' of=/dev/null bs=4M status=none" }
    '.NET ReadArray'     = { for ($at = 0L; $at -lt $Bench.Size; $at += 4MB) { $null = $accessor.ReadArray($at, $buffer, 0, $buffer.Length) } }
}
Measure-Row 'read all, 4 MiB at a time (AsStream)' {
    $bytes = $map.AsStream()
    while ($bytes.Read($buffer, 0, $buffer.Length)) { $null = $buffer }
} $peers @{ 'C memcpy' = 1.25 }

Measure-Row 'Read-MappedRegion -ChunkSize 4MB' {
    $map | Read-MappedRegion -ChunkSize 4MB | ForEach-Object { $null = $_ }
} ([ordered]@{
        'C memcpy'                                = $peers['C memcpy']
        'Get-Content -AsByteStream -ReadCount 4MB' = { Get-Content -LiteralPath $file -AsByteStream -ReadCount 4MB | ForEach-Object { $null = $_ } }
    }) -Times ([math]::Min($Bench.Repeat, 3))

Measure-Row 'Read-MappedRegion -ChunkSize 4MB -ReuseArray' {
    $map | Read-MappedRegion -ChunkSize 4MB -ReuseArray | ForEach-Object { $null = $_ }
} ([ordered]@{
        'FileStream into one buffer' = {
            $stream = [System.IO.FileStream]::new($file, 'Open', 'Read', 'Read', 1)
            while ($stream.Read($buffer, 0, $buffer.Length)) { $null = $buffer }
            $stream.Dispose()
        }
        'C memcpy'                   = $peers['C memcpy']
    }) @{ 'FileStream into one buffer' = 1.3 }

Measure-Row 'read 64 MiB into one array' { $null = Read-MappedRegion $map 0 ([math]::Min([long] 64MB, $Bench.Size)) } ([ordered]@{
        'Get-Content -AsByteStream -Raw' = { $null = Get-Content -LiteralPath (Get-DataFile 'data64.bin' ([math]::Min([long] 64MB, $Bench.Size))) -AsByteStream -Raw }
    })

$accessor.Dispose()
$netMap.Dispose()
$map | Remove-MemoryMap
