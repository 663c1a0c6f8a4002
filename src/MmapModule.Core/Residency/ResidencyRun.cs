namespace MmapModule;

/// <summary>Adjacent pages that are alike, before they become an object for the user.</summary>
/// <param name="Pages">The pages, in bytes from the start of the mapping: whole pages.</param>
/// <param name="IsResident">Whether they are in memory.</param>
internal readonly record struct ResidencyRun(MapRange Pages, bool IsResident);
