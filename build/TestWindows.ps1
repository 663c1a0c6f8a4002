# The tests on Windows: ./build.ps1 Test -Platform Windows. On Windows that is the ordinary run. On Linux the engine's tests and those of
# Pester run on the same files under Wine.

function Invoke-WindowsTest {
    <#
    .SYNOPSIS
        Runs the tests that hold on Windows under Wine, or names what is missing for it. The module is built, and the package is there.
    #>
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        [string] $TestPath,
        [string] $Filter,
        [string] $Tag
    )

    $cache = Get-WineCache
    $missing = Initialize-Wine $cache
    if ($missing) {
        $skip = [pscustomobject]@{ Name = 'all tests'; Reason = "needs $missing" }
        Add-TestCount $Total 'tests on Windows' -Passed 0 -Failed 0 -Skipped $skip -ExitCode 0
        return
    }

    $selection = Get-TestSelection $TestPath
    if ($selection.IsAll) {
        $selection.Pester = Select-WindowsTestFile $Total -IsPart:($Filter -or $Tag)
    }

    $wine = Initialize-WineRun $cache
    $choice = @{ Filter = $Filter; Tag = $Tag }
    $environment = Switch-Environment $wine.Environment
    try {
        $pester = $selection.Pester ? (Start-PesterTest $wine.ModulePath $selection @choice -Wine $wine) : $null
        $classes = $selection.Xunit['MmapModule.Core.Tests']
        if ($classes) {
            $launcher = $wine.Command + 'C:\work\tests\MmapModule.Core.Tests.exe'
            Invoke-XunitTest $Total 'MmapModule.Core.Tests' $classes @choice -Launcher $launcher -System 'Windows' -Suite 'MmapModule.Core.Tests on Windows'
        }

        if ($pester) {
            Complete-PesterTest $Total $pester
        }
    }
    finally {
        $null = Switch-Environment $environment
    }
}

function Select-WindowsTestFile {
    <#
    .SYNOPSIS
        The files of Pester that hold on Windows. Those that were not tried there yet are counted as skipped.
    .DESCRIPTION
        Such a file says '# Not yet on Windows' at the beginning of a line. A file whose every Describe has the tag Linux says nothing
        about Windows. -TestPath runs any file.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [psobject] $Total,
        # A part of the tests was asked for, so what is not tried is no news.
        [switch] $IsPart
    )

    foreach ($file in Get-ChildItem -Path (Get-RepositoryPath 'tests/Pester') -Filter '*.Tests.ps1') {
        $text = [System.IO.File]::ReadAllText($file.FullName)
        if ($text -cnotmatch '(?m)^Describe (?!.*-Tag .*Linux)') {
            continue
        }

        if ($text -match '(?m)^# Not yet on Windows') {
            if (-not $IsPart) {
                $skip = [pscustomobject]@{ Name = $file.BaseName; Reason = 'not yet tried on Windows' }
                Add-TestCount $Total 'Pester on Windows' -Passed 0 -Failed 0 -Skipped $skip -ExitCode 0
            }

            continue
        }

        $file.FullName
    }
}

function Initialize-WineRun {
    <#
    .SYNOPSIS
        Puts what is tested where programs of Windows see it, and says how they are started.
    #>
    [OutputType([psobject])]
    param([Parameter(Mandatory)] [string] $Cache)

    $work = (New-Item -ItemType Directory -Path (Join-Path $env:TMPDIR 'windows') -Force).FullName
    $tests = Join-Path $work 'tests'
    Copy-Item -LiteralPath (Get-RepositoryPath 'tests/MmapModule.Core.Tests/bin/Release/net8.0') -Destination $tests -Recurse
    if (-not (Set-ProgramLibrary (Join-Path $Cache 'tools/apphost.exe') (Join-Path $tests 'MmapModule.Core.Tests.exe') 'MmapModule.Core.Tests.dll')) {
        throw 'The template of programs for Windows is none that a library can be bound to.'
    }

    Copy-Item -LiteralPath (Split-Path (Expand-Package)) -Destination (Join-Path $work 'MmapModule') -Recurse
    Copy-Item -LiteralPath (Split-Path (Get-Tool 'Pester')) -Destination (Join-Path $work 'Pester') -Recurse
    [pscustomobject]@{
        Command     = @('bash', (Get-RepositoryPath 'build/wine.sh'), $Cache, $work, (Get-RepositoryPath))
        Pwsh        = 'C:\tools\pwsh\pwsh.exe'
        ModulePath  = 'C:\work\MmapModule\MmapModule.psd1'
        PesterPath  = 'C:\work\Pester\Pester.psd1'

        # What a strict run installs are programs of Linux.
        Environment = @{
            MMAPMODULE_TEST_STRICT = $null

            # Wine loses the upper halves of these registers when the garbage collector suspends a thread.
            DOTNET_EnableAVX2      = '0'
            WINE_VARIABLES         = 'DOTNET_EnableAVX2 NO_COLOR DOTNET_TieredPGO DOTNET_TC_CallCountThreshold POWERSHELL_TELEMETRY_OPTOUT POWERSHELL_UPDATECHECK MMAPMODULE_TEST_SEED'
        }
    }
}
