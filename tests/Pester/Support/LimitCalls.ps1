# Every way in which the module asks the system for memory, files and descriptors, called one after the other in a child under
# a limit. What must hold for each: the child lives, the result is what the table says, and what an error says of the bytes
# that were written is true.

function Get-LimitCall {
    <#
    .SYNOPSIS
        The calls by name. They see: $Data (the path of 2 MB of ones), $Target and $New (the paths of 1 MB of sevens, and of
        nothing), $Map (of $Data), $File (a map of $Target), $Own (the same, private, with changes), $Memory, $Plain, $Name.
    #>
    [OutputType([System.Collections.Specialized.OrderedDictionary])]
    param()

    [ordered] @{
        file      = 'New-MemoryMap -LiteralPath $Data'
        private   = 'New-MemoryMap -LiteralPath $Data -Private -Protection ReadWrite'
        grow      = 'New-MemoryMap -LiteralPath $Target -Protection ReadWrite -Size 2MB'
        sparse    = 'New-MemoryMap -LiteralPath $Target -Protection ReadWrite -Size 2MB -Sparse'
        create    = 'New-MemoryMap -LiteralPath $New -Size 2MB'
        name      = 'New-MemoryMap -Name $Name -Size 2MB'
        memory    = 'New-MemoryMap -MemoryFile -Size 2MB'
        snapshot  = 'New-MemoryMap -LiteralPath $Data -Snapshot'
        anonymous = 'New-MemoryMap -Anonymous -Size 2MB'
        reserve   = 'New-MemoryMap -Anonymous -Size 2GB -Flags NoReserve'
        handle    = '$stream = [System.IO.File]::OpenRead($Data); try { New-MemoryMap -Handle $stream } finally { $stream.Dispose() }'
        populate  = 'New-MemoryMap -LiteralPath $Data -Flags Populate'
        locked    = 'New-MemoryMap -LiteralPath $Data -Flags Locked'
        save      = 'Save-MemoryMap $Map -Path $Target'
        saveNew   = 'Save-MemoryMap $Map -Path $New'
        own       = 'Save-MemoryMap $Own'
        copy      = 'Copy-MappedRegion $Map -Destination $Target'
        copyNew   = 'Copy-MappedRegion $Map -Destination $New'
        copyMap   = 'Copy-MappedRegion $Map -Destination $Memory'
        resize    = 'Resize-MemoryMap $File -Size 2MB -ResizeFile'
        remap     = 'Resize-MemoryMap $Plain -Size 4MB'
        write     = 'Write-MappedRegion $File -Value $Bytes'
        fill      = 'Clear-MappedRegion $File -Fill 9'
        punch     = 'Clear-MappedRegion $File -Offset 64KB -Length 64KB -PunchHole'
        read      = '(Read-MappedRegion $Map).Length'
        number    = '$File.WriteInt32(8, 5); $File.ReadInt32(8)'
        stream    = '$stream = $Map.AsStream(); $null = $stream.ReadByte(); $stream.CopyTo([System.IO.Stream]::Null)'
        search    = 'Search-MappedRegion $Map -Text ''x'''
        regex     = 'Search-MappedRegion $Map -Pattern ''a(b|c)+d'''
        compare   = 'Compare-MappedRegion $Map $Memory -Quiet'
        format    = 'Format-MappedRegion $Map -Length 64 | Out-String'
        select    = 'Select-MappedRegion $Map -Offset 10 -Length 10'
        atomic    = 'Update-MappedValue $File -Offset 16 -Operation Add -Value 1'
        wait      = 'Wait-MappedRegion $File -Offset 16 -Length 4 -Timeout 0.01'
        sync      = 'Sync-MemoryMap $File'
        durable   = 'Sync-MemoryMap $File -Durable'
        async     = 'Sync-MemoryMap $File -Async'
        lock      = 'Lock-MemoryMap $Plain -Length 1MB'
        unlock    = 'Unlock-MemoryMap $Plain -Length 1MB'
        protect   = 'Set-MemoryMapProtection $Plain -Offset 64KB -Length 64KB -Protection Read'
        advise    = 'Set-MemoryMapAdvice $Map -Advice WillNeed'
        discard   = 'Set-MemoryMapAdvice $Plain -Offset 1MB -Length 64KB -Advice DontNeed -Force'
        part      = 'Remove-MemoryMap $Plain -Offset 512KB -Length 64KB'
        seal      = 'Add-MemoryMapSeal $Memory -Seal Grow'
        cache     = 'Get-FileCache -LiteralPath $Data'
        load      = 'Initialize-FileCache -LiteralPath $Data'
        drop      = 'Clear-FileCache -LiteralPath $Data -WarningAction Ignore'
        residency = 'Get-MemoryMapResidency $Map'
        process   = 'Get-ProcessMemoryMap -Id $PID'
        shared    = 'Get-SharedMemory'
        limits    = 'Get-MemoryLimit'
        test      = 'Test-MemoryMap $File -Detailed'
        remove    = 'Remove-MemoryMap $Plain'
    }
}

