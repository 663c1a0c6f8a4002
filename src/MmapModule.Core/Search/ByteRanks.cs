using System.Numerics;

namespace MmapModule.Search;

/// <summary>How common bytes are in files, roughly: a search looks for the rarest byte of its pattern first.</summary>
internal static class ByteRanks
{
    /// <summary>A higher rank is more common; open bits make more bytes match.</summary>
    internal static int Rank(byte bits, byte mask) => mask == 0xFF ? Rank(bits) : 256 + (8 - BitOperations.PopCount(mask)) * 64;

    private static int Rank(byte value) => value switch
    {
        0x00 => 255,
        (byte)' ' => 250,
        0xFF => 230,
        (byte)'e' or (byte)'t' or (byte)'a' or (byte)'o' or (byte)'n' or (byte)'i' or (byte)'r' or (byte)'s' => 240,
        (byte)'\n' or 0x01 or 0x02 => 210,
        >= (byte)'a' and <= (byte)'z' => 200,
        >= (byte)'0' and <= (byte)'9' => 180,
        (byte)'.' or (byte)',' or (byte)'-' or (byte)'_' or (byte)'/' or (byte)'"' or (byte)'=' => 170,
        >= (byte)'A' and <= (byte)'Z' => 150,
        > 0x20 and < 0x7F => 120,
        0x89 or 0x8B or 0xE8 or 0x10 or 0x80 or < 0x10 => 110,
        _ => 50,
    };
}
