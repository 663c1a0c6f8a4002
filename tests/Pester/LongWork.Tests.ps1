# Work that takes long can be stopped, shows its progress, and takes nothing that it cannot have.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'Long work' {
    BeforeAll {
        $script:Filled = New-MemoryMap -Anonymous -Size 64MB -Private
        $Filled.Write(0, [byte[]] [System.Linq.Enumerable]::ToArray([System.Linq.Enumerable]::Repeat([byte] 65, 64MB)))
    }

    It 'ends in the middle when it is stopped: <Name>' -ForEach @(
        @{ Name = 'reading one array'; Script = 'Read-MappedRegion -InputObject $Large' }
        @{ Name = 'reading text to a zero that never comes'; Script = 'Read-MappedRegion -InputObject $Filled -AsString -NullTerminated -Encoding latin1' }
        @{ Name = 'writing'; Script = 'Write-MappedRegion -InputObject $Target -Value $Bytes' }
    ) {
        $large = New-MemoryMap -Path '/dev/zero' -Length 128MB -Private
        $target = New-MemoryMap -Anonymous -Size 400MB
        Assert-StopsInTheMiddle $Script @{ Large = $large; Filled = $Filled; Target = $target; Bytes = [byte[]]::new(400MB) }

        $large.State, $target.State | Should -Be 'Open', 'Open' -Because 'nothing is left half-open'
        $large, $target | Remove-MemoryMap
    }

    It 'ends soon after it is stopped, as PowerShell ends what writes much: <Name>' -ForEach @(
        @{ Name = 'streaming'; Script = 'Read-MappedRegion -InputObject $Map -ChunkSize 1MB | Out-Null' }
        @{ Name = 'reading values'; Script = 'Read-MappedRegion -InputObject $Map -As Int64 -Count 1000000000 | Out-Null' }
        @{ Name = 'selecting'; Script = 'Select-MappedRegion -InputObject $Map -Split 1 | Out-Null' }
    ) {
        $map = New-MemoryMap -Path (New-TestFile -Size 1TB)
        $null = Assert-StopsSoon $Script @{ Map = $map }

        $map.State | Should -Be 'Open' -Because 'nothing is left half-open'
        $map | Remove-MemoryMap
    }

    It 'shows progress after a second, a few times a second, and takes it away at the end' {
        $map = New-MemoryMap -Path (New-TestFile -Size 1TB)
        $shell = [powershell]::Create()
        $script = 'param($Module, $Map) Import-Module -Name $Module; Read-MappedRegion -InputObject $Map -ChunkSize 1MB | Out-Null'
        $null = $shell.AddScript($script).AddArgument($ModulePath).AddArgument($map)
        $null = $shell.BeginInvoke()
        Wait-Condition { $shell.Streams.Progress.Count -ge 3 } | Should -BeTrue
        $null = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(5000)

        $records = @($shell.Streams.Progress)
        $records[0].RecordType | Should -Be 'Processing'
        $records[0].Activity | Should -BeLike 'Reading*'
        $records[0].StatusDescription | Should -BeLike '* of 1 TiB'
        $records[0].PercentComplete | Should -BeIn (0..100)
        @($records.ActivityId | Select-Object -Unique).Count | Should -Be 1
        $shell.Dispose()
        $map | Remove-MemoryMap
    }

    It 'shows no progress for what is done at once' {
        $path = New-TestFile -Bytes ([byte[]]::new(1MB))
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($Module, $Path) Import-Module -Name $Module; $m = New-MemoryMap -Path $Path; $m | Read-MappedRegion -ChunkSize 4KB | Out-Null; $m | Sync-MemoryMap; $m | Remove-MemoryMap')
        $null = $shell.AddArgument($ModulePath).AddArgument($path)
        $null = $shell.Invoke()

        $shell.HadErrors | Should -BeFalse
        $shell.Streams.Progress.Count | Should -Be 0
        $shell.Dispose()
    }
}

Describe 'A file larger than the disk' {
    It 'is refused at once, without filling the disk first' {
        $path = Get-TestPath 'too-large.bin'
        $disk = [System.IO.DriveInfo]::new((Get-TestPath '.'))
        $before = $disk.AvailableFreeSpace
        $watcher = Start-ThreadJob {
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $least = [long]::MaxValue
            $info = [System.IO.DriveInfo]::new(($using:disk).Name)
            while ($watch.ElapsedMilliseconds -lt 1500) { $least = [math]::Min($least, $info.AvailableFreeSpace) }
            $least
        }
        Wait-Condition { $watcher.State -eq 'Running' } | Should -BeTrue

        $failure = Assert-Failure { New-MemoryMap -Path $path -Size ($disk.TotalSize + 1GB) } -Kind NoSpace -Command New-MemoryMap -Target $path

        $failure.ErrorDetails.RecommendedAction | Should -Match '\d+ bytes are free, \d+ are needed'
        Test-Path -LiteralPath $path | Should -BeFalse
        # Other programs take space too, but not half of what is free.
        $watcher | Wait-Job | Receive-Job | Should -BeGreaterThan ($before / 2)
        $watcher | Remove-Job
        Get-FirstError { New-MemoryMap -Path $path -Size ([long]::MaxValue) } | ForEach-Object { $_.Exception.Kind } | Should -BeIn 'NoSpace', 'RangeOverflow'
    }
}
