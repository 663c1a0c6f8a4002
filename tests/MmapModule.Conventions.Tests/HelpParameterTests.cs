using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>docs/en-US describes every parameter, with its type and the other things that the code says about it.</summary>
public sealed class HelpParameterTests
{
    private static readonly string[] s_common = ["WhatIf", "Confirm"];

    private static readonly string[] s_nouns = ["semaphore", "queue", "mutex", "seal"];

    public static IEnumerable<TheoryDataRow<string>> Names => HelpPageTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_is_described_and_no_other(string name)
    {
        (Cmdlet cmdlet, IReadOnlyDictionary<string, string> described) = Load(name);
        Complaints.None(Complaints.Difference(name, cmdlet.HelpNames, described.Keys));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Descriptions_are_sentences(string name)
    {
        (_, IReadOnlyDictionary<string, string> described) = Load(name);
        Complaints.None(described
            .Where(static item => !Regex.IsMatch(item.Value.Split("```", 2)[0].Trim(), @"^[A-Z].*[.:)!?`]$", RegexOptions.Singleline))
            .Select(item => name + " -" + item.Key + " has no description that is a sentence"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Types_aliases_and_wildcards_are_right(string name)
    {
        (Cmdlet cmdlet, IReadOnlyDictionary<string, string> described) = Load(name);
        Complaints.None(
            from parameter in cmdlet.Parameters
            where described.ContainsKey(parameter.Name)
            from complaint in Check(parameter, described[parameter.Name])
            select name + " -" + parameter.Name + ": " + complaint);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sets_positions_and_pipeline_are_right(string name)
    {
        (Cmdlet cmdlet, IReadOnlyDictionary<string, string> described) = Load(name);
        Complaints.None(
            from parameter in cmdlet.Parameters
            where described.ContainsKey(parameter.Name)
            from complaint in Complaints.Difference(name + " -" + parameter.Name, parameter.Uses.Select(Describe), Uses(described[parameter.Name]))
            select complaint);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Confirm_and_WhatIf_do_not_speak_of_what_another_cmdlet_does(string name)
    {
        (_, IReadOnlyDictionary<string, string> described) = Load(name);
        Complaints.None(
            from parameter in s_common
            where described.ContainsKey(parameter)
            from complaint in Strange(name, described[parameter].Split("```", 2)[0])
            select name + " -" + parameter + ": " + complaint);
    }

    [Fact]
    public void A_text_that_was_copied_from_another_page_is_seen()
    {
        Assert.Equal(["speaks of a semaphore"], Strange("Send-MessageQueue", "Asks before a semaphore is opened."));
        Assert.Empty(Strange("New-SharedSemaphore", "Asks before a semaphore is opened."));
    }

    [Fact]
    public void A_wrong_block_is_seen()
    {
        const string Block = "Text.\n```yaml\nType: System.String\nSupportsWildcards: true\nAliases:\n- A\n- B\nParameterSets:\n- Name: One\n  Position: 2\n  IsRequired: true\n  ValueFromPipeline: false\n  ValueFromPipelineByPropertyName: true\nDontShow: false\n```";
        Assert.Equal(["One at 2, mandatory, by name"], Uses(Block));
        CmdletParameter path = Cmdlet.All.Single(static cmdlet => cmdlet.Name == "New-MemoryMap").Parameters.Single(static parameter => parameter.Name == "LiteralPath");
        Assert.Equal(["the type is System.String[]", "the aliases are PSPath, LP", "wildcards: False"], Check(path, Block));
    }

    private static IEnumerable<string> Strange(string name, string text) =>
        from noun in s_nouns
        where text.Contains(noun, StringComparison.OrdinalIgnoreCase) && !name.EndsWith(noun, StringComparison.OrdinalIgnoreCase)
        select "speaks of a " + noun;

    private static IEnumerable<string> Check(CmdletParameter parameter, string block)
    {
        string type = TypeName(parameter.PlainType);
        if (Value(block, "Type") is var written && written != type && written != TypeName(parameter.Type))
        {
            yield return "the type is " + type;
        }

        string[] aliases = [.. Regex.Matches(block.Split("ParameterSets:", 2)[0], @"(?m)^- (\w+)$").Select(static match => match.Groups[1].Value)];
        if (!aliases.Order(StringComparer.Ordinal).SequenceEqual(parameter.Aliases.Order(StringComparer.Ordinal)))
        {
            yield return "the aliases are " + string.Join(", ", parameter.Aliases);
        }

        bool takesWildcards = parameter.Has("SupportsWildcards");
        if (Value(block, "SupportsWildcards") != (takesWildcards ? "true" : "false"))
        {
            yield return "wildcards: " + takesWildcards;
        }
    }

    private static IEnumerable<string> Uses(string block) =>
        Regex.Split(block, @"(?m)^- Name: ").Skip(1).Select(static use => Describe(new ParameterUse(
            use.Split('\n', 2)[0] is var name && name == "(All)" ? CmdletParameter.AllSets : name,
            Value(use, "IsRequired") == "true",
            int.TryParse(Value(use, "Position"), out int position) ? position : null,
            Value(use, "ValueFromPipeline") == "true",
            Value(use, "ValueFromPipelineByPropertyName") == "true")));

    private static string Describe(ParameterUse use) =>
        use.Set
        + (use.Position is null ? string.Empty : " at " + use.Position)
        + (use.IsMandatory ? ", mandatory" : string.Empty)
        + (use.FromPipeline ? ", by value" : string.Empty)
        + (use.FromPipelineByName ? ", by name" : string.Empty);

    private static string? Value(string block, string key)
    {
        Match match = Regex.Match(block, @"(?m)^ *" + key + ": (.*)$");
        return match.Success ? match.Groups[1].Value.Trim() : null;
    }

    private static string TypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is Type inner ? "System.Nullable`1[" + inner.FullName + "]" : type.FullName!;

    private static (Cmdlet Cmdlet, IReadOnlyDictionary<string, string> Described) Load(string name)
    {
        HelpPage page = new(Repository.Read("docs/en-US/" + name + ".md"));
        Dictionary<string, string> described = page.Parts("PARAMETERS")
            .Where(static part => part.Title != "CommonParameters")
            .ToDictionary(static part => part.Title.TrimStart('-'), static part => part.Body);
        return (Cmdlet.All.Single(cmdlet => cmdlet.Name == name), described);
    }
}
