namespace MmapModule;

/// <summary>A part of a definition, for layouts whose records must be read part by part.</summary>
internal sealed record RecordItem(RecordItemKind Kind)
{
    /// <summary>The part is there only if all of these hold.</summary>
    internal RecordCondition[] Conditions { get; init; } = [];

    /// <summary>The offset, the number of bytes, or the number of elements.</summary>
    internal StructExpression? Amount { get; init; }

    /// <summary>How the amount is written.</summary>
    internal string Text { get; init; } = string.Empty;

    /// <summary>The field.</summary>
    internal MappedStructField? Field { get; init; }

    /// <summary>Where its value goes.</summary>
    internal int Slot { get; init; } = -1;

    /// <summary>How many elements it has.</summary>
    internal RecordCount Count { get; init; }

    /// <summary>The multiple it is put on; 1 if its offset was given.</summary>
    internal int Boundary { get; init; } = 1;

    /// <summary>Whether it is more bits of the number that the field before it begins.</summary>
    internal bool IsContinued { get; init; }

    /// <summary>What the value must be.</summary>
    internal StructExpression? Check { get; init; }

    /// <summary>What the bytes must be.</summary>
    internal byte[] Magic { get; init; } = [];

    /// <summary>Where those bytes are in the record; -1 if that depends on it.</summary>
    internal int Offset { get; init; }
}
