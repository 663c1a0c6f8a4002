# The signal handlers that turn a page that is gone into an error: installed once, whoever comes first, and not lost again.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:CanGuard = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -in 'X64', 'Arm64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Compiled here once: the compiler would take most of the time of a child.
    $library = Get-TestPath 'libhandlers.so'
    $hook = Get-TestPath 'Hook.dll'
    Add-Type -OutputAssembly $hook @"
using System.Runtime.InteropServices;
public static class Hook
{
    [DllImport("$library")] public static extern void save();
    [DllImport("$library")] public static extern void restore();
    [DllImport("$library")] public static extern void wrap();
    public static int Length(string text) => text.Length;
}
"@
}

Describe 'Threads that use the module for the first time together' {
    It 'leave a shell that survives a truncation' {
        $children = foreach ($i in 1..2) {
            $path = New-TestFile -Bytes ([byte[]]::new(8192))
            Start-ChildPwsh -ArgumentList $path {
                param($Path)
                $map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite
                $null = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel { ($using:map).ReadInt32(0); ($using:map).InterlockedAdd(8, 1) }
                $map.ReadInt32(8)
                truncate -s 0 $Path
                try { $map.ReadInt32(4096) } catch { [string] $_.Exception.InnerException.Kind }
                try { $map.InterlockedAdd(4096, 1) } catch { [string] $_.Exception.InnerException.Kind }
            }
        }

        foreach ($child in $children) {
            $result = Wait-ChildPwsh $child
            $result.ExitCode | Should -Be 0 -Because $result.StdErr
            $result.StdOut -split '\n' | Should -Be '8', 'RegionTruncated', 'RegionTruncated'
        }
    }
}

