using System.Collections.Generic;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>A part of the memory of a process whose pages are alike.</summary>
/// <param name="Start">Its address.</param>
/// <param name="Length">Its length in bytes: whole pages.</param>
/// <param name="AllocationStart">The address of the whole that it is a part of: a view, an image or a reservation.</param>
/// <param name="State">MEM_COMMIT or MEM_RESERVE.</param>
/// <param name="Protect">PAGE_READONLY and the like; 0 if nothing is committed.</param>
/// <param name="Type">MEM_PRIVATE, MEM_MAPPED or MEM_IMAGE.</param>
internal readonly record struct MemoryRegion(nint Start, long Length, nint AllocationStart, uint State, uint Protect, uint Type)
{
    /// <summary>Whether there is memory behind it, or a file.</summary>
    internal bool IsCommitted => State == MemoryConstants.MEM_COMMIT;

    /// <summary>Whether it may show a file or memory with a name.</summary>
    internal bool IsMapped => Type != MemoryConstants.MEM_PRIVATE;

    /// <summary>Read, write, execute, and s if others may see what is written, as on other systems. A guard page gives nothing at the first access.</summary>
    internal string Permissions
    {
        get
        {
            uint access = (Protect & MemoryConstants.PAGE_GUARD) != 0 ? 0 : Protect & 0xFF;
            bool canExecute = access >= MemoryConstants.PAGE_EXECUTE;
            bool isCopied = access is MemoryConstants.PAGE_WRITECOPY or MemoryConstants.PAGE_EXECUTE_WRITECOPY;
            bool canWrite = isCopied || access is MemoryConstants.PAGE_READWRITE or MemoryConstants.PAGE_EXECUTE_READWRITE;
            bool canRead = canWrite || access is MemoryConstants.PAGE_READONLY or MemoryConstants.PAGE_EXECUTE_READ;
            return new string([
                canRead ? 'r' : '-',
                canWrite ? 'w' : '-',
                canExecute ? 'x' : '-',
                Type == MemoryConstants.MEM_MAPPED && !isCopied ? 's' : 'p']);
        }
    }

    /// <summary>What Windows calls it, in its own words.</summary>
    internal IReadOnlyList<string> Words
    {
        get
        {
            List<string> words = [IsCommitted ? nameof(MemoryConstants.MEM_COMMIT) : nameof(MemoryConstants.MEM_RESERVE)];
            words.Add(Type switch
            {
                MemoryConstants.MEM_IMAGE => nameof(MemoryConstants.MEM_IMAGE),
                MemoryConstants.MEM_MAPPED => nameof(MemoryConstants.MEM_MAPPED),
                _ => nameof(MemoryConstants.MEM_PRIVATE),
            });
            if ((Protect & MemoryConstants.PAGE_GUARD) != 0)
            {
                words.Add(nameof(MemoryConstants.PAGE_GUARD));
            }

            return words.AsReadOnly();
        }
    }
}
