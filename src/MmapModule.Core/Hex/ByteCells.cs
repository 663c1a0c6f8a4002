using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MmapModule;

/// <summary>The characters of each byte, all of the same width.</summary>
internal sealed class ByteCells
{
    /// <summary>Two hex digits, the most common ones.</summary>
    internal static readonly ByteCells Hex = new(DumpStyle.Hex, isUpper: false);

    private readonly string[] _texts = new string[256];

    /// <summary>Two characters at a time, if there are two: a dump is made of nothing else.</summary>
    private readonly uint[] _pairs = new uint[256];

    private ByteCells(DumpStyle style, bool isUpper)
    {
        Width = style switch { DumpStyle.C => 4, DumpStyle.Bits => 8, DumpStyle.Decimal => 3, _ => 2 };
        for (int value = 0; value < _texts.Length; value++)
        {
            string digits = value.ToString(isUpper ? "X2" : "x2", CultureInfo.InvariantCulture);
            _texts[value] = style switch
            {
                DumpStyle.C => "0x" + digits,
                DumpStyle.Bits => Convert.ToString(value, 2).PadLeft(Width, '0'),
                DumpStyle.Decimal => value.ToString(CultureInfo.InvariantCulture).PadLeft(Width),
                _ => digits,
            };
            _pairs[value] = MemoryMarshal.Read<uint>(MemoryMarshal.AsBytes(_texts[value].AsSpan()));
        }
    }

    /// <summary>How many characters a byte takes.</summary>
    internal int Width { get; }

    internal string this[byte value] => _texts[value];

    /// <summary>Writes a byte.</summary>
    internal void Write(byte value, Span<char> text)
    {
        if (Width == 2)
        {
            MemoryMarshal.Write(MemoryMarshal.AsBytes(text[..2]), in _pairs[value]);
        }
        else
        {
            _texts[value].CopyTo(text);
        }
    }

    internal static ByteCells Of(DumpStyle style, bool isUpper) => style is DumpStyle.Hex && !isUpper ? Hex : new ByteCells(style, isUpper);
}
