using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MmapModule.Search;

/// <summary>
/// Which characters an expression can tell apart. Each such class of characters is one byte, its symbol, so that automata for bytes
/// search text of two-byte units, too.
/// </summary>
/// <remarks>
/// The symbol of a character of ASCII is that character, so text that is mostly ASCII becomes symbols many characters at a time,
/// and line feeds, common bytes and zeros are what they are elsewhere.
/// </remarks>
internal sealed class UnitAlphabet
{
    private const int FirstClass = 0x80;
    private const int MostClasses = 0x100 - FirstClass;

    private readonly byte[] _symbols;
    private readonly int[] _examples;

    private UnitAlphabet(byte[] symbols, int[] examples, bool isBigEndian)
    {
        _symbols = symbols;
        _examples = examples;
        IsBigEndian = isBigEndian;
    }

    /// <summary>Whether the most significant byte of a unit comes first.</summary>
    internal bool IsBigEndian { get; }

    /// <returns>Null if the expressions tell too many characters apart.</returns>
    internal static UnitAlphabet? TryCreate(IEnumerable<RegexNode> nodes, bool isBigEndian)
    {
        HashSet<UnitSet> sets = [];
        foreach (RegexNode node in nodes)
        {
            Collect(node, sets);
        }

        int[] classes = new int[UnitSet.Units];
        int count = 1;
        foreach (UnitSet set in sets)
        {
            count = Split(classes, count, set);
            if (count > MostClasses)
            {
                return null;
            }
        }

        byte[] symbols = new byte[UnitSet.Units];
        int[] examples = new int[FirstClass + count];
        for (int unit = UnitSet.Units - 1; unit >= 0; unit--)
        {
            symbols[unit] = unit < FirstClass ? (byte)unit : (byte)(FirstClass + classes[unit]);
            examples[symbols[unit]] = unit;
        }

        return new UnitAlphabet(symbols, examples, isBigEndian);
    }

    /// <summary>The expression over symbols.</summary>
    internal RegexNode Lower(RegexNode node) => node is RegexNode.Unit unit
        ? new RegexNode.Bytes(ByteSet.Where(symbol => symbol < _examples.Length && unit.Set.Contains(_examples[symbol])))
        : node.With(Lower);

    /// <summary>The symbol of a unit whose bytes were read in their order.</summary>
    internal byte SymbolOf(byte first, byte second) => _symbols[IsBigEndian ? (first << 8) | second : (second << 8) | first];

    /// <summary>Turns bytes into symbols, one for every two of them.</summary>
    internal void Translate(ReadOnlySpan<byte> bytes, Span<byte> symbols)
    {
        int i = 0;
        Vector128<ushort> ascii = Vector128.Create((ushort)0x7F);
        while (symbols.Length - i >= Vector128<byte>.Count)
        {
            Vector128<ushort> low = Vector128.Create(bytes.Slice(i * 2, Vector128<byte>.Count)).AsUInt16();
            Vector128<ushort> high = Vector128.Create(bytes.Slice((i * 2) + Vector128<byte>.Count, Vector128<byte>.Count)).AsUInt16();
            if (IsBigEndian)
            {
                low = Swap(low);
                high = Swap(high);
            }

            if (Vector128.GreaterThanAny(low | high, ascii))
            {
                TranslateEach(bytes.Slice(i * 2, Vector128<byte>.Count * 2), symbols.Slice(i, Vector128<byte>.Count));
            }
            else
            {
                Vector128.Narrow(low, high).CopyTo(symbols[i..]);
            }

            i += Vector128<byte>.Count;
        }

        TranslateEach(bytes[(i * 2)..], symbols[i..]);
    }

    /// <summary>Turns bytes into characters.</summary>
    internal void ToCharacters(ReadOnlySpan<byte> bytes, Span<char> characters)
    {
        bytes.CopyTo(MemoryMarshal.AsBytes(characters));
        if (IsBigEndian == BitConverter.IsLittleEndian)
        {
            Span<ushort> units = MemoryMarshal.Cast<char, ushort>(characters[..(bytes.Length / 2)]);
            BinaryPrimitives.ReverseEndianness(units, units);
        }
    }

    private static Vector128<ushort> Swap(Vector128<ushort> units) => Vector128.ShiftLeft(units, 8) | Vector128.ShiftRightLogical(units, 8);

    private void TranslateEach(ReadOnlySpan<byte> bytes, Span<byte> symbols)
    {
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i] = SymbolOf(bytes[i * 2], bytes[(i * 2) + 1]);
        }
    }

    private static void Collect(RegexNode node, HashSet<UnitSet> sets)
    {
        if (node is RegexNode.Unit unit)
        {
            sets.Add(unit.Set);
        }

        foreach (RegexNode part in node.Parts)
        {
            Collect(part, sets);
        }
    }

    /// <summary>Splits each class of which a set contains a part, and returns how many there are then. ASCII is not classified.</summary>
    private static int Split(int[] classes, int count, UnitSet set)
    {
        int[] all = new int[count];
        int[] inside = new int[count];
        for (int unit = FirstClass; unit < classes.Length; unit++)
        {
            all[classes[unit]]++;
            inside[classes[unit]] += set.Contains(unit) ? 1 : 0;
        }

        int[] split = [.. Enumerable.Repeat(-1, count)];
        for (int i = 0; i < split.Length; i++)
        {
            split[i] = inside[i] > 0 && inside[i] < all[i] ? count++ : -1;
        }

        for (int unit = FirstClass; unit < classes.Length; unit++)
        {
            int target = split[classes[unit]];
            classes[unit] = target >= 0 && set.Contains(unit) ? target : classes[unit];
        }

        return count;
    }
}
