# What the calls of the fuzz work on: a folder with files, made anew for each call, and maps of every kind.

[NoRunspaceAffinity()]
class FuzzMaps {
    static [System.Collections.Generic.Dictionary[string, byte[]]] $Files = [FuzzMaps]::Content()

    [string] $Folder
    [string] $Prefix
    [FuzzRandom] $Random
    [System.Collections.Generic.List[object]] $Made = [System.Collections.Generic.List[object]]::new()

    FuzzMaps([string] $Folder, [string] $Prefix, [FuzzRandom] $Random) {
        $this.Folder = $Folder
        $this.Prefix = $Prefix
        $this.Random = $Random
    }

    # Makes the folder what it was, whatever the last call has done to it.
    [void] Prepare() {
        if (-not [FuzzMaps]::IsAsMade($this.Folder)) {
            [FuzzMaps]::Make($this.Folder)
        }
    }

    hidden static [System.Collections.Generic.Dictionary[string, byte[]]] Content() {
        $content = [byte[]]::new(20000)
        [System.Text.Encoding]::UTF8.GetBytes("first line`nabc é 123`0`0`n").CopyTo($content, 100)
        foreach ($i in 0..63) { $content[8000 + $i] = ($i * 7919) -band 255 }
        $all = [System.Collections.Generic.Dictionary[string, byte[]]]::new()
        $all['file'] = $content
        $all['other'] = [byte[]]::new(4096)
        $all['empty'] = [byte[]]::new(0)
        $all['f[1]'] = [System.Text.Encoding]::UTF8.GetBytes('brackets')
        $all['sub/file'] = [System.Text.Encoding]::UTF8.GetBytes('below')
        return $all
    }

    # Looking costs a tenth of making.
    hidden static [bool] IsAsMade([string] $Folder) {
        $wanted = [FuzzMaps]::Files
        if (-not [System.IO.Directory]::Exists("$Folder/sub") -or [System.IO.Directory]::GetFileSystemEntries($Folder).Count -ne $wanted.Count + 3) {
            return $false
        }

        foreach ($name in $wanted.Keys) {
            if (-not [System.IO.File]::Exists("$Folder/$name") -or -not [System.Linq.Enumerable]::SequenceEqual([System.IO.File]::ReadAllBytes("$Folder/$name"), $wanted[$name])) {
                return $false
            }
        }

        return [System.IO.Directory]::GetFileSystemEntries("$Folder/sub").Count -eq 1
    }

    hidden static [void] Make([string] $Folder) {
        if ([System.IO.Directory]::Exists($Folder)) {
            [System.IO.Directory]::Delete($Folder, $true)
        }

        $null = [System.IO.Directory]::CreateDirectory("$Folder/sub")
        foreach ($name in [FuzzMaps]::Files.Keys) {
            [System.IO.File]::WriteAllBytes("$Folder/$name", [FuzzMaps]::Files[$name])
        }

        foreach ($link in @(@('link', 'file'), @('loop', 'loop'), @('dangling', 'none'))) {
            $null = [System.IO.File]::CreateSymbolicLink("$Folder/$($link[0])", $link[1])
        }
    }

    [MmapModule.MemoryMap] Map() {
        $options = [MmapModule.MemoryMapOptions]::new()
        $none = [System.Threading.CancellationToken]::None
        $path = "$($this.Folder)/$($this.Random.Pick(@('file', 'file', 'other', 'empty')))"
        $map = $null
        switch ($this.Random.Below(14)) {
            { $_ -in 0, 1, 2 } { $map = $this.File($path, 'ReadWrite', $false, 0) }
            3 { $map = $this.File($path, 'Read', $false, 0) }
            4 { $map = $this.File($path, 'ReadWrite', $true, 0) }
            5 { $map = $this.File("$($this.Folder)/file", 'ReadWrite', $false, 100) }
            6 { $map = [MmapModule.MemoryMap]::CreateSnapshot($path, $options, $none) }
            7 { $map = $this.Anonymous($true) }
            8 { $map = $this.Anonymous($false) }
            9 {
                $options = $this.Options(@{ Size = [long] $this.Random.Pick(@(0, 100, 65536)) })
                $map = [MmapModule.MemoryMap]::CreateMemoryFile($options, $none)
            }
            10 { $map = [MmapModule.MemoryMap]::OpenSharedMemory("$($this.Prefix)file", 'OpenOrCreate', $this.Options(@{ Size = 8192L }), $none) }
            11 {
                $map = $this.Anonymous($true)
                $map.RemovePart(4096, 4096)
            }
            12 {
                $map = $this.File("$($this.Folder)/file", 'ReadWrite', $false, 0)
                $file = [System.IO.File]::Open("$($this.Folder)/file", 'Open', 'Write', 'ReadWrite')
                $file.SetLength($this.Random.Pick(@(0, 100, 5000)))
                $file.Dispose()
            }
            13 {
                $map = $this.Anonymous($false)
                $map.Protect([MmapModule.MapProtection] $this.Random.Pick(@('None', 'Read', 'ReadWrite')), 4096, 4096)
            }
        }

        $this.Made.Add($map)
        if ($this.Random.Chance(0.03)) {
            $map.Dispose()
        }

        return $map
    }

    [MmapModule.MappedRegion] Region() {
        $map = $this.Map()
        if ($map.State -eq 'Closed') {
            $map = $this.Anonymous($true)
            $this.Made.Add($map)
        }

        $offset = [long] $this.Random.Pick(@(0, 1, 100, 4095, 4096, 8000))
        $offset = [Math]::Min($offset, $map.Length)
        $length = [Math]::Min([long] $this.Random.Pick(@(0, 1, 8, 64, 4096, 100000)), $map.Length - $offset)
        return $map.Slice($offset, $length)
    }

    [object] Handle() {
        $file = [System.IO.File]::OpenHandle("$($this.Folder)/file", 'Open', $this.Random.Pick(@('Read', 'ReadWrite')), 'ReadWrite')
        $this.Made.Add($file)
        if ($this.Random.Chance(0.1)) {
            $file.Dispose()
        }

        return $file
    }

    [void] Release() {
        foreach ($one in $this.Made) {
            if ($one -is [System.IDisposable]) {
                $one.Dispose()
            }
        }
    }

    hidden [MmapModule.MemoryMapOptions] Options([hashtable] $Values) {
        $options = [MmapModule.MemoryMapOptions]::new()
        foreach ($name in $Values.Keys) {
            $options.$name = $Values[$name]
        }

        return $options
    }

    hidden [MmapModule.MemoryMap] File([string] $Path, [string] $Protection, [bool] $IsPrivate, [long] $Offset) {
        $options = $this.Options(@{ Protection = [MmapModule.MapProtection] $Protection; IsPrivate = $IsPrivate; Offset = $Offset })
        return [MmapModule.MemoryMap]::OpenFile($Path, $options, [System.Threading.CancellationToken]::None)
    }

    hidden [MmapModule.MemoryMap] Anonymous([bool] $IsPrivate) {
        return [MmapModule.MemoryMap]::CreateAnonymous($this.Options(@{ Size = 65536L; IsPrivate = $IsPrivate }))
    }
}
