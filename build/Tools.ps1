# The PowerShell modules that the build uses: those that are installed, or else copies in the ignored folder .tools.

# The gallery did not answer; the next tool need not wait for it again.
$script:GalleryFailure = $null

function Get-ToolRange {
    <#
    .SYNOPSIS
        The versions of a tool that will do: from the first up to, but not including, the second.
    #>
    [OutputType([version[]])]
    param([Parameter(Mandatory)] [string] $Name)

    switch ($Name) {
        'Pester' { [version] '5.5.0', [version] '6.0.0' }
        'Microsoft.PowerShell.PlatyPS' { [version] '1.0.0', [version] '2.0.0' }
        'PSScriptAnalyzer' { [version] '1.22.0', [version] '2.0.0' }
        default { throw "'$Name' is not a tool of this build." }
    }
}

function Find-Tool {
    <#
    .SYNOPSIS
        The manifest of the newest suitable version that is installed, or else in .tools, or nothing.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Name)

    $from, $below = Get-ToolRange $Name
    $packages = ".tools/packages/$($Name.ToLowerInvariant())/*/tools/$Name.psd1"
    $installed = @(Get-Module -ListAvailable -Name $Name | ForEach-Object Path)
    $downloaded = @(Get-ChildItem -Path (Get-RepositoryPath $packages), (Get-RepositoryPath ".tools/$Name/*/$Name.psd1") -ErrorAction Ignore | ForEach-Object FullName)
    foreach ($paths in $installed, $downloaded) {
        $found = $paths |
            ForEach-Object { [pscustomobject]@{ Path = $_; Version = [version] (Import-PowerShellDataFile -LiteralPath $_).ModuleVersion } } |
            Where-Object { $_.Version -ge $from -and $_.Version -lt $below } |
            Sort-Object -Property Version -Descending |
            Select-Object -First 1 -ExpandProperty Path
        if ($found) {
            return $found
        }
    }
}

function Restore-Tool {
    <#
    .SYNOPSIS
        Downloads the tools that the SDK can: those that are packages on its feed.
    #>
    param()

    # Bounded, because a feed that does not answer is asked several times.
    $exitCode = Get-NativeExitCode 'dotnet' 'restore', 'build/tools/Tools.csproj', '--nologo' -TimeoutSeconds 120
    if ($exitCode -ne 0) {
        throw "dotnet restore ended with exit code $exitCode"
    }
}

function Save-Tool {
    <#
    .SYNOPSIS
        Downloads a tool from the PowerShell Gallery with whatever this PowerShell has for it. It must answer soon.
    #>
    param([Parameter(Mandatory)] [string] $Name)

    if ($script:GalleryFailure) {
        throw $script:GalleryFailure
    }

    # A PowerShell of its own can be ended, whatever it waits for.
    $from, $below = Get-ToolRange $Name
    $folder = Get-RepositoryPath '.tools'
    $null = New-Item -ItemType Directory -Path $folder -Force
    $quoted = "'" + $folder.Replace("'", "''") + "'"
    $script = @"
        `$ErrorActionPreference = 'Stop'
        `$ProgressPreference = 'SilentlyContinue'
        if (Get-Command -Name 'Save-PSResource' -ErrorAction Ignore) {
            Save-PSResource -Name '$Name' -Version '[$from, $below)' -Path $quoted -TrustRepository -SkipDependencyCheck
        }
        else {
            Save-Module -Name '$Name' -MinimumVersion '$from' -MaximumVersion '$($below.Major - 1).999.999' -Path $quoted -Force
        }
"@
    try {
        $exitCode = Get-NativeExitCode (Get-PwshPath) '-NoProfile', '-NonInteractive', '-Command', $script -TimeoutSeconds 60 -Quiet
        if ($exitCode -ne 0) {
            throw "the PowerShell Gallery gave no $Name"
        }
    }
    catch {
        $script:GalleryFailure = "$_"
        throw
    }
}

function Get-Tool {
    <#
    .SYNOPSIS
        The path of a tool's manifest; the tool is downloaded if need be.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Name)

    $path = Find-Tool $Name
    if ($path) {
        return $path
    }

    $from, $below = Get-ToolRange $Name
    $wanted = "the PowerShell module $Name, version $from or later and below $below"
    $problems = @()
    $ways = $Name -eq 'Pester' ? @('Restore-Tool', 'Save-Tool') : @('Save-Tool')
    foreach ($way in $ways) {
        Write-Step "Download $wanted"
        try {
            $null = $way -eq 'Restore-Tool' ? (Restore-Tool) : (Save-Tool $Name)
        }
        catch {
            $problems += "$_"
        }

        $path = Find-Tool $Name
        if ($path) {
            return $path
        }
    }

    throw "This task needs $wanted. It is not installed and cannot be downloaded ($($problems -join '; ')). Install it: Install-PSResource $Name."
}

function Test-Tool {
    <#
    .SYNOPSIS
        Whether a tool is there or can be downloaded.
    #>
    [OutputType([bool])]
    param([Parameter(Mandatory)] [string] $Name)

    try {
        [bool] (Get-Tool $Name)
    }
    catch {
        $false
    }
}

function Import-Tool {
    <#
    .SYNOPSIS
        Loads a tool into this shell.
    #>
    param([Parameter(Mandatory)] [string] $Name)

    Import-Module -Name (Get-Tool $Name) -Global -Verbose:$false
}
