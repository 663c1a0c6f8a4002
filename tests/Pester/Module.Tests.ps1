# The module as a whole: its manifest, what it exports, how it is imported and removed, and its help.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Manifest = Import-PowerShellDataFile -LiteralPath $script:ModulePath
    $script:CmdletCases = $script:Manifest.CmdletsToExport | ForEach-Object { @{ Name = $_ } }
    $script:AliasCases = $script:Manifest.AliasesToExport | ForEach-Object { @{ Name = $_ } }
    $script:TopicCases = 'about_MmapModule', 'about_MmapModule_Recipes', 'about_MmapModule_Safety', 'about_MmapModule_Errors', 'about_MmapModule_SharedMemory', 'about_MmapModule_Structs' |
        ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $Manifest = Import-PowerShellDataFile -LiteralPath $script:ModulePath
    $Common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
}

Describe 'The manifest' {
    It 'is valid' {
        $module = Test-ModuleManifest -Path $script:ModulePath -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $module.Version | Should -Be $Manifest.ModuleVersion
    }

    It 'exports what the module has, and nothing else' {
        $module = Get-Module -Name 'MmapModule'
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be ($Manifest.CmdletsToExport | Sort-Object)
        $module.ExportedAliases.Keys | Sort-Object | Should -Be ($Manifest.AliasesToExport | Sort-Object)
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
    }
}

Describe 'Import and removal' {
    It 'writes nothing at all' {
        $child = Invoke-ChildPwsh { param($Path) Import-Module -Name $Path -Verbose:$false } -ArgumentList $script:ModulePath -NoModule
        $child.ExitCode | Should -Be 0
        $child.StdOut | Should -BeNullOrEmpty
        $child.StdErr | Should -BeNullOrEmpty
    }

    It 'is loaded by the first use of a cmdlet when it is on the module path' {
        $parent = Get-TestPath 'modules'
        $null = Copy-TestModule (Join-Path $parent 'MmapModule')
        $child = Invoke-ChildPwsh { (Get-Command -Name 'New-MemoryMap').ModuleName } -NoModule -Environment @{ PSModulePath = $parent }
        $child.StdOut | Should -Be 'MmapModule'
    }

    It 'closes all maps when it is removed, and can be imported again' {
        $child = Invoke-ChildPwsh {
            param($Path, $File)
            $map = New-MemoryMap -Path $File
            Remove-Module -Name 'MmapModule'
            $map.State
            [bool] (Get-Command -Name 'Get-MemoryMap' -ErrorAction Ignore)
            Import-Module -Name $Path
            @(Get-MemoryMap).Count
        } -ArgumentList $script:ModulePath, (New-TestFile -Text 'hello')
        $child.StdErr | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
        $child.StdOut -split "`n" | Should -Be 'Closed', 'False', '0'
    }

    It 'replaces no command and no alias that PowerShell has' {
        $child = Invoke-ChildPwsh {
            param($Names)
            # Modules that are installed for the user are none of PowerShell's own.
            $env:PSModulePath = Join-Path $PSHOME 'Modules'
            foreach ($name in $Names -split ',') {
                Get-Command -Name $name -CommandType Alias, Cmdlet, Function -ErrorAction Ignore | ForEach-Object Name
            }
        } -ArgumentList (($Manifest.CmdletsToExport + $Manifest.AliasesToExport) -join ',') -NoModule
        $child.StdErr | Should -BeNullOrEmpty
        $child.StdOut | Should -BeNullOrEmpty
    }
}

Describe 'The alias <Name>' -ForEach $AliasCases {
    It 'stands for a cmdlet of the module' {
        $alias = Get-Alias -Name $Name
        $alias.Source | Should -Be 'MmapModule'
        $Manifest.CmdletsToExport | Should -Contain $alias.ResolvedCommandName
    }
}

Describe 'The help of <Name>' -ForEach $CmdletCases {
    BeforeAll {
        $help = Get-Help -Name $Name -Full
    }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        # Where there is no help PowerShell shows the syntax in its place.
        $help.Synopsis | Should -Not -Match "$Name \["
        $help.Description.Text | Should -Not -BeNullOrEmpty
    }

    It 'has at least three examples that use the cmdlet' {
        $names = @($Name) + @(Get-Alias -Definition $Name -ErrorAction Ignore | ForEach-Object Name)
        $examples = @($help.Examples.Example | Where-Object Code -Match "\b($($names -join '|'))\b")
        $examples.Count | Should -BeGreaterOrEqual 3
    }

    It 'describes every parameter, and none that is not there' {
        $real = (Get-Command -Name $Name).Parameters.Keys | Where-Object { $_ -notin $Common } | Sort-Object
        $described = @($help.Parameters.Parameter | Where-Object { $_ -and $_.Name -notin $Common })
        $described.Name | Sort-Object | Should -Be $real
        foreach ($parameter in $described) {
            $parameter.Description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) needs a description"
        }
    }

    It 'says what goes in and what comes out' {
        $help.InputTypes.InputType.Type.Name | Should -Not -BeNullOrEmpty
        $help.ReturnValues.ReturnValue.Type.Name | Should -Not -BeNullOrEmpty
    }

    It 'is found online' {
        (Get-Command -Name $Name).HelpUri | Should -BeLike "https://*/docs/en-US/$Name.md"
    }
}

Describe 'The topic <Name>' -ForEach $TopicCases {
    It 'is shown by Get-Help' {
        $topic = Get-Help -Name $Name -ErrorAction Ignore
        @($topic).Count | Should -Be 1
        "$topic" | Should -Match 'MmapModule'
    }
}
