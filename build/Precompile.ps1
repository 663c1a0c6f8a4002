# PowerShell as a .NET tool comes without machine code, unlike its other packages, so each start compiles what it runs: more
# than a second of a processor. The tests start hundreds, so a whole run gives its copy of PowerShell that machine code first.

function Optimize-Pwsh {
    <#
    .SYNOPSIS
        Puts the libraries of a copy of PowerShell with their machine code in place of those without. They do the same.
    .DESCRIPTION
        They are kept in the ignored folder .tools. Where they cannot be made, the copy stays as it is, which is only slower.
    #>
    param(
        [Parameter(Mandatory)] [string] $Folder,
        # Make them if they are not there yet, which takes half a minute.
        [switch] $Make
    )

    $libraries = @(Get-SlowLibrary $Folder)
    if (-not $libraries) {
        return
    }

    $hash = (Get-FileHash -LiteralPath $libraries[0]).Hash.Substring(0, 16).ToLowerInvariant()
    $kept = Get-RepositoryPath ".tools/pwsh/$hash-$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
    try {
        if ($Make -and -not (Test-Path -LiteralPath $kept)) {
            New-FastLibrary -Path $libraries -Destination $kept
        }

        Get-ChildItem -LiteralPath $kept -ErrorAction Ignore | Copy-Item -Destination $Folder -Force
    }
    catch {
        Write-Information "PowerShell stays without machine code: $_"
    }
}

function Get-SlowLibrary {
    <#
    .SYNOPSIS
        The libraries of PowerShell in which it spends its start, if they have no machine code.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Folder)

    foreach ($name in 'System.Management.Automation', 'Microsoft.PowerShell.ConsoleHost', 'Microsoft.PowerShell.Commands.Utility', 'Microsoft.PowerShell.Commands.Management', 'Microsoft.PowerShell.Security') {
        $path = Join-Path $Folder "$name.dll"
        $stream = [System.IO.File]::OpenRead($path)
        $image = [System.Reflection.PortableExecutable.PEReader]::new($stream)
        try {
            if ($image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -eq 0) {
                $path
            }
        }
        finally {
            $image.Dispose()
        }
    }
}

function New-FastLibrary {
    <#
    .SYNOPSIS
        Compiles libraries with the compiler that `dotnet publish` uses for this.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Internal to the build.')]
    param(
        [Parameter(Mandatory)] [string[]] $Path,
        [Parameter(Mandatory)] [string] $Destination
    )

    Write-Step 'Compile PowerShell'
    $compiler = Get-Precompiler
    $made = "$Destination.$PID"
    $null = New-Item -ItemType Directory -Path $made -Force
    try {
        foreach ($library in $Path) {
            $arguments = @(
                $library, '--out', (Join-Path $made (Split-Path $library -Leaf)), '--optimize', '--targetos', 'linux'
                '--targetarch', [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
                '--reference', (Join-Path (Split-Path ([object].Assembly.Location)) '*.dll'), '--reference', (Join-Path (Split-Path $library) '*.dll')
            )
            $exitCode = Get-NativeExitCode $compiler $arguments -TimeoutSeconds 300 -Quiet
            if ($exitCode -ne 0) {
                throw "the compiler ended with exit code $exitCode for $library"
            }
        }

        # Whole or not at all, also when two runs do this at once.
        [System.IO.Directory]::Move($made, $Destination)
    }
    finally {
        Remove-Item -LiteralPath $made -Recurse -Force -ErrorAction Ignore
    }
}

function Get-Precompiler {
    <#
    .SYNOPSIS
        The path of crossgen2, which comes with the SDK's feed.
    #>
    [OutputType([string])]
    param()

    $rid = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
    $exitCode = Get-NativeExitCode 'dotnet' 'restore', 'build/tools/Precompiler.csproj', '--nologo', '--verbosity', 'quiet', "-p:CompilerRid=$rid" -TimeoutSeconds 120
    if ($exitCode -ne 0) {
        throw "dotnet restore ended with exit code $exitCode"
    }

    $found = Get-ChildItem -Path (Get-RepositoryPath ".tools/packages/microsoft.netcore.app.crossgen2.$rid/$([System.Environment]::Version.Major).*/tools/crossgen2") -ErrorAction Ignore |
        Select-Object -Last 1
    if (-not $found) {
        throw 'the SDK brought no crossgen2'
    }

    chmod u+x $found.FullName
    $found.FullName
}
