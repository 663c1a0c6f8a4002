<#
.SYNOPSIS
    Measures the module against its peers and limits, in one run, as ratios.
.DESCRIPTION
    Every line is best of N with a warm page cache. No figure here is a test: machines differ, and a busy one lies.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)]
    [int] $Repeat = 9,

    [long] $Size = 1GB
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
Import-Module (Join-Path $root 'MmapModule.psd1') -Force
Import-Module (Join-Path $PSScriptRoot 'MmapModule.EmptyModule/bin/Release/net8.0/MmapModule.EmptyModule.dll')

function Measure-Best {
    param([scriptblock] $Script, [int] $Times = $Repeat)

    $all = foreach ($i in 1..$Times) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Script
        $watch.Elapsed.TotalMilliseconds
    }

    $measured = $all | Measure-Object -Minimum -Maximum
    [pscustomobject]@{ Best = $measured.Minimum; Spread = ($measured.Maximum / $measured.Minimum - 1) }
}

function New-Row {
    param([string] $Work, [string] $Peer, [double] $Ours, [double] $Theirs, [string] $Target, [double] $Spread, [string] $Unit = 'ms')

    [pscustomobject]@{
        Work   = $Work
        Ours   = '{0:N3} {1}' -f $Ours, $Unit
        Peer   = $Peer
        Theirs = '{0:N3} {1}' -f $Theirs, $Unit
        Ratio  = [math]::Round($Ours / $Theirs, 2)
        Target = $Target
        Spread = '{0:P0}' -f $Spread
    }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "mmapmodule-bench-$PID"
$null = New-Item -ItemType Directory $folder
try {
    $file = Join-Path $folder 'data.bin'
    $stream = [IO.File]::Create($file)
    $block = [byte[]]::new(4MB)
    [Random]::new(1).NextBytes($block)
    for ($written = 0L; $written -lt $Size; $written += $block.Length) { $stream.Write($block) }
    $stream.Dispose()
    $map = New-MemoryMap -LiteralPath $file

    # Calls are timed in functions, which PowerShell compiles; a script block at the top level it interprets.
    function Invoke-OurRead { for ($i = 0; $i -lt 20000; $i++) { $null = Read-MappedRegion $map 64 8 } }
    function Invoke-EmptyRead { for ($i = 0; $i -lt 20000; $i++) { $null = Read-EmptyRegion $map 64 8 } }
    function Invoke-OurNumber { for ($i = 0; $i -lt 200000; $i++) { $null = $map.ReadInt32(64) } }
    function Invoke-NetNumber { for ($i = 0; $i -lt 200000; $i++) { $null = $accessor.ReadInt32(64) } }

    $rows = @()

    # The two are timed alternately, so that both see the same moods of the machine.
    Invoke-OurRead; Invoke-EmptyRead
    $pairs = foreach ($i in 1..$Repeat) {
        [pscustomobject]@{
            Ours  = (Measure-Best { Invoke-OurRead } -Times 1).Best / 20
            Empty = (Measure-Best { Invoke-EmptyRead } -Times 1).Best / 20
        }
    }
    $ours = $pairs | Measure-Object Ours -Minimum -Maximum
    $empty = $pairs | Measure-Object Empty -Minimum
    $rows += New-Row 'Read-MappedRegion, 8 bytes, a call' 'empty cmdlet' $ours.Minimum $empty.Minimum '<= 1.15' ($ours.Maximum / $ours.Minimum - 1) 'us'

    $netMap = [IO.MemoryMappedFiles.MemoryMappedFile]::CreateFromFile($file, 'Open', [NullString]::Value, 0, 'Read')
    $accessor = $netMap.CreateViewAccessor(0, 4096, 'Read')
    Invoke-OurNumber; Invoke-NetNumber
    $ours = Measure-Best { Invoke-OurNumber }
    $theirs = Measure-Best { Invoke-NetNumber }
    $rows += New-Row '$map.ReadInt32, a call' '.NET accessor (not fault-proof)' ($ours.Best / 200) ($theirs.Best / 200) '<= 1.5' $ours.Spread 'us'
    $accessor.Dispose(); $netMap.Dispose()

    $buffer = [byte[]]::new(4MB)
    $ours = Measure-Best { $bytes = $map.AsStream(); while ($bytes.Read($buffer, 0, $buffer.Length)) { $null = $buffer } }
    $limit = Join-Path $folder 'memcpy_loop'
    & cc -O2 -o $limit (Join-Path $PSScriptRoot 'memcpy_loop.c')
    if ($LASTEXITCODE -ne 0) { throw 'The C compiler failed.' }
    $theirs = [double]::Parse((& $limit $file $Repeat), [cultureinfo]::InvariantCulture)
    $rows += New-Row 'read all in 4 MiB chunks' 'C memcpy loop' $ours.Best $theirs '<= 1.25 (0.80 of its speed)' $ours.Spread

    $huge = Join-Path $folder 'huge.bin'
    $small = Join-Path $folder 'small.bin'
    (New-MemoryMap -LiteralPath $small -Size 4KB).Dispose()
    (New-MemoryMap -LiteralPath $huge -Size 1TB -Sparse).Dispose()
    $before = (Get-Process -Id $PID).PrivateMemorySize64
    $bigMap = New-MemoryMap -LiteralPath $huge
    $grown = (Get-Process -Id $PID).PrivateMemorySize64 - $before
    $bigMap.Dispose()
    $ours = Measure-Best { foreach ($i in 1..200) { New-MemoryMap -LiteralPath $huge | Remove-MemoryMap } }
    $theirs = Measure-Best { foreach ($i in 1..200) { New-MemoryMap -LiteralPath $small | Remove-MemoryMap } }
    $rows += New-Row 'map and unmap 1 TiB (sparse)' 'the same with 4 KiB' ($ours.Best / 200) ($theirs.Best / 200) 'about 1' $ours.Spread

    $map.Dispose()
    $rows | Format-Table -AutoSize | Out-String -Width 160
    'Private memory of the process grew by {0:N0} KiB while 1 TiB was mapped (target: under 1,024).' -f ($grown / 1KB)
}
finally {
    Remove-Item -LiteralPath $folder -Recurse -Force
}
