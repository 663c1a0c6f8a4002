using System;

namespace MmapModule;

/// <summary>Writes a number of bytes into a sentence.</summary>
internal static class ByteCount
{
    internal static string Text(long length) => length == 1 ? "1 byte" : FormattableString.Invariant($"{length} bytes");
}
