namespace MmapModule;

/// <summary>The kinds of tokens in a definition.</summary>
internal enum DefinitionTokenKind
{
    /// <summary>A type or a name.</summary>
    Word,

    /// <summary>A number, perhaps a wrong one.</summary>
    Number,

    /// <summary>What stands between quotes.</summary>
    Text,

    /// <summary>One of ; , @ and the brackets, or what has no meaning.</summary>
    Sign,

    /// <summary>The end of the definition.</summary>
    End,
}
