#requires -Version 7.4

<#
.SYNOPSIS
    Searches files on several hosts through SSH, and shows which host found what, and what failed where.
.DESCRIPTION
    Every host searches its own files, side by side with all others, and only the hits cross the wire. They are data: each
    carries its path, offset and line, and PowerShell adds the name of its host. A host that is down and a file that is missing
    are errors of their own, and the hits of all others come all the same.

    The hosts need PowerShell as a subsystem of sshd (Subsystem powershell /usr/bin/pwsh -sshs) and the module. Who logs in is
    a matter of SSH: keys, ~/.ssh/config, an agent.

    Without -HostName the script shows it on this machine: it starts an sshd of its own on a free port of the loopback, with
    keys that are thrown away, and searches two names of this machine and a host that is down.
.EXAMPLE
    ./examples/search-fleet.ps1

    Shows it on this machine.
.EXAMPLE
    ./examples/search-fleet.ps1 -HostName web1, web2, web3 -Path /var/log/nginx/error.log -Text 'upstream timed out'

    Searches a log on three hosts.
.EXAMPLE
    ./examples/search-fleet.ps1 -HostName (Get-Content ./hosts) -Path '/var/log/*.log' -Text ERROR | Export-Csv ./errors.csv

    Hits are objects, so they can be saved, grouped and sorted.
#>
[CmdletBinding()]
param(
    # The hosts.
    [string[]] $HostName = @(),

    # The files on each host; wildcards are resolved there.
    [string[]] $Path = @(),

    # What to look for.
    [string] $Text = 'ERROR',

    # At most so many hits of each file.
    [ValidateRange(1, [long]::MaxValue)]
    [long] $First = 1000,

    # How many hosts are asked at a time.
    [ValidateRange(1, 1000)]
    [int] $ThrottleLimit = 32,

    # More about the connections, as New-PSSession takes it: UserName, KeyFilePath, Options, ConnectingTimeout.
    [hashtable] $Connection = @{},

    # Where the hosts have the module; by default it is found by its name.
    [string] $Module = 'MmapModule'
)

$ErrorActionPreference = 'Stop'

function Open-OwnSshd {
    # An sshd for one demonstration. Everything of it is in one folder.
    param([string] $Folder)

    $sshd = (Get-Command sshd -CommandType Application -TotalCount 1 -ErrorAction Ignore)?.Source ?? '/usr/sbin/sshd'
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    ssh-keygen -q -t ed25519 -N '' -f "$Folder/host"
    ssh-keygen -q -t ed25519 -N '' -f "$Folder/key"
    Copy-Item "$Folder/key.pub" "$Folder/authorized"

    # PowerShell that was installed as a tool of .NET is started by it.
    $program = [System.Environment]::ProcessPath
    $shell = (Split-Path -Leaf $program) -eq 'dotnet' ? "$program $PSHOME/pwsh.dll" : $program
    @(
        "Port $port", 'ListenAddress 127.0.0.1', "HostKey $Folder/host", "AuthorizedKeysFile $Folder/authorized", "PidFile $Folder/pid"
        'StrictModes no', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'UseDNS no', 'PermitRootLogin prohibit-password'
        "Subsystem powershell $shell -sshs -NoLogo -NoProfile"
    ) | Set-Content "$Folder/config"
    $process = Start-Process $sshd -ArgumentList '-D', '-f', "$Folder/config" -PassThru -RedirectStandardError "$Folder/log" -RedirectStandardOutput "$Folder/out"

    # It listens soon, or it has ended and says why.
    while (-not $process.HasExited) {
        $client = [System.Net.Sockets.TcpClient]::new()
        try {
            $client.Connect([System.Net.IPAddress]::Loopback, $port)
            break
        }
        catch {
            Start-Sleep -Milliseconds 50
        }
        finally {
            $client.Dispose()
        }
    }

    if ($process.HasExited) {
        throw "sshd does not run: $(Get-Content "$Folder/log" -Raw)"
    }

    @{ Process = $process; Port = $port; Key = "$Folder/key"; KnownHosts = "$Folder/known" }
}

$search = {
    param($Module, $Path, $Text, $First)

    Import-Module $Module
    Search-MappedRegion -Path $Path -Text $Text -Line -First $First
}

$own = $null
$sessions = @()
$folder = $null
$madeFolder = $false
try {
    $connections = @(foreach ($name in $HostName) { @{ HostName = $name } + $Connection })
    if (-not $connections) {
        if (-not (Get-Command ssh-keygen -CommandType Application -ErrorAction Ignore) -or -not ((Get-Command sshd -CommandType Application -ErrorAction Ignore) -or (Test-Path /usr/sbin/sshd))) {
            'There is no sshd on this machine.'
            exit 0
        }

        # sshd of root wants this folder, which the service makes when it starts.
        if ([System.Environment]::IsPrivilegedProcess -and -not (Test-Path /run/sshd)) {
            $null = New-Item -ItemType Directory /run/sshd
            $madeFolder = $true
        }

        # SSH separates paths by spaces.
        $temporary = [System.IO.Path]::GetTempPath()
        $folder = (New-Item -ItemType Directory (Join-Path ($temporary -match '\s' ? '/tmp' : $temporary) "mmap-fleet-$PID")).FullName
        chmod 700 $folder
        $own = Open-OwnSshd $folder
        Set-Content "$folder/app.log" "10:01 started`n10:02 ERROR disk full`n10:03 stopped`n" -NoNewline
        $Path = "$folder/app.log", "$folder/missing.log"
        $Module = (Get-Module MmapModule)?.Path ?? (Get-Module MmapModule -ListAvailable | Select-Object -First 1)?.Path ?? (Join-Path $PSScriptRoot '../MmapModule.psd1')
        $login = @{
            UserName = [System.Environment]::UserName; KeyFilePath = $own.Key; ConnectingTimeout = 60000
            Options  = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = $own.KnownHosts; BatchMode = 'yes'; LogLevel = 'QUIET'; IdentitiesOnly = 'yes' }
        }

        # Nobody listens there on the third one. The port stands with the name, because PowerShell takes the keys of a table in any order.
        $connections = @(
            @{ HostName = "127.0.0.1:$($own.Port)" } + $login
            @{ HostName = "localhost:$($own.Port)" } + $login
            @{ HostName = "127.0.0.2:$($own.Port)" } + $login
        )
    }

    # Errors do not end the others: they are collected, with the host that they come from.
    $problems = @()
    $sessions = @(New-PSSession -SSHConnection $connections -ErrorAction SilentlyContinue -ErrorVariable +problems)
    $hits = @(if ($sessions) { Invoke-Command -Session $sessions -ThrottleLimit $ThrottleLimit -ScriptBlock $search -ArgumentList $Module, $Path, $Text, $First -ErrorAction SilentlyContinue -ErrorVariable +problems })

    $hits | Sort-Object PSComputerName, Path, Offset | Select-Object @{ n = 'Host'; e = { $_.PSComputerName } }, Path, LineNumber, Line
    foreach ($problem in $problems) {
        $place = $problem.OriginInfo.PSComputerName ?? $problem.TargetObject.ConnectionInfo.ComputerName
        Write-Warning "${place}: $($problem.FullyQualifiedErrorId.Split(',')[0])"
    }
}
finally {
    $sessions | Remove-PSSession
    if ($own) {
        $own.Process.Kill($true)
        $own.Process.WaitForExit()
    }

    if ($folder) { Remove-Item $folder -Recurse -Force }
    if ($madeFolder) { Remove-Item /run/sshd }
}
