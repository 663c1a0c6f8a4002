using System;
using MmapModule.Platform;

namespace MmapModule.Search;

/// <summary>Memory into which one small file after the other is read. For one thread.</summary>
internal sealed class FileBuffer : IDisposable
{
    /// <summary>Larger files are mapped, and searched on all cores.</summary>
    internal const int Largest = 4 * 1024 * 1024;

    internal FileBuffer()
    {
        Map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = Largest });

        // Only this class uses it.
        MapRegistry.Forget(Map.Id);
    }

    internal MemoryMap Map { get; }

    public void Dispose() => Map.Dispose();

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="range">Where it is in <see cref="Map"/>, which refers to the file from now on.</param>
    /// <returns>False if it has to be mapped.</returns>
    // SAFETY: the map is ours alone and is removed only by Dispose, after the last read; nothing else writes to it meanwhile, and
    // the kernel refuses what it cannot write to.
    internal unsafe bool TryRead(FoundFile file, out MapRange range)
    {
        range = default;
        if (!MapPlatform.Current.TryReadSmall(file, new Span<byte>((void*)Map.Address, Largest), out int length, out FileIdentity identity))
        {
            return false;
        }

        Map.Source = new MapSource(file.Path, identity);
        range = new MapRange(0, length);
        return true;
    }
}
