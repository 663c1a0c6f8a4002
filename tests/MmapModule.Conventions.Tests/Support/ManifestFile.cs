using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MmapModule.Conventions.Tests;

/// <summary>A module manifest, as far as plain strings and lists of them go. A key that is missing has no value at all.</summary>
internal sealed class ManifestFile(string text)
{
    internal static ManifestFile Current { get; } = new(Repository.Read("MmapModule.psd1"));

    /// <summary>All keys, also those of inner tables, in the order of the file.</summary>
    internal IReadOnlyList<string> Keys => [.. Regex.Matches(text, @"(?m)^\s*(\w+)\s*=").Select(static match => match.Groups[1].Value)];

    internal string? Text(string key)
    {
        Match match = Regex.Match(text, @"(?m)^\s*" + key + @"\s*=\s*@?'([^']*)'");
        return match.Success ? match.Groups[1].Value.Trim() : null;
    }

    internal IReadOnlyList<string>? List(string key)
    {
        Match match = Regex.Match(text, @"(?m)^\s*" + key + @"\s*=\s*@\(([^)]*)\)");
        return match.Success ? [.. Regex.Matches(match.Groups[1].Value, "'([^']*)'").Select(static item => item.Groups[1].Value)] : null;
    }
}
