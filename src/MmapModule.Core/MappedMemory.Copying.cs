using System;
using System.Threading;
using MmapModule.Copying;

namespace MmapModule;

/// <content>Copying, filling and freeing of ranges of any size.</content>
public abstract partial class MappedMemory
{
    /// <summary>Copies bytes to a map or region; the two may overlap, and holes of the source stay holes.</summary>
    /// <param name="destination">Where to; the bytes must fit into it.</param>
    /// <param name="destinationOffset">Where to start there, in bytes.</param>
    /// <param name="offset">Where to start here, in bytes.</param>
    /// <param name="length">How many bytes; null means the rest.</param>
    /// <param name="skipZero">Do not write blocks of 4096 zeros: the destination keeps what it has there.</param>
    /// <param name="cancellation">Stops the copy between pieces.</param>
    /// <returns>What was copied.</returns>
    /// <exception cref="MmapException">A range is wrong or the destination cannot be written (nothing is written then), or the copy was stopped: BytesTransferred says how far it got.</exception>
    public MemoryMapCopyResult CopyTo(MappedMemory destination, long destinationOffset = 0, long offset = 0, long? length = null, bool skipZero = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        MapRange range = Resolve(offset, length);
        return CopyTo(range, destination, destination.ResolveWithin(destinationOffset, range.Length), skipZero, RegionCopier.DefaultThreads, null, cancellation);
    }

    /// <summary>Copies bytes to a file, which is created or grown as needed; holes of the source stay holes.</summary>
    /// <param name="path">The file. What it holds outside of the range stays.</param>
    /// <param name="destinationOffset">Where to start in the file, in bytes.</param>
    /// <param name="offset">Where to start here, in bytes.</param>
    /// <param name="length">How many bytes; null means the rest.</param>
    /// <param name="skipZero">Do not write blocks of 4096 zeros: the file keeps what it has there.</param>
    /// <param name="cancellation">Stops the copy between pieces; a file that it has created is removed then.</param>
    /// <returns>What was copied.</returns>
    /// <exception cref="MmapException">A range is wrong or the file cannot be opened (nothing is written then), or the copy was stopped: BytesTransferred says how far it got.</exception>
    public MemoryMapCopyResult CopyTo(string path, long destinationOffset = 0, long offset = 0, long? length = null, bool skipZero = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return CopyTo(Resolve(offset, length), path, destinationOffset, skipZero, RegionCopier.DefaultThreads, null, cancellation);
    }

    /// <summary>Fills bytes with a pattern that repeats.</summary>
    /// <param name="offset">Where to start, in bytes; the pattern starts there too.</param>
    /// <param name="length">How many bytes; null means the rest.</param>
    /// <param name="pattern">The pattern; null means zeros. Zeros leave the holes of a sparse file as they are.</param>
    /// <param name="cancellation">Stops the work between pieces.</param>
    /// <exception cref="MmapException">The range is wrong (nothing is written then) or cannot be written (it says how many bytes were).</exception>
    public void Fill(long offset = 0, long? length = null, byte[]? pattern = null, CancellationToken cancellation = default)
    {
        if (pattern is { Length: 0 })
        {
            throw CopyErrors.EmptyPattern();
        }

        new RegionFiller(Owner, ResolveChange(offset, length)).Fill(pattern, null, cancellation);
    }

    /// <summary>Clears bytes by returning their blocks on the disk, or their memory, to the system.</summary>
    /// <param name="offset">Where to start, in bytes; any alignment: the rest of a block is cleared by writing.</param>
    /// <param name="length">How many bytes; null means the rest.</param>
    /// <param name="cancellation">Stops the work between pieces.</param>
    /// <exception cref="MmapException">FlagNotSupported (a private map of a file, locked memory, or a file system without holes), RegionProtected, Sealed, RegionTruncated, or a wrong range.</exception>
    public void PunchHole(long offset = 0, long? length = null, CancellationToken cancellation = default) =>
        new RegionFiller(Owner, ResolveChange(offset, length)).Punch(null, cancellation);

