using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace MmapModule.Search;

/// <summary>The byte sequences that a text can have in upper and lower case.</summary>
internal sealed class CaseVariants
{
    private readonly List<List<byte[]>> _characters = [];
    private readonly List<byte> _bits = [];
    private readonly List<byte> _mask = [];

    internal CaseVariants(string text, Encoding encoding)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            List<byte[]> variants = Encode(rune, encoding);
            _characters.Add(variants);
            AddBits(variants);
        }
    }

    /// <summary>True if a mask says it all: the two cases of each letter differ in one bit, as those of ASCII do.</summary>
    internal bool IsExact { get; private set; } = true;

    internal byte[] Bits => [.. _bits];

    internal byte[] Mask => [.. _mask];

    /// <summary>A regular expression over bytes with all variants.</summary>
    internal string ToRegex()
    {
        StringBuilder pattern = new();
        foreach (List<byte[]> variants in _characters)
        {
            char separator = '(';
            foreach (byte[] variant in variants)
            {
                pattern.Append(separator == '(' ? "(?:" : "|");
                separator = '|';
                foreach (byte value in variant)
                {
                    pattern.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}");
                }
            }

            pattern.Append(')');
        }

        return pattern.ToString();
    }

    private static List<byte[]> Encode(Rune rune, Encoding encoding)
    {
        List<byte[]> variants = [];
        Rune upper = Rune.ToUpperInvariant(rune);
        foreach (Rune variant in (ReadOnlySpan<Rune>)[rune, upper, Rune.ToLowerInvariant(rune), Rune.ToLowerInvariant(upper)])
        {
            // Not every encoding has both cases of a letter: ISO 8859-1 has no capital of the letter FF.
            byte[]? bytes = TextCodec.TryEncode(encoding, variant.ToString());
            if (bytes is null)
            {
                if (variant == rune)
                {
                    throw TextCodec.NoSuchCharacter(encoding, rune.ToString());
                }

                continue;
            }

            if (!variants.Exists(known => known.AsSpan().SequenceEqual(bytes)))
            {
                variants.Add(bytes);
            }
        }

        return variants;
    }

    private void AddBits(List<byte[]> variants)
    {
        byte[] first = variants[0];
        byte[] second = variants[^1];
        int difference = 0;
        for (int i = 0; i < first.Length; i++)
        {
            int bits = i < second.Length ? first[i] ^ second[i] : 0xFF;
            difference += BitOperations.PopCount((uint)bits);
            _mask.Add((byte)~bits);
            _bits.Add((byte)(first[i] & ~bits));
        }

        IsExact &= variants.Count == 1 || (variants.Count == 2 && first.Length == second.Length && difference == 1);
    }
}