function Get-LimitScript {
    <#
    .SYNOPSIS
        The text of a script for a child: it has the function Invoke-LimitCall NAME, which runs all calls in a new folder and
        writes lines 'NAME CALL RESULT'. RESULT is ok, or the id of the error; behind it 'LIES' if the bytes are not as it says.
    .DESCRIPTION
        Where the runtime shares what is used up, -Refill uses up again what it has given back before each call; and since it
        can give back more during a call, all is done again until each of the -Scarce calls was refused once.
    #>
    [OutputType([string])]
    param()

    $calls = Get-LimitCall
    $table = foreach ($name in $calls.Keys) { "        $name = { $($calls[$name]) }" }
    @"
function Invoke-LimitRound {
    param([string] `$Limit, [string] `$Folder, [scriptblock] `$Begin = { }, [scriptblock] `$Refill = { }, [scriptblock] `$End = { }, [string] `$Name = 'none')

    `$calls = [ordered] @{
$($table -join "`n")
    }
"@ + @'

    function Measure-Leading([string] $Path, [int] $Value) {
        $text = [System.Text.Encoding]::Latin1.GetString([System.IO.File]::ReadAllBytes($Path))
        $text.Length - $text.TrimStart([char] $Value).Length
    }

    # Prepared before the limit holds. Each call that writes has a file of its own.
    $null = [System.IO.Directory]::CreateDirectory($Folder)
    $Bytes, $ones, $sevens = [byte[]]::new(1MB), [byte[]]::new(2MB), [byte[]]::new(1MB)
    [System.Array]::Fill($Bytes, [byte] 1)
    [System.Array]::Fill($ones, [byte] 1)
    [System.Array]::Fill($sevens, [byte] 7)
    $Data = "$Folder/data"
    [System.IO.File]::WriteAllBytes($Data, $ones)
    $Map = New-MemoryMap -LiteralPath $Data
    $Memory = New-MemoryMap -MemoryFile -Size 2MB -Sparse
    $Plain = New-MemoryMap -Anonymous -Private -Size 2MB
    [System.IO.File]::WriteAllBytes("$Folder/file", $sevens)
    $File = New-MemoryMap -LiteralPath "$Folder/file" -Protection ReadWrite
    [System.IO.File]::WriteAllBytes("$Folder/own", $sevens)
    $Own = New-MemoryMap -LiteralPath "$Folder/own" -Protection ReadWrite -Private
    $Own.Write(0, $Bytes)
    foreach ($call in 'grow', 'sparse', 'save', 'copy') {
        [System.IO.File]::WriteAllBytes("$Folder/$call", $sevens)
    }

    $results = [ordered] @{}
    $kept = [System.Collections.Generic.List[object]]::new()
    $null = . $Begin
    foreach ($call in $calls.Keys) {
        $Target = $call -eq 'own' ? "$Folder/own" : "$Folder/$call"
        $New = "$Folder/$call.new"
        $failure = $null
        $null = . $Refill
        try {
            $made = & $calls[$call] 2>&1
            foreach ($one in $made) {
                if ($one -is [System.Management.Automation.ErrorRecord]) { $failure = $one }
                elseif ($one -is [MmapModule.MemoryMap]) { $kept.Add($one) }
            }
        }
        catch {
            $failure = $_
        }

        $results[$call] = $failure
    }

    $null = . $End
    foreach ($call in $calls.Keys) {
        $error = $results[$call].Exception
        while ($error -and $error -isnot [MmapModule.MmapException] -and $error.InnerException) { $error = $error.InnerException }
        $result = -not $error ? 'ok' : $error -is [MmapModule.MmapException] ? "$($error.Kind)" : "RAW:$($error.GetType().Name):$($results[$call].FullyQualifiedErrorId)"

        # The bytes that were written are as many as the error says, and all of them where there is none.
        $path = $call -in 'save', 'copy', 'own' ? "$Folder/$call" : "$Folder/$call.new"
        if ($call -in 'save', 'copy', 'saveNew', 'copyNew', 'own' -and [System.IO.File]::Exists($path)) {
            $all = $call -eq 'own' ? 1MB : 2MB
            $expected = $error ? $error.BytesTransferred : $all
            $found = Measure-Leading $path 1
            if ($found -ne $expected) { $result += " LIES: $found instead of $expected" }
        }
        elseif ($call -in 'grow', 'sparse' -and $error -and [System.IO.FileInfo]::new("$Folder/$call").Length -ne 1MB) { $result += ' LIES: longer' }
        elseif ($call -eq 'create' -and $error -and [System.IO.File]::Exists($path)) { $result += ' LIES: left' }

        "$Limit $call $result"
    }

    $kept + @($Map, $Memory, $Plain, $File, $Own) | Where-Object State -NE 'Closed' | Remove-MemoryMap -ErrorAction Ignore
    if ($Name -ne 'none') { Remove-SharedMemory -Name $Name -ErrorAction Ignore }
}

