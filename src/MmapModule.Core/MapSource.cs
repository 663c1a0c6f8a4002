using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>
/// The file behind a map that lives only as long as a command works with it. What was found there outlives the map, and maps
/// the file again when its bytes are asked for; so thousands of hits in thousands of files hold no descriptor.
/// </summary>
internal sealed class MapSource
{
    private readonly object _lock = new();
    private readonly FileIdentity _identity;
    private WeakReference<MemoryMap>? _map;

    internal MapSource(string path, FileIdentity identity)
    {
        Path = path;
        _identity = identity;
    }

    /// <summary>The full path of the file.</summary>
    internal string Path { get; }

    /// <summary>The map that shows the file at the moment; null if nothing has requested it.</summary>
    internal MemoryMap? Current => Volatile.Read(ref _map)?.TryGetTarget(out MemoryMap? map) == true && !map.IsClosed ? map : null;

    /// <summary>The file as a map for reading, which lives as long as somebody refers to it; all that was found in the file share it.</summary>
    /// <exception cref="MmapException">PathNotFound, also if another file has the name now, or what keeps the file from being mapped.</exception>
    internal MemoryMap Open()
    {
        lock (_lock)
        {
            if (Current is MemoryMap open)
            {
                return open;
            }

            MemoryMap map = Check(MemoryMap.OpenFile(Path));
            Volatile.Write(ref _map, new WeakReference<MemoryMap>(map));
            return map;
        }
    }

    /// <summary>The file as a map that lives as long as a command works with it.</summary>
    /// <exception cref="MmapException">PathNotFound, also if another file has the name now, or what keeps the file from being mapped.</exception>
    internal MemoryMap OpenForNow(MapProtection protection) => Check(MemoryMap.OpenForNow(Path, protection));

    /// <summary>Whether a map shows this file from its start, so that offsets mean the same.</summary>
    internal bool IsIn(MemoryMap map) => map.Backing?.Identity == _identity && map.FileOffset == 0;

    private MemoryMap Check(MemoryMap map)
    {
        if (map.Backing!.Identity == _identity)
        {
            return map;
        }

        map.Dispose();
        throw MapErrors.Replaced(Path);
    }
}
