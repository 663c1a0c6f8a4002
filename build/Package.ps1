# The package: exactly what users get, ready to be unpacked into a folder of $env:PSModulePath.

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

function Export-Package {
    <#
    .SYNOPSIS
        Writes the package and returns its path; the same files make the same bytes.
    #>
    [OutputType([string])]
    param()

    Write-Step 'Package'
    $version = Get-ModuleVersion
    $path = Get-RepositoryPath "out/MmapModule.$version.zip"
    $null = New-Item -ItemType Directory -Path (Get-RepositoryPath 'out') -Force
    $stream = [System.IO.File]::Create($path)
    try {
        $zip = [System.IO.Compression.ZipArchive]::new($stream, 'Create')
        try {
            foreach ($name in Get-PackageFile) {
                Add-PackageEntry -Zip $zip -Name $name -Prefix "MmapModule/$version/"
            }
        }
        finally {
            $zip.Dispose()
        }
    }
    finally {
        $stream.Dispose()
    }

    Write-Information $path
    $path
}

function Add-PackageEntry {
    <#
    .SYNOPSIS
        Adds one file, without the date and the permissions it has here.
    #>
    param(
        [Parameter(Mandatory)] [System.IO.Compression.ZipArchive] $Zip,
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [string] $Prefix
    )

    $entry = $Zip.CreateEntry($Prefix + $Name)
    $entry.LastWriteTime = [System.DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [timespan]::Zero)

    # A regular file that everybody may read, as Unix writes it into the upper half.
    $entry.ExternalAttributes = 0x81A4 -shl 16
    $target = $entry.Open()
    try {
        $target.Write([System.IO.File]::ReadAllBytes((Get-RepositoryPath $Name)))
    }
    finally {
        $target.Dispose()
    }
}

function Expand-Package {
    <#
    .SYNOPSIS
        Unpacks a package into a fresh folder and returns the path of the module's manifest.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Path)

    $folder = Get-RepositoryPath 'out/package'
    if (Test-Path -LiteralPath $folder) {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    [System.IO.Compression.ZipFile]::ExtractToDirectory($Path, $folder)
    Join-Path $folder 'MmapModule' (Get-ModuleVersion) 'MmapModule.psd1'
}
