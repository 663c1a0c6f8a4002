# The signal handlers that turn a page that is gone into an error: not lost again, whatever other code does with them. That they are
# installed once, whoever comes first, is in Safety.FirstUse.Tests.ps1.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:CanGuard = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -in 'X64', 'Arm64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A library that puts back the signal handlers that it found (needs a C compiler)' -Skip:(-not $CanGuard -or (Test-Missing cc)) -Tag Linux {
    BeforeAll {
        $library = Get-TestPath 'libhandlers.so'
        $messages = @'
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <string.h>

static const int signals[] = { SIGBUS, SIGSEGV };
static struct sigaction before[2];
static struct sigaction between[2];
static struct sigaction below[2];

static void get(struct sigaction *saved) { for (int i = 0; i < 2; i++) sigaction(signals[i], NULL, &saved[i]); }
static void put(struct sigaction *saved) { for (int i = 0; i < 2; i++) sigaction(signals[i], &saved[i], NULL); }
void save_before(void) { get(before); }
void restore_before(void) { put(before); }
void save_between(void) { get(between); }
void restore_between(void) { put(between); }

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

        # One child for all. Each part writes a line, so that the last one tells where it ended.
        $paths = foreach ($i in 1..2) { New-TestFile -Bytes ([byte[]]::new(8192)) }
        $run = Invoke-ChildPwsh -NoModule -ArgumentList (@($paths) + $library, $ModulePath) {
            param($First, $Second, $Library, $ModulePath)
            $handle = [System.Runtime.InteropServices.NativeLibrary]::Load($Library)
            foreach ($name in 'save_before', 'restore_before', 'save_between', 'restore_between', 'wrap') {
                $export = [System.Runtime.InteropServices.NativeLibrary]::GetExport($handle, $name)
                Set-Variable -Name $name -Value ([System.Runtime.InteropServices.Marshal]::GetDelegateForFunctionPointer($export, [type] [System.Action]))
            }

            # Compiled code that uses a null reference, which the runtime notices by a signal.
            $text = [System.Linq.Expressions.Expression]::Parameter([string])
            $length = [System.Linq.Expressions.Expression]::Lambda([System.Func[string, int]], [System.Linq.Expressions.Expression]::Property($text, 'Length'), [System.Linq.Expressions.ParameterExpression[]] @($text)).Compile()
            function Measure-Null([int] $Count) {
                $seen = 0
                for ($i = 0; $i -lt $Count; $i++) {
                    try { $null = $length.Invoke([NullString]::Value) } catch { $seen += $_.Exception.InnerException -is [System.NullReferenceException] }
                }

                $seen
            }

            function Get-Kind([scriptblock] $Use) {
                try { $null = & $Use; 'no error' } catch { [string] $_.Exception.GetBaseException().Kind }
            }

            $save_before.Invoke()
            Import-Module $ModulePath
            $save_between.Invoke()
            $map = New-MemoryMap -LiteralPath $First -Protection ReadWrite
            $private = New-MemoryMap -LiteralPath $First -Private
            $file = [System.IO.File]::Open($First, 'Open', 'Write', 'ReadWrite')
            foreach ($when in 'between', 'before') {
                $restore = $when -eq 'before' ? $restore_before : $restore_between
                $wrong = foreach ($use in { $map.ReadInt32(4096) }, { $map.InterlockedAdd(4096, 1) }, { $map.WriteInt32(4096, 1) }, { $private.ReadInt64(4096) }, { $map.ReadByte(4096) }) {
                    # The same again and again: libraries do so at each call.
                    foreach ($i in 1..40) {
                        $file.SetLength(8192)
                        $null = & $use
                        $restore.Invoke()
                        $file.SetLength(0)
                        Get-Kind $use
                    }
                }

                "$when $(@($wrong | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" })) $(Measure-Null 100)"
            }

            # One that passes signals on to ours, which is above it again after the next number.
            $file.SetLength(8192)
            $save_between.Invoke()
            $wrap.Invoke()
            $map.WriteInt32(0, 5)
            $restore_between.Invoke()
            $map.WriteInt32(0, 6)
            $null = Measure-Null 100
            $file.SetLength(0)
            "circle $(Get-Kind { $map.ReadInt32(4096) }) $(Get-Kind { $map.InterlockedAdd(4096, 1) }) $(Measure-Null 100)"

            # Another copy of the engine in the same process. None takes the handlers back from the other all the time.
            $context = [System.Runtime.Loader.AssemblyLoadContext]::new('copy')
            $assembly = $context.LoadFromAssemblyPath((Join-Path (Split-Path $ModulePath) 'bin/MmapModule.Core.dll'))
            $copy = $assembly.GetType('MmapModule.MemoryMap')
            $write = $copy.GetMethod('WriteInt32', [type[]] ([long], [int], [bool]))
            $options = [System.Activator]::CreateInstance($assembly.GetType('MmapModule.MemoryMapOptions'))
            $options.Protection = 'ReadWrite'
            $other = $copy.GetMethod('OpenFile').Invoke($null, ($Second, $options, [System.Threading.CancellationToken]::None))
            $files = $file, [System.IO.File]::Open($Second, 'Open', 'Write', 'ReadWrite')
            $before = @(Get-Content -LiteralPath /proc/self/maps | Where-Object { $_ -match 'r-xp 00000000 00:00 0 $' }).Count
            $kinds = foreach ($i in 1..20) {
                foreach ($one in $files) { $one.SetLength(8192) }
                $null = $write.Invoke($other, ([long] 4096, 1, $false))
                $map.WriteInt32(4096, 1)
                foreach ($one in $files) { $one.SetLength(0) }
                Get-Kind { $write.Invoke($other, ([long] 4096, 1, $false)) }
                Get-Kind { $map.WriteInt32(4096, 1) }
            }

            $after = @(Get-Content -LiteralPath /proc/self/maps | Where-Object { $_ -match 'r-xp 00000000 00:00 0 $' }).Count
            "copies $(@($kinds | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" })) $(Measure-Null 100) $($after - $before -lt 40)"
        }
    }

    It 'does not take ours away: it saved them <_> the first number' -ForEach 'before the import and', 'between the import and' {
        $run.StdOut -split '\n' | Should -Contain "$($_.Split(' ')[0]) RegionTruncated 200 100" -Because "$($run.StdOut) $($run.StdErr)"
    }

    It 'closes no circle where it passes signals on to ours' {
        $run.StdOut -split '\n' | Should -Contain 'circle RegionTruncated RegionTruncated 100' -Because $run.StdErr
    }

    It 'leaves those of two copies of the engine, which do not fight each other' {
        $run.StdOut -split '\n' | Should -Contain 'copies RegionTruncated 40 100 True' -Because $run.StdErr
    }

    It 'leaves a shell that lives' {
        $run.ExitCode | Should -Be 0 -Because $run.StdErr
    }
}
