namespace MmapModule.Search;

/// <summary>What a hit is to tell of the lines around it.</summary>
/// <param name="Before">How many lines before it.</param>
/// <param name="After">How many lines after it.</param>
/// <param name="HasContext">Whether lines around it were requested at all.</param>
internal sealed record MatchDetail(int Before, int After, bool HasContext);
