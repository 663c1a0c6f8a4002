using System;

namespace MmapModule;

/// <summary>What may be done with the mapped pages (the PROT_ values of mmap(2)).</summary>
[Flags]
public enum MapProtection
{
    /// <summary>No access: the range is only reserved.</summary>
    None = 0,

    /// <summary>Pages may be read.</summary>
    Read = 1,

    /// <summary>Pages may be written.</summary>
    Write = 2,

    /// <summary>Pages may be read and written.</summary>
    ReadWrite = Read | Write,

    /// <summary>Pages may be executed.</summary>
    Execute = 4,

    /// <summary>Pages may be read and executed.</summary>
    ReadExecute = Read | Execute,

    /// <summary>Pages may be read, written and executed.</summary>
    ReadWriteExecute = Read | Write | Execute,
}
