using System;
using System.IO;
using System.Threading;

namespace MmapModule;

/// <summary>Mapped bytes that can be read and written: a whole <see cref="MemoryMap"/> or a <see cref="MappedRegion"/> of it.</summary>
/// <remarks>
/// Offsets count bytes from the start of this object. Every access is fault-proof: a file that is truncated meanwhile
/// throws an <see cref="MmapException"/> and never ends the process. Safe for use by many threads.
/// </remarks>
public abstract partial class MappedMemory
{
    private protected MappedMemory()
    {
    }

    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The address of the first byte in this process; 0 for an empty map. Accessing it directly bypasses all protection.</summary>
    public abstract ulong Address { get; }

    /// <summary>The map that holds the bytes.</summary>
    internal abstract MemoryMap Owner { get; }

    /// <summary>Where this object starts in the map.</summary>
    internal abstract long Start { get; }

    /// <summary>How many bytes can be reached from here; a region may be read past its end, within its map.</summary>
    internal long Reach => Owner.Length - Start;

    /// <summary>Works out a range of the map from an offset and a length that are relative to this object.</summary>
    /// <param name="offset">The offset from the start of this object or, with <paramref name="fromEnd"/>, back from its end.</param>
    /// <param name="length">The length; null means the rest of this object. It may reach past a region's end, within the map.</param>
    /// <param name="fromEnd">Count the offset back from the end.</param>
    /// <returns>The range, counted from the start of the map.</returns>
    /// <exception cref="MmapException">NegativeOffset, RangeOverflow, RegionOutOfRange or MapDisposed.</exception>
    public MapRange Resolve(long offset, long? length = null, bool fromEnd = false)
    {
        Owner.ThrowIfClosed();
        return MapRange.Resolve(offset, length, fromEnd, Length, Reach).Shift(Start);
    }

    /// <summary>A view of part of these bytes; it copies nothing.</summary>
    /// <param name="offset">Where it starts, relative to this object.</param>
    /// <param name="length">Its length; null means the rest.</param>
    /// <returns>The region; its Offset counts from the start of the map.</returns>
    /// <exception cref="MmapException">NegativeOffset, RangeOverflow, RegionOutOfRange or MapDisposed.</exception>
    public MappedRegion Slice(long offset, long? length = null) => new(Owner, Resolve(offset, length));

    /// <summary>Reads bytes into a new array.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The number of bytes; null means the rest.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="MmapException">The range is wrong, the bytes do not fit into an array, or they cannot be read.</exception>
    public byte[] Read(long offset = 0, long? length = null)
    {
        MapRange range = Resolve(offset, length);
        return ReadArray(range, null, CancellationToken.None);
    }

    /// <summary>Reads bytes into memory of the caller.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="MmapException">The range is wrong or the bytes cannot be read.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        MapRange.Check(offset, destination.Length, Reach);
        Owner.CopyOut(Start + offset, destination);
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="value">The bytes, all of which must fit.</param>
    /// <exception cref="MmapException">The range is wrong (nothing is written then) or the bytes cannot be written (it says how many were).</exception>
    public void Write(long offset, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Write(offset, (ReadOnlySpan<byte>)value);
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="value">The bytes, all of which must fit.</param>
    /// <exception cref="MmapException">The range is wrong (nothing is written then) or the bytes cannot be written (it says how many were).</exception>
    public void Write(long offset, ReadOnlySpan<byte> value)
    {
        CheckChange(offset, value.Length);
        Owner.CopyIn(Start + offset, value);
    }

    /// <summary>Writes the known bytes of a pattern and leaves the others untouched.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="pattern">The bytes; where only half a byte is known, the other half is read first.</param>
    /// <exception cref="MmapException">
    /// The range is wrong, protected or truncated (nothing is written then), or a page failed under the write (it says how many bytes were written).
    /// </exception>
    public void Write(long offset, HexPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Owner.ThrowIfClosed();
        CheckChange(offset, pattern.Length);
        Owner.Patch(Start + offset, pattern);
    }

    /// <summary>Throws ExpectationFailed, with what is there, unless the bytes match a pattern.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="expected">What must be there.</param>
    internal void CheckMatch(long offset, HexPattern expected)
    {
        byte[] found = ReadArray(Resolve(offset, expected.Length), null, CancellationToken.None);
        int mismatch = expected.FirstMismatch(found);
        if (mismatch >= 0)
        {
            throw MatchErrors.Unexpected(Owner.Path, Start + offset, found, expected, mismatch);
        }
    }

    /// <summary>Writes changed pages to the file and waits until they are there (msync(2) with MS_SYNC).</summary>
    /// <exception cref="MmapException">WritebackFailed, NoSpace or MapDisposed.</exception>
    public void Flush() => Owner.Sync(new MapRange(Start, Length), null, isExplicit: Owner != this);

    /// <summary>A seekable stream over these bytes, for everything in .NET that reads or writes streams.</summary>
    /// <returns>A stream of fixed length; closing it does not close the map.</returns>
    /// <exception cref="MmapException">MapDisposed.</exception>
    public Stream AsStream()
    {
        Owner.ThrowIfClosed();
        return new MappedStream(this);
    }

    internal byte[] ReadArray(MapRange range, ByteProgress? progress, CancellationToken cancellation)
    {
        if (range.Length > Array.MaxLength)
        {
            throw RangeErrors.ArrayTooLarge(range.Length);
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)range.Length);
        Owner.CopyOut(range.Offset, bytes, progress, cancellation);
        return bytes;
    }
}
