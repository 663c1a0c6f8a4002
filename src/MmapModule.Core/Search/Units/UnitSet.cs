using System;
using System.Collections.Generic;
using System.Text;

namespace MmapModule.Search;

/// <summary>A set of characters of .NET, which are units of two bytes. Most sets are a single one, and need no bits for all the others.</summary>
internal sealed class UnitSet : IEquatable<UnitSet>
{
    /// <summary>How many units there are.</summary>
    internal const int Units = char.MaxValue + 1;

    private const int BitsOfWord = 64;

    private readonly int _only;
    private readonly ulong[]? _bits;

    private UnitSet(int only) => _only = only;

    private UnitSet(ulong[] bits)
    {
        _only = -1;
        _bits = bits;
    }

    internal static UnitSet Of(char unit) => new(unit);

    internal static UnitSet Of(IEnumerable<int> units)
    {
        ulong[] bits = new ulong[Units / BitsOfWord];
        int count = 0;
        int last = 0;
        foreach (int unit in units)
        {
            ref ulong word = ref bits[unit / BitsOfWord];
            ulong bit = 1UL << (unit % BitsOfWord);
            count += (word & bit) == 0 ? 1 : 0;
            word |= bit;
            last = unit;
        }

        return count == 1 ? new UnitSet(last) : new UnitSet(bits);
    }

    internal bool Contains(int unit) => _bits is null ? unit == _only : (_bits[unit / BitsOfWord] & (1UL << (unit % BitsOfWord))) != 0;

    /// <summary>The set with all characters that any folding of case makes equal to one of it.</summary>
    internal UnitSet InBothCases() => Of(BothCases());

    public bool Equals(UnitSet? other) =>
        other is not null && _only == other._only && _bits.AsSpan().SequenceEqual(other._bits);

    public override bool Equals(object? obj) => Equals(obj as UnitSet);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(_only);
        foreach (ulong word in _bits ?? [])
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    private IEnumerable<int> BothCases()
    {
        int first = _bits is null ? _only : 0;
        int end = _bits is null ? _only + 1 : Units;
        for (int unit = first; unit < end; unit++)
        {
            if (!Contains(unit))
            {
                continue;
            }

            yield return unit;
            if (!char.IsSurrogate((char)unit))
            {
                foreach (Rune other in CaseClasses.Of(new Rune(unit)))
                {
                    yield return other.IsBmp ? other.Value : unit;
                }
            }
        }
    }
}
