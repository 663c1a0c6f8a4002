namespace MmapModule;

/// <summary>Pictures and fonts.</summary>
internal static class ImageStructs
{
    internal static ReadyStruct Bmp { get; } = new("BMP", "Microsoft, BITMAPFILEHEADER and BITMAPINFOHEADER", """
        "BM"
        u32 fileSize
        pad[4]
        u32 dataOffset, headerSize
        i32 width, height
        u16 planes, bitsPerPixel
        enum u32 { rgb, rle8, rle4, bitfields, jpeg, png, alphaBitfields } compression
        u32 imageSize
        i32 xPixelsPerMeter, yPixelsPerMeter
        u32 colorsUsed, colorsImportant

        """);

    internal static ReadyStruct Png { get; } = new("PNG", "W3C, Portable Network Graphics: signature and header; chunks follow (PNGChunk)", """
        "\x89PNG\r\n\x1A\n"
        u32be length = 13
        "IHDR"
        u32be width, height
        u8 bitDepth
        enum u8 { gray, rgb = 2, palette, grayAlpha, rgbAlpha = 6 } colorType
        u8 compression, filter
        enum u8 { none, adam7 } interlace
        u32be crc

        """);

    internal static ReadyStruct PngChunk { get; } = new("PNGChunk", "W3C, Portable Network Graphics: a chunk; the first one is at offset 8", """
        u32be length
        ascii[4] type
        u8[length] data
        u32be crc

        """);

    internal static ReadyStruct Ttf { get; } = new("TTF", "OpenType specification: the table directory", """
        enum u32be { TrueType = 0x00010000, CFF = 0x4F54544F, AppleTrueType = 0x74727565 } version
        u16be numTables, searchRange, entrySelector, rangeShift
        { ascii[4] tag; u32be checksum, offset, length }[numTables] tables

        """);
}
