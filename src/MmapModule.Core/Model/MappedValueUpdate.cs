namespace MmapModule;

/// <summary>What an atomic operation has done to a value.</summary>
/// <param name="Old">The value before.</param>
/// <param name="New">The value after; the same as <paramref name="Old"/> if the operation did not change it.</param>
/// <param name="Succeeded">False only if CompareExchange found another value than the expected one.</param>
public sealed record MappedValueUpdate(object Old, object New, bool Succeeded);
