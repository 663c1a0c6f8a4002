using System;
using System.Collections.Generic;
using System.Linq;
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
    internal RegexNode ToRegex() => new RegexNode.Sequence([.. _characters.Select(ToRegex)]);

    private static RegexNode ToRegex(List<byte[]> variants)
    {
        ByteSet single = ByteSet.None;
        List<RegexNode> ways = [];
        foreach (byte[] variant in variants)
        {
            if (variant.Length == 1)
            {
                single |= ByteSet.Of(variant[0]);
            }
            else
            {
                ways.Add(new RegexNode.Sequence([.. variant.Select(static value => new RegexNode.Bytes(ByteSet.Of(value)))]));
            }
        }

        if (!single.IsEmpty)
        {
            ways.Add(new RegexNode.Bytes(single));
        }

        return ways.Count == 1 ? ways[0] : new RegexNode.Choice(ways);
    }

    private static List<byte[]> Encode(Rune rune, Encoding encoding)
    {
        List<byte[]> variants = [];
        foreach (Rune variant in CaseClasses.Of(rune))
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
