# Not yet on Windows.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:CanGuard = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -in 'X64', 'Arm64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Reading numbers of a file' {
    It 'survives a file that is cut and restored all the time, and shows nothing but its bytes (<Folder>; needs python3)' -Skip:(Test-Missing python3) -ForEach @(
        @{ Folder = 'the temporary folder' }, @{ Folder = '/dev/shm' }
    ) {
        $path = $Folder -eq '/dev/shm' ? "/dev/shm/$(Get-SharedName)" : (New-TestFile)
        [System.IO.File]::WriteAllBytes($path, [byte[]]::new(8192))
        try {
            $result = Invoke-ChildPwsh -ArgumentList $path {
                param($Path)
                $map = New-MemoryMap -Path $Path
                $region = $map.Slice(4000)
                $code = @(
                    'import os, sys, time'
                    'f = os.open(sys.argv[1], os.O_RDWR)'
                    'end = time.time() + 300'
                    'while time.time() < end:'
                    '    os.pwrite(f, bytes([7]) * 8192, 0)'
                    '    os.ftruncate(f, 4100)'
                    '    os.ftruncate(f, 8192)'
                    '    os.ftruncate(f, 0)'
                ) -join "`n"
                $cutter = Start-Process python3 -ArgumentList '-c', "`"$code`"", $Path -PassThru
                $work = {
                    param($Memory, $Base)
                    $count = @{ Good = 0; Cut = 0 }
                    $watch = [Diagnostics.Stopwatch]::StartNew()
                    while (($count.Good -lt 3000 -or $count.Cut -lt 300) -and $watch.Elapsed.TotalSeconds -lt 250) {
                        foreach ($offset in 0, 97, 104, 4000) {
                            try {
                                # Zeros are what a file shows that has been made longer again. A number in between is one at a page border, or one that was being written.
                                $byte = $Memory.ReadByte($Base + $offset)
                                if ($byte -notin 0, 7) { "byte $byte" }
                                $long = $Memory.ReadInt64($Base + $offset)
                                if ($offset -ne 97 -and $long -notin 0, 0x0707070707070707 -and '{0:X16}' -f $long -notmatch '^(00|07)+$') { "long $long" }
                                $null = $Memory.ReadInt32($Base + $offset)
                                $count.Good++
                                $null = [byte[]]::new(1000)
                            }
                            catch {
                                if ($_.Exception.InnerException.Kind -eq 'RegionTruncated') { $count.Cut++ } else { $_ }
                            }
                        }
                    }
                    "good $($count.Good -gt 0) cut $($count.Cut -gt 0)"
                }
                $job = Start-ThreadJob $work -ArgumentList $region, 0
                & $work $map 0
                $job | Receive-Job -Wait -AutoRemoveJob
                $cutter.Kill()
            }
        }
        finally {
            Remove-Item -LiteralPath $path
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be 'good True cut True', 'good True cut True'
    }

    It 'says at once that a file was cut in the middle of a page' {
        $path = New-TestFile -Bytes ([byte[]](1..200))
        $map = New-MemoryMap -Path $path
        foreach ($end in 150..100) {
            $map.ReadByte($end - 1) | Should -Be $end
            truncate -s $end $path
            { $map.ReadByte($end) } | Should -Throw -ExpectedMessage '*truncated*'
            { $map.ReadInt32($end - 1) } | Should -Throw -ExpectedMessage '*truncated*'
        }

        $map | Remove-MemoryMap
    }

    It 'survives that other code of the process protects or unmaps its pages' {
        $path = New-TestFile -Bytes ([byte[]]::new(64KB))
        $result = Invoke-ChildPwsh -ArgumentList $path {
            param($Path)
            Add-Type -Namespace Test -Name Libc -MemberDefinition @'
[DllImport("libc")] public static extern int mprotect(ulong address, ulong length, int protection);
[DllImport("libc")] public static extern ulong mmap(ulong address, ulong length, int protection, int flags, int descriptor, long offset);
'@
            $map = New-MemoryMap -Path $Path -Protection ReadWrite
            $private = New-MemoryMap -Path $Path -Private
            $map.WriteInt32(8192, 5)
            $private.ReadInt32(8192)
            $null = [Test.Libc]::mprotect($map.Address, 16384, 0)

            # What unmaps the pages and keeps the hole: MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS and MAP_NORESERVE without
            # access. In a hole that is free the runtime may map something of its own, which can be read.
            if ([Test.Libc]::mmap($private.Address, 16384, 0, 0x4032, -1, 0) -ne $private.Address) { throw 'mmap' }
            $map.ReadInt32(8192)
            foreach ($use in { $map.WriteInt32(8192, 6) }, { $map.InterlockedAdd(8192, 1) }, { $private.ReadInt32(8192) }) {
                try { & $use } catch { $_.Exception.InnerException.GetType().Name }
            }
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be '5', '5', 'MmapException', 'MmapException', 'MmapException'
    }
}

Describe 'Faults that are not ours' {
    It 'still are a NullReferenceException where the runtime makes one of them' {
        $result = Invoke-ChildPwsh -ArgumentList (New-TestFile -Bytes ([byte[]]::new(4096))) {
            param($Path)
            $map = New-MemoryMap -Path $Path
            $map.ReadInt32(0)
            Add-Type 'public static class Test { public class Box { public int Value; } public static int Read(Box box) => box.Value; }'
            foreach ($i in 1..1000) {
                try { [Test]::Read($null) } catch [NullReferenceException] { $count++ }
            }

            $count
        }

        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdOut -split '\n' | Should -Be '0', '1000'
    }

    It 'end the process as without the module: <Name>' -Skip:(-not $CanGuard) -ForEach @(
        @{ Name = 'a stack that overflows'; Code = { Add-Type 'public static class Test { public static int Deep(int i) => Deep(i + 1) + Deep(i + 2); }'; [Test]::Deep(0) } }
        @{
            Name = 'the accessor of .NET on a truncated file'
            Code = {
                $net = [System.IO.MemoryMappedFiles.MemoryMappedFile]::CreateFromFile($Path, 'Open', [NullString]::Value, 0, 'ReadWrite').CreateViewAccessor()
                truncate -s 0 $Path
                $net.ReadInt32(0)
            }
        }
    ) {
        $script = [scriptblock]::Create("param(`$Path) `$map = New-MemoryMap -Path `$Path; `$null = `$map.ReadInt32(0); $Code; 'alive'")
        $result = Invoke-ChildPwsh -Fresh -ArgumentList (New-TestFile -Bytes ([byte[]]::new(8192))) $script
        $result.StdOut | Should -Not -Match 'alive'

        # SIGABRT: the runtime says so itself, as it does where this module is not loaded.
        $result.ExitCode | Should -Be 134
    }
}
