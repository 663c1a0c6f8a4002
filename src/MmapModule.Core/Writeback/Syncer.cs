using System.Threading;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Writeback;

/// <summary>Writes the changed pages of a map to its file, and remembers what went wrong.</summary>
internal sealed class Syncer
{
    /// <summary>Ranges above this size are written in steps first, so that Ctrl+C is seen and progress can be shown.</summary>
    private const long Step = 16L * 1024 * 1024;

    private readonly LiveMapping _mapping;
    private readonly MapBacking? _backing;
    private readonly IMapPlatform _platform;

    internal Syncer(LiveMapping mapping)
    {
        _mapping = mapping;
        _backing = mapping.Backing;
        _platform = mapping.Platform;
    }

    /// <summary>The failure that the kernel has reported. It reports one only once, so it is kept until somebody clears it.</summary>
    internal MmapException? Error { get; set; }

    internal void Sync(MapRange range, SyncOptions options, bool isExplicit, ByteProgress? progress, CancellationToken cancellation)
    {
        options.Check();
        try
        {
            using (_mapping.Enter())
            {
                if (Error is not null)
                {
                    throw MapErrors.Writeback(Error);
                }

                MapBacking? file = !_mapping.IsPrivate && _backing?.Type is BackingType.RegularFile or BackingType.BlockDevice ? _backing : null;
                if (options.IsAsync)
                {
                    Start(file, range);
                    return;
                }

                if (file is not null)
                {
                    WriteInSteps(file, range, progress, cancellation);
                }

                SyncMapped(range, options.Invalidate, isExplicit);
                if (options.IsDurable && file is not null)
                {
                    _platform.FlushFile(file);
                }

                CheckReachedFile(file, range, FileStep.Sync);
            }
        }
        catch (MmapException error) when (error.Kind is MmapErrorKind.WritebackFailed or MmapErrorKind.NoSpace)
        {
            Error ??= error;
            throw;
        }
    }

    private void Start(MapBacking? file, MapRange range)
    {
        if (file is not null && range.Length > 0)
        {
            _platform.StartWriteback(file, _mapping.InFile(range).Offset, range.Length);
            CheckReachedFile(file, range, FileStep.StartWriteback);
        }
    }

    /// <summary>The kernel has no file to write the bytes past the end to, and says nothing: they are lost.</summary>
    private void CheckReachedFile(MapBacking? file, MapRange range, FileStep step)
    {
        if (file?.Type != BackingType.RegularFile || range.Length == 0)
        {
            return;
        }

        long within = _mapping.File.Within(range, out long size);
        if (within < range.Length)
        {
            throw SyncErrors.Truncated(_mapping.Path, range, within, size, _platform.CallOf(step));
        }
    }

    /// <summary>Does the work of a long sync piece by piece; the msync that follows then finds little left to do.</summary>
    private void WriteInSteps(MapBacking file, MapRange range, ByteProgress? progress, CancellationToken cancellation)
    {
        if (range.Length <= Step || !file.IsCoherent)
        {
            return;
        }

        MapRange place = _mapping.InFile(range);
        for (MapRange rest = place; rest.Length > 0; rest = rest.From(rest.First(Step).End))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(rest.Offset - place.Offset, place.Length);
            _platform.WriteBack(file, rest.Offset, rest.First(Step).Length);
        }
    }

    private void SyncMapped(MapRange range, bool invalidate, bool isExplicit)
    {
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = _mapping.Pages(range);
        foreach (MapRange mapped in _mapping.Segments.Ranges)
        {
            MapRange part = mapped.Intersect(pages);
            if (part.Length > 0)
            {
                _platform.Sync(_mapping.AddressOf(part), part.Length, invalidate, _backing, part.Offset - _mapping.PageOffset);
            }
        }

        // A range that somebody named must be there; "all" means all that is left.
        if (isExplicit)
        {
            _mapping.CheckMapped(range, _mapping.Inner(range));
        }
    }
}
