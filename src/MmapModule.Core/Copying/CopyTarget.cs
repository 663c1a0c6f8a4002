using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Where a copy goes to. Ranges count from the start of the map or file.</summary>
internal abstract class CopyTarget : IDisposable
{
    /// <summary>A run of data is cleared in steps of this size, between which Ctrl+C is seen.</summary>
    private const long ClearStep = 256L * 1024 * 1024;

    private bool _cannotPunch;

    private protected CopyTarget(MapRange range) => Range = range;

    /// <summary>What will be written.</summary>
    internal MapRange Range { get; }

    /// <summary>Whether several threads writing at a time are faster than one.</summary>
    internal abstract bool IsParallel { get; }

    private protected abstract DataLayout Layout { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>How far the target is after the source in the memory or file that both have in common; null if they have nothing in common.</summary>
    internal abstract long? DistanceFrom(MemoryMap source, MapRange range);

    /// <summary>True if the bytes of the target are those of the source, for a distance of 0.</summary>
    internal abstract bool IsSameAs(MemoryMap source);

    /// <summary>Writes bytes; an error tells how many.</summary>
    internal abstract void Write(long position, ReadOnlySpan<byte> bytes);

    /// <summary>Lets the kernel copy; returns how many bytes it did, which is 0 where it cannot.</summary>
    internal abstract long CopyByKernel(MemoryMap source, MapRange range, long position);

    /// <summary>Makes the target reach to its end, although nothing may have been written there.</summary>
    internal abstract void Complete(long end);

    /// <summary>Makes a range read as zeros: holes stay as they are, data becomes a hole where that is possible.</summary>
    internal void Clear(MapRange range, CancellationToken cancellation)
    {
        MapRange rest = Existing(range);
        while (rest.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            DataRun run = Layout.FirstRun(rest);
            MapRange part = run.IsHole ? run.Range : run.Range.First(ClearStep);
            if (!run.IsHole && !TryPunch(part))
            {
                Zeros.Write(part, Write, cancellation);
            }

            rest = rest.From(part.End);
        }
    }

    /// <summary>The part of a range that is there already.</summary>
    private protected abstract MapRange Existing(MapRange range);

    private protected abstract void Punch(MapRange range);

    private protected abstract void Dispose(bool disposing);

    private bool TryPunch(MapRange range)
    {
        if (_cannotPunch)
        {
            return false;
        }

        try
        {
            Punch(range);
            return true;
        }
        catch (MmapException)
        {
            // Writing zeros will do, or find the words for what is wrong.
            _cannotPunch = true;
            return false;
        }
    }
}
