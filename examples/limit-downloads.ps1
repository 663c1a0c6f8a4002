#requires -Version 7.4

<#
.SYNOPSIS
    Downloads files, but only so many at the same time, however many shells do so.
.DESCRIPTION
    The limit is a semaphore with a name, which all shells of the machine share: each download takes a permit of it and gives
    it back when it is done, also if it fails. Start this script in several windows, and the limit holds for all of them
    together. Get-SharedSemaphore shows how many permits are free, and how many downloads wait.

    Without -Uri the script shows it: it starts a small web server, which counts the downloads that run at the same time,
    and two more shells that download from it.
.EXAMPLE
    ./examples/limit-downloads.ps1 -Uri https://example.org/a.iso, https://example.org/b.iso -Folder ~/Downloads -Limit 2
.EXAMPLE
    ./examples/limit-downloads.ps1
#>
[CmdletBinding(DefaultParameterSetName = 'Demo')]
param(
    # What to download.
    [Parameter(Mandatory, ParameterSetName = 'Download')] [uri[]] $Uri,

    # Where the files go.
    [Parameter(ParameterSetName = 'Download')] [string] $Folder = '.',

    # How many downloads may run at the same time on this machine. The first shell decides.
    [ValidateRange(1, 1000)]
    [int] $Limit = 2,

    # The semaphore that all shells share.
    [string] $Name = $PSCmdlet.ParameterSetName -eq 'Demo' ? "mmap-example-downloads-$PID" : 'downloads'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$null = New-SharedSemaphore $Name -InitialCount $Limit
if ($Uri) {
    $module = (Get-Module MmapModule).Path
    $Uri | ForEach-Object -ThrottleLimit 16 -Parallel {
        $ProgressPreference = 'SilentlyContinue'
        Import-Module $using:module
        $file = Join-Path $using:Folder (Split-Path $_.AbsolutePath -Leaf)
        Use-SharedSemaphore $using:Name {
            Invoke-WebRequest -Uri $_ -OutFile $file
            Get-Item -LiteralPath $file
        }
    }

    return
}

# A server that takes 0.2 seconds for each file, and notes how many it sends at the same time.
$server = {
    param([System.Net.HttpListener] $Listener, [hashtable] $Count)

    $open = [System.Collections.Generic.List[object]]::new()
    $next = $Listener.GetContextAsync()
    while ($Listener.IsListening) {
        if ($next.Wait(10)) {
            $open.Add(@{ Response = $next.Result.Response; Due = [datetime]::UtcNow.AddSeconds(0.2) })
            $Count.Most = [math]::Max($Count.Most, $open.Count)
            $next = $Listener.GetContextAsync()
        }

        foreach ($request in $open.ToArray()) {
            if ([datetime]::UtcNow -ge $request.Due) {
                # The client has it before it gives its permit back.
                $null = $open.Remove($request)
                $request.Response.Close([byte[]]::new(1000), $true)
            }
        }
    }
}

$target = [IO.Directory]::CreateTempSubdirectory('limit-downloads-').FullName
$count = @{ Most = 0 }
$listener = $null
try {
    while (-not $listener.IsListening) {
        $listener = [System.Net.HttpListener]::new()
        $address = "http://localhost:$([Random]::Shared.Next(20000, 60000))/"
        $listener.Prefixes.Add($address)
        try { $listener.Start() } catch [System.Net.HttpListenerException] { $listener.Close() }
    }

    $null = Start-ThreadJob $server -ArgumentList $listener, $count
    $shells = foreach ($shell in 'a', 'b') {
        $uris = 1..5 | ForEach-Object { "$address$shell$_.bin" }
        Start-Job { & $using:PSCommandPath -Uri $using:uris -Folder $using:target -Name $using:Name }
    }

    $files = @($shells | Receive-Job -Wait -AutoRemoveJob)
    if ($count.Most -gt $Limit -or $files.Count -ne 10) {
        throw "$($files.Count) files, up to $($count.Most) at the same time."
    }

    "$($files.Count) files in $($shells.Count) shells, never more than $Limit at the same time."
}
finally {
    Remove-SharedSemaphore $Name
    $listener.Close()
    Remove-Item -LiteralPath $target -Recurse -Force
}
