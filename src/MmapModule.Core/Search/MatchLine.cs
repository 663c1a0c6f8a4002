using System.Linq;

namespace MmapModule.Search;

/// <summary>The line of a hit.</summary>
/// <param name="Number">Its number, from 1 on; null if it is not known.</param>
/// <param name="Text">The line.</param>
/// <param name="Column">In which character the hit begins, from 1 on.</param>
/// <param name="IsCut">Whether there was more of it, or of the lines around it.</param>
/// <param name="Context">The lines around it; null if they are not wanted.</param>
internal sealed record MatchLine(long? Number, string Text, int Column, bool IsCut, MappedMatchContext? Context)
{
    /// <summary>About how many bytes of memory it takes.</summary>
    internal long Weight => 64 + (2L * Text.Length) + (Context is null ? 0 : Context.PreContext.Concat(Context.PostContext).Sum(static line => 32 + (2L * line.Length)));
}
