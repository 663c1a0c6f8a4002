using System;
using System.Runtime.ExceptionServices;

namespace MmapModule.Search;

/// <summary>
/// Brings what is searched to a search that moves forward and backward in it: bytes, or symbols that stand for characters. For one thread.
/// </summary>
internal abstract class SymbolFeed : IDisposable
{
    /// <summary>This much is copied at a time; it stays in the cache of the processor.</summary>
    internal const int Window = 256 * 1024;

    private byte[] _across = [];

    private protected SymbolFeed(MapRange range) => Range = range;

    /// <summary>The places that are searched; nothing outside is read.</summary>
    internal MapRange Range { get; }

    internal abstract bool KnowsHoles { get; }

    /// <summary>How many bytes of the map a place stands for.</summary>
    internal abstract int BytesPerPlace { get; }

    public abstract void Dispose();

    /// <summary>The offset of a place in the map.</summary>
    internal abstract long OffsetOf(long place);

    /// <summary>The place at an offset of the map where one begins.</summary>
    internal abstract long PlaceOf(long offset);

    /// <summary>The byte before an offset; -1 at the start of the range.</summary>
    internal int ByteBefore(long offset) => offset == Range.Offset ? -1 : ByteAt(offset - 1);

    /// <summary>The byte at an offset; -1 at the end of the range.</summary>
    internal abstract int ByteAt(long offset);

    /// <summary>Bytes from an offset on, at least one.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="end">None are wanted from here on.</param>
    /// <param name="endOfHole">Where the hole ends if they are zeros of one; otherwise the offset.</param>
    /// <param name="size">How many to read if they have to be read.</param>
    internal abstract ReadOnlySpan<byte> Ahead(long offset, long end, out long endOfHole, int size = Window);

    /// <summary>Bytes that end at an offset, at least one.</summary>
    /// <param name="offset">The offset after them.</param>
    /// <param name="start">None are wanted before it.</param>
    /// <param name="startOfHole">Where the hole begins if they are zeros of one; otherwise the offset.</param>
    /// <param name="size">How many to read if they have to be read.</param>
    internal abstract ReadOnlySpan<byte> Behind(long offset, long start, out long startOfHole, int size = Window);

    /// <summary>Reads a part of a window that contains a place, as far as that goes without a byte that cannot be read.</summary>
    internal abstract MapRange ReadAround(long place, MapRange window, Span<byte> bytes, out ExceptionDispatchInfo? error);

    /// <summary>The characters of a part of the window that was read last by <see cref="ReadAround"/>.</summary>
    /// <param name="symbols">The symbols of the part.</param>
    /// <param name="part">The part.</param>
    /// <param name="window">The window.</param>
    /// <param name="characters">Gets one character for each symbol.</param>
    internal abstract void ToCharacters(ReadOnlySpan<byte> symbols, MapRange part, MapRange window, Span<char> characters);

    /// <summary>A few bytes from an offset on, across the edges of holes; fewer where something cannot be read.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="end">None are wanted from here on.</param>
    /// <param name="size">How many are wanted.</param>
    internal ReadOnlySpan<byte> AheadAcross(long offset, long end, int size)
    {
        Span<byte> across = Across((int)Math.Min(size, end - offset));
        int count = 0;
        try
        {
            while (count < across.Length)
            {
                ReadOnlySpan<byte> bytes = Ahead(offset + count, end, out _);
                bytes = bytes[..Math.Min(bytes.Length, across.Length - count)];
                bytes.CopyTo(across[count..]);
                count += bytes.Length;
            }
        }
        catch (MmapException) when (count > 0)
        {
        }

        return across[..count];
    }

    /// <summary>A few bytes that end at an offset, across the edges of holes; fewer where something cannot be read.</summary>
    /// <param name="offset">The offset after them.</param>
    /// <param name="start">None are wanted before it.</param>
    /// <param name="size">How many are wanted.</param>
    internal ReadOnlySpan<byte> BehindAcross(long offset, long start, int size)
    {
        Span<byte> across = Across((int)Math.Min(size, offset - start));
        int count = 0;
        try
        {
            while (count < across.Length)
            {
                ReadOnlySpan<byte> bytes = Behind(offset - count, start, out _);
                bytes = bytes[Math.Max(0, bytes.Length - (across.Length - count))..];
                bytes.CopyTo(across[..^count][^bytes.Length..]);
                count += bytes.Length;
            }
        }
        catch (MmapException) when (count > 0)
        {
        }

        return across[^count..];
    }

    private Span<byte> Across(int size)
    {
        if (_across.Length < size)
        {
            _across = new byte[size];
        }

        return _across.AsSpan(0, size);
    }
}
