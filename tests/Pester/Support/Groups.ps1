# A control group of a test, whose memory can be limited without limiting anybody else.

function Get-TestGroup {
    <#
    .SYNOPSIS
        Makes a control group with the memory controller. Returns its Path and the path of its Limit; nothing where that cannot be.
    #>
    [OutputType([psobject])]
    param()

    $parent = '/sys/fs/cgroup/memory', '/sys/fs/cgroup' | Where-Object { Test-Path -LiteralPath "$_/cgroup.procs" } | Select-Object -First 1
    if (-not (Test-IsRoot) -or -not $parent) {
        return
    }

    $path = "$parent/MmapModule-test-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $path -ErrorAction Ignore
    $limit = 'memory.max', 'memory.limit_in_bytes' | ForEach-Object { "$path/$_" } | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
    if ($limit) {
        return [pscustomobject]@{ Path = $path; Limit = $limit }
    }

    rmdir $path 2>&1 | Out-Null
}

function Remove-TestGroup {
    <#
    .SYNOPSIS
        Removes a group. The kernel forgets its last process a moment after it has ended.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A test does not ask.')]
    param([Parameter(Mandatory, Position = 0)] [psobject] $Group)

    foreach ($attempt in 1..50) {
        rmdir $Group.Path 2>&1 | Out-Null
        if ($LASTEXITCODE -eq 0) { break }
        Start-Sleep -Milliseconds 20
    }
}
