using System;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform;

/// <summary>An open file that can be mapped, and what is known about it.</summary>
internal sealed class MapBacking : IDisposable
{
    /// <summary>0666: what a new file may be used for, unless the umask says less.</summary>
    internal const uint NewFileMode = 0x1B6;

    internal required SafeFileHandle File { get; init; }

    /// <summary>The path for messages and for other processes; null if there is none.</summary>
    internal string? Path { get; init; }

    internal required BackingType Type { get; init; }

    internal required FileIdentity Identity { get; init; }

    /// <summary>Opened for writing too.</summary>
    internal required bool IsWritable { get; init; }

    /// <summary>Created by us: its directory entry needs a sync of its own, and a failure removes it again.</summary>
    internal bool IsCreated { get; init; }

    /// <summary>The size may change under us, and the page cache is what pread(2) reads as well.</summary>
    internal required bool IsCoherent { get; init; }

    /// <summary>On a network file system, where other machines' changes are not seen at once.</summary>
    internal required bool IsNetwork { get; init; }

    /// <summary>Memory that process_vm_readv cannot copy: device memory and memfd_secret.</summary>
    internal required bool NeedsProcessorCopy { get; init; }

    /// <summary>Sealed against every change: its memory cannot fault.</summary>
    internal bool IsImmutable { get; init; }

    /// <summary>A duplicate of a handle of the user: both have one position, which must stay where it is.</summary>
    internal bool SharesPosition { get; init; }

    /// <summary>The size of its pages if it is made of huge ones (hugetlbfs); 0 for every other file.</summary>
    internal long PageSize { get; init; }

    /// <summary>The length of memory that has a handle and is no file: it never changes. Null for files.</summary>
    internal long? MemoryLength { get; init; }

    /// <summary>The mode of the file that a snapshot was made of; null elsewhere.</summary>
    internal uint? SourceMode { get; init; }

    public void Dispose() => File.Dispose();
}
