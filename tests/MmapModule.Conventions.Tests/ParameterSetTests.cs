using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>In each parameter set it is clear what comes from the pipeline and from which position.</summary>
public sealed class ParameterSetTests
{
    /// <summary>Parameters of cmdlets that have only one of Path and LiteralPath, with the reason.</summary>
    private static readonly Dictionary<string, string> s_pathOnly = new()
    {
        ["Get-ProcessMemoryMap"] = "it compares with the paths of maps and touches no file",
        ["Save-MemoryMap"] = "the file may not exist yet",
    };

    private static IEnumerable<(Cmdlet Cmdlet, string Set)> All =>
        Cmdlet.All.SelectMany(static cmdlet => cmdlet.Sets, static (cmdlet, set) => (cmdlet, set));

    [Fact]
    public void At_most_one_parameter_takes_the_pipeline() =>
        Complaints.None(
            from item in All
            let names = item.Cmdlet.Set(item.Set).Where(static pair => pair.Use.FromPipeline).Select(static pair => "-" + pair.Parameter.Name).ToArray()
            where names.Length > 1
            select item.Cmdlet.Name + " (" + item.Set + ") takes the pipeline by " + string.Join(" and ", names));

    /// <summary>What is sent comes after the queue. If it came first where a key stands for the queue, PowerShell would take a queue for it.</summary>
    private static readonly string[] s_secondOnly = ["Send-MessageQueue"];

    [Fact]
    public void Positions_are_counted_from_zero_and_given_once() =>
        Complaints.None(
            from item in All
            let positions = item.Cmdlet.Set(item.Set).Select(static pair => pair.Use.Position).OfType<int>().Order().ToArray()
            where !positions.SequenceEqual(Enumerable.Range(0, positions.Length)) && !(positions.SequenceEqual([1]) && s_secondOnly.Contains(item.Cmdlet.Name))
            select item.Cmdlet.Name + " (" + item.Set + ") has the positions " + string.Join(", ", positions));

    /// <summary>Where a file can be given by another parameter of the same set, nothing must be given here. A search has the order of Select-String.</summary>
    [Fact]
    public void Maps_come_first_and_from_the_pipeline() =>
        Complaints.None(
            from cmdlet in Cmdlet.All
            from parameter in cmdlet.Parameters
            where parameter.Name == "InputObject" && cmdlet.Name != "Send-MessageQueue"
            where parameter.Uses.Any(use => use.IsMandatory == TakesFiles(cmdlet, use.Set) || use.Position != (IsSearchedText(cmdlet, use.Set) ? 1 : 0))
                || !parameter.Uses.Any(static use => use.FromPipeline)
            select cmdlet.Name + " -InputObject is not mandatory, first and from the pipeline");

    [Fact]
    public void Path_and_LiteralPath_go_together() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => Find(cmdlet, "Path") is null != Find(cmdlet, "LiteralPath") is null && !s_pathOnly.ContainsKey(cmdlet.Name))
            .Select(static cmdlet => cmdlet.Name + " has only one of -Path and -LiteralPath"));

    [Fact]
    public void A_literal_path_takes_what_Get_ChildItem_gives() =>
        Complaints.None(
            from cmdlet in Cmdlet.All
            let literal = Find(cmdlet, "LiteralPath")
            where literal is not null
            let takesFiles = cmdlet.Parameters.Any(static parameter => parameter.Has("MapInput") && parameter.Uses.Any(static use => use.FromPipeline))
            where !literal.Aliases.Contains("PSPath") || !literal.Aliases.Contains("LP") || !(takesFiles || literal.Uses.All(static use => use.FromPipelineByName))
            select cmdlet.Name + " -LiteralPath needs the aliases PSPath and LP, and the pipeline by property name, unless [MapInput] takes files from it");

    [Fact]
    public void A_path_says_that_it_takes_wildcards() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => Find(cmdlet, "LiteralPath") is not null && Find(cmdlet, "Path")?.Has("SupportsWildcards") == false)
            .Select(static cmdlet => cmdlet.Name + " -Path lacks [SupportsWildcards]"));

    /// <summary>The attributes of an inherited parameter cannot be changed, so classes that need other ones declare it again. No class else may.</summary>
    [Fact]
    public void Paths_are_declared_twice_only_with_different_attributes() =>
        Complaints.None(
            from declaration in Cmdlet.All
                .SelectMany(static cmdlet => cmdlet.Parameters)
                .Where(static parameter => parameter.Name is "Path" or "LiteralPath")
                .GroupBy(static parameter => parameter.Property.DeclaringType!.Name)
            let attributes = string.Join(' ', declaration.SelectMany(Attributes).Distinct().Order(System.StringComparer.Ordinal))
            group declaration.Key by attributes into same
            where same.Count() > 1
            select string.Join(" and ", same) + " declare equal -Path and -LiteralPath");

    private static IEnumerable<string> Attributes(CmdletParameter parameter) =>
        parameter.Property.GetCustomAttributesData().Select(data => parameter.Name + data);

    private static bool TakesFiles(Cmdlet cmdlet, string set) =>
        Find(cmdlet, "LiteralPath") is { } literal && literal.Uses.Any(use => use.Set == CmdletParameter.AllSets || use.Set == set);

    private static bool IsSearchedText(Cmdlet cmdlet, string set) => cmdlet.Name == "Search-MappedRegion" && set == "Text";

    private static CmdletParameter? Find(Cmdlet cmdlet, string name) => cmdlet.Parameters.FirstOrDefault(parameter => parameter.Name == name);
}
