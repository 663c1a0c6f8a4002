# What a kernel before 5.14 does not tell: madvise that knows neither MADV_POPULATE_READ nor MADV_POPULATE_WRITE.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Sandbox.ps1')
}

Describe 'A kernel before 5.14 (needs a C compiler, root and setpriv)' -Skip:(Test-Missing cc, root, setpriv) -Tag Linux {
    It 'has the same errors for locks, population and atomic values' {
        $script = Get-TestPath 'old.ps1'
        @'
param($Path, $Full, $ModulePath)
Import-Module $ModulePath
$memory = New-MemoryMap -Anonymous -Size 1MB
Lock-MemoryMap $memory 2>&1 | ForEach-Object FullyQualifiedErrorId
$map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite
Lock-MemoryMap $map -Length 8192 2>&1 | ForEach-Object FullyQualifiedErrorId
Unlock-MemoryMap $map
$map.InterlockedAdd(4096, 5)
truncate -s 4096 $Path
Lock-MemoryMap $map 2>&1 | ForEach-Object FullyQualifiedErrorId
try { $map.InterlockedAdd(4096, 5) } catch { [string] $_.Exception.InnerException.Kind }
$map.InterlockedAdd(0, 6)
$hole = New-MemoryMap -LiteralPath "$Full/hole" -Protection ReadWrite
foreach ($i in 1..3) { try { $hole.InterlockedAdd(8192, 1) } catch { [string] $_.Exception.InnerException.Kind } }
'alive'
'@ | Set-Content -LiteralPath $script
        $path = New-TestFile -Bytes ([byte[]]::new(8192))
        $launcher = Build-TestSandbox
        Use-SmallTmpfs -Size 64k {
            param($Folder)
            Set-Content -LiteralPath "$Folder/hole" -Value ''
            Set-FileLength -Path "$Folder/hole" -Length 16384
            dd if=/dev/zero of=$Folder/rest bs=4k 2>&1 | Out-Null
            $limits = 'export MMAPMODULE_FORCE_ATOMIC_PROBE=1 MMAPMODULE_TRY_SYSTEM_CALLS=1; ulimit -l 64 && exec setpriv --bounding-set=-ipc_lock --inh-caps=-ipc_lock "$@"'
            $command = 'bash', '-c', $limits, 'bash', $launcher, '9999', '9999', 'old', (Get-PwshPath), '-NoProfile', '-NonInteractive', '-File', $script, $path, $Folder, $ModulePath
            $result = Wait-TestProgram (Start-TestProgram $command[0] $command[1..$command.Count])
            $result.ExitCode | Should -Be 0 -Because "$($result.StdErr) $($result.StdOut)"
            $result.StdOut -split '\n' | Should -Be @(
                'MemoryLockLimit,MmapModule.Commands.LockMemoryMapCommand', '5'
                'RegionTruncated,MmapModule.Commands.LockMemoryMapCommand', 'RegionTruncated', '6'
                'NoSpace', 'NoSpace', 'NoSpace', 'alive')
        }
    }
}
