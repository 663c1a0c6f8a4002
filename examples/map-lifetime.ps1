#requires -Version 7.4

<#
.SYNOPSIS
    Shows how long a memory map lives and what it leaves behind.
.DESCRIPTION
    Closing the file does not end a map. The end of a process does, whatever the process was doing; the file keeps
    what was written, and shared memory keeps its name: it is an orphan until somebody removes it. What is written
    past the end of the file, in the rest of its last page, never gets into the file. And a write through a map
    changes the file's modification time, though nobody called write().
.EXAMPLE
    pwsh -File examples/map-lifetime.ps1
#>
[CmdletBinding()]
param(
    # How long to wait for the child process.
    [ValidateRange(1, 600)]
    [int] $TimeoutSeconds = 30,

    # Set for the child only: the file that it maps.
    [string] $ChildPath,

    # Set for the child only: the name of the shared memory that it creates.
    [string] $ChildName
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

function Wait-State {
    param($Map, [int] $State)

    $deadline = [DateTime]::UtcNow.AddSeconds($TimeoutSeconds)
    while ($Map.ReadInt32(0) -ne $State) {
        if ([DateTime]::UtcNow -gt $deadline) {
            throw "The other process did not come to state $State within $TimeoutSeconds s."
        }

        Start-Sleep -Milliseconds 5
    }
}

function Assert-Fact {
    param([string] $Fact, [bool] $Condition)

    if (-not $Condition) {
        throw "Not so: $Fact"
    }

    "ok: $Fact"
}

if ($ChildPath) {
    $map = New-MemoryMap -LiteralPath $ChildPath -Protection ReadWrite
    $shared = New-MemoryMap -Name $ChildName -Mode Create -Size 4KB
    Write-MappedRegion -InputObject $map -Offset 8 -Value "child $PID was here"
    $map.WriteInt32(0, 1)
    Wait-State -Map $map -State 2
    [GC]::KeepAlive($shared)  # A map that no variable holds may be closed at any time.
    [Environment]::Exit(0)      # No clean-up at all: the kernel unmaps.
}

$folder = [IO.Directory]::CreateTempSubdirectory('map-lifetime-').FullName
$path = Join-Path $folder 'data.bin'
$name = "map-lifetime-$PID"
$maps = [Collections.Generic.List[object]]::new()
$child = $null
try {
    # 1. A map keeps working when the file it was made from is closed.
    [IO.File]::WriteAllBytes($path, [byte[]]::new(100))
    $stream = [IO.File]::Open($path, 'Open', 'ReadWrite', 'ReadWrite')
    $map = New-MemoryMap -Handle $stream -Protection ReadWrite
    $maps.Add($map)
    $stream.Dispose()
    $map.WriteString(40, 'after close')
    Assert-Fact 'a map outlives the file stream it was made from' ((cat -- $path | tr -d '\000') -eq 'after close')

    # 2. A process that ends unmaps, keeps its file and orphans its shared memory.
    $shell = [Environment]::ProcessPath
    $arguments = '-NoProfile', '-NonInteractive', '-File', "`"$PSCommandPath`"", '-ChildPath', "`"$path`"", '-ChildName', $name
    if ((Split-Path -Path $shell -Leaf) -eq 'dotnet') {
        $arguments = @("`"$PSHOME/pwsh.dll`"") + $arguments
    }

    $child = Start-Process -FilePath $shell -ArgumentList $arguments -PassThru
    Wait-State -Map $map -State 1
    Assert-Fact "/proc/$($child.Id)/maps lists the file" ([bool] (Select-String -LiteralPath "/proc/$($child.Id)/maps" -Pattern "$(Split-Path -Path $folder -Leaf)/data.bin" -SimpleMatch))
    Assert-Fact "'$name' is mapped by process $($child.Id)" ((Get-SharedMemory -Name $name).ProcessId -contains $child.Id)
    $map.WriteInt32(0, 2)
    Assert-Fact 'the child ends' ($child.WaitForExit(1000 * $TimeoutSeconds))
    Assert-Fact 'its maps are gone' (-not (Test-Path -LiteralPath "/proc/$($child.Id)/maps"))
    Assert-Fact 'what it wrote is in the file' ([IO.File]::ReadAllText($path).Contains("child $($child.Id) was here"))
    Assert-Fact 'its shared memory is an orphan' (Get-SharedMemory -Name $name).IsOrphan

    # 3. The last page is longer than the file; its rest is zero, can be written, and does not reach the file.
    #    This goes around the module, straight to the memory: the address is inside the mapped page.
    $end = [IntPtr]::new([long] $map.Address + $map.Length)
    Assert-Fact 'the rest of the last page is zero' ([Runtime.InteropServices.Marshal]::ReadByte($end) -eq 0)
    $before = (Get-FileHash -LiteralPath $path).Hash
    [Runtime.InteropServices.Marshal]::WriteByte($end, 0xEE)
    Sync-MemoryMap -InputObject $map
    Assert-Fact 'a byte written there is not in the file' ((stat -c %s -- $path) -eq 100 -and (Get-FileHash -LiteralPath $path).Hash -eq $before)

    # 4. Writing through a map changes the modification time.
    $old = [DateTime]::new(2001, 2, 3)
    $fresh = Join-Path $folder 'old.bin'
    [IO.File]::WriteAllBytes($fresh, [byte[]]::new(100))
    [IO.File]::SetLastWriteTime($fresh, $old)
    $second = New-MemoryMap -LiteralPath $fresh -Protection ReadWrite
    $maps.Add($second)
    Assert-Fact 'mapping alone does not touch the file' ([IO.File]::GetLastWriteTime($fresh) -eq $old)
    Write-MappedRegion -InputObject $second -Value 'new' -Sync
    Assert-Fact "writing does: $(stat -c %y -- $fresh)" ([IO.File]::GetLastWriteTime($fresh) -gt $old)
}
finally {
    if ($child -and -not $child.HasExited) {
        $child.Kill()
    }

    $maps | Remove-MemoryMap
    Get-SharedMemory | Where-Object -Property Name -EQ -Value $name | Remove-SharedMemory
    Remove-Item -LiteralPath $folder -Recurse
}
