namespace MmapModule;

/// <summary>How two inputs differ at one place.</summary>
public enum MappedDifferenceKind
{
    /// <summary>Both sides have bytes there, and they differ.</summary>
    Changed,

    /// <summary>The reference is longer; the difference object has ended.</summary>
    ReferenceOnly,

    /// <summary>The difference object is longer; the reference has ended.</summary>
    DifferenceOnly,
}
