# The engine's tests on another processor, under an emulator, or with another C library: ./build.ps1 Test -Platform LinuxArm64, LinuxMusl.

function Invoke-PlatformTest {
    <#
    .SYNOPSIS
        Runs the tests of the engine that depend on a platform, or those that were asked for, on it.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [Parameter(Mandatory)] [string] $Platform,
        [string] $TestPath,
        [string] $Filter,
        [string] $Tag
    )

    $suite = "MmapModule.Core.Tests on $Platform"
    $target = & "Get-$($Platform)Target"
    if ($target.Missing) {
        $skip = [pscustomobject]@{ Name = 'all tests'; Reason = "needs $($target.Missing -join ', ')" }
        Add-TestCount $Total $suite -Passed 0 -Failed 0 -Skipped $skip -ExitCode 0
        return
    }

    $paths = $TestPath ? $TestPath : $target.Paths
    $selection = Get-TestSelection $paths
    $classes = $selection.Xunit['MmapModule.Core.Tests']
    if (-not $classes) {
        throw "Only tests of the engine run on $Platform; there are none in '$TestPath'."
    }

    $program = Expand-PlatformTest (Join-Path $env:TMPDIR $target.Rid) $target.Rid
    $variables = $target.Environment
    $variables['DOTNET_ROOT'] = Split-Path $program | Split-Path | Join-Path -ChildPath 'dotnet'

    # The libraries that are there have no ICU.
    $variables['DOTNET_SYSTEM_GLOBALIZATION_INVARIANT'] = '1'
    $environment = Switch-Environment $variables
    try {
        $launcher = @($target.Emulator, $program | Where-Object { $_ })
        Invoke-XunitTest $Total 'MmapModule.Core.Tests' $classes -Filter $Filter -Tag $Tag -Launcher $launcher -Suite $suite
    }
    finally {
        $null = Switch-Environment $environment
    }
}

function Get-LinuxArm64Target {
    <#
    .SYNOPSIS
        How programs of arm64 run here, what is missing for it, and the tests that depend on the processor.
    #>
    [OutputType([psobject])]
    param()

    $emulator = Get-Command 'qemu-aarch64-static', 'qemu-aarch64' -CommandType Application -ErrorAction Ignore | Select-Object -First 1 -ExpandProperty Source
    $folders = '/lib', '/lib/aarch64-linux-gnu', '/usr/lib/aarch64-linux-gnu'
    [pscustomobject]@{
        Rid         = 'linux-arm64'
        Emulator    = $emulator
        Paths       = ('Access', 'Atomics', 'Truncation', 'Waiting' | ForEach-Object { "tests/MmapModule.Core.Tests/$_" }) -join ','
        Missing     = @(
            if (-not $emulator) { 'qemu-aarch64' }
            Get-MissingLibrary 'arm64' $folders 'ld-linux-aarch64.so.1', 'libstdc++.so.6', 'libssl.so.3'
        )

        # The emulator has no writable and executable view of one page.
        Environment = @{ MMAPMODULE_TEST_EMULATOR = $emulator; DOTNET_EnableWriteXorExecute = '0' }
    }
}

function Get-LinuxMuslTarget {
    <#
    .SYNOPSIS
        How programs for musl run here, what is missing for it, and all tests of the engine.
    #>
    [OutputType([psobject])]
    param()

    # The loader looks for libraries where this file says.
    $paths = '/etc/ld-musl-x86_64.path'
    $folders = (Test-Path $paths) ? @((Get-Content $paths) -split ':' | Where-Object { $_ }) : @('/lib', '/usr/local/lib', '/usr/lib')
    [pscustomobject]@{
        Rid         = 'linux-musl-x64'
        Emulator    = $null
        Paths       = 'tests/MmapModule.Core.Tests'
        Missing     = @(
            Get-MissingLibrary 'musl' '/lib' 'ld-musl-x86_64.so.1'
            Get-MissingLibrary 'musl' $folders 'libstdc++.so.6', 'libgcc_s.so.1', 'libssl.so.3'
        )
        Environment = @{}
    }
}

function Get-MissingLibrary {
    <#
    .SYNOPSIS
        Those of some libraries that are in none of the folders.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Platform,
        [Parameter(Mandatory)] [string[]] $Folder,
        [Parameter(Mandatory)] [string[]] $Name
    )

    $Name | Where-Object { $library = $_; -not ($Folder | Where-Object { Test-Path "$_/$library" }) } | ForEach-Object { "$_ for $Platform" }
}

function Expand-PlatformTest {
    <#
    .SYNOPSIS
        Lays out .NET and the tests for a platform in a folder and returns the path of the program.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Folder,
        [Parameter(Mandatory)] [string] $Rid
    )

    $exitCode = Get-NativeExitCode 'dotnet' 'restore', 'build/tools/Platform.csproj', "-p:TestRid=$Rid", '--nologo' -TimeoutSeconds 300
    if ($exitCode -ne 0) {
        throw "dotnet restore ended with exit code $exitCode"
    }

    # As an installation of .NET lies: the runtime, and what finds it.
    $package = Get-Item -Path (Get-RepositoryPath ".tools/packages/microsoft.netcore.app.runtime.$Rid/*") | Select-Object -Last 1
    $runtime = New-Item -ItemType Directory -Path (Join-Path $Folder "dotnet/shared/Microsoft.NETCore.App/$($package.Name)")
    $resolver = New-Item -ItemType Directory -Path (Join-Path $Folder "dotnet/host/fxr/$($package.Name)")
    $parts = Join-Path $package.FullName "runtimes/$Rid"
    Copy-Item -Path "$parts/lib/net*/*", "$parts/native/*" -Destination $runtime
    Copy-Item -Path "$parts/native/libhostfxr.so" -Destination $resolver

    $tests = Join-Path $Folder 'tests'
    Copy-Item -Path (Get-RepositoryPath 'tests/MmapModule.Core.Tests/bin/Release/net8.0') -Destination $tests -Recurse
    $template = Get-Item -Path (Get-RepositoryPath ".tools/packages/microsoft.netcore.app.host.$Rid/*/runtimes/$Rid/native/apphost") | Select-Object -Last 1
    $program = Join-Path $tests 'MmapModule.Core.Tests'
    if (-not (Set-ProgramLibrary $template.FullName $program 'MmapModule.Core.Tests.dll')) {
        throw "$($template.FullName) is not a program that a library can be bound to."
    }

    $program
}
