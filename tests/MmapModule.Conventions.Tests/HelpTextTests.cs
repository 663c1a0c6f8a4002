using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The committed help file says what the pages say, word for word. So stale help is seen without PlatyPS, which makes it.</summary>
public sealed class HelpTextTests
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Lazy<Dictionary<string, XElement>> s_help = new(static () =>
        XDocument.Parse(Repository.Read("en-US/MmapModule.dll-Help.xml")).Descendants(s_command + "command").ToDictionary(
            static command => command.Element(s_command + "details")!.Element(s_command + "name")!.Value.Trim()));

    public static IEnumerable<TheoryDataRow<string>> Names => HelpPageTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_is_that_of_the_page(string name)
    {
        HelpPage page = new(Repository.Read("docs/en-US/" + name + ".md"));
        Complaints.None(Stale(name, FromPage(page), FromHelp(s_help.Value[name])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_of_every_set_is_that_of_the_code(string name)
    {
        Cmdlet cmdlet = Cmdlet.All.Single(cmdlet => cmdlet.Name == name);
        string[] shown = [.. s_help.Value[name].Descendants(s_command + "syntaxItem")
            .Select(static item => string.Join(' ', item.Elements(s_command + "parameter").Select(Describe).Order(StringComparer.Ordinal)))];
        string[] wanted = [.. cmdlet.Sets.Select(set => string.Join(' ', Ranked(cmdlet.Set(set)).Select(static pair => Describe(pair.Parameter, pair.Use))
            .Concat(cmdlet.SupportsShouldProcess ? ["WhatIf@named", "Confirm@named"] : []).Order(StringComparer.Ordinal)))];
        Complaints.None(Complaints.Difference("The syntax of " + name, wanted, shown));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pipeline_input_aliases_and_wildcards_are_those_of_the_code(string name)
    {
        Cmdlet cmdlet = Cmdlet.All.Single(cmdlet => cmdlet.Name == name);
        Dictionary<string, XElement> shown = Parameters(s_help.Value[name]).ToDictionary(Name);
        Complaints.None(
            from parameter in cmdlet.Parameters
            let item = shown.GetValueOrDefault(parameter.Name)
            from complaint in item is null ? ["is missing"] : Complaints.Difference(string.Empty, Traits(parameter), Traits(item))
            select name + " -" + parameter.Name + ": " + complaint);
    }

    [Fact]
    public void A_stale_text_is_seen()
    {
        HelpPage page = new(
            "---\n---\n\n## SYNOPSIS\n\nNew.\n\n## DESCRIPTION\n\nD.\n\n## EXAMPLES\n\n### One\n\nBefore.\n\n```powershell\nGet-X\n\n 1\n```\n\nAfter.\n\n```\nout\n```\n\n"
            + "## PARAMETERS\n\n### -A\n\nOf A.\n\n```yaml\nType: X\n```\n\n## INPUTS\n\n### None\n\nN.\n\n## NOTES\n\n## RELATED LINKS\n\n- [Online Version](https://example.org/)\n- [Get-Y](Get-Y.md)\n");
        List<(string Place, string Text)> texts = [.. FromPage(page)];
        Assert.Equal(
            [
                ("synopsis", "New."), ("description", "D."), ("-A", "Of A."), ("input", "None: N."), ("example", "One"), ("code", "Get-X\n\n 1"),
                ("remarks", "Before.\n\nAfter.\n\nout"), ("link", "Online Version https://example.org/"), ("link", "Get-Y"),
            ],
            texts);
        Assert.Empty(Stale("X", texts, texts));
        Assert.Equal(
            ["X, synopsis: the page has \"New.\" and the help does not", "X, synopsis: the help has \"Old.\" and the page does not"],
            Stale("X", texts, texts.Select(static item => item.Place == "synopsis" ? (item.Place, "Old.") : item)));
        Assert.Equal(["X: the order is another"], Stale("X", texts, texts.AsEnumerable().Reverse()));
    }

    private static string[] Stale(string name, IEnumerable<(string Place, string Text)> page, IEnumerable<(string Place, string Text)> help)
    {
        List<(string Place, string Text)> wanted = [.. page];
        List<(string Place, string Text)> found = [.. help];
        string[] complaints =
        [
            .. wanted.Except(found).Select(item => name + ", " + item.Place + ": the page has \"" + item.Text + "\" and the help does not"),
            .. found.Except(wanted).Select(item => name + ", " + item.Place + ": the help has \"" + item.Text + "\" and the page does not"),
        ];
        return complaints.Length > 0 || wanted.Order().SequenceEqual(found.Order()) && wanted.Where(IsOrdered).SequenceEqual(found.Where(IsOrdered))
            ? complaints
            : [name + ": the order is another"];
    }

    /// <summary>Parameters are in another order in the help: the alphabet.</summary>
    private static bool IsOrdered((string Place, string Text) item) => !item.Place.StartsWith('-');

    private static IEnumerable<(string Place, string Text)> FromPage(HelpPage page)
    {
        IEnumerable<(string Place, string Text)> texts =
        [
            ("synopsis", page.Section("SYNOPSIS")),
            ("description", page.Section("DESCRIPTION")),
            .. page.Parts("PARAMETERS").Where(static part => part.Title != "CommonParameters").Select(static part => (part.Title, part.Body.Split("```yaml", 2)[0])),
            .. page.Parts("INPUTS").Select(static part => ("input", part.Title + ": " + part.Body.Trim())),
            .. page.Parts("OUTPUTS").Select(static part => ("output", part.Title + ": " + part.Body.Trim())),
            ("notes", page.Section("NOTES")),
            .. page.Parts("EXAMPLES").SelectMany(Example),
            .. Regex.Matches(page.Section("RELATED LINKS"), @"(?m)^- \[(.+)\]\((.+)\)").Select(static link => ("link", Link(link.Groups[1].Value, link.Groups[2].Value))),
        ];
        return Tidy(texts);
    }

    private static IEnumerable<(string Place, string Text)> FromHelp(XElement command)
    {
        IEnumerable<(string Place, string Text)> texts =
        [
            ("synopsis", command.Element(s_command + "details")!.Element(s_maml + "description")!.Value),
            ("description", Paragraphs(command.Element(s_maml + "description"))),
            .. Parameters(command).Select(static item => ("-" + Name(item), Paragraphs(item.Element(s_maml + "description")))),
            .. Types(command, "inputType").Select(static text => ("input", text)),
            .. Types(command, "returnValue").Select(static text => ("output", text)),
            ("notes", Paragraphs(command.Element(s_maml + "alertSet")?.Element(s_maml + "alert"))),
            .. command.Descendants(s_command + "example").SelectMany(static example => new[]
            {
                ("example", example.Element(s_maml + "title")!.Value.Trim('-', ' ')),
                ("code", example.Element(s_dev + "code")!.Value),
                ("remarks", Paragraphs(example.Element(s_dev + "remarks"))),
            }),
            .. command.Descendants(s_maml + "navigationLink").Select(static link => ("link", Link(link.Element(s_maml + "linkText")!.Value, link.Element(s_maml + "uri")!.Value))),
        ];
        return Tidy(texts);
    }

    /// <summary>The title, the first block of code, and everything else without the fences.</summary>
    private static IEnumerable<(string Place, string Text)> Example(HelpSection example)
    {
        Match code = Regex.Match(example.Body, @"(?ms)^```\w*\n(.*?)\n?^```$");
        string rest = example.Body[..code.Index].Trim('\n') + "\n\n" + Regex.Replace(example.Body[(code.Index + code.Length)..], @"(?m)^```\w*$\n?", string.Empty).Trim('\n');
        return [("example", example.Title), ("code", code.Groups[1].Value), ("remarks", rest)];
    }

    private static IEnumerable<(string Place, string Text)> Tidy(IEnumerable<(string Place, string Text)> texts) =>
        texts.Select(static item => (item.Place, item.Text.ReplaceLineEndings("\n").Trim('\n', ' '))).Where(static item => item.Item2.Length > 0);

    private static string Link(string text, string target) => (text.TrimEnd(':') + " " + (target.Contains('/', StringComparison.Ordinal) ? target : string.Empty)).Trim();

    private static string Paragraphs(XElement? element) => string.Join("\n\n", element?.Elements(s_maml + "para").Select(static para => para.Value) ?? []);

    private static IEnumerable<string> Types(XElement command, string kind) =>
        command.Descendants(s_command + kind).Select(static item => item.Element(s_dev + "type")!.Element(s_maml + "name")!.Value + ": " + Paragraphs(item.Element(s_maml + "description")));

    private static IEnumerable<XElement> Parameters(XElement command) => command.Element(s_command + "parameters")?.Elements(s_command + "parameter") ?? [];

    private static string Name(XElement parameter) => parameter.Element(s_maml + "name")!.Value;

    private static string Describe(XElement parameter) =>
        Name(parameter) + "@" + parameter.Attribute("position")!.Value + (parameter.Attribute("required")!.Value == "true" ? "!" : string.Empty);

    /// <summary>PlatyPS counts the positions of a set from 0, whatever number its first one has.</summary>
    private static IEnumerable<(CmdletParameter Parameter, ParameterUse Use)> Ranked(IEnumerable<(CmdletParameter Parameter, ParameterUse Use)> set)
    {
        (CmdletParameter Parameter, ParameterUse Use)[] all = [.. set];
        int?[] taken = [.. all.Select(static pair => pair.Use.Position).Where(static position => position is not null).Order()];
        return all.Select(pair => (pair.Parameter, pair.Use with { Position = pair.Use.Position is null ? null : Array.IndexOf(taken, pair.Use.Position) }));
    }

    private static string Describe(CmdletParameter parameter, ParameterUse use) =>
        parameter.Name + "@" + (use.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named") + (use.IsMandatory ? "!" : string.Empty);

    private static string[] Traits(XElement parameter) =>
    [
        "from the pipeline: " + parameter.Attribute("pipelineInput")!.Value.Replace("true ", null, StringComparison.Ordinal),
        "aliases: " + string.Join(", ", parameter.Attribute("aliases")!.Value.Split(", ").Order(StringComparer.Ordinal)),
        "wildcards: " + parameter.Attribute("globbing")!.Value,
    ];

    private static string[] Traits(CmdletParameter parameter)
    {
        string[] ways =
        [
            .. parameter.Uses.Any(static use => use.FromPipeline) ? ["ByValue"] : Array.Empty<string>(),
            .. parameter.Uses.Any(static use => use.FromPipelineByName) ? ["ByPropertyName"] : Array.Empty<string>(),
        ];
        return
        [
            "from the pipeline: " + (ways.Length > 0 ? "(" + string.Join(", ", ways) + ")" : "false"),
            "aliases: " + (parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases.Order(StringComparer.Ordinal)) : "none"),
            "wildcards: " + (parameter.Has("SupportsWildcards") ? "true" : "false"),
        ];
    }
}
