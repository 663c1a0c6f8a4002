# Limits of the process whose end would be the end of the shell: descriptors, file sizes, sandboxes; and what never comes to an end.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:HasCompiler = [bool] (Get-TestCompiler)
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Programs.ps1')
}

Describe 'The limit of open files' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory -Path (Get-TestPath 'many')).FullName
        foreach ($i in 1..1500) {
            [System.IO.File]::WriteAllText("$folder/$i.txt", "line $i`nneedle $i`n")
        }
    }

    It 'does not count maps that the pipeline has let go of: no hit is lost' {
        $result = Invoke-ChildPwsh -Ulimit '-n 400' -ArgumentList $folder {
            param($Folder)
            $hits = 0
            Get-ChildItem -LiteralPath $Folder -File | New-MemoryMap | Search-MappedRegion -Text 'needle' -CountOnly | ForEach-Object { $hits += $_.Count }
            $hits
            $Error.Count
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be '1500', '0'
    }

    It 'leaves the shell enough to say so, where all maps are kept' {
        $result = Invoke-ChildPwsh -Ulimit '-n 300' -ArgumentList $folder {
            param($Folder)
            $maps = Get-ChildItem -LiteralPath $Folder -File | Select-Object -First 700 | New-MemoryMap -ErrorVariable failures 2>$null
            @($failures | Group-Object FullyQualifiedErrorId -NoElement).Name
            $maps.Count + $failures.Count
            $maps.Count -gt 100

            # What PowerShell itself opens for an error, for a job and for a program.
            (Get-Content -LiteralPath $PSCommandPath).Count -gt 0
            & { Get-Item /nothing/here } 2>&1 | ForEach-Object { $_.FullyQualifiedErrorId }
            Start-ThreadJob { 'job' } | Receive-Job -Wait -AutoRemoveJob
            sh -c 'echo program'
            $maps | Remove-MemoryMap
            (New-MemoryMap -LiteralPath $Folder/1.txt).Length
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be @(
            'FileDescriptorLimit,MmapModule.Commands.NewMemoryMapCommand', '700', 'True', 'True'
            'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand', 'job', 'program', '16')
    }
}

Describe 'The limit of file sizes' {
    It 'is an error before anything is written: <Name>' -ForEach @(
        @{ Name = 'Save-MemoryMap -Path into a large file'; Code = { Save-MemoryMap $map -Path $target }; Command = 'SaveMemoryMap' }
        @{ Name = 'Copy-MappedRegion into a large file'; Code = { Copy-MappedRegion $map -Destination $target }; Command = 'CopyMappedRegion' }
        @{ Name = 'Save-MemoryMap into its own file'; Code = { $own.WriteByte(0, 9); $own.WriteByte(200KB, 9); Save-MemoryMap $own }; Command = 'SaveMemoryMap' }
        @{ Name = 'New-MemoryMap -Size'; Code = { New-MemoryMap -LiteralPath $target -Protection ReadWrite -Size 2MB }; Command = 'NewMemoryMap' }
        @{ Name = 'New-MemoryMap -Size -Sparse'; Code = { New-MemoryMap -LiteralPath $target -Protection ReadWrite -Size 2MB -Sparse }; Command = 'NewMemoryMap' }
        @{ Name = 'Resize-MemoryMap -ResizeFile'; Code = { $shared = New-MemoryMap -LiteralPath $target -Protection ReadWrite; Resize-MemoryMap $shared -Size 2MB -ResizeFile }; Command = 'ResizeMemoryMap' }
        @{ Name = 'New-MemoryMap -Snapshot'; Code = { New-MemoryMap -LiteralPath $source -Snapshot }; Command = 'NewMemoryMap' }
        @{ Name = 'New-MemoryMap -MemoryFile'; Code = { New-MemoryMap -MemoryFile -Size 2MB }; Command = 'NewMemoryMap' }
    ) {
        $source = New-TestFile -Bytes ([byte[]] (, 1 * 512KB))
        $target = New-TestFile -Bytes ([byte[]] (, 7 * 1MB))
        $result = Invoke-ChildPwsh -Ulimit '-f 128' -ArgumentList $source, $target, $Code {
            param($source, $target, $Code)
            $map = New-MemoryMap -LiteralPath $source
            $own = New-MemoryMap -LiteralPath $target -Private
            & ([scriptblock]::Create($Code)) 2>&1 | ForEach-Object { $_.FullyQualifiedErrorId }
            'alive'
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be "RangeOverflow,MmapModule.Commands.$($Command)Command", 'alive'
        $left = [System.IO.File]::ReadAllBytes($target)
        $left.Length | Should -Be 1MB
        [System.MemoryExtensions]::IndexOfAnyExcept([System.ReadOnlySpan[byte]] $left, [byte] 7) | Should -Be -1
    }

    It 'does not refuse what fits: a small snapshot and a small copy' {
        $source = New-TestFile -Text '0123456789'
        $result = Invoke-ChildPwsh -Ulimit '-f 64' -ArgumentList $source {
            param($source)
            Read-MappedRegion (New-MemoryMap -LiteralPath $source -Snapshot) -AsString
            Copy-MappedRegion $source -Destination "$source.copy"
            Get-Content -LiteralPath "$source.copy"
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be '0123456789', '0123456789'
    }
}

Describe 'A symbolic link to nothing' {
    It 'is PathNotFound at once, and nothing is created: <Name>, <Target>' -ForEach @(
        foreach ($target in 'nothing', 'missing/folder/file') {
            @{ Target = $target; Name = 'New-MemoryMap -Size'; Code = { New-MemoryMap -LiteralPath $link -Protection ReadWrite -Size 4096 }; Command = 'NewMemoryMap' }
            @{ Target = $target; Name = 'New-MemoryMap'; Code = { New-MemoryMap -LiteralPath $link }; Command = 'NewMemoryMap' }
            @{ Target = $target; Name = 'Copy-MappedRegion -Destination'; Code = { Copy-MappedRegion $source -Destination $link }; Command = 'CopyMappedRegion' }
            @{ Target = $target; Name = 'Save-MemoryMap -Path'; Code = { Save-MemoryMap (New-MemoryMap $source) -Path $link }; Command = 'SaveMemoryMap' }
        }
    ) {
        $source = New-TestFile -Text 'abc'
        $link = Get-TestPath
        $null = New-Item -ItemType SymbolicLink -Path $link -Value $Target -Force
        Get-ErrorId $Code | Should -Be "PathNotFound,MmapModule.Commands.$($Command)Command"
        (Get-Item -LiteralPath $link).LinkTarget | Should -Be $Target
        [System.IO.File]::Exists($link) | Should -BeFalse
    }
}

Describe 'A sandbox that ends the process for calls that it does not allow (needs a C compiler)' -Skip:(-not ($HasCompiler -and $IsX64)) {
    BeforeAll {
        # KILL for the calls in the first list, and an error number for those in the second.
        $launcher = Build-TestC @'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static struct sock_filter code[256];
static int length;

static void add(struct sock_filter one) { code[length++] = one; }

static void each(char *list, unsigned action) {
    for (char *number = strtok(list, ","); number; number = strtok(NULL, ",")) {
        add((struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, atoi(number), 0, 1));
        add((struct sock_filter) BPF_STMT(BPF_RET | BPF_K, action));
    }
}

int main(int argc, char **argv) {
    add((struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    each(argv[1], SECCOMP_RET_KILL_PROCESS);
    each(argv[2], SECCOMP_RET_ERRNO | EPERM);
    add((struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sock_fprog program = { length, code };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) { perror("prctl"); return 2; }
    execv(argv[3], argv + 3);
    perror("execv");
    return 2;
}
'@
        $script = Get-TestPath 'sandbox.ps1'
        @'
param($Path, $ModulePath)
$ErrorActionPreference = 'Stop'
Import-Module $ModulePath
$map = New-MemoryMap -LiteralPath $Path -Protection ReadWrite
$map.WriteInt32(0, 42)
Write-MappedRegion $map -Offset 100 -Value 'text' -NullTerminate
$map.ReadInt32(0)
Read-MappedRegion $map -Offset 100 -AsString -NullTerminated
(Search-MappedRegion $map -Text 'text').Offset
$map.InterlockedAdd(0, 1)
$private = New-MemoryMap -LiteralPath $Path -Private
$private.Write(200, [byte[]] (1..20))
$private.Read(200, 3) -join ' '
Save-MemoryMap $private -Path "$Path.saved" | ForEach-Object BytesWritten
Copy-MappedRegion $Path -Destination "$Path.copy"
(New-MemoryMap -MemoryFile -Size 4096).Length
(New-MemoryMap -LiteralPath $Path -Snapshot).ReadInt32(0)
$map.WaitUntil(0, 'Equal', 44, 20)
$null = Get-FileCache $Path
$null = Get-MemoryMapResidency $map
$null = Get-MemoryLimit | ForEach-Object Features
try { $map.SealPages() } catch { }
Get-MemoryMap | Test-MemoryMap -Detailed | ForEach-Object { $_.IsReplaced } | Select-Object -Unique
'alive'
'@ | Set-Content -LiteralPath $script
    }

    It 'is survived where <Name>' -ForEach @(
        @{ Name = 'the calls on other processes end it'; Kill = '310,311,440'; Deny = '9999' }
        @{ Name = 'every call of Linux 4.5 and later that is not needed ends it'; Kill = '310,311,326,440,447,449,451,462'; Deny = '332' }
        @{ Name = 'they are errors'; Kill = '9999'; Deny = '310,311,326,332,440,447,449,451,462' }
    ) {
        $path = New-TestFile -Bytes ([byte[]]::new(8192))
        $run = Start-TestProgram $launcher $Kill, $Deny, (Get-PwshPath), '-NoProfile', '-NonInteractive', '-File', $script, $path, $ModulePath
        $result = Wait-TestProgram $run
        $result.ExitCode | Should -Be 0 -Because "$($result.StdErr) $($result.StdOut)"
        $result.StdOut -split '\n' | Should -Be '42', 'text', '100', '43', '1 2 3', '8192', '4096', '43', 'False', 'False', 'alive'
    }
}
