# Where the choices of the fuzz come from: each call has a number, and the seed and the number make all of it.

[NoRunspaceAffinity()]
class FuzzRandom {
    hidden [System.Random] $Source

    FuzzRandom([int] $Seed, [int] $Index) {
        # Neighbours must have nothing in common.
        $mixed = [System.Numerics.BitOperations]::Crc32C([System.Numerics.BitOperations]::Crc32C([uint] 0xFFFFFFFFL, [uint] ($Seed -band 0x7FFFFFFF)), [uint] $Index)
        $this.Source = [System.Random]::new([int] ($mixed -band 0x7FFFFFFF))
    }

    [int] Below([int] $Limit) {
        return $this.Source.Next($Limit)
    }

    [bool] Chance([double] $Share) {
        return $this.Source.NextDouble() -lt $Share
    }

    [object] Pick([System.Collections.IList] $List) {
        return $List[$this.Source.Next($List.Count)]
    }

    [byte[]] Bytes([int] $Count) {
        $bytes = [byte[]]::new($Count)
        $this.Source.NextBytes($bytes)
        return $bytes
    }
}
