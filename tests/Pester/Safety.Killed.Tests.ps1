# A PowerShell that is killed at any moment of a cmdlet that writes files. It is not a loss of power, after which a disk may lack
# more. KilledTests of the engine do the same with many more rounds.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Storms/Watch.ps1')
}

Describe 'A PowerShell that is killed' -Tag Linux, 'Trust' {
    It 'leaves old or new, and no more litter than one temporary file: <Name>' -ForEach @(
        @{ Name = 'Save-MemoryMap'; Work = 'save' }
        @{ Name = 'Copy-MappedRegion'; Work = 'copy' }
        @{ Name = 'New-MemoryMap'; Work = 'new' }
        @{ Name = 'Resize-MemoryMap'; Work = 'resize' }
    ) {
        $random = [System.Random]::new((Get-TrustSeed))
        $rounds = (Get-TrustMinute) -gt 0 ? 25 : 1
        foreach ($round in 1..$rounds) {
            $folder = (New-Item -ItemType Directory -Path (Get-TestPath "killed-$Work-$round")).FullName
            $path = "$folder/file"
            $old = [byte[]]::new(1MB)
            [System.Array]::Fill($old, [byte] 0xFF)
            [System.IO.File]::WriteAllBytes($path, $old)
            $child = Start-ChildPwsh -ArgumentList $path, $Work {
                param($Path, $Work)
                $ErrorActionPreference = 'Stop'
                $source = New-MemoryMap -Anonymous -Private -Size 1MB
                $map = $Work -eq 'resize' ? (New-MemoryMap -LiteralPath $Path -Protection ReadWrite) : $null
                for ($round = 0; ; $round++) {
                    $source.Fill([byte] ($round % 200 + 1), 0, $null)
                    switch ($Work) {
                        'save' { $null = Save-MemoryMap $source -Path $Path -Confirm:$false }
                        'copy' { $null = Copy-MappedRegion $source -Destination $Path -Confirm:$false }
                        'new' {
                            New-MemoryMap -LiteralPath $Path -Protection ReadWrite -Size 3MB | Remove-MemoryMap
                            $stream = [System.IO.File]::OpenWrite($Path)
                            $stream.SetLength(1MB)
                            $stream.Dispose()
                        }
                        'resize' { Resize-MemoryMap $map -Size ($round % 2 ? 1MB : 3MB) -ResizeFile -Confirm:$false }
                    }

                    [System.IO.File]::WriteAllText("$Path.done", "$round")
                }
            }
            foreach ($attempt in 1..3000) {
                if ([System.IO.File]::Exists("$path.done") -or $child.Process.HasExited) { break }
                [System.Threading.Thread]::Sleep(20)
            }

            [System.Threading.Thread]::Sleep($random.Next(50))
            $child.Process.Kill($true)
            $run = Wait-ChildPwsh $child
            $run.ExitCode | Should -Be 137 -Because "it was killed while it worked: $($run.StdErr)"

            # A file that was to take the place of the other one may stay.
            [System.IO.File]::Delete("$path.done")
            [System.IO.Directory]::GetFiles($folder).Count | Should -BeLessOrEqual 2
            $bytes = Read-TestFile $path
            $text = [System.Text.Encoding]::Latin1.GetString($bytes)
            switch ($Work) {
                'save' {
                    $bytes.Length | Should -Be 1MB
                    $text.TrimStart([char] $bytes[0]).Length | Should -Be 0
                }
                'copy' {
                    # New bytes up to somewhere, and those of the round before from there.
                    $bytes.Length | Should -Be 1MB
                    $rest = $text.TrimStart([char] $bytes[0])
                    $rest.Length -eq 0 -or $rest.TrimStart($rest[0]).Length -eq 0 | Should -BeTrue
                }
                default {
                    $bytes.Length | Should -BeGreaterOrEqual 1MB
                    $bytes.Length | Should -BeLessOrEqual 3MB
                    $text.Substring(0, 1MB).TrimStart([char] 0xFF).Length | Should -Be 0
                    $text.Substring(1MB).TrimStart([char] 0).Length | Should -Be 0
                }
            }
        }
    }
}
