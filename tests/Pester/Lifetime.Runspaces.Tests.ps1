BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'The module in several runspaces' {
    BeforeAll {
        $script:Run = Invoke-ChildProbe -ArgumentList (New-TestFile -Text 'shared'), $ModulePath ([ordered]@{
                '-map' = {
                    $module = $Argument[1]
                    $map = New-MemoryMap -Path $Argument[0]
                }
                job = {
                    Start-ThreadJob { Import-Module -Name $using:module; Remove-Module -Name MmapModule } | Wait-Job | Receive-Job
                    "$($map.State)"
                }
                force = {
                    Start-ThreadJob { Import-Module -Name $using:module; Import-Module -Name $using:module -Force } | Wait-Job | Receive-Job
                    "$($map.State)"
                }
                parallel = {
                    1..2 | ForEach-Object -Parallel { Import-Module -Name $using:module; Remove-Module -Name MmapModule }
                    "$($map.State) $($map.ReadString())"
                }
                # A runspace that is there and has the module: the maps of the process are its maps, too.
                other = {
                    $shell = [powershell]::Create().AddScript("Import-Module -Name '$module'; (Get-MemoryMap).Count")
                    $count = $shell.Invoke()
                    Remove-Module -Name MmapModule
                    "$count $($map.State)"
                }
                # The last one that goes closes them; runspaces that ended without a word do not count.
                last = {
                    Import-Module -Name $module
                    $ended = [powershell]::Create().AddScript("Import-Module -Name '$module'")
                    $null = $ended.Invoke()
                    $ended.Dispose()
                    $shell.Dispose()
                    Remove-Module -Name MmapModule
                    "$($map.State)"
                }
            })
    }

    It 'keeps the maps when a thread job removes it' {
        $Run.ExitCode | Should -Be 0 -Because $Run.StdErr
        $Run.Probe['job'].Value | Should -BeExactly 'Open'
    }

    It 'keeps the maps when a thread job imports it anew' {
        $Run.Probe['force'].Value | Should -BeExactly 'Open' -Because $Run.Probe['force'].Message
    }

    It 'keeps the maps when parallel blocks remove it' {
        $Run.Probe['parallel'].Value | Should -BeExactly 'Open shared' -Because $Run.Probe['parallel'].Message
    }

    It 'closes the maps when the last runspace that has it removes it, and not before' {
        $Run.Probe['other'].Value | Should -BeExactly '1 Open' -Because $Run.Probe['other'].Message
        $Run.Probe['last'].Value | Should -BeExactly 'Closed' -Because $Run.Probe['last'].Message
    }
}

Describe 'A cmdlet that is stopped after its end' {
    It 'says nothing, for nobody could hear it' {
        $flags = [System.Reflection.BindingFlags] 'NonPublic, Instance'
        $base = [MmapModule.Binding.MmapCommand]
        $command = [MmapModule.Commands.ReadMappedRegionCommand]::new()
        $base.GetProperty('Stop', $flags).GetValue($command).IsCancellationRequested | Should -BeFalse
        $command.Dispose()

        { $base.GetMethod('StopProcessing', $flags).Invoke($command, @()) } | Should -Not -Throw
    }
}
