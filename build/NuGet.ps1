# The parts that make a zip file a package for NuGet and for Install-PSResource. Everything they say is in the manifest.

function Get-NuGetPart {
    <#
    .SYNOPSIS
        The bytes of the parts by their names.
    #>
    [OutputType([System.Collections.Specialized.OrderedDictionary])]
    param()

    $parts = [ordered] @{
        '_rels/.rels'         = Get-Relationship
        'MmapModule.nuspec'   = Get-Specification
        '[Content_Types].xml' = Get-ContentType
    }
    $bytes = [ordered] @{}
    foreach ($name in $parts.Keys) {
        $bytes[$name] = [System.Text.Encoding]::UTF8.GetBytes($parts[$name].ReplaceLineEndings("`n"))
    }

    $bytes
}

function Get-Specification {
    <#
    .SYNOPSIS
        What the package is, in the words of the manifest. The tags are those that Publish-PSResource gives to modules.
    #>
    [OutputType([string])]
    param()

    $manifest = Import-PowerShellDataFile -LiteralPath (Get-RepositoryPath 'MmapModule.psd1')
    $data = $manifest.PrivateData.PSData
    $tags = @($data.Tags) + 'PSModule' + @($manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }) + 'PSIncludes_Cmdlet'
    $text = @{
        version      = Get-ModuleVersion
        authors      = $manifest.Author
        owners       = $manifest.CompanyName
        description  = $manifest.Description
        copyright    = $manifest.Copyright
        projectUrl   = $data.ProjectUri
        iconUrl      = $data.IconUri
        releaseNotes = $data.ReleaseNotes
        tags         = $tags -join ' '
    }
    foreach ($name in @($text.Keys)) {
        $text[$name] = [System.Security.SecurityElement]::Escape($text[$name])
    }

    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>MmapModule</id>
    <version>$($text.version)</version>
    <authors>$($text.authors)</authors>
    <owners>$($text.owners)</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="file">LICENSE</license>
    <readme>README.md</readme>
    <description>$($text.description)</description>
    <releaseNotes>$($text.releaseNotes)</releaseNotes>
    <copyright>$($text.copyright)</copyright>
    <tags>$($text.tags)</tags>
    <projectUrl>$($text.projectUrl)</projectUrl>
    <iconUrl>$($text.iconUrl)</iconUrl>
  </metadata>
</package>

"@
}

function Get-Relationship {
    <#
    .SYNOPSIS
        Which part says what the package is.
    #>
    [OutputType([string])]
    param()

    @'
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/MmapModule.nuspec" Id="R1" />
</Relationships>

'@
}

function Get-ContentType {
    <#
    .SYNOPSIS
        The type of every part; the format of packages wants one for each.
    #>
    [OutputType([string])]
    param()

    $names = @(Get-PackageFile)
    $extensions = $names | ForEach-Object { [System.IO.Path]::GetExtension($_).TrimStart('.') } | Where-Object { $_ } | Sort-Object -Unique
    $lines = @('  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />')
    $lines += @($extensions) + 'nuspec' | ForEach-Object { "  <Default Extension=`"$_`" ContentType=`"application/octet-stream`" />" }
    $lines += $names | Where-Object { -not [System.IO.Path]::GetExtension($_) } | ForEach-Object { "  <Override PartName=`"/$_`" ContentType=`"application/octet-stream`" />" }
    @"
<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
$($lines -join "`n")
</Types>

"@
}
