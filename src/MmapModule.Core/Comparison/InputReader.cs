using System;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Comparison;

/// <summary>Reads an input as far as it can be read, and says which input an error is about.</summary>
internal static class InputReader
{
    /// <summary>Fills a buffer from an input.</summary>
    /// <param name="input">A map or a region.</param>
    /// <param name="position">Where, from the start of the input; inside it.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="error">Why the buffer could not be filled; null if it was.</param>
    /// <returns>How many bytes are good, up to the very byte that could not be read.</returns>
    internal static int Read(MappedMemory input, long position, Span<byte> buffer, out MmapException? error)
    {
        MapRange range = new MapRange(position, buffer.Length).Shift(input.Start);
        int count = PieceReader.Read(input.Owner, range, buffer, CancellationToken.None, out error);
        if (error is not null)
        {
            error.Input = input;
        }

        return count;
    }

    /// <summary>Reads the first bytes of a range into an array, for a difference that is no longer at hand.</summary>
    internal static byte[] ReadStart(MappedMemory input, MapRange range)
    {
        byte[] bytes = new byte[Math.Min(range.Length, MappedDifference.LargestByteCount)];
        _ = Read(input, range.Offset, bytes, out MmapException? error);
        return error is null ? bytes : throw error;
    }
}
