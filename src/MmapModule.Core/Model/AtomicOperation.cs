namespace MmapModule;

/// <summary>An operation that changes a value atomically.</summary>
public enum AtomicOperation
{
    /// <summary>Adds a number; what does not fit wraps around.</summary>
    Add,

    /// <summary>Subtracts a number; what does not fit wraps around.</summary>
    Subtract,

    /// <summary>Keeps the bits that are set in both.</summary>
    And,

    /// <summary>Sets bits.</summary>
    Or,

    /// <summary>Inverts bits.</summary>
    Xor,

    /// <summary>Puts another value there.</summary>
    Exchange,

    /// <summary>Puts another value there if an expected one is there.</summary>
    CompareExchange,

    /// <summary>Keeps the larger value.</summary>
    Max,

    /// <summary>Keeps the smaller value.</summary>
    Min,
}
