namespace MmapModule.Search;

/// <summary>Places that a regular expression can name.</summary>
internal enum PlaceKind
{
    /// <summary>^: the start of a line.</summary>
    LineStart,

    /// <summary>$: the end of a line.</summary>
    LineEnd,

    /// <summary>\A: the start of the searched range.</summary>
    Start,

    /// <summary>\z: the end of the searched range.</summary>
    End,

    /// <summary>\Z: the end of the searched range, or before a line feed there.</summary>
    LastLineEnd,

    /// <summary>\b: one side is a word character, the other is not.</summary>
    WordBorder,

    /// <summary>\B: the opposite.</summary>
    NoWordBorder,
}
