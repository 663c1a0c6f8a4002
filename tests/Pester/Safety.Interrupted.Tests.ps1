# Calls that the kernel interrupts again and again, or for which it never has the resources: each retry has an end.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Sandbox.ps1')
}

Describe 'A system call that fails the same way for ever (needs a C compiler)' -Skip:(-not $IsX64 -or (Test-Missing cc)) -Tag Linux {
    BeforeAll {
        $launcher = Build-TestSandbox
        $script = Get-TestPath 'interrupted.ps1'
        @'
param($Path, $ModulePath, $Code)
Import-Module $ModulePath
$map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite -Size 40MB -Sparse
$map.WriteInt32(0, 1)
& ([scriptblock]::Create($Code)) 2>&1 | ForEach-Object { $_ -is [System.Management.Automation.ErrorRecord] ? $_.FullyQualifiedErrorId : "$_" }
'alive'
'@ | Set-Content -LiteralPath $script

        function Start-Interrupted {
            [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
            param([string] $Deny, [string] $Code)

            $arguments = '9999', $Deny, 'all', (Get-PwshPath), '-NoProfile', '-NonInteractive', '-File', $script, (Get-TestPath), $ModulePath, $Code
            Start-TestProgram '/bin/sh' (@('-c', 'MMAPMODULE_TRY_SYSTEM_CALLS=1 exec "$0" "$@"', $launcher) + $arguments)
        }
    }

    It 'ends in an error' {
        # Calls that are on the way to another one have a child of their own.
        $cases = [ordered] @{
            # msync and fsync: interrupted (EINTR).
            '26:4'                     = 'Sync-MemoryMap $map -Length 4096'
            '74:4'                     = 'Sync-MemoryMap $map -Length 4096 -Durable'

            # sync_file_range and fallocate, too; madvise and mincore: no resources for the moment (EAGAIN).
            '277:4,285:4,28:11,27:11' = 'Sync-MemoryMap $map; Clear-MappedRegion $map -PunchHole; Set-MemoryMapAdvice $map -Advice PopulateRead -Length 4096; Get-MemoryMapResidency $map -Summary'
        }
        $programs = foreach ($deny in $cases.Keys) { Start-Interrupted $deny $cases[$deny] }
        $answers = foreach ($program in $programs) {
            $result = Wait-TestProgram $program
            $result.StdOut -split '\n'
            $result.ExitCode
        }

        $answers | Should -Be @(
            'RegionFault,MmapModule.Commands.SyncMemoryMapCommand', 'alive', 0
            'RegionFault,MmapModule.Commands.SyncMemoryMapCommand', 'alive', 0
            'RegionFault,MmapModule.Commands.SyncMemoryMapCommand'
            'RegionFault,MmapModule.Commands.ClearMappedRegionCommand'
            'OutOfMemory,MmapModule.Commands.SetMemoryMapAdviceCommand'
            'OutOfMemory,MmapModule.Commands.GetMemoryMapResidencyCommand', 'alive', 0)
    }
}

Describe 'Reading in and locking pages' -Tag Linux {
    It 'hears Ctrl+C between pieces: Set-MemoryMapAdvice' {
        # Page by page, all of them the one page of zeros, so that it takes long and needs no memory.
        $map = New-MemoryMap -Anonymous -Private -Protection Read -Size 8TB -Flags NoReserve
        Set-MemoryMapAdvice $map -Advice NoHugePage
        $null = Assert-StopsSoon 'Set-MemoryMapAdvice $Map -Advice PopulateRead' @{ Map = $map }

        $map.State | Should -Be 'Open'
        $map | Remove-MemoryMap
    }

    It 'hears Ctrl+C between pieces: Lock-MemoryMap (needs root)' -Skip:(Test-Missing root) {
        $map = New-MemoryMap -Anonymous -Private -Protection Read -Size 8TB -Flags NoReserve
        Set-MemoryMapAdvice $map -Advice NoHugePage
        $null = Assert-StopsSoon 'Lock-MemoryMap $Map' @{ Map = $map }

        # A lock of half a range is no lock.
        Select-String -LiteralPath /proc/self/status -Pattern 'VmLck:\s+0 kB' | Should -Not -BeNullOrEmpty
        $map | Remove-MemoryMap
    }
}
