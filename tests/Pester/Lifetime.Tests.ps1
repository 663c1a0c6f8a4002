# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'The module and its maps' {
    BeforeAll {
        $script:Run = Invoke-ChildProbe -ArgumentList (New-TestFile -Text 'lifetime'), (Get-SharedName), $ModulePath ([ordered]@{
                '-maps' = {
                    $module = $Argument[2]
                    function Get-Evidence {
                        $maps = [System.IO.File]::ReadAllLines('/proc/self/maps') | Where-Object { $_ -match [regex]::Escape($Argument[0]) -or $_ -match 'memfd:MmapModule' -or $_.EndsWith("/dev/shm/$($Argument[1])") }
                        $files = (Get-ChildItem -LiteralPath '/proc/self/fd').Target | Where-Object { $_ -eq $Argument[0] -or $_ -match 'memfd:MmapModule ' -or $_ -eq "/dev/shm/$($Argument[1])" }
                        "$(@($maps).Count) $(@($files).Count)"
                    }
                    $maps = @(
                        New-MemoryMap -Path $Argument[0]
                        New-MemoryMap -Path $Argument[0] -Private -Protection ReadWrite
                        New-MemoryMap -MemoryFile -Size 4KB
                        New-MemoryMap -Name $Argument[1] -Size 4KB
                    )
                }
                before = { Get-Evidence }
                # A runspace that imports the module and ends must not take the maps of the others with it.
                runspace = {
                    $lengths = 1..2 | ForEach-Object -Parallel { Import-Module -Name $using:module; (Get-MemoryMap).Count }
                    [System.GC]::Collect()
                    "$lengths $(@(Get-MemoryMap).Count) $(Get-Evidence)"
                }
                reimport = { Import-Module -Name $module; Import-Module -Name $module -Force -ErrorAction SilentlyContinue; @(Get-Module -Name MmapModule).Count }
                again = { $maps += New-MemoryMap -Path $Argument[0]; $maps[-1].ReadString() }
                remove = { Remove-Module -Name MmapModule; Get-Evidence }
                states = { ($maps.State | Sort-Object -Unique) -join ' ' }
                use = { $maps[0].ReadByte(0) }
                name = { Test-Path -LiteralPath "/dev/shm/$($Argument[1])" }
                command = { [bool] (Get-Command -Name 'New-MemoryMap' -ErrorAction Ignore) }
                import = { Import-Module -Name $module; (New-MemoryMap -Path $Argument[0]).ReadString() }
                list = { @(Get-MemoryMap).Count }
                '-end' = { Remove-SharedMemory -Name $Argument[1] }
            })
    }

    It 'maps as the kernel sees it, until the module is removed' {
        $Run.ExitCode | Should -Be 0 -Because $Run.StdErr
        $Run.Probe['before'].Value | Should -BeExactly '4 4'
        $Run.Probe['remove'].Value | Should -BeExactly '0 0' -Because 'Remove-Module closes all maps'
        $Run.Probe['states'].Value | Should -BeExactly 'Closed'
        Assert-Probe $Run 'use' -Kind MapDisposed
        $Run.Probe['name'].Value | Should -BeExactly 'True' -Because 'shared memory outlives its maps'
        $Run.Probe['command'].Value | Should -BeExactly 'False'
    }

    It 'keeps the maps when another runspace that imported the module ends' {
        $Run.Probe['runspace'].Value | Should -BeExactly '4 4 4 4 4'
    }

    It 'can be imported again, with and without having been removed' {
        $Run.Probe['reimport'].Value | Should -Be 1
        $Run.Probe['again'].Value | Should -BeExactly 'lifetime'
        $Run.Probe['import'].Value | Should -BeExactly 'lifetime'
        $Run.Probe['list'].Value | Should -Be 1
    }
}

Describe 'Maps that are forgotten or many' {
    BeforeAll {
        $script:Run = Invoke-ChildProbe -ArgumentList (New-TestFile -Text 'many') -TimeoutSeconds 120 ([ordered]@{
                '-count' = {
                    function Get-Use {
                        $maps = [System.IO.File]::ReadAllLines('/proc/self/maps').Where({ $_.EndsWith($Argument[0]) }).Count
                        $files = (Get-ChildItem -LiteralPath '/proc/self/fd').Where({ $_.Target -eq $Argument[0] }).Count
                        "$maps $files"
                    }
                    function New-Forgotten {
                        foreach ($i in 1..200) { $null = New-MemoryMap -Path $Argument[0]; $null = New-MemoryMap -Anonymous -Size 4KB }
                    }
                }
                forgotten = {
                    New-Forgotten
                    foreach ($i in 1..3) { [System.GC]::Collect(); [System.GC]::WaitForPendingFinalizers() }
                    # The last one may still be in a register of the interpreter.
                    $use = (Get-Use) -split ' '
                    "$([int] $use[0] -le 2) $([int] $use[1] -le 2) $(@(Get-MemoryMap).Count -le 4)"
                }
                region = {
                    $region = & { (New-MemoryMap -Path $Argument[0]).Slice(1) }
                    foreach ($i in 1..3) { [System.GC]::Collect(); [System.GC]::WaitForPendingFinalizers() }
                    $region.ReadString()
                }
                stream = {
                    $stream = & { (New-MemoryMap -Path $Argument[0]).AsStream() }
                    foreach ($i in 1..3) { [System.GC]::Collect(); [System.GC]::WaitForPendingFinalizers() }
                    [System.IO.StreamReader]::new($stream).ReadToEnd()
                }
                many = {
                    Get-MemoryMap | Remove-MemoryMap
                    $before = [System.IO.File]::ReadAllLines('/proc/self/maps').Count
                    foreach ($i in 1..3000) { New-MemoryMap -Path $Argument[0] | Remove-MemoryMap }
                    $grown = [System.IO.File]::ReadAllLines('/proc/self/maps').Count - $before
                    "$(Get-Use) $($grown -lt 100)"
                }
                atOnce = {
                    $maps = foreach ($i in 1..2000) { New-MemoryMap -Path $Argument[0] }
                    $use = Get-Use
                    $maps | Remove-MemoryMap
                    "$use / $(Get-Use)"
                }
            })
    }

    It 'closes a forgotten map when its object is collected' {
        $Run.ExitCode | Should -Be 0 -Because $Run.StdErr
        $Run.Probe['forgotten'].Value | Should -BeExactly 'True True True'
    }

    It 'keeps a map as long as there is a region or stream of it' {
        $Run.Probe['region'].Value | Should -BeExactly 'any' -Because $Run.Probe['region'].Message
        $Run.Probe['stream'].Value | Should -BeExactly 'many' -Because $Run.Probe['stream'].Message
    }

    It 'leaks neither mappings nor descriptors over thousands of maps' {
        $Run.Probe['many'].Value | Should -BeExactly '0 0 True' -Because $Run.Probe['many'].Message
        $Run.Probe['atOnce'].Value | Should -BeExactly '2000 2000 / 0 0' -Because $Run.Probe['atOnce'].Message
    }
}

