using System;
using System.Collections.Generic;
using System.Globalization;

namespace MmapModule;

/// <summary>Bytes written in hex, in which a question mark stands for any four bits: 'AA ?? 0F', '4?'.</summary>
public sealed class HexPattern
{
    /// <summary>An error shows no more characters than this of a wrong text.</summary>
    private const int LongestShown = 100;

    private readonly byte[] _bits;
    private readonly byte[] _mask;

    private HexPattern(byte[] bits, byte[] mask)
    {
        _bits = bits;
        _mask = mask;
    }

    /// <summary>The number of bytes.</summary>
    public int Length => _bits.Length;

    /// <summary>The known bits; unknown ones are 0.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>1 for each known bit.</summary>
    public ReadOnlySpan<byte> Mask => _mask;

    /// <summary>True if no bit is unknown.</summary>
    public bool IsExact => _mask.AsSpan().IndexOfAnyExcept((byte)0xFF) < 0;

    /// <summary>A pattern of known bytes.</summary>
    /// <param name="bytes">The bytes, which are copied.</param>
    /// <returns>The pattern.</returns>
    public static HexPattern FromBytes(ReadOnlySpan<byte> bytes)
    {
        byte[] mask = new byte[bytes.Length];
        mask.AsSpan().Fill(0xFF);
        return new HexPattern(bytes.ToArray(), mask);
    }

    /// <summary>
    /// Reads hex text. Spaces, commas, hyphens, 0x and colons between two bytes do not count. A line of a hex dump is refused:
    /// its offset and the text on its right look like bytes but are none.
    /// </summary>
    /// <param name="text">Such as 'AA ?? 0F', 'aa??0f' or '0xAA, 0x0F'.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="MmapException">InvalidArgument: another character, a digit too many, or a line of a dump.</exception>
    public static HexPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (HexDumpLine.IsIn(text))
        {
            throw ValueErrors.HexDump(Shorten(text));
        }

        List<byte> bits = [];
        List<byte> mask = [];
        foreach (string group in text.Split([' ', '\t', '\r', '\n', ',', ':', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            ReadOnlySpan<char> digits = group.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? group.AsSpan(2) : group;
            if (digits.Length == 0 || digits.Length % 2 != 0)
            {
                throw Invalid(text, ValueErrors.NotTwoDigits(Shorten(group)));
            }

            for (int i = 0; i < digits.Length; i += 2)
            {
                (int high, int highMask) = Digit(digits[i], text);
                (int low, int lowMask) = Digit(digits[i + 1], text);
                bits.Add((byte)((high << 4) | low));
                mask.Add((byte)((highMask << 4) | lowMask));
            }
        }

        return bits.Count > 0 ? new HexPattern([.. bits], [.. mask]) : throw Invalid(text, "it has no bytes");
    }

    /// <summary>Whether bytes match.</summary>
    /// <param name="bytes">At least as many bytes as the pattern has; more are ignored.</param>
    /// <returns>True if all known bits are equal.</returns>
    public bool Matches(ReadOnlySpan<byte> bytes) => FirstMismatch(bytes) < 0;

    /// <summary>Where bytes begin to differ from the pattern.</summary>
    /// <param name="bytes">At least as many bytes as the pattern has; more are ignored, and one that is missing differs.</param>
    /// <returns>The index of the first byte with another known bit; -1 if the bytes match.</returns>
    public int FirstMismatch(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, _bits.Length);
        for (int i = 0; i < count; i++)
        {
            if ((bytes[i] & _mask[i]) != _bits[i])
            {
                return i;
            }
        }

        return count < _bits.Length ? count : -1;
    }

    /// <summary>Puts known bits over other bytes and keeps the rest of them.</summary>
    /// <param name="bytes">The bytes to change.</param>
    /// <param name="start">Which byte of the pattern falls on the first of them.</param>
    public void ApplyTo(Span<byte> bytes, int start = 0)
    {
        int count = Math.Min(bytes.Length, _bits.Length - start);
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)((bytes[i] & ~_mask[start + i]) | _bits[start + i]);
        }
    }

    /// <summary>The pattern as text: 'AA ?? 0F'.</summary>
    /// <returns>Two characters for each byte, with spaces between.</returns>
    public override string ToString() => ToString(0, _bits.Length);

    /// <summary>A part of the pattern as text.</summary>
    internal string ToString(int start, int length) => string.Create(Math.Max((length * 3) - 1, 0), (Pattern: this, start, length), static (text, part) =>
    {
        text.Fill(' ');
        for (int i = 0; i < part.length; i++)
        {
            byte bits = part.Pattern._bits[part.start + i];
            byte mask = part.Pattern._mask[part.start + i];
            text[i * 3] = (mask & 0xF0) == 0 ? '?' : Hex(bits >> 4);
            text[(i * 3) + 1] = (mask & 0x0F) == 0 ? '?' : Hex(bits & 0xF);
        }
    });

    /// <summary>From the first byte of which a part is known to the last; empty if there is none.</summary>
    internal MapRange KnownRange
    {
        get
        {
            int first = _mask.AsSpan().IndexOfAnyExcept((byte)0);
            return first < 0 ? default : new MapRange(first, _mask.AsSpan().LastIndexOfAnyExcept((byte)0) + 1 - first);
        }
    }

    /// <summary>The number of bytes of which at least a part is known.</summary>
    internal int KnownCount => _mask.Length - _mask.AsSpan().Count((byte)0);

    /// <summary>A pattern of bits of which some are known; unknown ones are 0. The arrays become part of it.</summary>
    internal static HexPattern FromMask(byte[] bits, byte[] mask) => new(bits, mask);

    /// <summary>The longest runs of bytes of which at least a part is known.</summary>
    internal IEnumerable<(int Start, int Length)> KnownRuns()
    {
        int i = 0;
        while (i < _mask.Length)
        {
            int start = i;
            while (i < _mask.Length && _mask[i] != 0)
            {
                i++;
            }

            if (i > start)
            {
                yield return (start, i - start);
            }

            i = Math.Max(i, start + 1);
        }
    }

    private static char Hex(int digit) => "0123456789ABCDEF"[digit];

    private static (int Value, int Mask) Digit(char digit, string text)
    {
        if (digit == '?')
        {
            return (0, 0);
        }

        return char.IsAsciiHexDigit(digit)
            ? (int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), 0xF)
            : throw Invalid(text, ValueErrors.NoHexDigit(digit.ToString()));
    }

    private static string Shorten(string text)
    {
        string start = text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "...");
        return string.Join(' ', start.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static MmapException Invalid(string text, string why) => ValueErrors.NoHex(Shorten(text), why);
}
