using System;
using System.Runtime.InteropServices;
using System.Text;

namespace MmapModule.Search;

/// <summary>How lines end in an encoding: the bytes of a line feed, one, two or four of them, at offsets that are multiples of their number.</summary>
internal readonly struct LineFeed
{
    private readonly byte[] _feed;
    private readonly byte[] _return;

    internal LineFeed(Encoding encoding)
    {
        byte[]? feed = TextCodec.TryEncode(encoding, "\n");
        byte[]? before = TextCodec.TryEncode(encoding, "\r");
        bool isKnown = feed is { Length: 1 or 2 or 4 } && before?.Length == feed.Length;
        _feed = isKnown ? feed! : "\n"u8.ToArray();
        _return = isKnown ? before! : "\r"u8.ToArray();
    }

    /// <summary>How many bytes a line feed has.</summary>
    internal int Width => _feed.Length;

    internal int Count(ReadOnlySpan<byte> bytes) => Width switch
    {
        1 => bytes.Count(_feed[0]),
        2 => Units<ushort>(bytes).Count(MemoryMarshal.Read<ushort>(_feed)),
        _ => Units<uint>(bytes).Count(MemoryMarshal.Read<uint>(_feed)),
    };

    /// <summary>The index of the first one; -1 if there is none.</summary>
    internal int IndexIn(ReadOnlySpan<byte> bytes) => Width switch
    {
        1 => bytes.IndexOf(_feed[0]),
        2 => Scaled(Units<ushort>(bytes).IndexOf(MemoryMarshal.Read<ushort>(_feed))),
        _ => Scaled(Units<uint>(bytes).IndexOf(MemoryMarshal.Read<uint>(_feed))),
    };

    /// <summary>The index of the last one; -1 if there is none.</summary>
    internal int LastIndexIn(ReadOnlySpan<byte> bytes) => Width switch
    {
        1 => bytes.LastIndexOf(_feed[0]),
        2 => Scaled(Units<ushort>(bytes).LastIndexOf(MemoryMarshal.Read<ushort>(_feed))),
        _ => Scaled(Units<uint>(bytes).LastIndexOf(MemoryMarshal.Read<uint>(_feed))),
    };

    /// <summary>A line without the carriage return at its end.</summary>
    internal ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line.EndsWith(_return) ? line[..^Width] : line;

    private static ReadOnlySpan<T> Units<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    private int Scaled(int index) => index < 0 ? -1 : index * Width;
}