function Invoke-LimitCall {
    param([string] $Limit, [string] $Folder, [scriptblock] $Begin = { }, [scriptblock] $Refill = { }, [scriptblock] $End = { }, [string] $Name = 'none', [string[]] $Scarce = @())

    $parameters = [hashtable]::new($PSBoundParameters)
    $parameters.Remove('Scarce')
    $missing = $Scarce
    for ($round = 1; $round -eq 1 -or ($missing -and $round -le 10); $round++) {
        $parameters.Folder = "$Folder-$round"
        $lines = @(Invoke-LimitRound @parameters)
        $lines
        $missing = @($missing | Where-Object { $lines -ccontains "$Limit $_ ok" })
    }

    "$Limit alive"
}
'@
}

function Invoke-LimitChild {
    <#
    .SYNOPSIS
        Runs a script that uses Invoke-LimitCall in a child, and returns its ExitCode, its StdErr, and the Lines it wrote. The
        script sees $Folder, a folder of its own, and $Name, for shared memory.
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Script,
        [string] $As,
        [hashtable] $Environment = @{},
        # A program and its arguments that starts the child.
        [string[]] $Launcher
    )

    $text = "param(`$Folder, `$Name)`n$(Get-LimitScript)`n$Script"
    $folder = New-ChildFolder
    try {
        chmod 0777 $folder
        $arguments = $folder, (Get-SharedName)
        if ($Launcher) {
            $path = Join-Path $folder 'child.ps1'
            [System.IO.File]::WriteAllText($path, (ConvertTo-ChildScript ([scriptblock]::Create($text)) $script:ModulePath))
            $first, $rest = $Launcher
            $run = Wait-TestProgram (Start-TestProgram $first (@($rest) + @((Get-PwshPath), '-NoProfile', '-NonInteractive', '-File', $path) + $arguments))
        }
        else {
            $user = $As ? @{ As = $As } : @{}
            $run = Invoke-ChildPwsh -Fresh -ScriptBlock ([scriptblock]::Create($text)) -ArgumentList $arguments -Environment $Environment @user
        }
    }
    finally {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    [pscustomobject]@{ ExitCode = $run.ExitCode; StdErr = $run.StdErr; Lines = @($run.StdOut -split '\n') }
}

function Assert-LimitCall {
    <#
    .SYNOPSIS
        Checks what a limit has done: the calls of a table end in the error that it names, all others are ok.
    #>
    param(
        [Parameter(Mandatory, Position = 0)] [psobject] $Run,
        [Parameter(Mandatory, Position = 1)] [string] $Limit,
        # By the kind of the error: the names of the calls.
        [Parameter(Mandatory, Position = 2)] [hashtable] $Refused,
        # The calls for which it is enough to be refused once, see Invoke-LimitCall.
        [string[]] $Scarce = @()
    )

    $kinds = @{}
    foreach ($kind in $Refused.Keys) {
        $Refused[$kind] | ForEach-Object { $kinds[$_] = $kind }
    }

    # What came of each call, in each round that was made.
    $names = (Get-LimitCall).Keys
    $expected = $names | ForEach-Object { "$Limit $_ $($kinds[$_] ?? 'ok')" }
    $actual = @($Run.Lines -like "$Limit *" | Where-Object { $_.Split(' ')[1] -in $names } | Select-Object -Unique)
    $actual = @($actual | Where-Object { $_ -notmatch '^\S+ (\S+) ok$' -or $Matches[1] -notin $Scarce -or $actual -cnotcontains "$Limit $($Matches[1]) $($kinds[$Matches[1]])" })
    $wrong = Compare-Object $expected $actual -CaseSensitive | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }
    $wrong | Should -BeNullOrEmpty -Because "all calls should have been made: $($Run.StdErr)"
    $Run.Lines | Should -Contain "$Limit alive"
}
