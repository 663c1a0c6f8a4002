# Starting: Import-Module in fresh processes, against a binary module that holds one empty cmdlet.
$pwsh = (Get-Process -Id $PID).Path
if ((Split-Path $pwsh -Leaf) -ne 'pwsh') {
    $pwsh = (Get-Command pwsh -CommandType Application -TotalCount 1).Source
}

# Our manifest is held against a manifest of the empty module that asks for as much: formats and types excepted.
$emptyFolder = Join-Path $Bench.Folder 'EmptyModule'
$null = New-Item -ItemType Directory $emptyFolder
Copy-Item -Path (Join-Path (Split-Path $Bench.EmptyModule) '*.dll') -Destination $emptyFolder
New-ModuleManifest -Path (Join-Path $emptyFolder 'EmptyModule.psd1') -RootModule 'MmapModule.EmptyModule.dll' -CmdletsToExport 'Read-EmptyRegion' -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()

function Measure-Import([string] $Path) {
    $line = '$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module "{0}"; $t = $w.Elapsed.TotalMilliseconds; [GC]::Collect(); ' -f $Path +
    '$p = [Diagnostics.Process]::GetCurrentProcess(); "$t $($p.PrivateMemorySize64) $($p.WorkingSet64)"'
    $numbers = (& $pwsh -NoProfile -NonInteractive -Command $line).Split(' ')
    [pscustomobject]@{
        Time = [double]::Parse($numbers[0], [cultureinfo]::InvariantCulture)
        Private = [double] $numbers[1] / 1MB
        Resident = [double] $numbers[2] / 1MB
    }
}

$ours = [System.Collections.Generic.List[psobject]]::new()
$empty = [System.Collections.Generic.List[psobject]]::new()
for ($round = 0; $round -lt $Bench.Processes; $round++) {
    $ours.Add((Measure-Import (Join-Path $Bench.Root 'MmapModule.psd1')))
    $empty.Add((Measure-Import (Join-Path $emptyFolder 'EmptyModule.psd1')))
}

function ConvertTo-Best($Result) {
    $times = $Result | Measure-Object Time -Minimum -Maximum
    [pscustomobject]@{ Best = $times.Minimum; Spread = $times.Maximum / $times.Minimum - 1 }
}

# Where memory lands differs from process to process, so the middle one counts.
function Get-Median($Result, [string] $Property) {
    $sorted = @($Result.$Property | Sort-Object)
    $sorted[[int] [math]::Floor($sorted.Count / 2)]
}

New-Row 'Import-Module' 'an empty binary module' (ConvertTo-Best $ours) (ConvertTo-Best $empty) 1.3
New-FigureRow 'private memory after the import' 'an empty binary module' (Get-Median $ours Private) (Get-Median $empty Private) 'MiB' 3
New-FigureRow 'working set after the import' 'an empty binary module' (Get-Median $ours Resident) (Get-Median $empty Resident) 'MiB' 3
