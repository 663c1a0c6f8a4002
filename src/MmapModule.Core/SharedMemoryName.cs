using System.Text;

namespace MmapModule;

/// <summary>The rules for names of POSIX shared memory, see shm_overview(7).</summary>
internal static class SharedMemoryName
{
    private const int MaxBytes = 255;

    /// <summary>The name without the leading slash; throws if it is not a valid name.</summary>
    internal static string Check(string name)
    {
        System.ArgumentNullException.ThrowIfNull(name);
        string plain = name.StartsWith('/') ? name[1..] : name;
        if (plain.Length == 0 || plain is "." or ".." || plain.Contains('/') || plain.Contains('\0') || Encoding.UTF8.GetByteCount(plain) > MaxBytes)
        {
            throw MappingErrors.BadSharedName(name);
        }

        return plain;
    }
}
