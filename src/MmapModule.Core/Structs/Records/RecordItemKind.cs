namespace MmapModule;

/// <summary>What a part of a definition does.</summary>
internal enum RecordItemKind
{
    /// <summary>Reads a field.</summary>
    Field,

    /// <summary>Continues at an offset.</summary>
    Move,

    /// <summary>Leaves bytes out.</summary>
    Skip,

    /// <summary>Continues at a multiple.</summary>
    Align,

    /// <summary>Compares bytes.</summary>
    Magic,
}
