# The packages that ./build.ps1 Package makes: what is in them, and that they install.
# Not yet on Windows.

BeforeDiscovery {
    # Only ./build.ps1 Test makes the packages; their tests need a run of it.
    $script:HasPackage = $env:MMAPMODULE_PATH -and $env:MMAPMODULE_RUN
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    foreach ($part in 'Common', 'Package', 'NuGet') {
        . (Join-Path $PSScriptRoot "../../build/$part.ps1")
    }

    function Get-ZipEntry([string] $Path) {
        $zip = [System.IO.Compression.ZipFile]::OpenRead($Path)
        try { $zip.Entries.FullName } finally { $zip.Dispose() }
    }

    # Where users have the module: their own folder of modules, below a home of the test's own.
    function Invoke-AtHome([string] $HomePath, [scriptblock] $ScriptBlock, [string[]] $ArgumentList = @()) {
        # Without this folder NuGet puts its settings into the folder where it is started.
        $null = New-Item -ItemType Directory -Path (Join-Path $HomePath '.config') -Force
        Invoke-ChildPwsh $ScriptBlock -ArgumentList $ArgumentList -NoModule -Environment @{ HOME = $HomePath; XDG_DATA_HOME = ''; XDG_CONFIG_HOME = ''; XDG_CACHE_HOME = ''; PSModulePath = '' }
    }
}

Describe 'The zip (needs ./build.ps1 Test)' -Skip:(-not $HasPackage) {
    It 'holds exactly what users get, in a folder that has the name and the version of the module' {
        $version = Get-ModuleVersion
        $names = Get-ZipEntry (Get-PackagePath zip)
        $names | Should -Be (Get-PackageFile | ForEach-Object { "MmapModule/$version/$_" })
        $names | Should -Not -Match '\.(pdb|cs|md)$(?<!README\.md|CHANGELOG\.md)'
        $names | Should -Contain "MmapModule/$version/LICENSE"
    }

    It 'has pages whose links and pictures lead to the web' {
        $page = [System.Text.Encoding]::UTF8.GetString((Get-PackageContent)['README.md'])
        $page | Should -Match '!\[[^\]]+\]\(https://github\.com/MmapModule/MmapModule/raw/main/docs/pictures/terminal\.svg\)'
        $page | Should -Match '\]\(https://github\.com/MmapModule/MmapModule/blob/main/docs/errors\.md\)'
        [regex]::Matches(($page -replace '(?s)```.*?```|`[^`\n]*`'), '\]\((?!https?:|#)').Count | Should -Be 0
        $page | Should -Match ([regex]::Escape('[byte[]](0x48'))
    }

    It 'has the same bytes when it is made again' {
        Write-Zip -Path (Get-TestPath 'again.zip') -Content (Get-PackageContent "MmapModule/$(Get-ModuleVersion)/")
        (Get-FileHash (Get-TestPath 'again.zip')).Hash | Should -Be (Get-FileHash (Get-PackagePath zip)).Hash
    }

    It 'is imported by name where it is unpacked into a folder of the module path, in jobs and in parallel too' {
        $userHome = Get-TestPath 'home with zip'
        $child = Invoke-AtHome $userHome -ArgumentList (Get-PackagePath zip) {
            param($Zip)
            # The commands of the README.
            Expand-Archive $Zip -DestinationPath ($env:PSModulePath -split ':')[0]
            Import-Module MmapModule
            (Get-Module MmapModule).ModuleBase.StartsWith($HOME)
            Start-Job { Import-Module MmapModule; (New-MemoryMap -Anonymous -Size 4KB).Length } | Receive-Job -Wait -AutoRemoveJob
            1 | ForEach-Object -Parallel { (New-MemoryMap -Anonymous -Size 8KB).Length }
        }
        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut -split "`n" | Should -Be 'True', '4096', '8192'
    }
}

Describe 'The nupkg (needs ./build.ps1 Test)' -Skip:(-not $HasPackage) {
    It 'holds the files of the zip, and what makes it a package' {
        $names = Get-ZipEntry (Get-PackagePath nupkg)
        $names | Select-Object -First 3 | Should -Be '_rels/.rels', 'MmapModule.nuspec', '[Content_Types].xml'
        $names | Select-Object -Skip 3 | Should -Be (Get-PackageFile)
    }

    It 'has the same bytes when it is made again' {
        Write-Zip -Path (Get-TestPath 'again.nupkg') -Content ((Get-NuGetPart) + (Get-PackageContent))
        (Get-FileHash (Get-TestPath 'again.nupkg')).Hash | Should -Be (Get-FileHash (Get-PackagePath nupkg)).Hash
    }

    It 'says what the manifest says' {
        $metadata = ([xml] (Get-Specification)).package.metadata
        $manifest = Import-PowerShellDataFile -LiteralPath (Get-RepositoryPath 'MmapModule.psd1')
        $metadata.id | Should -BeExactly 'MmapModule'
        $metadata.version | Should -BeExactly $manifest.ModuleVersion
        $metadata.description | Should -BeExactly $manifest.Description
        $metadata.tags -split ' ' | Should -Contain 'PSModule'
        $metadata.tags -split ' ' | Should -Contain 'PSCmdlet_New-MemoryMap'
    }

    It 'is found in a folder, installed from it, and imported by name, in parallel too' {
        $child = Invoke-AtHome (Get-TestPath 'home with nupkg') -ArgumentList (Get-PackagePath nupkg) {
            param($Package)
            # The commands of the README.
            Register-PSResourceRepository -Name MmapModule -Uri (Split-Path $Package) -Trusted
            Install-PSResource MmapModule -Repository MmapModule
            Import-Module MmapModule
            (Get-Module MmapModule).ModuleBase.StartsWith($HOME)
            "$((Get-InstalledPSResource MmapModule).Version)"
            1 | ForEach-Object -Parallel { (New-MemoryMap -Anonymous -Size 8KB).Length }
        }
        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut -split "`n" | Should -Be 'True', (Get-ModuleVersion), '8192'
    }
}

Describe 'The unpacked module (needs ./build.ps1 Test)' -Skip:(-not $HasPackage) {
    It 'is published to a folder by Publish-PSResource, and installs from there' {
        $feed = (New-Item -ItemType Directory -Path (Get-TestPath 'feed')).FullName
        $child = Invoke-AtHome (Get-TestPath 'home with feed') -ArgumentList (Split-Path $script:ModulePath), $feed {
            param($Module, $Feed)
            Register-PSResourceRepository -Name Feed -Uri $Feed -Trusted
            Publish-PSResource -Path $Module -Repository Feed
            "$((Find-PSResource MmapModule -Repository Feed).Version)"
            Install-PSResource MmapModule -Repository Feed
            (Get-Command New-MemoryMap).Module.ModuleBase.StartsWith($HOME)
        }
        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut -split "`n" | Should -Be (Get-ModuleVersion), 'True'
    }
}
