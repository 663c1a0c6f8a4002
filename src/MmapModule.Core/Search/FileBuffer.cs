using System;
using MmapModule.Platform;

namespace MmapModule.Search;

/// <summary>Memory into which one small file after the other is read. For one thread.</summary>
internal sealed class FileBuffer : IDisposable
{
    /// <summary>Larger files are mapped, and searched on all cores.</summary>
    internal const int Largest = 4 * 1024 * 1024;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Largest);

    internal FileBuffer()
    {
        Map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = Largest });

        // Only this class uses it.
        MapRegistry.Forget(Map.Id);
    }

    internal MemoryMap Map { get; }

    public void Dispose() => Map.Dispose();

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="range">Where it is in <see cref="Map"/>, which refers to the file from now on.</param>
    /// <returns>False if it has to be mapped.</returns>
    internal bool TryRead(string path, out MapRange range)
    {
        range = default;
        if (!MapPlatform.Current.TryReadSmall(path, _bytes, out int length, out FileIdentity identity))
        {
            return false;
        }

        Map.Source = new MapSource(path, identity);
        Map.CopyIn(0, _bytes.AsSpan(0, length));
        range = new MapRange(0, length);
        return true;
    }
}
