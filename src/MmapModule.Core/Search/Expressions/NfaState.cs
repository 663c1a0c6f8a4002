namespace MmapModule.Search;

/// <summary>A state of <see cref="ByteNfa"/>.</summary>
internal sealed record NfaState(NfaKind Kind)
{
    internal ByteSet Set { get; init; } = ByteSet.None;

    internal PlaceKind Place { get; init; }

    internal bool IsNegated { get; init; }

    /// <summary>The state after this one; of a match, the number of the expression.</summary>
    internal int Next { get; init; }

    internal int Other { get; init; }

    /// <summary>Whether the way through this state is open.</summary>
    /// <param name="before">The byte before the place; -1 at the start of the searched range.</param>
    /// <param name="after">The byte after it; -1 at the end.</param>
    internal bool IsOpen(int before, int after) => Kind switch
    {
        NfaKind.Behind => IsSeen(before) != IsNegated,
        NfaKind.Ahead => IsSeen(after) != IsNegated,
        NfaKind.Place => Place switch
        {
            PlaceKind.LineStart => before is -1 or '\n',
            PlaceKind.LineEnd => after is -1 or '\n',
            PlaceKind.Start => before == -1,
            PlaceKind.End => after == -1,
            PlaceKind.WordBorder => IsWord(before) != IsWord(after),
            _ => IsWord(before) == IsWord(after),
        },
        _ => true,
    };

    private bool IsSeen(int value) => value >= 0 && Set.Contains(value);

    private static bool IsWord(int value) => value >= 0 && ByteSet.WordCharacters.Contains(value);
}
