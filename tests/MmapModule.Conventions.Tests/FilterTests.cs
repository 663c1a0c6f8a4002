using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>A list that picks something never means everything because it is empty.</summary>
public sealed class FilterTests
{
    /// <summary>Lists for which no elements are an answer, with the reason.</summary>
    private static readonly Dictionary<string, string> s_mayBeEmpty = new()
    {
        ["Format-MappedRegion -Highlight"] = "nothing is highlighted then",
        ["Show-MappedRegion -Highlight"] = "nothing is highlighted then",
        ["Format-MappedRegion -Context"] = "one or two numbers, which ValidateCount demands",
        ["Get-ProcessMemoryMap -Id"] = "its transformation refuses an empty list that is typed; shared memory that nobody uses has an empty one",
        ["Search-MappedRegion -Context"] = "one or two numbers, which ValidateCount demands",
        ["Search-MappedRegion -Text"] = "what to look for, where none is an error of its own",
        ["Search-MappedRegion -Hex"] = "what to look for, where none is an error of its own",
        ["Search-MappedRegion -Pattern"] = "what to look for, where none is an error of its own",
        ["Search-MappedRegion -Bytes"] = "the bytes to look for, where none are an error of their own",
    };

    [Fact]
    public void An_empty_list_is_refused() => Complaints.None(
        from cmdlet in Cmdlet.All
        from parameter in cmdlet.Parameters
        where parameter.Type.IsArray
        where !parameter.Has("ValidateNotNullOrEmpty") && !IsRefusedByMandatory(parameter)
        where !s_mayBeEmpty.ContainsKey(cmdlet.Name + " -" + parameter.Name)
        select cmdlet.Name + " -" + parameter.Name + " takes an empty list");

    [Fact]
    public void An_empty_name_or_wildcard_is_refused() => Complaints.None(
        from cmdlet in Cmdlet.All
        from parameter in cmdlet.Parameters
        where parameter.Has("SupportsWildcards") || parameter.Name is "Name" or "Path" or "LiteralPath"
        where !parameter.Has("ValidateNotNullOrEmpty") && !IsRefusedByMandatory(parameter)
        select cmdlet.Name + " -" + parameter.Name + " takes an empty text");

    [Fact]
    public void The_exceptions_exist() => Complaints.None(
        s_mayBeEmpty.Keys.Except(Cmdlet.All.SelectMany(static cmdlet => cmdlet.Parameters, static (cmdlet, parameter) => cmdlet.Name + " -" + parameter.Name), StringComparer.Ordinal));

    [Fact]
    public void Ids_never_come_from_properties_of_the_input() => Complaints.None(
        from cmdlet in Cmdlet.All
        from parameter in cmdlet.Parameters
        where parameter.Name is "Id" or "Name" or "Path" && parameter.Uses.Any(static use => use.FromPipelineByName)
        select cmdlet.Name + " -" + parameter.Name + " is taken from any object that has such a property, or its text for a pattern");

    /// <summary>PowerShell itself refuses null and an empty list for a mandatory parameter, unless it is told not to.</summary>
    private static bool IsRefusedByMandatory(CmdletParameter parameter) =>
        parameter.Uses.All(static use => use.IsMandatory) && !parameter.Has(nameof(AllowEmptyCollectionAttribute)[..^9]) && !parameter.Has(nameof(AllowNullAttribute)[..^9])
        && !parameter.Has(nameof(AllowEmptyStringAttribute)[..^9]);
}
