namespace MmapModule;

/// <summary>A question whose answer decides whether a part is there. A record answers it once, when it is first asked: a part may change what it is about.</summary>
/// <param name="Index">The number of the question in the layout.</param>
/// <param name="Expression">The calculation; true if it is not zero.</param>
/// <param name="IsWanted">Whether the part is there if it is true, or if it is not.</param>
internal sealed record RecordCondition(int Index, StructExpression Expression, bool IsWanted);
