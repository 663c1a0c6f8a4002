# The PowerShell modules that the build uses: those that are installed, or else copies in the ignored folder .tools.

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
        The newest suitable manifest of a tool on this machine, or nothing.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Name)

    $from, $below = Get-ToolRange $Name
    $installed = Get-Module -ListAvailable -Name $Name | ForEach-Object Path
    $downloaded = Get-ChildItem -Path (Get-RepositoryPath ".tools/$Name/*/$Name.psd1") -ErrorAction Ignore | ForEach-Object FullName
    @($installed) + @($downloaded) |
        Where-Object { $_ } |
        ForEach-Object { [pscustomobject]@{ Path = $_; Version = [version] (Import-PowerShellDataFile -LiteralPath $_).ModuleVersion } } |
        Where-Object { $_.Version -ge $from -and $_.Version -lt $below } |
        Sort-Object -Property Version -Descending |
        Select-Object -First 1 -ExpandProperty Path
}

function Save-Tool {
    <#
    .SYNOPSIS
        Downloads a tool from the PowerShell Gallery with whatever this PowerShell has for it.
    #>
    param([Parameter(Mandatory)] [string] $Name)

    $from, $below = Get-ToolRange $Name
    $folder = Get-RepositoryPath '.tools'
    $null = New-Item -ItemType Directory -Path $folder -Force
    if (Get-Command -Name 'Save-PSResource' -ErrorAction Ignore) {
        Save-PSResource -Name $Name -Version "[$from, $below)" -Path $folder -TrustRepository -SkipDependencyCheck
    }
    elseif (Get-Command -Name 'Save-Module' -ErrorAction Ignore) {
        # A maximum includes itself, so the last version before the next major one is asked for.
        Save-Module -Name $Name -MinimumVersion $from -MaximumVersion "$($below.Major - 1).999.999" -Path $folder -Force
    }
    else {
        throw 'this PowerShell has neither Save-PSResource nor Save-Module'
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
    Write-Step "Download $wanted"
    try {
        Save-Tool $Name
    }
    catch {
        throw "This task needs $wanted. It is not installed and cannot be downloaded ($_). Install it: Install-PSResource $Name."
    }

    $path = Find-Tool $Name
    if (-not $path) {
        throw "This task needs $wanted. The download brought none."
    }

    $path
}

function Import-Tool {
    <#
    .SYNOPSIS
        Loads a tool into this shell.
    #>
    param([Parameter(Mandatory)] [string] $Name)

    Import-Module -Name (Get-Tool $Name) -Global -Verbose:$false
}
