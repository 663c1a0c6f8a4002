# What every test file has in common. Each dot-sources it: BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }
#
# $env:MMAPMODULE_PATH names the manifest of the module to test: ./build.ps1 Test sets it to the unpacked package.
# Without it the module in the repository is taken, as the last build staged it.

$script:ModulePath = if ($env:MMAPMODULE_PATH) { $env:MMAPMODULE_PATH } else { Join-Path $PSScriptRoot '../../MmapModule.psd1' }
$script:ModulePath = (Resolve-Path -LiteralPath $script:ModulePath).ProviderPath
$script:LoadedModule = Get-Module -Name 'MmapModule'
if ($script:LoadedModule -and $script:LoadedModule.ModuleBase -ne (Split-Path $script:ModulePath)) {
    throw "The tests are for '$script:ModulePath', but the module in '$($script:LoadedModule.ModuleBase)' is loaded."
}

Import-Module -Name $script:ModulePath -Global -ErrorAction Stop

foreach ($script:Part in 'Run', 'Needs', 'Files', 'Errors', 'Processes', 'Shared', 'Machine', 'Stopping') {
    . (Join-Path $PSScriptRoot 'Support' "$script:Part.ps1")
}

Start-TestRun
