# Errors: the tests assert their ids, never their text.

function Get-FirstError {
    <#
    .SYNOPSIS
        Runs a script block and returns its first non-terminating error. A terminating error is thrown on; none at all is an error.
    #>
    [OutputType([System.Management.Automation.ErrorRecord])]
    param([Parameter(Mandatory)] [scriptblock] $ScriptBlock)

    $ErrorActionPreference = 'Continue'
    try {
        $records = @(& $ScriptBlock 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
    }
    catch {
        # With this catch a terminating error ends the script block even outside of a test.
        throw
    }

    if ($records.Count -eq 0) {
        throw "An error was expected, but there was none: {$ScriptBlock}"
    }

    $records[0]
}

function Get-ErrorId {
    <#
    .SYNOPSIS
        The fully qualified id of the first non-terminating error of a script block.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [scriptblock] $ScriptBlock)

    (Get-FirstError $ScriptBlock).FullyQualifiedErrorId
}

function Get-TerminatingErrorId {
    <#
    .SYNOPSIS
        The fully qualified id of the error that ends a script block; its ending well is an error.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [scriptblock] $ScriptBlock)

    $ErrorActionPreference = 'Continue'
    try {
        $null = & $ScriptBlock 2>&1
    }
    catch {
        return $_.FullyQualifiedErrorId
    }

    throw "A terminating error was expected, but there was none: {$ScriptBlock}"
}
