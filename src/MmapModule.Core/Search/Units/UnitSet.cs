using System;
using System.Text;

namespace MmapModule.Search;

/// <summary>A set of characters of .NET, which are units of two bytes.</summary>
internal sealed class UnitSet : IEquatable<UnitSet>
{
    /// <summary>How many units there are.</summary>
    internal const int Units = char.MaxValue + 1;

    private readonly ulong[] _bits = new ulong[Units / 64];

    internal static UnitSet Of(char unit)
    {
        UnitSet set = new();
        set.Add(unit);
        return set;
    }

    internal bool Contains(int unit) => (_bits[unit >> 6] & (1UL << (unit & 63))) != 0;

    internal void Add(int unit) => _bits[unit >> 6] |= 1UL << (unit & 63);

    /// <summary>The set with all characters that any folding of case makes equal to one of it.</summary>
    internal UnitSet InBothCases()
    {
        UnitSet both = new();
        for (int unit = 0; unit < Units; unit++)
        {
            if (!Contains(unit))
            {
                continue;
            }

            both.Add(unit);
            if (!char.IsSurrogate((char)unit))
            {
                foreach (Rune other in CaseClasses.Of(new Rune(unit)))
                {
                    both.Add(other.IsBmp ? other.Value : unit);
                }
            }
        }

        return both;
    }

    public bool Equals(UnitSet? other) => other is not null && _bits.AsSpan().SequenceEqual(other._bits);

    public override bool Equals(object? obj) => Equals(obj as UnitSet);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ulong word in _bits)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
