using System;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Formatting;

/// <summary>The bytes of both sides of a difference in whole lines, with the equal bytes beside it where they can be read.</summary>
internal sealed class DifferenceBytes
{
    private DifferenceBytes(long start, int count)
    {
        Start = start;
        Left = new short[count];
        Right = new short[count];
        Array.Fill(Left, HexPair.Missing);
        Array.Fill(Right, HexPair.Missing);
    }

    /// <summary>The offset of the first line.</summary>
    internal long Start { get; }

    /// <summary>The bytes of the reference.</summary>
    internal short[] Left { get; }

    /// <summary>The bytes of the difference object.</summary>
    internal short[] Right { get; }

    /// <summary>Takes the bytes out of a difference, perhaps of one from another process.</summary>
    internal static DifferenceBytes From(PSObject difference)
    {
        long offset = Number(difference, nameof(MappedDifference.Offset));
        byte[] left = Bytes(difference, nameof(MappedDifference.ReferenceBytes));
        byte[] right = Bytes(difference, nameof(MappedDifference.DifferenceBytes));
        int length = Math.Max(left.Length, right.Length);
        long start = MapRange.AlignDown(offset, HexPair.BytesInLine);
        DifferenceBytes result = new(start, (int)(MapRange.AlignUp(offset + length, HexPair.BytesInLine) - start));
        Add(result.Left, 0, Bytes(difference, nameof(MappedDifference.ReferenceLines)));
        Add(result.Right, 0, Bytes(difference, nameof(MappedDifference.DifferenceLines)));

        // The bytes that were compared, and not those that are there now.
        Add(result.Left, (int)(offset - start), left);
        Add(result.Right, (int)(offset - start), right);
        return result;
    }

    internal static long Number(PSObject item, string property) => item.Properties[property]?.Value is long number ? number : 0;

    private static byte[] Bytes(PSObject item, string property)
    {
        object? value = item.Properties[property]?.Value;
        return PlainValue.Of(value) as byte[] ?? [];
    }

    private static void Add(short[] side, int at, byte[] bytes)
    {
        for (int i = 0; i < bytes.Length && at + i < side.Length; i++)
        {
            side[at + i] = bytes[i];
        }
    }
}
