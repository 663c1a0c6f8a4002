# Small calls: a cmdlet against an empty one, a method against the .NET accessor, and what a call allocates.
Import-Module $Bench.EmptyModule

$file = Get-DataFile 'calls.bin' 1MB
$map = New-MemoryMap -LiteralPath $file -Protection ReadWrite
$bytes = [byte[]]::new(8)
$calls = $Bench.Calls
$many = $calls * 10

# Calls are timed in functions, which PowerShell compiles.
function Invoke-Read { for ($i = 0; $i -lt $calls; $i++) { $null = Read-MappedRegion $map 64 8 } }
function Invoke-EmptyRead { for ($i = 0; $i -lt $calls; $i++) { $null = Read-EmptyRegion $map 64 8 } }
function Invoke-TypedRead { for ($i = 0; $i -lt $calls; $i++) { $null = Read-MappedRegion $map 64 -As Int32 } }
function Invoke-EmptyTypedRead { for ($i = 0; $i -lt $calls; $i++) { $null = Read-EmptyRegion $map 64 -As Int32 } }
function Invoke-Write { for ($i = 0; $i -lt $calls; $i++) { Write-MappedRegion $map -Value $bytes -Offset 64 } }
function Invoke-ReadNumber($Memory) { for ($i = 0; $i -lt $many; $i++) { $null = $Memory.ReadInt32(64) } }
function Invoke-WriteNumber($Memory) { for ($i = 0; $i -lt $many; $i++) { $Memory.WriteInt32(64, 42) } }
function Invoke-NetRead($Memory) { for ($i = 0; $i -lt $many; $i++) { $null = $Memory.ReadInt32(64) } }
function Invoke-NetWrite($Memory) { for ($i = 0; $i -lt $many; $i++) { $Memory.Write(64, 42) } }

Measure-Row 'Read-MappedRegion, 8 bytes, one call' { Invoke-Read } @{ 'empty cmdlet' = { Invoke-EmptyRead } } @{ 'empty cmdlet' = 1.15 } -Calls $calls -Unit us
Measure-Row 'Read-MappedRegion -As Int32, one call' { Invoke-TypedRead } @{ 'empty cmdlet' = { Invoke-EmptyTypedRead } } -Calls $calls -Unit us
Measure-Row 'Write-MappedRegion, 8 bytes, one call' { Invoke-Write } @{ 'empty cmdlet (of Read)' = { Invoke-EmptyRead } } -Calls $calls -Unit us

$netMap = [System.IO.MemoryMappedFiles.MemoryMappedFile]::CreateFromFile($file, 'Open', [NullString]::Value, 0, 'ReadWrite')
$accessor = $netMap.CreateViewAccessor(0, 4096, 'ReadWrite')
$memory = [ordered]@{
    'a file'             = $map
    'private memory'     = New-MemoryMap -Anonymous -Size 64KB -Private
    'shared memory'      = New-MemoryMap -Anonymous -Size 64KB
    'a memory file'      = New-MemoryMap -MemoryFile -Size 64KB
    'a sealed memory file' = New-MemoryMap -MemoryFile -Size 64KB -Seal Shrink
    'a snapshot'         = New-MemoryMap -LiteralPath $file -Snapshot
}
$net = '.NET accessor (a fault ends the process)'
foreach ($kind in $memory.Keys) {
    $one = $memory[$kind]
    Measure-Row "`$map.ReadInt32 in $kind" { Invoke-ReadNumber $one } @{ $net = { Invoke-NetRead $accessor } } @{ $net = 1.5 } -Calls $many -Unit us
}

foreach ($kind in 'a file', 'private memory', 'a sealed memory file') {
    $one = $memory[$kind]
    Measure-Row "`$map.WriteInt32 in $kind" { Invoke-WriteNumber $one } @{ $net = { Invoke-NetWrite $accessor } } -Calls $many -Unit us
}

# How much of that is the one system call that a read of a file takes.
foreach ($call in 'pread', 'readv', 'writev') {
    $limit = Get-Limit call_limit $file $call $many
    $alone = $call -eq 'pread' ? 'pread alone, in C' : "process_vm_$call alone, in C"
    $ours = $call -eq 'writev' ? { Invoke-WriteNumber $map } : { Invoke-ReadNumber $map }
    Measure-Row ($call -eq 'writev' ? '$map.WriteInt32 in a file' : '$map.ReadInt32 in a file') $ours @{ $alone = $limit } -Calls $many -Unit us
}

function Get-Allocation([scriptblock] $Script) {
    $null = & $Script
    $before = [GC]::GetAllocatedBytesForCurrentThread()
    $null = & $Script
    ([GC]::GetAllocatedBytesForCurrentThread() - $before) / $calls
}

# An array of 8 bytes has 32, with its header and its length.
New-FigureRow 'allocated by one Read-MappedRegion' 'empty cmdlet' (Get-Allocation { Invoke-Read }) (Get-Allocation { Invoke-EmptyRead }) 'bytes' 33

$memory.Values | Remove-MemoryMap
$accessor.Dispose()
$netMap.Dispose()
