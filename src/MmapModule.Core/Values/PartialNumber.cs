using System;

namespace MmapModule;

/// <summary>Integers of up to eight bytes, and of up to 64 bits: .NET has no types for three bytes or five bits.</summary>
internal static class PartialNumber
{
    internal const int BitsOfByte = 8;

    private const int MostBits = 64;

    /// <summary>The number that some bytes are, without sign.</summary>
    internal static ulong Load(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            value = (value << BitsOfByte) | bytes[bigEndian ? i : bytes.Length - 1 - i];
        }

        return value;
    }

    /// <summary>Writes as many of the lowest bits as there are bytes for.</summary>
    internal static void Store(Span<byte> bytes, bool bigEndian, ulong value)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[bigEndian ? bytes.Length - 1 - i : i] = (byte)(value >> (BitsOfByte * i));
        }
    }

    /// <summary>All bits of a width.</summary>
    internal static ulong Mask(int width) => width == MostBits ? ulong.MaxValue : (1UL << width) - 1;

    /// <summary>The value of some bits, of which the highest one is the sign if they have one.</summary>
    internal static Int128 Extend(ulong bits, int width, bool isSigned) =>
        isSigned ? (long)(bits << (MostBits - width)) >> (MostBits - width) : bits & Mask(width);

    /// <summary>Whether a number has room in some bits.</summary>
    internal static bool Fits(Int128 number, int width, bool isSigned)
    {
        Int128 limit = Int128.One << (isSigned ? width - 1 : width);
        return number < limit && number >= (isSigned ? -limit : 0);
    }
}
