BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:IsX64 = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64'
    # What the kernel accepts (o), and where it says EINVAL (-) or EACCES (a):
    # private anonymous, shared anonymous, shared file, private file. '?' depends on the kernel's configuration.
    $script:Matrix = [ordered]@{
        Normal = 'oooo'; Random = 'oooo'; Sequential = 'oooo'; WillNeed = 'oooo'
        DontNeed = 'oooo'; Free = 'o---'; Remove = '-oo-'; DontNeedLocked = 'oooo'
        DontFork = 'oooo'; DoFork = 'oooo'; WipeOnFork = 'o---'; KeepOnFork = 'oooo'
        Mergeable = '????'; Unmergeable = '????'; HugePage = '????'; NoHugePage = '????'
        DontDump = 'oooo'; DoDump = 'oooo'; Cold = 'oooo'; PageOut = 'oooo'
        PopulateRead = 'oooo'; PopulateWrite = 'oooo'; Collapse = '----'
        GuardInstall = '????'; GuardRemove = '????'
    }
    $script:Kinds = 'private anonymous', 'shared anonymous', 'shared file', 'private file'
    $script:Cases = foreach ($advice in $script:Matrix.Keys) {
        foreach ($index in 0..3) {
            @{ Advice = $advice; Kind = $script:Kinds[$index]; Expected = $script:Matrix[$advice][$index] }
        }
    }
    # What /proc/self/smaps shows of an advice, and the advice that takes it back.
    $script:Flags = @(
        @{ Advice = 'Random'; Flag = 'rr'; Back = 'Normal' }
        @{ Advice = 'Sequential'; Flag = 'sr'; Back = 'Normal' }
        @{ Advice = 'DontFork'; Flag = 'dc'; Back = 'DoFork' }
        @{ Advice = 'DontDump'; Flag = 'dd'; Back = 'DoDump' }
        @{ Advice = 'WipeOnFork'; Flag = 'wf'; Back = 'KeepOnFork' }
        @{ Advice = 'HugePage'; Flag = 'hg'; Back = 'NoHugePage' }
        @{ Advice = 'NoHugePage'; Flag = 'nh'; Back = 'HugePage' }
        @{ Advice = 'Mergeable'; Flag = 'mg'; Back = 'Unmergeable' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Page = [System.Environment]::SystemPageSize

    function New-AdvisedMap([string] $Kind) {
        switch ($Kind) {
            'private anonymous' { New-MemoryMap -Anonymous -Private -Size 64KB }
            'shared anonymous' { New-MemoryMap -Anonymous -Size 64KB }
            'shared file' { New-MemoryMap (New-TestFile -Size 64KB) -Protection ReadWrite }
            'private file' { New-MemoryMap (New-TestFile -Size 64KB) -Protection ReadWrite -Private }
        }
    }
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Set-MemoryMapAdvice' -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'knows every MADV_ value of the header' {
        # <asm-generic/mman-common.h>; 10 to 23 without gaps.
        $values = @(0..4) + @(8..25) + @(100..103)
        @([MmapModule.MapAdvice].GetEnumValues() | ForEach-Object { [int] $_ } | Sort-Object) | Should -Be $values
    }

    It 'gives the advice <Advice> to <Kind>: <Expected>' -ForEach $Cases {
        $map = New-AdvisedMap $Kind
        $records = @()

        Set-MemoryMapAdvice $map $Advice -Force -ErrorAction SilentlyContinue -ErrorVariable records

        if ($Expected -eq 'o') {
            $records | Should -BeNullOrEmpty
        }
        elseif ($Expected -eq '-' -or $records.Count -gt 0) {
            Assert-ErrorRecord -Record $records[0] -Kind InvalidArgument -Command Set-MemoryMapAdvice -Target $map
            $records[0].Exception.Message | Should -Match $Advice
            $records[0].Exception.NativeCall | Should -BeExactly 'madvise'
        }
    }

    It 'shows <Advice> as the flag <Flag> in smaps, until <Back>' -ForEach $Flags {
        $map = New-MemoryMap -Anonymous -Private -Size 4MB
        Set-MemoryMapAdvice $map $Advice -ErrorAction SilentlyContinue -ErrorVariable records
        if ($records) {
            Assert-ErrorRecord -Record $records[0] -Kind InvalidArgument -Command Set-MemoryMapAdvice -Target $map
            Set-ItResult -Skipped -Because "the kernel was built without it: $($records[0])"
        }

        (Get-MapEntry $map).VmFlags | Should -Contain $Flag
        Set-MemoryMapAdvice $map -Advice $Back
        (Get-MapEntry $map).VmFlags | Should -Not -Contain $Flag
    }

    It 'advises the pages that a range touches, rounded outwards' {
        $map = New-MemoryMap -Anonymous -Private -Size (8 * $Page)

        $map | Set-MemoryMapAdvice -Advice DontDump -Offset ($Page + 100) -Length $Page

        (Get-MapEntry $map).VmFlags | Should -Not -Contain 'dd'
        (Get-MapEntry $map -Offset $Page).VmFlags | Should -Contain 'dd'
        (Get-MapEntry $map -Offset (2 * $Page)).VmFlags | Should -Contain 'dd'
        (Get-MapEntry $map -Offset (3 * $Page)).VmFlags | Should -Not -Contain 'dd'
    }

    It 'takes regions, counts from the region or back from its end, and gives the input back' {
        $map = New-MemoryMap -Anonymous -Private -Size (8 * $Page)
        $regions = @($map | Select-MappedRegion -Split (4 * $Page))

        $output = @($regions | Set-MemoryMapAdvice -Advice DontFork -Offset $Page -FromEnd -PassThru)

        $output.Count | Should -Be 2
        [object]::ReferenceEquals($output[0], $regions[0]) | Should -BeTrue
        (Get-MapEntry $map -Offset (2 * $Page)).VmFlags | Should -Not -Contain 'dc'
        (Get-MapEntry $map -Offset (3 * $Page)).VmFlags | Should -Contain 'dc'
        (Get-MapEntry $map -Offset (7 * $Page)).VmFlags | Should -Contain 'dc'
    }

    It 'reads pages in with PopulateRead and gives them back with PageOut, as Rss shows' {
        $path = New-TestFile -Bytes ([byte[]]::new(1MB))
        $map = New-MemoryMap $path

        Set-MemoryMapAdvice $map PopulateRead
        (Get-MapEntry $map).Rss | Should -Be 1MB
        # The kernel leaves pages alone that it holds itself at that moment, as those that have just been read.
        Wait-Until { Set-MemoryMapAdvice $map PageOut; (Get-MapEntry $map).Rss -lt 1MB }
    }

    It 'makes pages writable with PopulateWrite' {
        $map = New-MemoryMap -Anonymous -Size 1MB

        Set-MemoryMapAdvice $map PopulateWrite -Length 512KB

        (Get-MapEntry $map).Rss | Should -Be 512KB
    }

    It 'does not accept PopulateWrite where the protection forbids writing' {
        $map = New-MemoryMap (New-TestFile -Size 64KB)
        $null = Assert-Failure { Set-MemoryMapAdvice $map PopulateWrite } -Kind InvalidArgument -Command Set-MemoryMapAdvice -Target $map
    }

    It 'says RegionTruncated where the file has become too short, with the first lost offset' {
        $path = New-TestFile -Size 64KB
        $map = New-MemoryMap $path -Protection ReadWrite
        Set-FileLength -Path $path -Length 16KB

        $record = Assert-Failure { Set-MemoryMapAdvice $map PopulateRead } -Kind RegionTruncated -Command Set-MemoryMapAdvice -Target $map -Category ReadError
        $record.Exception.Offset | Should -Be 16KB
        $null = Assert-Failure { Set-MemoryMapAdvice $map PopulateWrite -Offset 32KB } -Kind RegionTruncated -Command Set-MemoryMapAdvice -Target $map -Category WriteError
    }

    It 'says NoSpace where holes cannot be filled (needs root to mount)' -Skip:(Test-Missing mount) {
        Use-SmallTmpfs -Size 128k {
            param($folder)
            $map = New-MemoryMap (Join-Path $folder 'sparse.bin') -Size 1MB -Sparse -Protection ReadWrite
            $null = Assert-Failure { Set-MemoryMapAdvice $map PopulateWrite } -Kind NoSpace -Command Set-MemoryMapAdvice -Target $map
            Remove-MemoryMap $map
        }
    }

    It 'collapses a range into huge pages where the kernel has them' {
        $map = New-MemoryMap -Anonymous -Private -Size 8MB
        Set-MemoryMapAdvice $map PopulateWrite
        $start = (2MB - [long] ($map.Address % 2MB)) % 2MB
        Set-MemoryMapAdvice $map Collapse -Offset $start -Length 4MB -ErrorAction SilentlyContinue -ErrorVariable records
        if ($records) {
            $records[0].FullyQualifiedErrorId | Should -Match '^(InvalidArgument|OutOfMemory|RegionLocked),MmapModule\.Commands\.SetMemoryMapAdviceCommand$'
            Set-ItResult -Skipped -Because "this machine says: $($records[0])"
        }

        [regex]::Matches([System.IO.File]::ReadAllText('/proc/self/smaps'), '(?m)^AnonHugePages: +([1-9]\d*)').Count | Should -BeGreaterThan 0
    }

    It 'reports holes, bad ranges and removed maps' {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)
        $null = Assert-Failure { Set-MemoryMapAdvice $map Random -Offset -5 } -Kind NegativeOffset -Command Set-MemoryMapAdvice -Target $map
        $null = Assert-Failure { Set-MemoryMapAdvice $map Random -Length 1MB } -Kind RegionOutOfRange -Command Set-MemoryMapAdvice -Target $map
        Remove-MemoryMap $map -Offset $Page -Length $Page
        $null = Assert-Failure { Set-MemoryMapAdvice $map Random } -Kind RangeNotMapped -Command Set-MemoryMapAdvice -Target $map
        Remove-MemoryMap $map
        $null = Assert-Failure { Set-MemoryMapAdvice $map Random } -Kind MapDisposed -Command Set-MemoryMapAdvice -Target $map
    }

    It 'refuses an advice that does not exist' {
        $map = New-MemoryMap -Anonymous -Size $Page
        { Set-MemoryMapAdvice $map 'BeQuick' } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,MmapModule.Commands.SetMemoryMapAdviceCommand'
    }

    It 'needs a privilege or a kernel option for <Advice> (needs root to become nobody)' -ForEach @(@{ Advice = 'HwPoison' }, @{ Advice = 'SoftOffline' }) -Skip:(Test-Missing nobody) {
        $result = Invoke-ChildPwsh -As nobody -ArgumentList $Advice {
            param($Advice)
            $map = New-MemoryMap -Anonymous -Private -Size 4KB
            Set-MemoryMapAdvice $map $Advice -Force -ErrorAction SilentlyContinue -ErrorVariable e
            $e[0].FullyQualifiedErrorId
        }

        $result.StdOut | Should -Match '^(NotPermitted|InvalidArgument),MmapModule\.Commands\.SetMemoryMapAdviceCommand$'
    }
}

