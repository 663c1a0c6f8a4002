# Making and removing maps, few and very many.
$small = Get-SparseFile 'small.map' 4KB
$huge = Get-SparseFile 'huge.map' 1TB
$calls = [math]::Max(20, $Bench.Calls / 20)

function Invoke-Mapping($Path) { for ($i = 0; $i -lt $calls; $i++) { New-MemoryMap -LiteralPath $Path | Remove-MemoryMap } }
function Invoke-NetMapping($Path) {
    for ($i = 0; $i -lt $calls; $i++) {
        $netMap = [System.IO.MemoryMappedFiles.MemoryMappedFile]::CreateFromFile($Path)
        $netMap.CreateViewAccessor().Dispose()
        $netMap.Dispose()
    }
}

Measure-Row 'map and unmap 1 TiB (sparse)' { Invoke-Mapping $huge } ([ordered]@{
        'the same with 4 KiB'    = { Invoke-Mapping $small }
        '.NET MemoryMappedFile'  = { Invoke-NetMapping $huge }
        'C open, mmap, munmap'   = Get-Limit map_limit $huge $calls
    }) @{ 'the same with 4 KiB' = 1.25 } -Calls $calls -Unit us

function Get-PrivateMemory { [System.Diagnostics.Process]::GetCurrentProcess().PrivateMemorySize64 / 1MB }
$before = Get-PrivateMemory
$map = New-MemoryMap -LiteralPath $huge
New-FigureRow 'private memory with 1 TiB mapped' 'before' (Get-PrivateMemory) $before 'MiB' 1
$map | Remove-MemoryMap

# Each one makes, uses and drops a map, without a cmdlet in between. Memory is what the collector holds afterwards.
function Invoke-Churn {
    $options = [MmapModule.MemoryMapOptions]::new()
    for ($i = 0L; $i -lt $Bench.Many; $i++) { [MmapModule.MemoryMap]::OpenFile($small, $options).Dispose() }
}

$before = [GC]::GetTotalMemory($true) / 1MB
Measure-Row ('{0:N0} maps made and removed, each' -f $Bench.Many) { Invoke-Churn } ([ordered]@{
        'C open, mmap, munmap' = Get-Limit map_limit $small $Bench.Many
    }) -Calls $Bench.Many -Unit us -Times 1
New-FigureRow ('managed memory after {0:N0} maps' -f (2 * $Bench.Many)) 'before' ([GC]::GetTotalMemory($true) / 1MB) $before 'MiB' 1

$count = [math]::Min(10000L, $Bench.Many)
$live = @(for ($i = 0; $i -lt $count; $i++) { New-MemoryMap -Anonymous -Size 4KB })
Measure-Row ('Get-MemoryMap with {0:N0} live maps' -f $count) { $null = Get-MemoryMap } ([ordered]@{
        'Where-Object over the same' = { $null = $live | Where-Object { $_ } }
    })
Measure-Row ('Get-MemoryMap -Id among {0:N0}' -f $count) { $null = Get-MemoryMap -Id $live[0].Id } ([ordered]@{ 'Get-MemoryMap' = { $null = Get-MemoryMap } })
$live | Remove-MemoryMap

Measure-Row 'Get-ProcessMemoryMap over every process' { $null = Get-ProcessMemoryMap -ErrorAction Ignore -Id (Get-Process).Id } ([ordered]@{
        'cat /proc/*/maps' = Get-Contender cat { Invoke-Peer 'cat /proc/[0-9]*/maps 2> /dev/null' }
        'Get-Content of them' = { $null = Get-Content /proc/[0-9]*/maps -ErrorAction Ignore }
    }) -Times ([math]::Min($Bench.Repeat, 3))