Describe 'A library that puts back the signal handlers that it found (needs a C compiler)' -Skip:(-not $CanGuard -or (Test-Missing cc)) {
    BeforeAll {
        $messages = @'
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <string.h>

static const int signals[] = { SIGBUS, SIGSEGV };
static struct sigaction saved[2];
static struct sigaction below[2];

void save(void) { for (int i = 0; i < 2; i++) sigaction(signals[i], NULL, &saved[i]); }
void restore(void) { for (int i = 0; i < 2; i++) sigaction(signals[i], &saved[i], NULL); }

static void chain(int signal, siginfo_t *info, void *context) { below[signal == SIGBUS ? 0 : 1].sa_sigaction(signal, info, context); }

void wrap(void) {
    for (int i = 0; i < 2; i++) {
        sigaction(signals[i], NULL, &below[i]);
        struct sigaction mine = below[i];
        mine.sa_sigaction = chain;
        sigaction(signals[i], &mine, NULL);
    }
}
'@ | & (Get-TestCompiler) -x c -O2 -Wall -shared -fPIC -o $library - 2>&1
        if ($LASTEXITCODE -ne 0) {
            throw "The C library does not compile: $($messages | Out-String)"
        }
    }

    It 'does not take ours away: <Name>' -ForEach @(
        @{ Name = 'it saved them before the import'; Early = 'yes' }
        @{ Name = 'it saved them between the import and the first number'; Early = 'no' }
    ) {
        $path = New-TestFile -Bytes ([byte[]]::new(8192))
        $result = Invoke-ChildPwsh -NoModule -ArgumentList $path, $hook, $ModulePath, $Early {
            param($Path, $Hook, $ModulePath, $Early)
            Add-Type -LiteralPath $Hook
            if ($Early -eq 'yes') { [Hook]::save() }
            Import-Module $ModulePath
            if ($Early -eq 'no') { [Hook]::save() }
            $map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite
            $private = New-MemoryMap -LiteralPath $Path -Private
            $stream = [System.IO.File]::Open($Path, 'Open', 'Write', 'ReadWrite')
            foreach ($use in { $map.ReadInt32(4096) }, { $map.InterlockedAdd(4096, 1) }, { $map.WriteInt32(4096, 1) }, { $private.ReadInt64(4096) }, { $map.ReadByte(4096) }) {
                # The same again and again: libraries do so at each call.
                foreach ($i in 1..40) {
                    $stream.SetLength(8192)
                    $null = & $use
                    [Hook]::restore()
                    $stream.SetLength(0)
                    try { $null = & $use; 'no error' } catch { $kind = [string] $_.Exception.InnerException.Kind; if ($kind -ne 'RegionTruncated') { $kind } }
                }
            }

            # Faults of others still go where they belong.
            foreach ($i in 1..100) { try { [Hook]::Length([NullString]::Value) } catch { $count += $_.Exception.InnerException -is [NullReferenceException] } }
            $count
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut | Should -Be '100'
    }

    It 'closes no circle where it passes signals on to ours' {
        $path = New-TestFile -Bytes ([byte[]]::new(8192))
        $result = Invoke-ChildPwsh -Fresh -ArgumentList $path, $hook {
            param($Path, $Hook)
            Add-Type -LiteralPath $Hook
            $map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite
            [Hook]::save()
            [Hook]::wrap()
            $map.WriteInt32(0, 5)
            [Hook]::restore()
            $map.WriteInt32(0, 6)
            foreach ($i in 1..100) { try { [Hook]::Length([NullString]::Value) } catch { $count += $_.Exception.InnerException -is [NullReferenceException] } }
            $count
            truncate -s 0 $Path
            foreach ($use in { $map.ReadInt32(4096) }, { $map.InterlockedAdd(4096, 1) }) {
                try { & $use } catch { [string] $_.Exception.InnerException.Kind }
            }
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be '100', 'RegionTruncated', 'RegionTruncated'
    }
}

Describe 'Two copies of the engine in one process' {
    It 'both survive a truncation, and faults of others still go where they belong' {
        $paths = (New-TestFile -Bytes ([byte[]]::new(8192))), (New-TestFile -Bytes ([byte[]]::new(8192)))
        $result = Invoke-ChildPwsh -Fresh -ArgumentList (@($paths) + (Join-Path (Split-Path $ModulePath) 'bin') + $hook) {
            param($First, $Second, $Bin, $Hook)
            $context = [System.Runtime.Loader.AssemblyLoadContext]::new('copy')
            $copy = $context.LoadFromAssemblyPath((Join-Path $Bin 'MmapModule.Core.dll')).GetType('MmapModule.MemoryMap')
            $write = $copy.GetMethod('WriteInt32', [type[]] ([long], [int], [bool]))
            $options = [Activator]::CreateInstance($copy.Assembly.GetType('MmapModule.MemoryMapOptions'))
            $copy.Assembly.GetType('MmapModule.MemoryMapOptions').GetProperty('Protection').SetValue($options, [enum]::ToObject($copy.Assembly.GetType('MmapModule.MapProtection'), 3))
            $other = $copy.GetMethod('OpenFile').Invoke($null, ($First, $options, [System.Threading.CancellationToken]::None))
            $map = New-MemoryMap -LiteralPath $Second -Protection ReadWrite
            Add-Type -LiteralPath $Hook
            foreach ($i in 1..20) {
                foreach ($path in $First, $Second) { truncate -s 8192 $path }
                $null = $write.Invoke($other, ([long] 4096, 1, $false))
                $map.WriteInt32(4096, 1)
                foreach ($path in $First, $Second) { truncate -s 0 $path }
                try { $null = $write.Invoke($other, ([long] 4096, 1, $false)); 'no error' } catch { $kinds += @([string] $_.Exception.GetBaseException().Kind) }
                try { $map.WriteInt32(4096, 1); 'no error' } catch { $kinds += @([string] $_.Exception.InnerException.Kind) }
                try { [Hook]::Length([NullString]::Value) } catch { $count += $_.Exception.InnerException -is [NullReferenceException] }
            }

            $kinds | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" }
            $count

            # None of them takes the handlers back from the other all the time.
            @(Get-Content /proc/self/maps | Where-Object { $_ -match 'r-xp 00000000 00:00 0 $' }).Count -lt 40
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be 'RegionTruncated 40', '20', 'True'
    }
}
