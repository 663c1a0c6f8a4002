# .NET and PowerShell for Windows, from the packages that the SDK can get.

function Get-WineToolsVersion {
    <#
    .SYNOPSIS
        What the tools are made of: the packages, and the PowerShell that the repository pins.
    #>
    [OutputType([string])]
    param()

    "PowerShell $(Get-PinnedPwshVersion)`n$([System.IO.File]::ReadAllText((Get-RepositoryPath 'build/tools/Windows.csproj')))"
}

function Get-PinnedPwshVersion {
    <#
    .SYNOPSIS
        The version of PowerShell that `dotnet tool restore` brings.
    #>
    [OutputType([string])]
    param()

    (Get-Content -LiteralPath (Get-RepositoryPath '.config/dotnet-tools.json') -Raw | ConvertFrom-Json).tools.powershell.version
}

function New-WineTools {
    <#
    .SYNOPSIS
        Lays out .NET as an installation lies, PowerShell as its package has it, and the template of programs.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Internal to the build.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', '', Justification = 'The part is called tools.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', 'Cache', Justification = 'All parts are made alike.')]
    param([Parameter(Mandatory)] [string] $Cache, [Parameter(Mandatory)] [string] $Path)

    Invoke-WineSetup 'dotnet' 'restore', 'build/tools/Windows.csproj', "-p:PowerShellVersion=$(Get-PinnedPwshVersion)", '--nologo'
    foreach ($framework in 'NETCore', 'WindowsDesktop') {
        $package = Get-WindowsPackage "microsoft.$framework.app.runtime.win-x64"
        $runtime = New-Item -ItemType Directory -Path (Join-Path $Path "dotnet/shared/Microsoft.$framework.App/$($package.Name)")
        Copy-Item -Path "$package/runtimes/win-x64/lib/net*/*", "$package/runtimes/win-x64/native/*" -Destination $runtime -Recurse
        if ($framework -eq 'NETCore') {
            $resolver = New-Item -ItemType Directory -Path (Join-Path $Path "dotnet/host/fxr/$($package.Name)")
            Copy-Item -Path "$package/runtimes/win-x64/native/hostfxr.dll" -Destination $resolver
        }
    }

    Copy-Item -Path "$(Get-WindowsPackage 'powershell')/tools/net*/any/win" -Destination (Join-Path $Path 'pwsh') -Recurse
    Copy-Item -Path "$(Get-WindowsPackage 'microsoft.netcore.app.host.win-x64')/runtimes/win-x64/native/apphost.exe" -Destination $Path
}

function Get-WindowsPackage {
    <#
    .SYNOPSIS
        The folder of a package that was restored, in the version that the project names.
    #>
    [OutputType([System.IO.DirectoryInfo])]
    param([Parameter(Mandatory)] [string] $Name)

    $project = [System.IO.File]::ReadAllText((Get-RepositoryPath 'build/tools/Windows.csproj'))
    $version = [regex]::Match($project, "(?i)Include=`"$([regex]::Escape($Name))`" Version=`"\[([^\]]+)\]").Groups[1].Value
    $version = $version.Replace('$(PowerShellVersion)', (Get-PinnedPwshVersion))
    Get-Item -LiteralPath (Get-RepositoryPath ".tools/packages/$($Name.ToLowerInvariant())/$version")
}
