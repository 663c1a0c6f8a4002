using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>docs/en-US says of each cmdlet what the code says, in both directions.</summary>
public sealed class HelpPageTests
{
    private const string Folder = "docs/en-US/";

    public static IEnumerable<TheoryDataRow<string>> Names => Cmdlet.All.Select(static cmdlet => new TheoryDataRow<string>(cmdlet.Name));

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet() =>
        Complaints.None(Complaints.Difference(
            Folder,
            Cmdlet.All.Select(static cmdlet => Folder + cmdlet.Name + ".md").Append(Folder + "MmapModule.md"),
            Repository.Files(Folder, ".md")));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_front_matter_is_that_of_PlatyPS(string name)
    {
        (Cmdlet cmdlet, HelpPage page) = Load(name);
        Assert.Equal("2024-05-01", page.FrontMatter["PlatyPS schema version"]);
        Assert.Equal("cmdlet", page.FrontMatter["document type"]);
        Assert.Equal("MmapModule.dll-Help.xml", page.FrontMatter["external help file"]);
        Assert.Equal("MmapModule", page.FrontMatter["Module Name"]);
        Assert.Equal(cmdlet.HelpUri, page.FrontMatter["HelpUri"]);
        Assert.Equal(name, page.FrontMatter["title"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_left_to_fill_in(string name)
    {
        (_, HelpPage page) = Load(name);
        Assert.All(["SYNOPSIS", "SYNTAX", "DESCRIPTION", "INPUTS", "OUTPUTS"], title => Assert.NotEmpty(page.Section(title)));
        Assert.DoesNotContain("{{", Repository.Read(Folder + name + ".md"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_alias_is_named(string name)
    {
        (Cmdlet cmdlet, HelpPage page) = Load(name);
        Assert.All(cmdlet.Aliases, alias => Assert.Matches(@"\b" + alias + @"\b", page.Section("ALIASES")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_syntax_shows_every_set_with_its_parameters(string name)
    {
        (Cmdlet cmdlet, HelpPage page) = Load(name);
        Dictionary<string, string> shown = page.Parts("SYNTAX").ToDictionary(static part => part.Title.Replace(" (Default)", null, StringComparison.Ordinal), static part => part.Body);
        Complaints.None(Complaints.Difference(name + ": the syntax", cmdlet.Sets, shown.Keys));
        Complaints.None(shown.SelectMany(set => Complaints.Difference(
            name + " (" + set.Key + "): the syntax",
            cmdlet.Set(set.Key).Select(static pair => pair.Parameter.Name),
            Regex.Matches(set.Value, @"(?<!\w)-(\w+)").Select(static match => match.Groups[1].Value).Except(["WhatIf", "Confirm"]))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void There_are_three_examples_that_use_the_cmdlet(string name)
    {
        (Cmdlet cmdlet, HelpPage page) = Load(name);
        Assert.True(Examples(page, [name, .. cmdlet.Aliases]) >= 3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Examples_use_only_what_exists(string name)
    {
        (_, HelpPage page) = Load(name);
        Complaints.None(HelpPage.Code(page.Section("EXAMPLES")).SelectMany(code => CommandUse.Complain(name, code)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_output_type_is_described(string name)
    {
        (Cmdlet cmdlet, HelpPage page) = Load(name);
        string[] described = [.. page.Parts("OUTPUTS").Select(static part => part.Title)];
        string text = page.Section("OUTPUTS");
        Complaints.None(described.Where(title => title != "None" && !cmdlet.OutputTypes.Any(type => type.FullName == title)).Select(title => name + " writes no " + title));
        Complaints.None(cmdlet.OutputTypes.Where(type => !Regex.IsMatch(text, @"\b" + Regex.Escape(type.Name))).Select(type => name + " also writes " + type.FullName));
        Assert.NotEmpty(described);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_link_leads_to_the_page_itself(string name)
    {
        (Cmdlet cmdlet, HelpPage page) = Load(name);
        Assert.Matches(@"^- \[Online Version:?\]\(" + Regex.Escape(cmdlet.HelpUri!) + @"\)", page.Section("RELATED LINKS"));
    }

    [Fact]
    public void A_bad_page_is_seen()
    {
        HelpPage page = new("---\ntitle: X\n---\n\n## EXAMPLES\n\n### A\n\n```powershell\n# ## no heading\nGet-X\n```\n\n### B\n\nText.\n\n```\nGet-Y\n```\n## INPUTS\n\nn");
        Assert.Equal("X", page.FrontMatter["title"]);
        Assert.Equal("n", page.Section("INPUTS"));
        Assert.Equal(1, Examples(page, ["Get-X"]));
        Assert.Equal(["A", "B"], page.Parts("EXAMPLES").Select(static part => part.Title));
    }

    /// <summary>How many examples call the cmdlet by one of its names.</summary>
    private static int Examples(HelpPage page, string[] names) =>
        page.Parts("EXAMPLES").Count(example => HelpPage.Code(example.Body).Any(code => names.Any(name => code.Contains(name, StringComparison.Ordinal))));

    private static (Cmdlet Cmdlet, HelpPage Page) Load(string name) =>
        (Cmdlet.All.Single(cmdlet => cmdlet.Name == name), new HelpPage(Repository.Read(Folder + name + ".md")));
}
