using System;

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
        error = TryRead(input, position, buffer);
        return error is null ? buffer.Length : ReadPages(input, position, buffer, out error);
    }

    /// <summary>Reads the first bytes of a range into an array, for a difference that is no longer at hand.</summary>
    internal static byte[] ReadStart(MappedMemory input, MapRange range)
    {
        byte[] bytes = new byte[Math.Min(range.Length, MappedDifference.LargestByteCount)];
        return TryRead(input, range.Offset, bytes) is MmapException error ? throw error : bytes;
    }

    /// <summary>Some errors are about all of a read. Page by page they come where they belong.</summary>
    private static int ReadPages(MappedMemory input, long position, Span<byte> buffer, out MmapException? error)
    {
        int page = Environment.SystemPageSize;
        int done = 0;
        while (done < buffer.Length)
        {
            int inPage = (int)((input.Address + (ulong)(position + done)) % (ulong)page);
            int step = Math.Min(page - inPage, buffer.Length - done);
            error = TryRead(input, position + done, buffer.Slice(done, step));
            if (error is not null)
            {
                return done + (int)error.BytesTransferred;
            }

            done += step;
        }

        error = null;
        return done;
    }

    private static MmapException? TryRead(MappedMemory input, long position, Span<byte> buffer)
    {
        try
        {
            input.Owner.CopyOut(input.Start + position, buffer);
            return null;
        }
        catch (MmapException error)
        {
            error.Input = input;
            return error;
        }
    }
}
