namespace MmapModule;

/// <summary>Recordings and databases.</summary>
internal static class DataStructs
{
    internal static ReadyStruct Wav { get; } = new("WAV", "Microsoft, RIFF and WAVEFORMATEX, up to the next chunk after the format", """
        "RIFF"
        u32 riffSize
        "WAVEfmt "
        u32 formatSize
        enum u16 { PCM = 1, ADPCM, IeeeFloat, ALaw = 6, MuLaw, Extensible = 0xFFFE } format
        u16 channels
        u32 sampleRate, byteRate
        u16 blockAlign, bitsPerSample
        pad[formatSize - 16]
        ascii[4] chunk
        u32 chunkSize

        """);

    internal static ReadyStruct Sqlite { get; } = new("SQLite", "SQLite, Database File Format, 1.3", """
        "SQLite format 3\0"
        u16be pageSize
        u8 writeVersion, readVersion, reservedSpace, maxPayloadFraction, minPayloadFraction, leafPayloadFraction
        u32be changeCounter, pageCount, firstFreelistPage, freelistPages, schemaCookie, schemaFormat, defaultCacheSize, largestRootPage
        enum u32be { none, utf8, utf16le, utf16be } encoding
        u32be userVersion, incrementalVacuum, applicationId
        pad[20]
        u32be versionValidFor, sqliteVersion

        """);

    internal static ReadyStruct Pcap { get; } = new("PCAP", "IETF, draft-ietf-opsawg-pcap: the file header; packets follow at offset 24 (PCAPPacket)", """
        enum u32 { microseconds = 0xA1B2C3D4, nanoseconds = 0xA1B23C4D } magic
        u16 majorVersion = 2, minorVersion
        i32 timeZone
        u32 timestampAccuracy, snapLength
        enum u32 { null, ethernet, ieee802_5 = 6, ppp = 9, raw = 101, ieee802_11 = 105, linux_sll = 113, ieee802_11_radiotap = 127, ipv4 = 228, ipv6 } linkType

        """);

    internal static ReadyStruct PcapPacket { get; } = new("PCAPPacket", "IETF, draft-ietf-opsawg-pcap: a packet", """
        u32 seconds, fraction, capturedLength, length
        u8[capturedLength] data

        """);
}
