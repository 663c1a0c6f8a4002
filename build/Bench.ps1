# What the Bench task hands on to benchmarks/compare.ps1.

function Get-BenchArgument {
    <#
    .SYNOPSIS
        The arguments of the script for those of the task.
    #>
    [OutputType([string[]])]
    param([string] $Section, [string] $MarkdownPath, [switch] $Quick)

    if ($Section) {
        '-Section', $Section
    }

    if ($MarkdownPath) {
        '-MarkdownPath', $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($MarkdownPath)
    }

    if ($Quick) {
        '-Quick'
    }
}
