using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>What readers are told is there.</summary>
public sealed class DocumentTests
{
    private static readonly string[] s_pages = [.. Repository.Files(".", ".md")];

    [Fact]
    public void The_changelog_begins_with_the_version_of_the_manifest() =>
        Assert.Equal(ManifestFile.Current.Text("ModuleVersion"), NewestVersion(Repository.Read("CHANGELOG.md")));

    [Fact]
    public void The_changelog_names_every_cmdlet() =>
        Complaints.None(Cmdlet.All.Where(static cmdlet => !Names(Repository.Read("CHANGELOG.md"), cmdlet.Name)).Select(static cmdlet => cmdlet.Name));

    [Fact]
    public void The_readme_names_every_cmdlet() =>
        Complaints.None(Cmdlet.All.Where(static cmdlet => !Names(Repository.Read("README.md"), cmdlet.Name)).Select(static cmdlet => cmdlet.Name));

    [Fact]
    public void Every_public_type_of_the_engine_is_on_the_page_of_types() =>
        Complaints.None(Complaints.Difference("docs/types.md", typeof(MemoryMap).Assembly.GetExportedTypes().Select(static type => type.Name), Types(Repository.Read("docs/types.md"))));

    [Fact]
    public void The_readme_links_to_every_example() =>
        Complaints.None(Repository.Files("examples", ".ps1")
            .Where(static path => Path.GetDirectoryName(path) == "examples")
            .Where(static path => !Repository.Read("README.md").Contains("](" + path + ")", StringComparison.Ordinal)));

    [Fact]
    public void Pages_and_examples_use_only_what_exists() =>
        Complaints.None(s_pages.Concat(Repository.Files("examples", ".ps1")).SelectMany(static page => CommandUse.Complain(page, Repository.Read(page))));

    [Fact]
    public void Links_lead_somewhere() =>
        Complaints.None(s_pages.SelectMany(static page => BrokenLinks(page, Repository.Read(page))));

    [Fact]
    public void Wrong_pages_are_seen()
    {
        Assert.Equal("1.2.3", NewestVersion("# Changelog\n\n## [1.2.3] - 2026-01-01\n\n## [1.2.2]\n"));
        Assert.Equal("1.2.3", NewestVersion("# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-01\n"));
        Assert.Null(NewestVersion("# Changelog\n\n## [Unreleased]\n"));
        Assert.Equal(["A", "B", "C"], Types("| Type | `X` |\n| `A`, `B` | `Y` |\n| `C` | z |\n"));
        Assert.Equal(["docs/x.md: no.md"], BrokenLinks("docs/x.md", "[a](no.md) [b](errors.md#top) [c](https://example.org/) [d](#here) `[byte[]](0)`"));
        Assert.Equal(
            ["x uses New-MemoryMap -Speed", "x uses Get-MappedThing, which does not exist"],
            CommandUse.Complain("x", "$m = New-MemoryMap $p -Speed 3 -Size (Get-Item x -Force).Length | Get-MappedThing -A '-b'"));
    }

    /// <summary>The types in the first column of the tables.</summary>
    private static IEnumerable<string> Types(string page) =>
        Regex.Matches(page, "(?m)^\\| (`[^|]*)\\|").SelectMany(static row => Regex.Matches(row.Groups[1].Value, "`(\\w+)`")).Select(static name => name.Groups[1].Value);

    private static string? NewestVersion(string changelog)
    {
        Match match = Regex.Match(changelog, @"(?m)^## (?!\[Unreleased\])(.*)$");
        Match version = Regex.Match(match.Value, @"\d+\.\d+\.\d+");
        return version.Success ? version.Value : null;
    }

    private static bool Names(string text, string cmdlet) => Regex.IsMatch(text, @"\b" + cmdlet + @"\b");

    private static IEnumerable<string> BrokenLinks(string page, string text) =>
        Regex.Matches(Regex.Replace(text, "(?s)```.*?```|`[^`\n]*`", string.Empty), @"\]\(([^)#:\s]+)(#[^)]*)?\)")
            .Select(static match => match.Groups[1].Value)
            .Where(link => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page) ?? string.Empty, link)))
            .Select(link => page + ": " + link);
}
