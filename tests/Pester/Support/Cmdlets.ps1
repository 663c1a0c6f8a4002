# What the tests of the cmdlets look at: errors in full, and what the kernel says about a map.

# The category of each error id, as design section 7 has it. Faults are read or write errors, see Assert-Failure.
$script:ErrorCategoryOf = @{
    PathNotFound = 'ObjectNotFound'; NoSuchRange = 'ObjectNotFound'; SharedMemoryNotFound = 'ObjectNotFound'; MapNotFound = 'ObjectNotFound'
    AccessDenied = 'PermissionDenied'; NotPermitted = 'PermissionDenied'; NoExecMount = 'PermissionDenied'
    Sealed = 'PermissionDenied'; LowAddress = 'PermissionDenied'
    NotMappable = 'InvalidOperation'; MapDisposed = 'InvalidOperation'
    InvalidArgument = 'InvalidArgument'; BadDescriptor = 'InvalidArgument'; RangeOverflow = 'InvalidArgument'
    RegionOutOfRange = 'InvalidArgument'; NegativeOffset = 'InvalidArgument'; ValueTooLarge = 'InvalidArgument'
    MisalignedAtomic = 'InvalidArgument'; ExpectationFailed = 'InvalidArgument'; ArrayTooLarge = 'InvalidArgument'
    OutOfMemory = 'ResourceUnavailable'; HugePagesUnavailable = 'ResourceUnavailable'; RangeNotMapped = 'ResourceUnavailable'
    NoSpace = 'ResourceUnavailable'
    MapCountLimit = 'LimitsExceeded'; MemoryLockLimit = 'LimitsExceeded'; FileDescriptorLimit = 'LimitsExceeded'
    FileLocked = 'ResourceBusy'; FileMapped = 'ResourceBusy'; TextFileBusy = 'ResourceBusy'; RegionLocked = 'ResourceBusy'; SealBusy = 'ResourceBusy'
    AddressInUse = 'ResourceExists'; SharedMemoryExists = 'ResourceExists'; FileExists = 'ResourceExists'
    FlagNotSupported = 'NotImplemented'; PlatformNotSupported = 'NotImplemented'
    WritebackFailed = 'WriteError'; CommandFailed = 'InvalidResult'
    SemaphoreNotFound = 'ObjectNotFound'; KeyNotFound = 'ObjectNotFound'; SemaphoreExists = 'ResourceExists'
    SemaphoreInvalid = 'InvalidData'; MagicMismatch = 'InvalidData'; RecordInvalid = 'InvalidData'; QueueInvalid = 'InvalidData'; SemaphoreOverflow = 'LimitsExceeded'; QueueLimit = 'LimitsExceeded'
    LockTimeout = 'ResourceBusy'; ObjectRemoved = 'InvalidOperation'; LockNotHeld = 'InvalidOperation'
    QueueNotFound = 'ObjectNotFound'; QueueExists = 'ResourceExists'; QueueTimeout = 'ResourceBusy'; MessageTooLong = 'InvalidArgument'
    QueueListUnavailable = 'NotImplemented'
}

function Assert-ErrorRecord {
    <#
    .SYNOPSIS
        Checks all that a script may rely on in an error record: id, category, target, and that it says what to do.
    #>
    param(
        [Parameter(Mandatory)] [System.Management.Automation.ErrorRecord] $Record,
        [Parameter(Mandatory)] [string] $Kind,
        [Parameter(Mandatory)] [string] $Command,
        # The one path or map concerned; $null for none.
        [AllowNull()] [object] $Target,
        # The category where the id alone does not tell it: ReadError or WriteError.
        [string] $Category = $script:ErrorCategoryOf[$Kind]
    )

    $Record.FullyQualifiedErrorId | Should -BeExactly "$Kind,MmapModule.Commands.$($Command.Replace('-', ''))Command" -Because "it says: $Record"
    $Record.Exception | Should -BeOfType ([MmapModule.MmapException])
    $Record.Exception.Kind | Should -Be $Kind
    $Record.CategoryInfo.Category | Should -Be $Category
    $Record.ErrorDetails.Message | Should -Not -BeNullOrEmpty
    $Record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    if ($null -eq $Target) {
        $Record.TargetObject | Should -BeNullOrEmpty
    }
    else {
        [object]::ReferenceEquals($Record.TargetObject, $Target) -or $Record.TargetObject -eq $Target |
            Should -BeTrue -Because "the target is '$($Record.TargetObject)' and should be '$Target'"
    }
}

