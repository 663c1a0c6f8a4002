# Limits whose end would be the end of the shell: descriptors, sandboxes, control groups; and what never comes to an end. What all
# calls do under each limit is in Limits.*.Tests.ps1.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Sandbox.ps1')
    . (Join-Path $PSScriptRoot 'Support/Groups.ps1')
}

Describe 'The limit of open files' -Tag Linux {
    BeforeAll {
        $folder = (New-Item -ItemType Directory -Path (Get-TestPath 'many')).FullName
        foreach ($i in 1..1500) {
            [System.IO.File]::WriteAllText("$folder/$i.txt", "line $i`nneedle $i`n")
        }
    }

    It 'does not count maps that the pipeline has let go of, and leaves the shell enough to say so where all are kept' {
        $result = Invoke-ChildPwsh -Ulimit '-n 400' -ArgumentList $folder {
            param($Folder)
            $hits = 0
            Get-ChildItem -LiteralPath $Folder -File | New-MemoryMap | Search-MappedRegion -Text 'needle' -CountOnly | ForEach-Object { $hits += $_.Count }
            $hits
            $Error.Count
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
            '1500', '0'
            'FileDescriptorLimit,MmapModule.Commands.NewMemoryMapCommand', '700', 'True', 'True'
            'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand', 'job', 'program', '16')
    }
}

Describe 'A symbolic link to nothing' -Tag Linux {
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
        Test-Path -LiteralPath (Join-Path (Split-Path $link) $Target) | Should -BeFalse
    }
}

Describe 'A sandbox that ends the process for calls that it does not allow (needs a C compiler)' -Skip:(-not $IsX64 -or (Test-Missing cc)) -Tag Linux {
    BeforeAll {
        $launcher = Build-TestSandbox
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
$private = New-MemoryMap -LiteralPath $Path -Private -Protection ReadWrite
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

    It 'is survived' {
        # Every call of Linux 4.5 and later that is not needed ends it, and so do those on other processes; statx is an error.
        $path = New-TestFile -Bytes ([byte[]]::new(8192))
        $filter = '310,311,326,440,447,449,451,462', '332', 'all'
        $result = Wait-TestProgram (Start-TestProgram $launcher ($filter + @((Get-PwshPath), '-NoProfile', '-NonInteractive', '-File', $script, $path, $ModulePath)))
        $result.ExitCode | Should -Be 0 -Because "$($result.StdErr) $($result.StdOut)"
        $result.StdOut -split '\n' | Should -Be '42', 'text', '100', '43', '1 2 3', '8192', '4096', '43', 'False', 'False', 'alive'
    }
}

Describe 'The memory limit of a container (needs root and a control group)' -Tag Linux {
    It 'is asked before memory is taken, for what is needed' {
        $group = Get-TestGroup
        if (-not $group) {
            Set-ItResult -Skipped -Because 'this machine does not let the test make a control group'
        }

        try {
            [System.IO.File]::WriteAllText($group.Limit, '524288000')
            [System.IO.File]::ReadAllText($group.Limit).Trim() | Should -Be '524288000'
            $script = Get-TestPath 'container.ps1'
            @"
param(`$Path)
Import-Module '$ModulePath'
(Get-MemoryLimit).MemoryAvailable -le 500MB
(New-MemoryMap -LiteralPath `$Path -Snapshot).Length
(New-MemoryMap -MemoryFile -Size 20MB).Length
New-MemoryMap -MemoryFile -Size 600MB 2>&1 | ForEach-Object FullyQualifiedErrorId
(New-MemoryMap -MemoryFile -Size 600MB -Sparse).Length

# The runtime knows the limit, but not what is in use: with these two it is too much.
`$held = New-MemoryMap -MemoryFile -Size 120MB
`$held.Length
New-MemoryMap -MemoryFile -Size 180MB 2>&1 | ForEach-Object FullyQualifiedErrorId
'alive'
"@ | Set-Content -LiteralPath $script
            $run = Start-TestProgram 'bash' '-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', $group.Path, (Get-PwshPath), '-NoProfile', '-NonInteractive', '-File', $script, (New-TestFile -Text '0123456789')
            $result = Wait-TestProgram $run
        }
        finally {
            Remove-TestGroup $group
        }

        $result.ExitCode | Should -Be 0 -Because "$($result.StdErr) $($result.StdOut)"
        $result.StdOut -split '\n' | Should -Be 'True', '10', '20971520', 'OutOfMemory,MmapModule.Commands.NewMemoryMapCommand', '629145600', '125829120', 'OutOfMemory,MmapModule.Commands.NewMemoryMapCommand', 'alive'
    }
}
