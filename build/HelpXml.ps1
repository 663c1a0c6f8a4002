# PlatyPS leaves the fences of markdown in the examples, and folds what stands between them. This puts the examples
# from the pages into the places that Get-Help has for them: code, then text and output. It also tidies types and links.

function Get-PageExample {
    <#
    .SYNOPSIS
        The examples of a page: Title, then what stands before the first block of code, the code, and what follows.
    #>
    param([Parameter(Mandatory)] [string] $Path)

    $text = [System.IO.File]::ReadAllText($Path).ReplaceLineEndings("`n")
    $section = [regex]::Match($text, '(?ms)^## EXAMPLES\n(.*?)(?=^## [A-Z ]+$)').Groups[1].Value
    $examples = @()
    $isCode = $false
    foreach ($line in $section.Split("`n")) {
        if (-not $isCode -and $line.StartsWith('### ')) {
            $examples += [pscustomobject]@{ Title = $line.Substring(4).Trim(); Introduction = @(); Code = @(); Remarks = @(); Part = 'Introduction' }
        }
        elseif ($line.StartsWith('```')) {
            $isCode = -not $isCode
            $examples[-1].Part = $isCode -and $examples[-1].Part -eq 'Introduction' ? 'Code' : 'Remarks'
        }
        elseif ($examples) {
            $part = $examples[-1].Part
            $examples[-1].$part += $line
        }
    }

    $examples
}

function Format-HelpXml {
    <#
    .SYNOPSIS
        Puts the examples into their places, names types as users do, and keeps each link once.
    #>
    param(
        [Parameter(Mandatory)] [System.Xml.Linq.XDocument] $Help,
        # The pages by the name of their cmdlet.
        [Parameter(Mandatory)] [hashtable] $Page
    )

    $maml = [System.Xml.Linq.XNamespace] 'http://schemas.microsoft.com/maml/2004/10'
    $command = [System.Xml.Linq.XNamespace] 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    $dev = [System.Xml.Linq.XNamespace] 'http://schemas.microsoft.com/maml/dev/2004/10'
    foreach ($cmdlet in @($Help.Descendants($command + 'command'))) {
        $name = $cmdlet.Element($command + 'details').Element($command + 'name').Value
        $examples = $cmdlet.Element($command + 'examples')
        $examples.RemoveNodes()
        foreach ($example in Get-PageExample $Page[$name]) {
            # One paragraph, because several are shown without the blank lines between them; the empty one ends the example.
            $texts = @('Introduction', 'Remarks' | ForEach-Object { ($example.$_ -join "`n").Trim("`n") } | Where-Object { $_ })
            $remarks = $texts -join "`n`n"
            $paragraphs = [System.Xml.Linq.XElement]::new($maml + 'para', $remarks), [System.Xml.Linq.XElement]::new($maml + 'para')
            $examples.Add([System.Xml.Linq.XElement]::new($command + 'example', @(
                        [System.Xml.Linq.XElement]::new($maml + 'title', "--------- $($example.Title) ---------")
                        [System.Xml.Linq.XElement]::new($dev + 'code', ($example.Code -join "`n"))
                        [System.Xml.Linq.XElement]::new($dev + 'remarks', $paragraphs)
                    )))
        }

        $seen = [System.Collections.Generic.HashSet[string]]::new()
        foreach ($link in @($cmdlet.Descendants($maml + 'navigationLink'))) {
            $uri = $link.Element($maml + 'uri')
            if (-not $seen.Add($uri.Value)) {
                $link.Remove()
            }
            elseif ($uri.Value -like '*-*.md' -and $uri.Value -notlike '*/*') {
                $uri.Value = ''
            }
        }
    }

    # That a parameter can be left away does not make its values another type.
    foreach ($text in @($Help.DescendantNodes() | Where-Object { $_ -is [System.Xml.Linq.XText] -and $_.Value -like 'System.Nullable``1*' })) {
        $text.Value = $text.Value -replace '^System\.Nullable`1\[(.*)\]$', '$1'
    }
}
