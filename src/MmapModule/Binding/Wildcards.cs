using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>The only place that makes wildcard patterns of what users type.</summary>
internal static class Wildcards
{
    /// <summary>Parses a pattern.</summary>
    /// <param name="text">The pattern as typed.</param>
    /// <param name="options">Whether case counts.</param>
    /// <param name="typed">What the user typed, where the pattern is made of it.</param>
    /// <exception cref="MmapException">InvalidArgument, for a pattern such as 'x['.</exception>
    internal static WildcardPattern Parse(string text, WildcardOptions options, string? typed = null)
    {
        WildcardPattern pattern = WildcardPattern.Get(text, options);
        try
        {
            // PowerShell looks at the pattern when it is used for the first time.
            _ = pattern.IsMatch(string.Empty);
        }
        catch (WildcardPatternException)
        {
            throw PathArgumentErrors.MalformedWildcard(typed ?? text);
        }

        return pattern;
    }
}
