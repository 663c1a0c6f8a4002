using System;
using System.Threading;

namespace MmapModule.Copying;

/// <summary>Writes zeros, block by block, where nothing can be freed.</summary>
internal static class Zeros
{
    private static readonly byte[] s_block = new byte[64 * 1024];

    /// <summary>Writes some bytes to a place.</summary>
    internal delegate void Writer(long position, ReadOnlySpan<byte> bytes);

    internal static void Write(MapRange range, Writer write, CancellationToken cancellation)
    {
        for (MapRange rest = range; rest.Length > 0; rest = rest.From(rest.First(s_block.Length).End))
        {
            cancellation.ThrowIfCancellationRequested();
            write(rest.Offset, s_block.AsSpan(0, (int)rest.First(s_block.Length).Length));
        }
    }
}
