using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Parameters are named and typed as users know them from other cmdlets.</summary>
public sealed class ParameterTests
{
    private static readonly string[] s_reserved =
    [
        "Confirm", "Debug", "ErrorAction", "ErrorVariable", "InformationAction", "InformationVariable", "OutBuffer", "OutVariable", "PipelineVariable",
        "ProgressAction", "Verbose", "WarningAction", "WarningVariable", "WhatIf",
    ];

    /// <summary>A word of its own, a set of bits as in mmap(2), what is searched for as one thing, and a number of things.</summary>
    private static readonly string[] s_notPlural = ["As", "Flags", "Bytes", "MaxMessages"];

    /// <summary>A list in most cmdlets, and one thing where several make no sense.</summary>
    private static readonly Dictionary<string, string> s_oneOrMany = new()
    {
        ["InputObject"] = "where one -Offset belongs to one input",
        ["Name"] = "shared memory is created one at a time",
        ["Path"] = "the file to save to is one",
    };

    private static readonly string[] s_sizes = ["Offset", "Length", "Size", "ChunkSize", "Split", "HugePageSize", "DestinationOffset", "BlockSize"];

    private static IEnumerable<(Cmdlet Cmdlet, CmdletParameter Parameter)> All =>
        Cmdlet.All.SelectMany(static cmdlet => cmdlet.Parameters, static (cmdlet, parameter) => (cmdlet, parameter));

    [Fact]
    public void Names_are_singular_words_in_pascal_case() =>
        Complaints.None(Wrong(static parameter =>
            !Regex.IsMatch(parameter.Name, "^[A-Z][A-Za-z0-9]*$")
            || (Regex.IsMatch(parameter.Name, "[^su]s$") && !s_notPlural.Contains(parameter.Name))));

    [Fact]
    public void No_name_is_reserved() =>
        Complaints.None(Wrong(static parameter => s_reserved.Concat(["vb", "db", "ea", "wa", "infa", "ev", "wv", "iv", "ov", "ob", "pv", "wi", "cf"])
            .Intersect(parameter.Aliases.Append(parameter.Name), StringComparer.OrdinalIgnoreCase).Any()));

    /// <summary>The contract gives one word two meanings: seals of the file (fcntl) and the seal of its pages (mseal).</summary>
    private static bool IsOtherSeal((Cmdlet Cmdlet, CmdletParameter Parameter) item) =>
        item.Parameter.Name == "Seal" && item.Cmdlet.Name == "Set-MemoryMapProtection";

    /// <summary>Several can be searched for, but only one can be written to a place.</summary>
    private static bool IsOneHex((Cmdlet Cmdlet, CmdletParameter Parameter) item) =>
        item.Parameter.Name == "Hex" && item.Cmdlet.Name == "Write-MappedRegion";

    /// <summary>What is sent is not a map.</summary>
    private static bool IsMessage((Cmdlet Cmdlet, CmdletParameter Parameter) item) =>
        item.Parameter.Name == "InputObject" && item.Cmdlet.Name == "Send-MessageQueue";

    /// <summary>The type of a message is a number, and each noun has kinds of its own.</summary>
    private static bool IsOtherKind((Cmdlet Cmdlet, CmdletParameter Parameter) item) =>
        (item.Parameter.Name == "Type" && item.Cmdlet.Name.EndsWith("MessageQueue", StringComparison.Ordinal))
        || (item.Parameter.Name == "Kind" && item.Cmdlet.Name == "Get-SharedMemory");

    /// <summary>What happens to a file is not what a value in memory must be.</summary>
    private static bool IsFileEvent((Cmdlet Cmdlet, CmdletParameter Parameter) item) =>
        item.Parameter.Name == "Until" && item.Cmdlet.Name == "Wait-MemoryMap";

    /// <summary>A dump or picture shows bytes and no values, so -As chooses how.</summary>
    private static bool IsStyle((Cmdlet Cmdlet, CmdletParameter Parameter) item) =>
        item.Parameter.Name == "As" && (item.Cmdlet.Name is "Format-MappedRegion" or "Show-MappedRegion");

    [Fact]
    public void The_same_name_is_the_same_type_everywhere() =>
        Complaints.None(All
            .Where(static item => !IsOtherSeal(item) && !IsOneHex(item) && !IsMessage(item) && !IsStyle(item) && !IsOtherKind(item) && !IsFileEvent(item))
            .GroupBy(static item => item.Parameter.Name)
            .Where(static group => group.Select(static item => Comparable(item.Parameter)).Distinct().Count() > 1)
            .Select(static group => "-" + group.Key + " is " + string.Join(", ", group.Select(static item => item.Parameter.Type.Name + " in " + item.Cmdlet.Name))));

    [Fact]
    public void Offsets_and_sizes_take_numbers_and_words() =>
        Complaints.None(Wrong(static parameter =>
            s_sizes.Contains(parameter.Name) && (parameter.PlainType != typeof(long) || !parameter.Has("ByteSize"))));

    [Fact]
    public void Offsets_and_lengths_never_come_from_properties_of_the_input() =>
        Complaints.None(Wrong(static parameter =>
            parameter.Name is "Offset" or "Length" && parameter.Uses.Any(static use => use.FromPipelineByName)));

    [Fact]
    public void Encodings_are_encodings_and_stand_where_text_meets_bytes()
    {
        Complaints.None(Wrong(static parameter => parameter.Name == "Encoding" && (parameter.Type != typeof(Encoding) || !parameter.Has("Encoding"))));
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => cmdlet.Parameters.Any(static parameter => parameter.Name is "AsString" or "Text" or "NullTerminate")
                && !cmdlet.Parameters.Any(static parameter => parameter.Name == "Encoding"))
            .Select(static cmdlet => cmdlet.Name + " has text without -Encoding"));
    }

    [Fact]
    public void On_and_off_is_a_switch() => Complaints.None(Wrong(static parameter => parameter.Type == typeof(bool)));

    [Fact]
    public void No_switch_is_on_by_default() =>
        Complaints.None(Repository.Files("src/MmapModule", ".cs").Where(static file => HasDefaultedSwitch(Repository.Read(file))));

    [Fact]
    public void The_input_can_be_called_map() =>
        Complaints.None(All.Where(static item =>
            item is { Parameter: { Name: "InputObject" } parameter } && !IsMessage(item)
            && (!parameter.Aliases.Contains("Map")
                || (parameter.Type.GetElementType() ?? parameter.Type) is var type && type != typeof(MemoryMap) && type != typeof(MappedMemory))).Select(static item => item.Cmdlet.Name));

    [Fact]
    public void A_switch_with_a_default_is_seen()
    {
        Assert.True(HasDefaultedSwitch("    public SwitchParameter Fast { get; set; } = true;"));
        Assert.False(HasDefaultedSwitch("    public SwitchParameter Fast { get; set; }\n    public int A { get; set; } = 1;"));
    }

    private static bool HasDefaultedSwitch(string code) => Regex.IsMatch(code, @"SwitchParameter\s+\w+\s*\{[^}]*\}\s*=");

    private static Type Comparable(CmdletParameter parameter)
    {
        Type type = parameter.PlainType;
        Type one = s_oneOrMany.ContainsKey(parameter.Name) ? type.GetElementType() ?? type : type;

        // Some cmdlets have no use for a part of a map.
        return one == typeof(MemoryMap) ? typeof(MappedMemory) : one;
    }

    private static IEnumerable<string> Wrong(Func<CmdletParameter, bool> isWrong) =>
        All.Where(item => isWrong(item.Parameter)).Select(static item => item.Cmdlet.Name + " -" + item.Parameter.Name);
}