    /// <summary>Returns blocks that hold nothing but zeros to the system, as fallocate -d does; the bytes stay the same.</summary>
    /// <param name="offset">Where to start, in bytes; only whole blocks of 4096 bytes are freed.</param>
    /// <param name="length">How many bytes; null means the rest.</param>
    /// <param name="force">Do so even if others have the file open: what they write to a block at the moment when it is freed is lost.</param>
    /// <param name="cancellation">Stops the work between pieces.</param>
    /// <returns>The region, and how many bytes were freed.</returns>
    /// <exception cref="MmapException">FileLocked (others have the file open), FlagNotSupported (a private map of a file, locked memory, or a file system without holes), RegionProtected, Sealed, RegionTruncated, or a wrong range.</exception>
    public SparseRegion DigHoles(long offset = 0, long? length = null, bool force = false, CancellationToken cancellation = default) =>
        new HoleDigger(Owner, ResolveChange(offset, length), force).Dig(null, cancellation);

    /// <summary>Like <see cref="Resolve"/>, but what does not fit into this object is out of range: a copy must not run over its destination.</summary>
    internal MapRange ResolveWithin(long offset, long length)
    {
        Owner.ThrowIfClosed();
        if (offset < 0)
        {
            throw CopyErrors.NegativeDestination(offset);
        }

        long available = Math.Min(Length, Reach);
        return MapRange.IsInside(offset, length, Math.Max(available, 0))
            ? new MapRange(offset, length).Shift(Start)
            : throw CopyErrors.DestinationTooShort(Owner.Path, offset, length, available);
    }

    internal MemoryMapCopyResult CopyTo(MapRange range, MappedMemory destination, MapRange place, bool skipZero, int threads, ByteProgress? progress, CancellationToken cancellation)
    {
        Owner.CheckAccessible(range, isWrite: false);
        using MapTarget target = new(destination.Owner, place);
        CopyCount count = new RegionCopier(Owner, range, target, skipZero, threads).Run(progress, cancellation);
        return Result(range, new MappedRegion(destination.Owner, place), destination.Owner.Path, place.Offset, count);
    }

    internal MemoryMapCopyResult CopyTo(MapRange range, string path, long offset, bool skipZero, int threads, ByteProgress? progress, CancellationToken cancellation, FileTargetOptions options = default)
    {
        Owner.CheckAccessible(range, isWrite: false);
        MapRange place = offset < 0
            ? throw CopyErrors.NegativeDestination(offset)
            : MapRange.Resolve(offset, range.Length, fromEnd: false, long.MaxValue, long.MaxValue);
        using FileTarget target = FileTarget.Open(MapPath.Full(path), place, Owner.Mapping.File.ModeForCopy(), options);
        try
        {
            if (!target.IsNew)
            {
                // What is there must not be damaged by a copy that cannot be finished.
                Owner.Mapping.File.CheckHolds(range);
            }

            CopyCount count = new RegionCopier(Owner, range, target, skipZero, threads).Run(progress, cancellation);
            if (options.Truncate)
            {
                target.CutOff();
            }

            return Result(range, null, path, target.Range.Offset, count);
        }
        catch (MmapException error) when (error.BytesTransferred == 0)
        {
            // A part of a file that nobody is told about is worse than none.
            throw UndoErrors.With(error, target.RemoveCreated());
        }
        catch (Exception error) when (error is not MmapException)
        {
            _ = target.RemoveCreated();
            throw;
        }
    }

    private static MemoryMapCopyResult Result(MapRange range, MappedRegion? destination, string? path, long offset, CopyCount count) => new()
    {
        Destination = destination,
        Path = path,
        Offset = offset,
        Length = range.Length,
        BytesWritten = count.Written,
        BytesSkipped = count.Skipped,
    };
}
