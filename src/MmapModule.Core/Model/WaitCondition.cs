namespace MmapModule;

/// <summary>How a value in memory must compare with a given one for a wait to end.</summary>
public enum WaitCondition
{
    /// <summary>It is the same.</summary>
    Equal,

    /// <summary>It is another one.</summary>
    NotEqual,

    /// <summary>It is greater.</summary>
    Greater,

    /// <summary>It is less.</summary>
    Less,
}
