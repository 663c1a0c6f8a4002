# Windows without Windows: Wine in a Debian of its own, with .NET and PowerShell for Windows. It is made once, in a cache outside
# the repository, of three parts: root (Debian), prefix (what is on the drive C:) and tools.

function Initialize-Wine {
    <#
    .SYNOPSIS
        Makes what is not there yet. Returns what is missing for it, or nothing.
    .DESCRIPTION
        A part is made under another name and moved, so one that is there is whole. One run at a time makes them; others wait for it.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Cache)

    $missing = Get-WineMissing
    if ($missing) {
        return $missing
    }

    $null = New-Item -ItemType Directory -Path $Cache -Force
    $lock = Lock-WineCache $Cache
    try {
        $wanted = ''
        foreach ($part in 'Root', 'Prefix', 'Tools') {
            # What the part is made of. The drive is made by the Wine of the root.
            $wanted = $part -eq 'Tools' ? (Get-WineToolsVersion) : "${wanted}Wine of Debian 13, layout 1;"
            $path = Join-Path $Cache $part.ToLowerInvariant()
            $isThere = (Test-Path -LiteralPath $path) -and (Test-Path -LiteralPath "$path.txt") -and [System.IO.File]::ReadAllText("$path.txt") -eq $wanted
            if ($isThere) {
                continue
            }

            Write-Step "Make the $($part.ToLowerInvariant()) of Wine in $Cache"
            try {
                # A run that was killed may have left a part of it.
                Remove-WinePart "$path.new"
                & "New-Wine$part" -Cache $Cache -Path "$path.new" | Out-Host
                Remove-WinePart $path
                Move-Item -LiteralPath "$path.new" -Destination $path
                [System.IO.File]::WriteAllText("$path.txt", $wanted)
            }
            catch {
                Remove-WinePart "$path.new"
                return "the $($part.ToLowerInvariant()) of Wine, which could not be made ($_)"
            }
        }
    }
    finally {
        $lock.Dispose()
    }
}

function Lock-WineCache {
    <#
    .SYNOPSIS
        Waits until no other run makes anything in the cache. Whoever disposes of the file, or ends, lets the next one in.
    #>
    [OutputType([System.IO.FileStream])]
    param([Parameter(Mandatory)] [string] $Cache)

    $deadline = [System.DateTime]::UtcNow.AddMinutes(30)
    while ($true) {
        try {
            return [System.IO.FileStream]::new((Join-Path $Cache 'lock'), 'OpenOrCreate', 'ReadWrite', 'None')
        }
        catch [System.IO.IOException] {
            if ([System.DateTime]::UtcNow -gt $deadline) {
                throw
            }
        }

        Start-Sleep -Seconds 1
    }
}

function Get-WineCache {
    <#
    .SYNOPSIS
        The folder that keeps the set-up.
    #>
    [OutputType([string])]
    param()

    $folder = $env:XDG_CACHE_HOME ? $env:XDG_CACHE_HOME : (Join-Path ([System.Environment]::GetFolderPath('UserProfile')) '.cache')
    Join-Path $folder 'MmapModule' 'wine'
}

function Get-WineMissing {
    <#
    .SYNOPSIS
        The first thing that the set-up needs and that is not here.
    #>
    [OutputType([string])]
    param()

    if ([System.Runtime.InteropServices.RuntimeInformation]::OSArchitecture -ne 'X64') {
        return 'a processor of x64'
    }

    if (-not [System.Environment]::IsPrivilegedProcess) {
        return 'root'
    }

    foreach ($program in 'bash', 'unshare', 'chroot', 'apt-get', 'mmdebstrap') {
        if (-not (Get-Command -Name $program -CommandType Application -ErrorAction Ignore)) {
            return $program
        }
    }

    if (-not (Get-DebianMirror)) {
        return 'a mirror of Debian among the sources of apt'
    }

    unshare --mount --pid --fork --propagation private true 2>&1 | Out-Null
    if ($LASTEXITCODE -ne 0) {
        return 'namespaces of mounts and processes'
    }
}

function Get-DebianMirror {
    <#
    .SYNOPSIS
        Where apt gets the packages of this Debian from, which has those of another one too.
    #>
    [OutputType([string])]
    param()

    apt-get indextargets --format '$(SITE) $(ORIGIN) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2> $null |
        Where-Object { $_ -match ' Debian [a-z]+ main$' } |
        Select-Object -First 1 |
        ForEach-Object { $_.Split(' ')[0] }
}

function New-WineRoot {
    <#
    .SYNOPSIS
        A Debian 13 with Wine 10. Wine 8 of Debian 12 has threads that cannot be suspended, and reads memory wrongly.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Internal to the build.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', 'Cache', Justification = 'All parts are made alike.')]
    param([Parameter(Mandatory)] [string] $Cache, [Parameter(Mandatory)] [string] $Path)

    $keys = '/usr/share/keyrings/debian-archive-keyring.gpg'
    $source = "deb $((Test-Path -LiteralPath $keys) ? "[signed-by=$keys] " : '')$(Get-DebianMirror) trixie main"

    # In namespaces of its own, since it mounts what a Linux has there: however it ends, nothing stays mounted and nothing goes on.
    Invoke-WineSetup 'unshare' '--mount', '--mount-proc', '--pid', '--fork', '--kill-child', '--propagation', 'private', 'mmdebstrap', '--quiet', '--variant=apt', '--include=wine64,wine,bsdutils', 'trixie', $Path, $source
}

function New-WinePrefix {
    <#
    .SYNOPSIS
        The drive C: of a new Windows, and its registry.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Internal to the build.')]
    param([Parameter(Mandatory)] [string] $Cache, [Parameter(Mandatory)] [string] $Path)

    Invoke-WineSetup 'bash' 'build/wine.sh', $Cache, $Path
}

function Invoke-WineSetup {
    <#
    .SYNOPSIS
        Runs a program that may take minutes; failing is an error.
    #>
    param([Parameter(Mandatory)] [string] $Program, [Parameter(Mandatory)] [string[]] $ArgumentList)

    $exitCode = Get-NativeExitCode $Program $ArgumentList -TimeoutSeconds 900
    if ($exitCode -ne 0) {
        throw "$Program ended with exit code $exitCode"
    }
}

function Remove-WinePart {
    <#
    .SYNOPSIS
        Removes a folder of the cache, without following what may be mounted there.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Internal to the build.')]
    param([Parameter(Mandatory)] [string] $Path)

    rm -rf --one-file-system -- $Path
}
