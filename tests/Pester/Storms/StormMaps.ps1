# The maps of a storm: some for each kind, shared by all who make calls, and made anew when somebody has removed them.

[NoRunspaceAffinity()]
class StormMaps : FuzzMaps {
    hidden [object[]] $Pool

    StormMaps([string] $Folder, [string] $Prefix, [FuzzRandom] $Random, [object[]] $Pool) : base($Folder, $Prefix, $Random) {
        $this.Pool = $Pool
    }

    [MmapModule.MemoryMap] Map() {
        $at = $this.Random.Below($this.Pool.Count)
        $map = $this.Pool[$at]
        if ($null -eq $map -or ($map.State -eq 'Closed' -and $this.Random.Chance(0.7))) {
            $map = $this.Open($at)
            $this.Pool[$at] = $map
        }

        return $map
    }

    [MmapModule.MappedRegion] Region() {
        while ($true) {
            $map = $this.Map()
            try {
                $offset = [Math]::Min([long] $this.Random.Below(140000), $map.Length)
                return $map.Slice($offset, [Math]::Min([long] $this.Random.Pick(@(0, 1, 8, 64, 4096, 100000)), $map.Length - $offset))
            }
            catch [MmapModule.MmapException] {
                # Removed or resized since.
                $null = $_
            }
        }

        return $null
    }

    # A region that a search or a look at the pages gives.
    [MmapModule.MappedRegion] Found([string] $Kind) {
        $map = $this.Map()
        try {
            $none = [System.Threading.CancellationToken]::None
            $all = switch ($Kind) {
                'PageRun' { , $map.GetPageRuns(0, $null) }
                'MappedMatch' { , $map.FindAll([MmapModule.SearchPattern]::FromText('a'), $null, 0, $null, $none) }
                'SparseRegion' { Clear-MappedRegion -InputObject $map -DigHole -Force -PassThru -Confirm:$false -ErrorAction SilentlyContinue }
                'MappedBlock' { , $map.Measure() }
                'MappedChange' { Watch-MappedRegion -InputObject $map -Length 8 -Initial -Count 1 -ErrorAction SilentlyContinue }
                'MappedLineMatch' { Search-MappedRegion -InputObject $map -Text 'a' -Line -First 1 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue }
                'MappedContextMatch' { Search-MappedRegion -InputObject $map -Text 'a' -Context 1 -First 1 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue }
            }

            foreach ($one in $all) {
                return $one
            }
        }
        catch [MmapModule.MmapException] {
            $null = $_
        }

        return $this.Region()
    }

    # The kinds, by their place in the pool. The file may be short or away at this moment, so it takes more than one attempt.
    hidden [MmapModule.MemoryMap] Open([int] $At) {
        $path = "$($this.Folder)/file"
        $none = [System.Threading.CancellationToken]::None
        $size = 131072L
        for ($attempt = 0; $attempt -lt 50; $attempt++) {
            try {
                switch ($At % 8) {
                    0 { return $this.File($path, 'ReadWrite', $false, 0) }
                    1 { return $this.File($path, 'ReadWrite', $true, 0) }
                    2 { return $this.File($path, 'Read', $false, 0) }
                    3 { return [MmapModule.MemoryMap]::CreateSnapshot($path, [MmapModule.MemoryMapOptions]::new(), $none) }
                    4 { return [MmapModule.MemoryMap]::CreateMemoryFile($this.Options(@{ Size = $size }), $none) }
                    5 {
                        $handle = [System.IO.File]::OpenHandle($path, 'Open', 'ReadWrite', 'ReadWrite, Delete')
                        try {
                            return [MmapModule.MemoryMap]::OpenHandle($handle, $this.Options(@{ Protection = [MmapModule.MapProtection]::ReadWrite }))
                        }
                        finally {
                            $handle.Dispose()
                        }
                    }
                    6 { return $this.Anonymous($true) }
                    7 { return [MmapModule.MemoryMap]::OpenSharedMemory("$($this.Prefix)storm", 'OpenOrCreate', $this.Options(@{ Size = $size }), $none) }
                }
            }
            catch {
                [System.Threading.Thread]::Sleep(1)
            }
        }

        return $this.Anonymous($false)
    }
}