function Assert-Failure {
    <#
    .SYNOPSIS
        Runs a script block, which must fail with exactly one error record, and checks it by Assert-ErrorRecord. Returns the record.
    #>
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory, Position = 0)] [scriptblock] $ScriptBlock,
        [Parameter(Mandatory)] [string] $Kind,
        [Parameter(Mandatory)] [string] $Command,
        [AllowNull()] [object] $Target,
        [string] $Category
    )

    $ErrorActionPreference = 'Continue'
    $records = @(
        try {
            & $ScriptBlock 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        }
        catch {
            $_
        }
    )
    $records.Count | Should -Be 1 -Because "{$ScriptBlock} should fail once; it says: $records"
    $null = $PSBoundParameters.Remove('ScriptBlock')
    Assert-ErrorRecord -Record $records[0] @PSBoundParameters
    $records[0]
}

function Get-MapEntry {
    <#
    .SYNOPSIS
        What the kernel says in /proc/self/smaps about the first page of a map or region: Permissions, Path, VmFlags, Rss, Locked ...
    #>
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, Position = 0)] [MmapModule.MappedMemory] $Map,
        # Look at the page that holds this byte.
        [long] $Offset = 0
    )

    if ($IsWindows) {
        Set-ItResult -Skipped -Because 'it needs /proc'
    }

    $address = $Map.Address + $Offset
    $pattern = '(?m)^(?<start>[0-9a-f]+)-(?<end>[0-9a-f]+) (?<perms>\S+) (?<offset>\S+) \S+ (?<inode>\d+) *(?<path>.*)\n(?<fields>(?:[A-Z].*\n)+)'
    foreach ($match in [regex]::Matches([System.IO.File]::ReadAllText('/proc/self/smaps'), $pattern)) {
        $start = [System.Convert]::ToUInt64($match.Groups['start'].Value, 16)
        $end = [System.Convert]::ToUInt64($match.Groups['end'].Value, 16)
        if ($address -ge $start -and $address -lt $end) {
            $fields = $match.Groups['fields'].Value
            $size = { param($Name) 1KB * [regex]::Match($fields, "(?m)^$($Name): +(\d+)").Groups[1].Value }
            return [pscustomobject]@{
                Start       = $start
                End         = $end
                Permissions = $match.Groups['perms'].Value
                FileOffset  = [System.Convert]::ToInt64($match.Groups['offset'].Value, 16)
                Path        = $match.Groups['path'].Value
                Rss         = & $size 'Rss'
                Dirty       = (& $size 'Shared_Dirty') + (& $size 'Private_Dirty')
                Locked      = & $size 'Locked'
                PageSize    = & $size 'KernelPageSize'
                VmFlags     = [regex]::Match($fields, '(?m)^VmFlags: (.*)$').Groups[1].Value.Trim() -split ' '
            }
        }
    }
}

function Get-AllocatedSize {
    <#
    .SYNOPSIS
        How many bytes of the disk a file takes up, as stat(1) says.
    #>
    [OutputType([long])]
    param([Parameter(Mandatory)] [string] $Path)

    if ($IsWindows) {
        Set-ItResult -Skipped -Because 'it needs stat'
    }

    512 * [long] (stat --format '%b' -- $Path)
}

function Get-HexDump {
    <#
    .SYNOPSIS
        The bytes of a file in hex, as od(1) says: '33 32 31 30'.
    #>
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Path,
        [long] $Offset = 0,
        [long] $Count = 16
    )

    if ($IsWindows) {
        $stream = [System.IO.File]::Open($Path, 'Open', 'Read', 'ReadWrite')
        try {
            $bytes = [byte[]]::new([math]::Min($Count, $stream.Length - $Offset))
            $stream.Position = $Offset
            $stream.ReadExactly($bytes)
            return [System.BitConverter]::ToString($bytes).Replace('-', ' ')
        }
        finally {
            $stream.Dispose()
        }
    }

    ((od -A n -t x1 -v -j $Offset -N $Count -- $Path) -join ' ' -replace '\s+', ' ').Trim().ToUpperInvariant()
}
