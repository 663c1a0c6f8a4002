# What is cached, saved and loaded again: objects of Get-FileCache -Detailed through a file.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Cache.ps1')
    $script:Page = [System.Environment]::SystemPageSize

    function Get-Resident {
        # The pages of a file that are in memory, as vmtouch draws them: one number for each page.
        param([string] $Path)

        # mincore(2) through python, page by page, without the module.
        python3 -c @'
import ctypes, mmap, os, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
size = os.path.getsize(sys.argv[1])
fd = os.open(sys.argv[1], os.O_RDONLY)
address = libc.mmap(None, size, 0, 1, fd, 0)
pages = (size + mmap.PAGESIZE - 1) // mmap.PAGESIZE
vector = ctypes.create_string_buffer(pages)
assert libc.mincore(address, size, vector) == 0
print(' '.join(str(i) for i in range(pages) if vector.raw[i] & 1))
'@ $Path
    }
}

Describe 'What is cached' -Tag Linux {
    It 'is told page by page, saved by <Name>, and loaded again (needs fincore and python3)' -Skip:(Test-Missing fincore, python3) -ForEach @(
        @{ Name = 'Export-Clixml'; Save = { param($found, $file) $found | Export-Clixml -LiteralPath $file }; Load = { param($file) Import-Clixml -LiteralPath $file } }
        @{ Name = 'ConvertTo-Json'; Save = { param($found, $file) ConvertTo-Json $found -Depth 4 | Set-Content -LiteralPath $file }; Load = { param($file) Get-Content -LiteralPath $file -Raw | ConvertFrom-Json } }
        @{ Name = 'nothing'; Save = { param($found) $script:Kept = $found }; Load = { $script:Kept } }
    ) {
        $one = New-EvictedFile -Pages 300 -Name "one[1] $Name.bin"
        $two = New-EvictedFile -Pages 90 -Name "two $Name.bin"
        Read-FilePage $one -Page 40, 41, 42, 200, 299
        $resident = Get-Resident $one
        $resident | Should -Be '40 41 42 200 299'

        $found = @(Get-FileCache -LiteralPath $one, $two -Detailed)
        $found[0] | Should -BeOfType ([MmapModule.FileCacheDetail])
        $found[0].CachedBytes, $found[0].Length, $found[0].Offset, $found[0].IsPart | Should -Be (5 * $Page), (300 * $Page), 0, $false
        $found[0].Ranges.Offset | Should -Be (40 * $Page), (200 * $Page), (299 * $Page)
        $found[0].Ranges.Length | Should -Be (3 * $Page), $Page, $Page
        $found[1].Ranges.Count | Should -Be 0
        $file = Get-TestPath "saved $Name"
        & $Save $found $file

        Clear-FileCache -LiteralPath $one, $two
        Get-Resident $one | Should -BeNullOrEmpty
        & $Load $file | Initialize-FileCache -ErrorAction Stop
        Get-Resident $one | Should -Be $resident
        Get-FincoreByte $two | Should -Be 0

        # As an argument it is the same.
        Clear-FileCache -LiteralPath $one
        (Initialize-FileCache -FileCache @(& $Load $file) -PassThru).CachedBytes | Should -Be (5 * $Page), 0
    }

    It 'is loaded as far as the file still reaches, and a file that is gone is one error (needs fincore)' -Skip:(Test-Missing fincore) {
        $one = New-EvictedFile -Pages 100 -Name 'shorter.bin'
        $gone = New-EvictedFile -Pages 10 -Name 'gone.bin'
        Read-FilePage $one -Page 20, 80
        $file = Get-TestPath 'saved.xml'
        Get-FileCache $gone, $one -Detailed | Export-Clixml -LiteralPath $file
        Remove-Item -LiteralPath $gone
        truncate -s ($Page * 50) $one
        Clear-FileCache $one

        $found = @(Import-Clixml -LiteralPath $file | Initialize-FileCache -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures)
        $found.Path | Should -Be $one
        Get-FincoreByte $one | Should -Be $Page
        $failures.Count | Should -Be 1
        Assert-ErrorRecord $failures[0] -Kind PathNotFound -Command Initialize-FileCache -Target $gone
    }

    It 'of a part is that of the part only (needs fincore)' -Skip:(Test-Missing fincore) {
        $path = New-EvictedFile -Pages 100 -Name 'part.bin'
        Read-FilePage $path -Page 20, 30, 80
        $file = Get-TestPath 'part.xml'
        Get-FileCache $path -Offset (25 * $Page) -Length (10 * $Page) -Detailed | Export-Clixml -LiteralPath $file
        Get-FileCache $path -Offset (60 * $Page) -Length (30 * $Page) | Export-Clixml -LiteralPath "$file.plain"

        $copy = Import-Clixml -LiteralPath $file | Get-FileCache -Detailed
        $copy.Offset, $copy.Length, $copy.IsPart, $copy.Ranges.Count, $copy.Ranges[0].Offset | Should -Be (25 * $Page), (10 * $Page), $true, 1, (30 * $Page)
        Import-Clixml -LiteralPath $file | Clear-FileCache
        Get-FincoreByte $path | Should -Be (2 * $Page)
        Import-Clixml -LiteralPath "$file.plain" | Clear-FileCache
        Get-FincoreByte $path | Should -Be $Page
        Import-Clixml -LiteralPath $file | Initialize-FileCache
        Get-FincoreByte $path | Should -Be (2 * $Page)
    }

    It 'is not told to everybody (needs root to become nobody)' -Skip:(Test-Missing nobody) {
        $child = Invoke-ChildPwsh -As nobody {
            $info = Get-FileCache /etc/passwd -Detailed
            "$($info.Reliable) $($info.Ranges.Count)"
            $sum = Get-FileCache /etc/passwd -Summary
            "$($sum.Files) $($sum.UnknownFiles) $($sum.Reliable) $($sum.CachedBytes) $($sum.Percent)"
        }

        $child.StdOut -split "`n" | Should -Be 'False 0', '1 1 False 0 0'
    }

    It 'is refused where it is <Name>' -ForEach @(
        @{ Name = 'negative'; Ranges = @{ Offset = -1; Length = 5 }; Id = 'NegativeOffset,*' }
        @{ Name = 'too large'; Ranges = @{ Offset = 5; Length = [long]::MaxValue }; Id = 'RangeOverflow,*' }
    ) {
        $path = New-TestFile -Text 'x'
        $copy = [pscustomobject]@{ Path = $path; Ranges = @([pscustomobject] $Ranges) }
        Get-ErrorId { $copy | Initialize-FileCache } | Should -BeLike $Id
    }

    It 'is refused where it is no range, and the whole file is not read for it (needs fincore)' -Skip:(Test-Missing fincore) {
        $path = New-EvictedFile -Pages 10 -Name 'norange.bin'
        $copy = [pscustomobject]@{ Path = $path; Ranges = @('all') }
        { $copy | Initialize-FileCache -ErrorAction Stop } | Should -Throw
        { Initialize-FileCache $copy -ErrorAction Stop } | Should -Throw
        Get-FincoreByte $path | Should -Be 0
    }
}
