using System.IO;

namespace MmapModule;

/// <summary>What to map and how. All offsets, lengths and sizes are in bytes.</summary>
public sealed record MemoryMapOptions
{
    /// <summary>Where the map starts in the file; any value, also one that is not a multiple of the page size.</summary>
    public long Offset { get; init; }

    /// <summary>The length of the map; by default all from <see cref="Offset"/> to the end.</summary>
    public long? Length { get; init; }

    /// <summary>Count <see cref="Offset"/> back from the end of the file.</summary>
    public bool FromEnd { get; init; }

    /// <summary>Page protection; by default Read for files and handles, ReadWrite for memory.</summary>
    public MapProtection? Protection { get; init; }

    /// <summary>Copy-on-write: changes are seen by this process only and never reach the file (MAP_PRIVATE).</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Further MAP_ flags of mmap(2).</summary>
    public MapFlags Flags { get; init; }

    /// <summary>The size of the huge pages to use, a power of two; implies <see cref="MapFlags.HugeTlb"/>.</summary>
    public long? HugePageSize { get; init; }

    /// <summary>The wanted address: a hint, or binding with Fixed or FixedNoReplace.</summary>
    public ulong? Address { get; init; }

    /// <summary>The size of the object: a file, shared memory or memory file is created or grown to it.</summary>
    public long? Size { get; init; }

    /// <summary>Grow the file without allocating its blocks; a later write may then find the disk full.</summary>
    public bool Sparse { get; init; }

    /// <summary>A file that Size would create must not be there already.</summary>
    public bool NoClobber { get; init; }

    /// <summary>Seals to put on a memory file once it is mapped.</summary>
    public MapSeals Seals { get; init; }

    /// <summary>Who may use new shared memory, whatever the umask is; by default its owner. An object that exists keeps its own permissions.</summary>
    public UnixFileMode? Permission { get; init; }

    /// <summary>Receives the progress of allocating a big file or copying a snapshot.</summary>
    internal ByteProgress? Progress { get; init; }

    /// <summary>Open a shared memory object even though another user owns it.</summary>
    public bool AllowForeignOwner { get; init; }
}
