# Probes: short scripts that a child PowerShell runs one after the other, so that many tests share one start.

function Invoke-ChildProbe {
    <#
    .SYNOPSIS
        Runs script blocks by name in one child and returns its ExitCode, StdErr, and by name what came of each: Value, or
        Id, Kind, Category, Target and Action of the error that ended it.
    #>
    [OutputType([psobject])]
    param(
        # In order; all see the same variables. A name that begins with '-' only prepares something and must not fail.
        [Parameter(Mandatory, Position = 0)] [System.Collections.Specialized.OrderedDictionary] $Probe,
        # What the scripts see as $Argument.
        [string[]] $ArgumentList = @(),
        [string] $As,
        [string[]] $Ulimit = @(),
        [hashtable] $Environment = @{},
        [switch] $Fresh,
        [int] $TimeoutSeconds = 300
    )

    $lines = @(
        'param([Parameter(ValueFromRemainingArguments)] [string[]] $Argument)'
        '$ErrorActionPreference = "Stop"'
        '[System.Globalization.CultureInfo]::CurrentCulture = "en-US"'
        foreach ($name in $Probe.Keys) {
            @'
try {{
    $value = . {{
{1}
    }}
    @{{ Name = '{0}'; Value = "$value" }} | ConvertTo-Json -Compress
}}
catch {{
    $kind = $_.Exception -is [MmapModule.MmapException] ? $_.Exception.Kind : $_.Exception.InnerException.Kind
    @{{
        Name = '{0}'; Value = $null; Id = $_.FullyQualifiedErrorId; Kind = "$kind"; Category = "$($_.CategoryInfo.Category)"
        Target = "$($_.TargetObject)"; Action = $_.ErrorDetails.RecommendedAction; Message = "$_"
    }} | ConvertTo-Json -Compress
}}
'@ -f $name, $Probe[$name]
        }
    )

    $child = @{ ArgumentList = $ArgumentList; Ulimit = $Ulimit; Environment = $Environment; Fresh = $Fresh; TimeoutSeconds = $TimeoutSeconds }
    if ($As) {
        $child.As = $As
    }

    $run = Invoke-ChildPwsh -ScriptBlock ([scriptblock]::Create($lines -join "`n")) @child
    $results = @{}
    foreach ($line in $run.StdOut -split '\n' -like '{"*') {
        $result = $line | ConvertFrom-Json
        $results[$result.Name] = $result
    }

    $failed = $results.Values | Where-Object { $_.Name -like '-*' -and $_.Id }
    if ($failed) {
        throw "The child could not prepare $($failed.Name): $($failed.Message)"
    }

    [pscustomobject]@{
        ExitCode = $run.ExitCode
        StdErr   = $run.StdErr
        Probe    = $results
    }
}

function Assert-Probe {
    <#
    .SYNOPSIS
        Checks the error of one probe as Assert-ErrorRecord does; the target is compared as text.
    #>
    param(
        [Parameter(Mandatory, Position = 0)] [psobject] $Run,
        [Parameter(Mandatory, Position = 1)] [string] $Name,
        [Parameter(Mandatory)] [string] $Kind,
        # The cmdlet; without it a method is meant, whose error PowerShell wraps.
        [string] $Command,
        [string] $Target,
        [string] $Category = $script:ErrorCategoryOf[$Kind]
    )

    $result = $Run.Probe[$Name]
    $result | Should -Not -BeNullOrEmpty -Because "'$Name' should have been reached: $($Run.StdErr)"
    $result.Kind | Should -BeExactly $Kind -Because "'$Name' says: $($result.Message)$($result.Value)"
    if ($Command) {
        $result.Id | Should -BeExactly "$Kind,MmapModule.Commands.$($Command.Replace('-', ''))Command"
        $result.Category | Should -BeExactly $Category
        $result.Action | Should -Not -BeNullOrEmpty
        $result.Target | Should -BeLike $Target
    }
}

function Get-ProbeKind {
    <#
    .SYNOPSIS
        What all probes came to, as text: 'name=Kind' or 'name=value', in order of names without preparations.
    #>
    [OutputType([string[]])]
    param([Parameter(Mandatory)] [psobject] $Run)

    $Run.Probe.Values | Where-Object Name -NotLike '-*' | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Id ? $_.Kind : $_.Value)" }
}
