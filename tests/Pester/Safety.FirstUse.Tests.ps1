# The first use of everything at the same time, in several processes with several runspaces each: what is set up once must be set
# up once, whoever comes first.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Storms/Watch.ps1')
}

Describe 'The first use of everything, in many runspaces of many processes at once' -Tag 'Trust' {
    It 'works for all of them' {
        $folder = (New-Item -ItemType Directory -Path (Get-TestPath 'first')).FullName
        [System.IO.File]::WriteAllText("$folder/file", 'abc' * 10000)
        $name = Get-SharedName
        $processes = (Get-TrustMinute) -gt 0 ? 8 : 3
        try {
            $children = foreach ($process in 1..$processes) {
                Start-ChildPwsh -NoModule -ArgumentList $folder, $name, $ModulePath, $process {
                    param($Folder, $Name, $ModulePath, $Process)
                    $barrier = [System.Threading.Barrier]::new(8)
                    [System.IO.File]::WriteAllBytes("$Folder/own$PID", [byte[]]::new(8192))
                    $shells = foreach ($number in 0..7) {
                        $shell = [powershell]::Create()
                        $null = $shell.AddScript({
                                param($Folder, $Name, $ModulePath, $Number, $Barrier)
                                $ErrorActionPreference = 'Stop'
                                if ($Number -eq 0) {
                                    [System.IO.File]::WriteAllText("$Folder/ready$PID", '')
                                    while (-not [System.IO.File]::Exists("$Folder/go")) { [System.Threading.Thread]::Sleep(10) }
                                }

                                $null = $Barrier.SignalAndWait(60000)
                                Import-Module -Name $ModulePath

                                # What turns a page that is gone into an error is installed with the first number.
                                $map = New-MemoryMap -LiteralPath "$Folder/own$PID" -Protection ReadWrite
                                $null = $Barrier.SignalAndWait(60000)
                                $null = $map.ReadInt32(0)
                                $null = $map.InterlockedAdd(8, 1)
                                switch ($Number) {
                                    0 { (New-MemoryMap -LiteralPath "$Folder/file").ReadByte(1) }
                                    1 { (Search-MappedRegion -LiteralPath "$Folder/file" -Pattern 'c(a)b' -First 1).Offset }
                                    2 { $map = New-MemoryMap -Name $Name -Mode OpenOrCreate -Size 4096; $null = $map.InterlockedAdd(0, 1); 'added' }
                                    3 { (New-MemoryMap -MemoryFile -Size 4096).Length }
                                    4 { $null = New-SharedSemaphore -Name $Name -Mode OpenOrCreate -InitialCount 9; $null = Wait-SharedSemaphore -Name $Name -Timeout 0; 'taken' }
                                    5 {
                                        # The first fault of the process, if nobody else has met one.
                                        $short = "$Folder/short$PID"
                                        [System.IO.File]::WriteAllText($short, 'x' * 9000)
                                        $map = New-MemoryMap -LiteralPath $short
                                        [System.IO.File]::WriteAllText($short, '')
                                        try { $map.ReadByte(8500) } catch { $_.Exception.InnerException.Kind }
                                    }
                                    6 { (New-MemoryMap -LiteralPath "$Folder/file" -Snapshot).ReadInt16(0) }
                                    7 { $null = Get-MemoryLimit; (Get-FileCache -LiteralPath "$Folder/file").Length }
                                }
                            }).AddParameters(@{ Folder = $Folder; Name = $Name; ModulePath = $ModulePath; Number = $number; Barrier = $barrier })
                        [pscustomobject]@{ Shell = $shell; Result = $shell.BeginInvoke() }
                    }

                    foreach ($one in $shells) {
                        "$(try { $one.Shell.EndInvoke($one.Result) } catch { "$($_.Exception.InnerException)" })"
                    }

                    Import-Module -Name $ModulePath
                    $map = New-MemoryMap -LiteralPath "$Folder/own$PID" -Protection ReadWrite
                    $map.ReadInt32(8)
                    [System.IO.File]::WriteAllText("$Folder/own$PID", '')
                    foreach ($use in { $map.ReadInt32(4096) }, { $map.InterlockedAdd(4096, 1) }) {
                        try { & $use } catch { "$($_.Exception.InnerException.Kind)" }
                    }
                }
            }

            foreach ($attempt in 1..3000) {
                if ([System.IO.Directory]::GetFiles($folder, 'ready*').Count -eq $processes) { break }
                [System.Threading.Thread]::Sleep(20)
            }

            [System.IO.File]::WriteAllText("$folder/go", '')
            $runs = $children | ForEach-Object { Wait-ChildPwsh $_ }
            foreach ($run in $runs) {
                $run.ExitCode | Should -Be 0 -Because $run.StdErr
                $run.StdOut -split '\n' | Should -Be '98', '2', 'added', '4096', 'taken', 'RegionTruncated', '25185', '30000', '8', 'RegionTruncated', 'RegionTruncated' -Because $run.StdErr
            }

            (New-MemoryMap -Name $name).ReadInt32(0) | Should -Be $processes
            (Get-SharedSemaphore -Name $name).Count | Should -Be (9 - $processes)
        }
        finally {
            Remove-SharedMemory -Name $name -ErrorAction Ignore -Confirm:$false
            Remove-SharedSemaphore -Name $name -ErrorAction Ignore -Confirm:$false
        }
    }
}
