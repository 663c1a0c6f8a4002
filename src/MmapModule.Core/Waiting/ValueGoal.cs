using System;
using System.Collections.Generic;

namespace MmapModule.Waiting;

/// <summary>Waits for a value.</summary>
internal sealed class ValueGoal : WaitGoal
{
    private readonly MappedValueType _type;
    private readonly WaitCondition _until;
    private readonly object _value;
    private readonly bool _bigEndian;

    internal ValueGoal(MappedValueType type, WaitCondition until, object value, bool bigEndian)
    {
        _type = type;
        _until = until;
        _value = value;
        _bigEndian = bigEndian;
    }

    /// <summary>NaN is equal to itself and less than all other numbers, as everywhere in .NET that things are ordered.</summary>
    internal override bool IsMet(ReadOnlySpan<byte> bytes)
    {
        int order = Comparer<object>.Default.Compare(ValueCodec.Decode(bytes, _type, _bigEndian), _value);
        return _until switch
        {
            WaitCondition.Equal => order == 0,
            WaitCondition.NotEqual => order != 0,
            WaitCondition.Greater => order > 0,
            _ => order < 0,
        };
    }
}