Describe 'Set-MemoryMapAdvice with what destroys data' -Tag Linux {
    AfterEach {
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'refuses <Advice> without -Force before it does anything' -ForEach @(
        @{ Advice = 'DontNeed' }, @{ Advice = 'Free' }, @{ Advice = 'Remove' }, @{ Advice = 'DontNeedLocked' }
        @{ Advice = 'GuardInstall' }, @{ Advice = 'GuardRemove' }, @{ Advice = 'HwPoison' }
    ) {
        $path = New-TestFile -Text 'content'
        $map = New-MemoryMap $path -Protection ReadWrite

        $record = Assert-Failure { $map | Set-MemoryMapAdvice -Advice $Advice } -Kind InvalidArgument -Command Set-MemoryMapAdvice -Target ([MmapModule.MapAdvice] $Advice)

        $record.ErrorDetails.RecommendedAction | Should -Match '-Force'
        Read-TestText $path | Should -BeExactly 'content'
    }

    It 'says with -WhatIf what <Advice> destroys, without -Force and without doing it' -ForEach @(
        @{ Advice = 'Remove'; Says = 'punches a hole into the file and destroys its content' }
        @{ Advice = 'DontNeed'; Says = 'destroys the content of the map' }
    ) {
        $path = New-TestFile -Text 'content'
        $result = Invoke-ChildPwsh -ArgumentList $path, $Advice {
            param($Path, $Advice)
            $map = New-MemoryMap $Path -Protection ReadWrite
            Set-MemoryMapAdvice $map $Advice -WhatIf
            $WhatIfPreference = $true
            Set-MemoryMapAdvice $map $Advice
            $WhatIfPreference = $false
            ([System.IO.File]::ReadAllText($Path))
        }

        $result.StdErr | Should -BeNullOrEmpty
        $lines = $result.StdOut -split '\n'
        $lines.Count | Should -Be 3
        $lines[0] | Should -BeLike "*$Says*7 bytes at offset 0*"
        $lines[1] | Should -BeExactly $lines[0]
        $lines[2] | Should -BeExactly 'content'
    }

    It 'punches a hole into the file with Remove, as stat and cmp show (needs cmp)' -Skip:(Test-Missing cmp) {
        $path = New-TestFile -Bytes ([byte[]] (, 65 * 1MB))
        $before = Get-AllocatedSize $path
        $map = New-MemoryMap $path -Protection ReadWrite

        Set-MemoryMapAdvice $map Remove -Offset 256KB -Length 512KB -Force
        Sync-MemoryMap $map -Durable

        Get-AllocatedSize $path | Should -Be ($before - 512KB)
        (Get-Item $path).Length | Should -Be 1MB
        $map.ReadByte(256KB - 1) | Should -Be 65
        $map.ReadByte(256KB) | Should -Be 0
        $expected = [byte[]] (, 65 * 1MB)
        [array]::Clear($expected, 256KB, 512KB)
        $copy = New-TestFile -Bytes $expected
        cmp $path $copy
        $LASTEXITCODE | Should -Be 0
    }

    It 'gives memory of shared memory back with Remove' {
        $map = New-MemoryMap -MemoryFile -Size 1MB
        Set-MemoryMapAdvice $map PopulateWrite
        512 * (stat --dereference --format '%b' $map.Path) | Should -Be 1MB
        Set-MemoryMapAdvice $map Remove -Force
        512 * (stat --dereference --format '%b' $map.Path) | Should -Be 0
    }

    It 'says AccessDenied for Remove on a map that cannot be written, and InvalidArgument on private ones' {
        $path = New-TestFile -Text 'content'
        $map = New-MemoryMap $path
        $null = Assert-Failure { Set-MemoryMapAdvice $map Remove -Force } -Kind AccessDenied -Command Set-MemoryMapAdvice -Target $map
        $private = New-MemoryMap $path -Private -Protection ReadWrite
        $null = Assert-Failure { Set-MemoryMapAdvice $private Remove -Force } -Kind InvalidArgument -Command Set-MemoryMapAdvice -Target $private
        Read-TestText $path | Should -BeExactly 'content'
    }

    It 'says Sealed for Remove on a memory file that is sealed against writing' {
        $map = New-MemoryMap -MemoryFile -Size 64KB -Seal FutureWrite
        $null = Assert-Failure { Set-MemoryMapAdvice $map Remove -Force } -Kind Sealed -Command Set-MemoryMapAdvice -Target $map
    }

    It 'throws private changes away with DontNeed' {
        $path = New-TestFile -Text 'original'
        $map = New-MemoryMap $path -Private -Protection ReadWrite
        $map.WriteString(0, 'CHANGED!')

        Set-MemoryMapAdvice $map DontNeed -Force

        $map.ReadString() | Should -BeExactly 'original'
    }

    It 'zeroes anonymous memory with DontNeed, and the file of a shared map stays' {
        $anonymous = New-MemoryMap -Anonymous -Private -Size 64KB
        $anonymous.WriteInt64(0, 42)
        $path = New-TestFile -Text 'content'
        $shared = New-MemoryMap $path -Protection ReadWrite
        $shared.WriteString(0, 'CONTENT')

        $anonymous, $shared | Set-MemoryMapAdvice -Advice DontNeed -Force

        $anonymous.ReadInt64(0) | Should -Be 0
        $shared.ReadString() | Should -BeExactly 'CONTENT'
        Read-TestText $path | Should -BeExactly 'CONTENT'
    }

    It 'does not round a range that it destroys' {
        $map = New-MemoryMap -Anonymous -Private -Size (4 * $Page)
        $map.WriteInt64(0, 42)

        $null = Assert-Failure { Set-MemoryMapAdvice $map DontNeed -Offset 100 -Length 10 -Force } -Kind InvalidArgument -Command Set-MemoryMapAdvice -Target $map

        $map.ReadInt64(0) | Should -Be 42
    }

    It 'refuses DontNeed on locked pages, and DontNeedLocked drops them' {
        $map = New-MemoryMap -Anonymous -Private -Size $Page
        $map.WriteInt64(0, 42)
        Lock-MemoryMap $map

        $null = Assert-Failure { Set-MemoryMapAdvice $map DontNeed -Force } -Kind InvalidArgument -Command Set-MemoryMapAdvice -Target $map
        $map.ReadInt64(0) | Should -Be 42
        Set-MemoryMapAdvice $map DontNeedLocked -Force
        $map.ReadInt64(0) | Should -Be 0
    }

    It 'survives guard pages in <Kind>: reading and writing them is RegionProtected until GuardRemove' -ForEach @(
        @{ Kind = 'private anonymous' }, @{ Kind = 'shared anonymous' }, @{ Kind = 'shared file' }, @{ Kind = 'private file' }
    ) {
        $map = New-AdvisedMap $Kind
        Set-MemoryMapAdvice $map GuardInstall -Offset $Page -Length $Page -Force -ErrorAction SilentlyContinue -ErrorVariable records
        if ($records) {
            Set-ItResult -Skipped -Because "the kernel says: $($records[0])"
        }

        $map.WriteByte($Page - 1, 1)
        $map.WriteByte(2 * $Page, 1)
        $null = Assert-Failure { Read-MappedRegion $map -Length (4 * $Page) } -Kind RegionProtected -Command Read-MappedRegion -Target $map -Category ReadError
        $null = Assert-Failure { Write-MappedRegion $map -Value 1 -Offset $Page } -Kind RegionProtected -Command Write-MappedRegion -Target $map -Category WriteError
        $map.State | Should -Be 'Open'
        Set-MemoryMapAdvice $map GuardRemove -Offset $Page -Length $Page -Force
        $map.ReadByte($Page) | Should -Be 0
        $map.WriteByte($Page, 5)
        $map.ReadByte($Page) | Should -Be 5
    }
}