Describe 'Maps and other processes' {
    It 'lets a child program inherit neither descriptor nor map: <Name>' -ForEach @(
        @{ Name = 'sh'; Script = { /bin/sh -c 'ls -l /proc/self/fd/ && cat /proc/self/maps' } }
        @{ Name = 'Start-Process'; Script = {
                $output = Get-TestPath
                Start-Process -FilePath '/bin/sh' -ArgumentList '-c', '"ls -l /proc/self/fd/; cat /proc/self/maps"' -Wait -RedirectStandardOutput $output
                Get-Content -LiteralPath $output
            }
        }
    ) {
        $path = New-TestFile -Text 'inherit' -Name "inherit-$Name"
        $maps = (New-MemoryMap -Path $path), (New-MemoryMap -MemoryFile -Size 4KB), (New-MemoryMap -Path $path -Snapshot)

        $listing = (& $Script) -join "`n"

        $listing | Should -Match '/proc|maps|libc' -Because 'the child must have listed something'
        $listing | Should -Not -Match "inherit-$Name|memfd:MmapModule"
        $maps | Remove-MemoryMap
    }
}

Describe 'Maps in jobs and runspaces' {
    BeforeAll {
        $script:Path = New-TestFile -Text 'helloworld'
        $script:Map = New-MemoryMap -Path $Path -Protection ReadWrite
    }

    AfterAll {
        $Map | Remove-MemoryMap
    }

    It 'is usable from ForEach-Object -Parallel' {
        1..4 | ForEach-Object -Parallel { ($using:Map).ReadString(0, 5) } | Should -Be @('hello', 'hello', 'hello', 'hello')
    }

    It 'is usable from Start-ThreadJob' {
        $job = Start-ThreadJob { ($using:Map).WriteByte(9, 33); ($using:Map).ReadString() }

        $job | Wait-Job | Receive-Job | Should -BeExactly 'helloworl!'
        $job | Remove-Job
    }

    It 'is found by its id from another runspace' {
        $shell = [powershell]::Create().AddScript("Import-Module -Name '$ModulePath'; (Get-MemoryMap -Id $($Map.Id)).ReadString(0, 5)")
        try {
            $shell.Invoke() | Should -BeExactly 'hello'
        }
        finally {
            $shell.Dispose()
        }

        $Map.State | Should -Be 'Open'
    }

    It 'comes back from a job with all its properties readable' {
        $job = Start-Job {
            Import-Module -Name $using:ModulePath
            $map = New-MemoryMap -Path $using:Path -Offset 1 -Length 5
            $map
            Select-MappedRegion -InputObject $map -Offset 2 -Length 3
            Test-MemoryMap -InputObject $map -Detailed
        }
        $far, $region, $health = $job | Wait-Job | Receive-Job
        $job | Remove-Job

        $far.PSObject.TypeNames[0] | Should -BeExactly 'Deserialized.MmapModule.MemoryMap'
        $expected = 'Address', 'Created', 'FileLength', 'FileOffset', 'Flags', 'HasSealedPages', 'Id', 'IsPrivate', 'Key', 'Kind', 'Length', 'Name', 'Path', 'Protection', 'SegmentId', 'State', 'SyncError'
        $far.PSObject.Properties.Name | Where-Object { $_ -notin 'PSComputerName', 'RunspaceId', 'PSShowComputerName' } | Sort-Object | Should -Be $expected
        $far.Path | Should -BeExactly $Path
        $far.Length | Should -Be 5
        $far.FileOffset | Should -Be 1
        "$($far.Kind) $($far.Protection) $($far.State)" | Should -BeExactly 'File Read Open'
        $region.Offset | Should -Be 2
        $region.Length | Should -Be 3
        $region.Map.Path | Should -BeExactly $Path
        $region.Map.Length | Should -Be 5
        $health.IsHealthy | Should -BeTrue
        $far, $region | Format-Table | Out-String | Should -Match 'File +5 B +Read'
    }
}
