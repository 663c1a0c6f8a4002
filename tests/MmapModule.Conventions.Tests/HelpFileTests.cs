using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The committed help file explains what the module has. Whether it comes from the pages, ./build.ps1 Help -Check tells.</summary>
public sealed class HelpFileTests
{
    private const string File = "en-US/MmapModule.dll-Help.xml";

    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly Lazy<Dictionary<string, XElement>> s_help = new(static () =>
        XDocument.Parse(Repository.Read(File)).Descendants(s_command + "command").ToDictionary(
            static command => command.Element(s_command + "details")!.Element(s_command + "name")!.Value.Trim()));

    [Fact]
    public void It_has_every_cmdlet_and_no_other() =>
        Complaints.None(Complaints.Difference(File, Cmdlet.All.Select(static cmdlet => cmdlet.Name), s_help.Value.Keys));

    [Fact]
    public void It_has_every_parameter_and_no_other() =>
        Complaints.None(Cmdlet.All.SelectMany(static cmdlet => Complaints.Difference(
            File + " (" + cmdlet.Name + ")",
            cmdlet.HelpNames,
            Parameters(cmdlet.Name).Select(static parameter => parameter.Element(s_maml + "name")!.Value))));

    [Fact]
    public void Every_parameter_is_described() =>
        Complaints.None(
            from cmdlet in Cmdlet.All
            from parameter in Parameters(cmdlet.Name)
            where string.IsNullOrWhiteSpace(parameter.Element(s_maml + "description")?.Value)
            select cmdlet.Name + " -" + parameter.Element(s_maml + "name")?.Value);

    [Fact]
    public void Every_cmdlet_has_examples() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => s_help.Value[cmdlet.Name].Descendants(s_command + "example").Count() < 3)
            .Select(static cmdlet => cmdlet.Name + " has too few examples"));

    private static IEnumerable<XElement> Parameters(string name) =>
        s_help.Value[name].Element(s_command + "parameters")?.Elements(s_command + "parameter") ?? [];
}
