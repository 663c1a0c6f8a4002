namespace MmapModule;

/// <summary>A word, a number or a sign in a definition.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The characters; empty at the end.</param>
/// <param name="Position">Where it begins in the definition.</param>
/// <param name="IsOnNewLine">Whether a line ends between the token before it and this one.</param>
internal readonly record struct DefinitionToken(DefinitionTokenKind Kind, string Text, int Position, bool IsOnNewLine)
{
    internal bool Is(char sign) => Kind == DefinitionTokenKind.Sign && Text[0] == sign;
}
