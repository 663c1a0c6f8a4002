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

    /// <summary>Takes the bytes out of a difference; one from another process has its own bytes only.</summary>
    internal static DifferenceBytes From(PSObject difference)
    {
        long offset = Number(difference, nameof(MappedDifference.Offset));
        byte[] left = Bytes(difference, nameof(MappedDifference.ReferenceBytes));
        byte[] right = Bytes(difference, nameof(MappedDifference.DifferenceBytes));
        int length = Math.Max(left.Length, right.Length);
        long start = MapRange.AlignDown(offset, HexPair.BytesInLine);
        DifferenceBytes result = new(start, (int)(MapRange.AlignUp(offset + length, HexPair.BytesInLine) - start));
        if (difference.BaseObject is MappedDifference live)
        {
            result.AddBeside(result.Left, live.ReferenceInput);
            result.AddBeside(result.Right, live.DifferenceInput);
        }

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
        for (int i = 0; i < bytes.Length; i++)
        {
            side[at + i] = bytes[i];
        }
    }

    /// <summary>What is in the map now; the bytes that were compared are put over it.</summary>
    private void AddBeside(short[] side, MappedMemory input)
    {
        byte[] bytes = new byte[Math.Clamp(input.Length - Start, 0, side.Length)];
        try
        {
            input.Read(Start, bytes);
            Add(side, 0, bytes);
        }
        catch (MmapException)
        {
            // The map was removed or its file was truncated: a view must not fail, and shows what it has.
        }
    }
}
