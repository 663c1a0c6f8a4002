BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.Cmdlets.ps1')
}

Describe 'Without a free descriptor' {
    It 'Save-MemoryMap and a refused Set-MemoryMapProtection say what is missing' {
        $path = New-TestFile -Size 16KB
        $result = Invoke-ChildPwsh -ArgumentList $path {
            param($Path)
            $private = New-MemoryMap $Path -Private -Protection ReadWrite
            $private.WriteByte(0, 65)
            $shared = New-MemoryMap $Path
            $null = Save-MemoryMap $private -ChangedOnly
            $null = Set-MemoryMapProtection $shared ReadWrite -ErrorAction SilentlyContinue
            $held = [System.Collections.Generic.List[object]]::new()
            try { while ($held.Count -lt 100000) { $held.Add([System.IO.File]::OpenHandle('/dev/null')) } } catch { }
            Save-MemoryMap $private -ChangedOnly -ErrorAction SilentlyContinue -ErrorVariable errors1
            Set-MemoryMapProtection $shared ReadWrite -ErrorAction SilentlyContinue -ErrorVariable errors2
            $held.ForEach({ $_.Dispose() })
            $errors1[0].FullyQualifiedErrorId
            $errors2[0].FullyQualifiedErrorId
        } -Ulimit '-n 300'
        $result.ExitCode | Should -Be 0
        $result.StdOut -split "`n" | Should -Be 'FileDescriptorLimit,MmapModule.Commands.SaveMemoryMapCommand', 'AccessDenied,MmapModule.Commands.SetMemoryMapProtectionCommand'
    }
}
