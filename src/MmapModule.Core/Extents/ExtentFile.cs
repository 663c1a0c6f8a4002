using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Platform;

namespace MmapModule.Extents;

/// <summary>An open file whose extents are asked for.</summary>
internal sealed class ExtentFile : IDisposable
{
    private readonly IMapPlatform _platform;
    private readonly MapBacking _file;
    private readonly string _path;

    private ExtentFile(IMapPlatform platform, MapBacking file, string path)
    {
        _platform = platform;
        _file = file;
        _path = path;
        Length = platform.GetLength(file);
    }

    /// <summary>How long it was when it was opened.</summary>
    internal long Length { get; }

    public void Dispose() => _file.Dispose();

    /// <exception cref="MmapException">PathNotFound, AccessDenied, or NotMappable for what has no extents.</exception>
    internal static ExtentFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        IMapPlatform platform = MapPlatform.Current;

        // Looking first: merely opening a device can do something.
        FileStatus status = platform.Look(path, followLinks: true);
        if (status.Type is not (BackingType.RegularFile or BackingType.BlockDevice))
        {
            throw CacheErrors.NoExtents(path, status.Type);
        }

        MapBacking file = platform.OpenFile(path, writable: false, create: false);
        try
        {
            return new ExtentFile(platform, file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The extents of a range, or of all of the file and of what it has after its end.</summary>
    internal IEnumerable<FileExtent> Extents(MapRange? range, bool sync, CancellationToken cancellation)
    {
        MapRange all = range ?? new MapRange(0, Length);
        ExtentWalk walk = new(_path, all, range is null, part => _platform.ReadExtents(_file, part, sync), () => _platform.GetLength(_file));
        foreach (FileExtent extent in walk.Run(cancellation))
        {
            yield return extent;
        }

        if (!walk.IsKnown)
        {
            foreach (FileExtent extent in Runs(all, cancellation))
            {
                yield return extent;
            }
        }
    }

    /// <summary>The data and the holes of a file whose place on the device nobody knows.</summary>
    private IEnumerable<FileExtent> Runs(MapRange range, CancellationToken cancellation)
    {
        using SafeFileHandle? seek = _platform.OpenForSeeking(_file);
        for (MapRange rest = range; rest.Length > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            DataRun run = seek is null ? new DataRun(rest, IsHole: false) : _platform.FirstRun(seek, rest);
            yield return new FileExtent(_path, run.Range, run.IsHole ? FileExtentKind.Hole : FileExtentKind.Data);
            rest = rest.From(run.Range.End);
        }
    }
}
