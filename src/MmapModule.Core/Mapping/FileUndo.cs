using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>Makes a file longer for something that may still fail, and undoes what was done to the file: the only place that does.</summary>
internal sealed class FileUndo
{
    private readonly IMapPlatform _platform;
    private readonly MapBacking _file;
    private long _old;
    private long _made;

    internal FileUndo(IMapPlatform platform, MapBacking file)
    {
        _platform = platform;
        _file = file;
    }

    /// <summary>Makes the file longer.</summary>
    internal void Grow(long size, Allocation allocation, ByteProgress? progress, CancellationToken cancellation)
    {
        long old = _platform.GetLength(_file);
        _platform.Grow(_file, size, allocation, progress, cancellation);
        (_old, _made) = (old, size);
    }

    /// <summary>Gives the file its old length back; says what stays.</summary>
    internal string? Growth() => _made == 0 ? null : _platform.UndoGrowth(_file, _made, _old);

    /// <summary>The same, and removes the file if it is one that was created; says what stays.</summary>
    internal string? Everything()
    {
        string? left = Growth();
        return Creation() ?? left;
    }

    /// <summary>Removes the file if it is one that was created; says so if it stays.</summary>
    internal string? Creation() => _platform.RemoveCreated(_file);
}
