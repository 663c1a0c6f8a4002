using System;
using System.Numerics;

namespace MmapModule.Search;

/// <summary>A set of bytes.</summary>
internal sealed class ByteSet : IEquatable<ByteSet>
{
    private const int Words = 4;
    private readonly ulong[] _bits;

    private ByteSet(ulong[] bits) => _bits = bits;

    internal static ByteSet None { get; } = new(new ulong[Words]);

    internal static ByteSet All { get; } = ~None;

    internal static ByteSet LineFeed { get; } = Of('\n');

    internal static ByteSet Digits { get; } = Range('0', '9');

    internal static ByteSet WordCharacters { get; } = Digits | Range('a', 'z') | Range('A', 'Z') | Of('_');

    internal static ByteSet Spaces { get; } = Range('\t', '\r') | Of(' ');

    internal int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in _bits)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    internal bool IsEmpty => Count == 0;

    public static ByteSet operator |(ByteSet left, ByteSet right) => Combine(left, right, static (one, other) => one | other);

    public static ByteSet operator &(ByteSet left, ByteSet right) => Combine(left, right, static (one, other) => one & other);

    public static ByteSet operator ~(ByteSet set) => Combine(set, set, static (one, _) => ~one);

    internal static ByteSet Of(int value) => Range(value, value);

    internal static ByteSet Range(int first, int last)
    {
        ulong[] bits = new ulong[Words];
        for (int value = first; value <= last; value++)
        {
            bits[value >> 6] |= 1UL << (value & 63);
        }

        return new ByteSet(bits);
    }

    internal static ByteSet Where(Func<byte, bool> contains)
    {
        ulong[] bits = new ulong[Words];
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            bits[value >> 6] |= contains((byte)value) ? 1UL << (value & 63) : 0;
        }

        return new ByteSet(bits);
    }

    internal bool Contains(int value) => (_bits[value >> 6] & (1UL << (value & 63))) != 0;

    /// <summary>The set with each ASCII letter in both cases.</summary>
    internal ByteSet InBothCases() => Where(value => Contains(value) || (char.IsAsciiLetter((char)value) && Contains(value ^ 0x20)));

    public bool Equals(ByteSet? other) => other is not null && _bits.AsSpan().SequenceEqual(other._bits);

    public override bool Equals(object? obj) => Equals(obj as ByteSet);

    public override int GetHashCode() => HashCode.Combine(_bits[0], _bits[1], _bits[2], _bits[3]);

    private static ByteSet Combine(ByteSet left, ByteSet right, Func<ulong, ulong, ulong> combine)
    {
        ulong[] bits = new ulong[Words];
        for (int i = 0; i < Words; i++)
        {
            bits[i] = combine(left._bits[i], right._bits[i]);
        }

        return new ByteSet(bits);
    }
}
