# The engine's tests on another processor, under an emulator: ./build.ps1 Test -Platform LinuxArm64.

function Invoke-PlatformTest {
    <#
    .SYNOPSIS
        Runs those tests of the engine that depend on the processor, or those that were asked for, for another platform.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $Platform,
        [string] $TestPath,
        [string] $Filter,
        [string] $Tag
    )

    $suite = "MmapModule.Core.Tests on $Platform"
    $missing = Get-PlatformNeed
    if ($missing) {
        $skip = [pscustomobject]@{ Name = 'all tests'; Reason = "needs $($missing -join ', ')" }
        Add-TestCount $Total $suite -Passed 0 -Failed 0 -Skipped $skip -ExitCode 0
        return
    }

    $paths = $TestPath ? $TestPath : (('Access', 'Atomics', 'Truncation', 'Waiting' | ForEach-Object { "tests/MmapModule.Core.Tests/$_" }) -join ',')
    $selection = Get-TestSelection $paths
    $classes = $selection.Xunit['MmapModule.Core.Tests']
    if (-not $classes) {
        throw "Only tests of the engine run on $Platform; there are none in '$TestPath'."
    }

    $emulator = Get-Emulator
    $program = Expand-PlatformTest (Join-Path $env:TMPDIR 'arm64')
    $environment = Switch-Environment @{
        DOTNET_ROOT                            = Split-Path $program | Split-Path | Join-Path -ChildPath 'dotnet'
        MMAPMODULE_TEST_EMULATOR               = $emulator

        # The emulator has no writable and executable view of one page; the libraries that were unpacked have no ICU.
        DOTNET_EnableWriteXorExecute           = '0'
        DOTNET_SYSTEM_GLOBALIZATION_INVARIANT  = '1'
    }
    try {
        Invoke-XunitTest $Total 'MmapModule.Core.Tests' $classes -Filter $Filter -Tag $Tag -Launcher $emulator, $program -Suite $suite
    }
    finally {
        $null = Switch-Environment $environment
    }
}

function Get-Emulator {
    <#
    .SYNOPSIS
        The emulator of arm64 for single programs; nothing if there is none.
    #>
    [OutputType([string])]
    param()

    Get-Command 'qemu-aarch64-static', 'qemu-aarch64' -CommandType Application -ErrorAction Ignore | Select-Object -First 1 -ExpandProperty Source
}

function Get-PlatformNeed {
    <#
    .SYNOPSIS
        What this machine lacks for running programs of arm64.
    #>
    [OutputType([string])]
    param()

    if (-not (Get-Emulator)) {
        'qemu-aarch64'
    }

    foreach ($library in 'ld-linux-aarch64.so.1', 'libstdc++.so.6', 'libssl.so.3') {
        if (-not (Get-Item -Path "/lib/$library", "/lib/aarch64-linux-gnu/$library", "/usr/lib/aarch64-linux-gnu/$library" -ErrorAction Ignore)) {
            "$library for arm64"
        }
    }
}

function Expand-PlatformTest {
    <#
    .SYNOPSIS
        Lays out .NET and the tests for arm64 in a folder and returns the path of the program.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Folder)

    $exitCode = Get-NativeExitCode 'dotnet' 'restore', 'build/tools/LinuxArm64.csproj', '--nologo' -TimeoutSeconds 300
    if ($exitCode -ne 0) {
        throw "dotnet restore ended with exit code $exitCode"
    }

    # As an installation of .NET lies: the runtime, and what finds it.
    $package = Get-Item -Path (Get-RepositoryPath '.tools/packages/microsoft.netcore.app.runtime.linux-arm64/*') | Select-Object -Last 1
    $runtime = New-Item -ItemType Directory -Path (Join-Path $Folder "dotnet/shared/Microsoft.NETCore.App/$($package.Name)")
    $resolver = New-Item -ItemType Directory -Path (Join-Path $Folder "dotnet/host/fxr/$($package.Name)")
    $parts = Join-Path $package.FullName 'runtimes/linux-arm64'
    Copy-Item -Path "$parts/lib/net*/*", "$parts/native/*" -Destination $runtime
    Copy-Item -Path "$parts/native/libhostfxr.so" -Destination $resolver

    $tests = Join-Path $Folder 'tests'
    Copy-Item -Path (Get-RepositoryPath 'tests/MmapModule.Core.Tests/bin/Release/net8.0') -Destination $tests -Recurse
    $template = Get-Item -Path (Get-RepositoryPath '.tools/packages/microsoft.netcore.app.host.linux-arm64/*/runtimes/linux-arm64/native/apphost') | Select-Object -Last 1
    $program = Join-Path $tests 'MmapModule.Core.Tests'
    if (-not (Set-ProgramLibrary $template.FullName $program 'MmapModule.Core.Tests.dll')) {
        throw "$($template.FullName) is not a program that a library can be bound to."
    }

    $program
}
