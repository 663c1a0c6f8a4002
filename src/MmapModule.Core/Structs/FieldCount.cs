namespace MmapModule;

/// <summary>How many elements a field has, as a definition says it.</summary>
/// <param name="Kind">How that is known.</param>
/// <param name="Number">The number; null if it is no array, or if it depends on the record.</param>
/// <param name="Expression">The calculation of the number.</param>
/// <param name="Text">What stands in the brackets.</param>
internal sealed record FieldCount(RecordCount Kind, int? Number = null, StructExpression? Expression = null, string Text = "")
{
    /// <summary>A field that is no array.</summary>
    internal static FieldCount One { get; } = new(RecordCount.Fixed);
}
