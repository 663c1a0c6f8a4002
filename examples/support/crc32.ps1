# Dot-sourced by the examples that check CRC-32 sums.

function Get-Crc32 {
    <#
    .SYNOPSIS
        The CRC-32 of a stream, as GPT, PNG and ZIP use it. The stream must not be empty.
    #>
    [OutputType([uint32])]
    param([Parameter(Mandatory)] [System.IO.Stream] $Stream)

    # .NET 8 has no CRC-32 of its own to call. But gzip ends with the sum of what went in, and that is as fast as it gets.
    $packed = [System.IO.MemoryStream]::new()
    $gzip = [System.IO.Compression.GZipStream]::new($packed, [System.IO.Compression.CompressionLevel]::NoCompression, $true)
    $Stream.CopyTo($gzip)
    $gzip.Dispose()
    [System.BitConverter]::ToUInt32($packed.GetBuffer(), [int] $packed.Length - 8)
}
