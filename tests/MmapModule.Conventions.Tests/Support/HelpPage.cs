using System;
using System.Collections.Generic;
using System.Linq;

namespace MmapModule.Conventions.Tests;

/// <summary>A part of a page below a heading.</summary>
internal sealed record HelpSection(string Title, string Body);

/// <summary>A page in the markdown of PlatyPS.</summary>
internal sealed class HelpPage
{
    private readonly List<HelpSection> _sections;

    internal HelpPage(string text)
    {
        string[] parts = text.Split("\n---\n", 2);
        FrontMatter = parts[0].Split('\n')
            .Select(static line => line.Split(": ", 2))
            .Where(static pair => pair.Length == 2)
            .ToDictionary(static pair => pair[0], static pair => pair[1].Trim('\'', '"'));
        _sections = Split(parts.Length > 1 ? parts[1] : string.Empty, "## ");
    }

    internal IReadOnlyDictionary<string, string> FrontMatter { get; }

    /// <summary>The text of a section, or nothing if there is no such section.</summary>
    internal string Section(string title) => _sections.FirstOrDefault(section => section.Title == title)?.Body.Trim() ?? string.Empty;

    internal IReadOnlyList<HelpSection> Parts(string title) => Split(Section(title), "### ");

    /// <summary>What stands in the fenced blocks of a text.</summary>
    internal static IEnumerable<string> Code(string text)
    {
        string[] fences = text.Split("\n```");
        for (int i = 1; i + 1 < fences.Length; i += 2)
        {
            string language = fences[i].Split('\n', 2)[0];
            if (language is "" or "powershell")
            {
                yield return fences[i][language.Length..];
            }
        }
    }

    /// <summary>Splits at the headings of one level. A line that only looks like one, in a block of code, is none.</summary>
    private static List<HelpSection> Split(string text, string heading)
    {
        List<HelpSection> sections = [];
        bool isCode = false;
        foreach (string line in text.Split('\n'))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!isCode && line.StartsWith(heading, StringComparison.Ordinal))
            {
                sections.Add(new HelpSection(line[heading.Length..].Trim(), string.Empty));
            }
            else if (sections.Count > 0)
            {
                sections[^1] = sections[^1] with { Body = sections[^1].Body + "\n" + line };
            }
        }

        return sections;
    }
}
