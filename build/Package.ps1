# The packages: exactly what users get. The zip is unpacked into a folder of $env:PSModulePath, the nupkg is installed.

function Get-PackageFile {
    <#
    .SYNOPSIS
        The files of the package, relative to the root of the repository.
    #>
    [OutputType([string[]])]
    param()

    $root = Get-RepositoryPath
    $fixed = @('MmapModule.psd1', 'bin/MmapModule.dll', 'bin/MmapModule.Core.dll', 'LICENSE', 'README.md', 'CHANGELOG.md')
    foreach ($name in $fixed) {
        if (-not (Test-Path -LiteralPath (Join-Path $root $name) -PathType Leaf)) {
            throw "The package needs '$name', which is missing."
        }
    }

    $found = Get-ChildItem -Path (Join-Path $root 'bin/*.ps1xml'), (Join-Path $root 'en-US/*') -File |
        ForEach-Object { [System.IO.Path]::GetRelativePath($root, $_.FullName) }
    [string[]] $all = $fixed + @($found)
    [Array]::Sort($all, [System.StringComparer]::Ordinal)
    $all
}

function Get-PackageContent {
    <#
    .SYNOPSIS
        The bytes of each file of the package by its name there.
    #>
    [OutputType([System.Collections.Specialized.OrderedDictionary])]
    param([string] $Prefix = '')

    $content = [ordered] @{}
    foreach ($name in Get-PackageFile) {
        $bytes = [System.IO.File]::ReadAllBytes((Get-RepositoryPath $name))
        $content[$Prefix + $name] = $name.EndsWith('.md') ? (ConvertTo-PackagedPage $bytes) : $bytes
    }

    $content
}

function ConvertTo-PackagedPage {
    <#
    .SYNOPSIS
        A page whose links lead to the web, since most files that they lead to are not in the package.
    #>
    [OutputType([byte[]])]
    param([Parameter(Mandatory)] [byte[]] $Bytes)

    $project = (Import-PowerShellDataFile (Get-RepositoryPath 'MmapModule.psd1')).PrivateData.PSData.ProjectUri
    $text = [System.Text.Encoding]::UTF8.GetString($Bytes)
    $link = '(?<image>!?)\[(?<name>[^\]\n]*)\]\((?<path>(?!\w+:|#)[^)\s]+)\)'
    $text = [regex]::Replace($text, "(?s)``````.*?``````|``[^``\n]*``|$link", {
            param($match)
            $path = $match.Groups['path']
            $kind = $match.Groups['image'].Length ? 'raw' : 'blob'
            $path.Success ? ($match.Value.Substring(0, $path.Index - $match.Index) + "$project/$kind/main/$($path.Value))") : $match.Value
        })
    , [System.Text.Encoding]::UTF8.GetBytes($text)
}

function Export-Package {
    <#
    .SYNOPSIS
        Writes both packages into out/; the same files make the same bytes.
    #>
    param()

    Write-Step 'Package'
    $version = Get-ModuleVersion
    $null = New-Item -ItemType Directory -Path (Get-RepositoryPath 'out') -Force
    Write-Zip -Path (Get-PackagePath 'zip') -Content (Get-PackageContent "MmapModule/$version/")
    Write-Zip -Path (Get-PackagePath 'nupkg') -Content ((Get-NuGetPart) + (Get-PackageContent))
    Write-Information (Get-PackagePath 'zip')
    Write-Information (Get-PackagePath 'nupkg')
}

function Get-PackagePath {
    <#
    .SYNOPSIS
        Where a package goes.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [ValidateSet('zip', 'nupkg')] [string] $Kind)

    Get-RepositoryPath "out/MmapModule.$(Get-ModuleVersion).$Kind"
}

function Write-Zip {
    <#
    .SYNOPSIS
        Writes a zip file whose bytes depend on nothing but its content.
    #>
    param(
        [Parameter(Mandatory)] [string] $Path,
        # The bytes of each entry by its name.
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Content
    )

    $stream = [System.IO.File]::Create($Path)
    try {
        $zip = [System.IO.Compression.ZipArchive]::new($stream, 'Create')
        try {
            foreach ($name in $Content.Keys) {
                Add-ZipEntry -Zip $zip -Name $name -Bytes $Content[$name]
            }
        }
        finally {
            $zip.Dispose()
        }
    }
    finally {
        $stream.Dispose()
    }
}

function Add-ZipEntry {
    <#
    .SYNOPSIS
        Adds one file, without the date and the permissions it has here.
    #>
    param(
        [Parameter(Mandatory)] [System.IO.Compression.ZipArchive] $Zip,
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [byte[]] $Bytes
    )

    $entry = $Zip.CreateEntry($Name)
    $entry.LastWriteTime = [System.DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [timespan]::Zero)

    # A regular file that everybody may read, as Unix writes it into the upper half.
    $entry.ExternalAttributes = 0x81A4 -shl 16
    $target = $entry.Open()
    try {
        $target.Write($Bytes)
    }
    finally {
        $target.Dispose()
    }
}

function Expand-Package {
    <#
    .SYNOPSIS
        Unpacks the zip into a fresh folder and returns the path of the module's manifest.
    #>
    [OutputType([string])]
    param()

    $folder = Get-RepositoryPath 'out/package'
    if (Test-Path -LiteralPath $folder) {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    [System.IO.Compression.ZipFile]::ExtractToDirectory((Get-PackagePath 'zip'), $folder)
    Join-Path $folder 'MmapModule' (Get-ModuleVersion) 'MmapModule.psd1'
}
