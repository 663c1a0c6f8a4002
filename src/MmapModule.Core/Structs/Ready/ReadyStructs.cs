using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>The layouts that come with the module.</summary>
internal static class ReadyStructs
{
    /// <summary>All of them, in the order of their names.</summary>
    internal static IReadOnlyList<ReadyStruct> All { get; } =
    [
        ImageStructs.Bmp,
        ElfStructs.Elf32,
        ElfStructs.Elf32BigEndian,
        ElfStructs.Elf64,
        ElfStructs.Elf64BigEndian,
        DiskStructs.Ext4,
        DiskStructs.Gpt,
        ArchiveStructs.Gzip,
        DiskStructs.Mbr,
        DataStructs.Pcap,
        DataStructs.PcapPacket,
        ProgramStructs.Pe,
        ImageStructs.Png,
        ImageStructs.PngChunk,
        DataStructs.Sqlite,
        ImageStructs.Ttf,
        DataStructs.Wav,
        ArchiveStructs.ZipEnd,
        ArchiveStructs.ZipEntry,
    ];

    /// <summary>The one with a name, whatever the case of its letters; null if there is none.</summary>
    internal static ReadyStruct? Find(string name)
    {
        foreach (ReadyStruct ready in All)
        {
            if (ready.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return ready;
            }
        }

        return null;
    }
}
