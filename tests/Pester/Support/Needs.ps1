# What a test needs of the machine beyond a shell and coreutils. Its name says so, and it is skipped where that is missing:
#
#     It 'is what cmp calls equal (needs cmp)' -Skip:(Test-Missing cmp) { ... }
#
# A test that is about one system says so by a tag, Linux or Windows, and is left out on others.
#
# With MMAPMODULE_TEST_STRICT=1 nothing counts as missing: such a test runs, and fails where it cannot. What the kernel
# or the hardware has not is a skip all the same.

function Test-Missing {
    <#
    .SYNOPSIS
        Whether something that a test needs is missing: a program, or 'root', 'nobody' (another user who can run PowerShell), 'mount', 'cc'.
    #>
    [OutputType([bool])]
    param([Parameter(Mandatory, Position = 0)] [string[]] $Need)

    # No program that could be installed makes an ordinary user root.
    if ($env:MMAPMODULE_TEST_STRICT -eq '1' -and ((Test-IsRoot) -or -not ($Need | Where-Object { $_ -in 'root', 'nobody', 'mount', 'losetup', 'chattr' }))) {
        return $false
    }

    foreach ($one in $Need) {
        # Asked once in a run: some answers cost the start of a program.
        $has = [System.AppDomain]::CurrentDomain.GetData("MmapModule has $one")
        if ($null -eq $has) {
            $has = Test-Need $one
            [System.AppDomain]::CurrentDomain.SetData("MmapModule has $one", $has)
        }

        if (-not $has) {
            return $true
        }
    }

    $false
}

function Test-Need {
    <#
    .SYNOPSIS
        Whether the machine has one thing that tests need.
    #>
    [OutputType([bool])]
    param([Parameter(Mandatory)] [string] $Name)

    switch ($Name) {
        'root' { Test-IsRoot }
        'nobody' { Test-OtherUser }
        'mount' { (Test-IsRoot) -and (Test-Program 'mount') -and (Test-Program 'umount') }
        'losetup' { (Test-IsRoot) -and (Test-Program 'losetup') }
        'chattr' { (Test-IsRoot) -and (Test-Program 'chattr') }
        'cc' { [bool] (Get-TestCompiler) }
        'python3' { [bool] (Get-TestPython) }
        'grep -P' { (Test-Program 'grep') -and [bool] ('a' | grep -P 'a' 2>$null) }
        default { Test-Program $Name }
    }
}

function Test-Program {
    <#
    .SYNOPSIS
        Whether a program is on the path.
    #>
    [OutputType([bool])]
    param([Parameter(Mandatory)] [string] $Name)

    [bool] (Get-Command -Name $Name -CommandType Application -TotalCount 1 -ErrorAction Ignore)
}

function Test-IsRoot {
    <#
    .SYNOPSIS
        Whether the tests may do everything. An administrator of Windows is not root.
    #>
    [OutputType([bool])]
    param()

    -not $IsWindows -and [System.Environment]::IsPrivilegedProcess
}

function Test-OtherUser {
    <#
    .SYNOPSIS
        Whether the tests can run PowerShell as nobody: root may, if nobody can read the PowerShell that is in use.
    #>
    [OutputType([bool])]
    param()

    if (-not (Test-IsRoot) -or -not (Test-Program 'setpriv')) {
        return $false
    }

    env -C / HOME=/nonexistent setpriv --reuid=nobody --clear-groups -- (Get-PwshPath) -Version *>$null
    $LASTEXITCODE -eq 0
}

function Assert-Need {
    <#
    .SYNOPSIS
        Ends the test that runs as skipped where something is missing: for helpers that are called by tests of many names.
    #>
    param([Parameter(Mandatory, Position = 0)] [string] $Need)

    if (Test-Missing $Need) {
        Set-ItResult -Skipped -Because "it needs $Need"
    }
}
