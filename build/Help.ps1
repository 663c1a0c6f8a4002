# The help that Get-Help shows, made from the pages in docs/en-US.

function Get-HelpPath {
    <#
    .SYNOPSIS
        Where the committed help is.
    #>
    [OutputType([string])]
    param()

    Get-RepositoryPath 'en-US/MmapModule.dll-Help.xml'
}

function ConvertTo-HelpText {
    <#
    .SYNOPSIS
        The help file as text: the same on every machine and every day.
    #>
    [OutputType([string])]
    param()

    Import-Tool 'Microsoft.PowerShell.PlatyPS'
    $pages = @(Get-ChildItem -Path (Get-RepositoryPath 'docs/en-US/*-*.md') | ForEach-Object FullName)
    if ($pages.Count -eq 0) {
        throw 'docs/en-US holds no page of a cmdlet.'
    }

    [Array]::Sort($pages, [System.StringComparer]::Ordinal)
    foreach ($page in $pages) {
        if (-not (Test-MarkdownCommandHelp -Path $page)) {
            $details = Test-MarkdownCommandHelp -Path $page -DetailView | Out-String
            throw "'$page' does not follow the schema of PlatyPS: $details"
        }
    }

    $folder = Get-RepositoryPath 'out/help'
    if (Test-Path -LiteralPath $folder) {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    # PlatyPS puts the file into a folder named after the module.
    $null = Import-MarkdownCommandHelp -Path $pages | Export-MamlCommandHelp -OutputFolder $folder -Force
    $file = Get-Item -Path (Join-Path $folder 'MmapModule' 'MmapModule.dll-Help.xml')
    $help = [System.Xml.Linq.XDocument]::Load($file.FullName)
    $byName = @{}
    foreach ($page in $pages) {
        $byName[[System.IO.Path]::GetFileNameWithoutExtension($page)] = $page
    }

    Format-HelpXml -Help $help -Page $byName
    "$($help.Declaration)`n$help`n".ReplaceLineEndings("`n")
}

function Export-ModuleHelp {
    <#
    .SYNOPSIS
        Makes the help anew.
    #>
    param()

    Write-Step 'Help'
    [System.IO.File]::WriteAllText((Get-HelpPath), (ConvertTo-HelpText))
}

function Assert-HelpIsCurrent {
    <#
    .SYNOPSIS
        Fails if the committed help is not what the pages make.
    #>
    param()

    Write-Step 'Help -Check'
    $path = Get-HelpPath
    [byte[]] $current = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-HelpText))
    if (-not (Test-Path -LiteralPath $path) -or -not [System.Linq.Enumerable]::SequenceEqual([System.IO.File]::ReadAllBytes($path), $current)) {
        throw 'en-US/MmapModule.dll-Help.xml is not what docs/en-US makes: run ./build.ps1 Help and commit the result.'
    }
}
