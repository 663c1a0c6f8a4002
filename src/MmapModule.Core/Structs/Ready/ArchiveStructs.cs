namespace MmapModule;

/// <summary>Archives and compressed files.</summary>
internal static class ArchiveStructs
{
    private const string Methods = "enum u16 { stored, shrunk, imploded = 6, deflated = 8, deflate64, bzip2 = 12, lzma = 14, zstd = 93, xz = 95, aes = 99 } method\n";

    internal static ReadyStruct Gzip { get; } = new("GZIP", "RFC 1952", """
        "\x1F\x8B"
        enum u8 { deflate = 8 } method
        flags u8 { text, hcrc, extra, name, comment } flags
        u32 modificationTime
        u8 extraFlags
        enum u8 { FAT, Amiga, VMS, Unix, VMCMS, Atari, HPFS, Macintosh, ZSystem, CPM, TOPS20, NTFS, QDOS, Acorn, unknown = 255 } os
        if (flags & 4) { u16 extraLength; u8[extraLength] extra }
        if (flags & 8) latin1[] name
        if (flags & 16) latin1[] comment
        if (flags & 2) u16 headerCrc

        """);

    internal static ReadyStruct ZipEntry { get; } = new("ZIPEntry", "PKWARE, APPNOTE.TXT, 4.3.12: an entry of the central directory", """
        "PK\x01\x02"
        u8 versionMadeBy
        enum u8 { MSDOS, Amiga, OpenVMS, Unix, VMCMS, Atari, HPFS, Macintosh, ZSystem, CPM, NTFS, Darwin = 19 } madeOn
        u16 versionNeeded
        flags u16 { encrypted, option1, option2, dataDescriptor, option4, patch, strongEncryption, utf8 = 0x800, masked = 0x2000 } flags

        """ + Methods + """
        u16 second2:5, minute:6, hour:5
        u16 day:5, month:4, year1980:7
        u32 crc32, compressedSize, size
        u16 nameLength, extraLength, commentLength, diskNumber, internalAttributes
        u32 externalAttributes, localHeaderOffset
        char[nameLength] name
        u8[extraLength] extra
        char[commentLength] comment

        """);

    internal static ReadyStruct ZipEnd { get; } = new("ZIPEnd", "PKWARE, APPNOTE.TXT, 4.3.16: the end of the central directory", """
        "PK\x05\x06"
        u16 diskNumber, directoryDisk, entriesOnDisk, entries
        u32 directorySize, directoryOffset
        u16 commentLength
        char[commentLength] comment

        """);
}
