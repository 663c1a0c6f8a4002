# Not yet on Windows.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'A map that several threads use (<Name>)' -ForEach @(
    @{ Name = 'the usual copy'; Variables = @{} }
    @{ Name = 'the fallback copy'; Variables = @{ MMAPMODULE_FORCE_COPY_FALLBACK = '1' } }
) {
    BeforeAll {
        $script:Run = Invoke-ChildProbe -ArgumentList (New-TestFile -Bytes ([byte[]]::new(1MB))), $ModulePath -Environment $Variables ([ordered]@{
                '-tools' = {
                    $module = $Argument[1]
                    # Uses a map on several threads until it fails, and gives what it failed with. It counts what it has done.
                    $use = {
                        param($Map, $Kind, $Done, $Ready)
                        $buffer = [byte[]]::new(64KB)
                        # All begin together, or the first one would be busy until the last one is there.
                        $null = $Ready.Signal()
                        $null = $Ready.Wait(60000)
                        try {
                            for (; ; $Done[$Kind]++) {
                                switch ($Kind) {
                                    0 { $null = $Map.Read() }
                                    1 { $null = $Map.ReadInt64(512KB) }
                                    2 { $Map.Write(128KB, $buffer) }
                                    3 { $null = $Map.Search('not there') }
                                    4 { $Map.Flush() }
                                }
                            }
                        }
                        catch { "$($_.Exception.InnerException.Kind)" }
                    }

                    # Returns when each of them has used it.
                    function Start-Use($Map) {
                        Set-Variable -Name done -Value ([int[]]::new(5)) -Scope Global
                        $ready = [System.Threading.CountdownEvent]::new(5)
                        foreach ($kind in 0..4) { Start-ThreadJob $use -ThrottleLimit 8 -ArgumentList $Map, $kind, $done, $ready }
                        Wait-More
                    }

                    function Wait-More {
                        $before = $done.Clone()
                        for ($i = 0; $i -lt 6000 -and (0..4 | Where-Object { $done[$_] -lt $before[$_] + 3 }); $i++) { [System.Threading.Thread]::Sleep(10) }
                    }

                    function Wait-Use($Job) {
                        $null = $Job | Wait-Job -Timeout 60
                        ($Job | Receive-Job | Sort-Object -Unique) -join ' '
                    }
                }
                remove = {
                    $map = New-MemoryMap -Path $Argument[0] -Protection ReadWrite
                    $jobs = Start-Use $map
                    $map | Remove-MemoryMap
                    Wait-Use $jobs
                }
                private = {
                    $map = New-MemoryMap -Path $Argument[0] -Protection ReadWrite -Private
                    $jobs = Start-Use $map
                    $map.Dispose()
                    Wait-Use $jobs
                }
                anonymous = {
                    $map = New-MemoryMap -Anonymous -Size 1MB -Private
                    $jobs = Start-Use $map
                    $map.Dispose()
                    Wait-Use $jobs
                }
                part = {
                    $map = New-MemoryMap -Path $Argument[0] -Protection ReadWrite
                    $jobs = Start-Use $map
                    Remove-MemoryMap -InputObject $map -Offset 128KB -Length 128KB
                    Remove-MemoryMap -InputObject $map -Offset 512KB -Length 64KB
                    $null = $jobs[0, 1] | Wait-Job -Timeout 30
                    $state = $map.State
                    $map | Remove-MemoryMap
                    "$state $(Wait-Use $jobs)"
                }
                removers = {
                    # Of many who remove at once, one succeeds.
                    $maps = 1..20 | ForEach-Object { New-MemoryMap -Anonymous -Size 64KB }
                    $outcomes = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                        Import-Module -Name $using:module
                        $using:maps | ForEach-Object {
                            try { $_ | Remove-MemoryMap -ErrorAction Stop; 'removed' } catch { "$($_.Exception.Kind)" }
                        }
                    }
                    ($outcomes | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Count)" }) -join ' '
                }
                parallel = {
                    $map = New-MemoryMap -Path $Argument[0] -Protection ReadWrite
                    0..63 | ForEach-Object -ThrottleLimit 4 -Parallel {
                        Import-Module -Name $using:module
                        Write-MappedRegion -InputObject $using:map -Offset ($_ * 8) -Value ([long] $_)
                    }
                    (Read-MappedRegion -InputObject $map -As Int64 -Count 64 | Measure-Object -Sum).Sum
                    $map | Remove-MemoryMap
                }
                module = {
                    $map = New-MemoryMap -Path $Argument[0] -Protection ReadWrite
                    $jobs = Start-Use $map
                    Remove-Module -Name MmapModule
                    Wait-Use $jobs
                }
            })
    }

    It 'leaves the shell alive' {
        $Run.ExitCode | Should -Be 0 -Because $Run.StdErr
    }

    It 'ends every access of other threads in MapDisposed when it is removed: <_>' -ForEach 'remove', 'private', 'anonymous', 'module' {
        $Run.Probe[$_].Value | Should -BeExactly 'MapDisposed' -Because $Run.Probe[$_].Message
    }

    It 'ends accesses to a part that is removed in RangeNotMapped, and the map goes on' {
        $Run.Probe['part'].Value | Should -Match '^Open (MapDisposed )?RangeNotMapped$' -Because $Run.Probe['part'].Message
    }

    It 'is removed by exactly one of many who try at once' {
        $Run.Probe['removers'].Value | Should -BeExactly 'MapDisposed=60 removed=20' -Because $Run.Probe['removers'].Message
    }

    It 'takes writes from many threads' {
        $Run.Probe['parallel'].Value | Should -Be 2016 -Because $Run.Probe['parallel'].Message
    }
}
