using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Cmdlets, their classes, files and aliases are named by rule.</summary>
public sealed class CmdletNameTests
{
    private static readonly string[] s_nouns =
    [
        "MemoryMap", "MappedRegion", "MappedValue", "MappedStruct", "MemoryMapProtection", "MemoryMapAdvice", "MemoryMapSeal",
        "MemoryMapResidency", "MemoryLimit", "ProcessMemoryMap", "SharedMemory", "SharedSemaphore", "SharedMutex", "MessageQueue", "FileCache", "FileExtent",
    ];

    /// <summary>An alias is the customary prefix of the verb and the initials of the noun.</summary>
    private static readonly Dictionary<string, string> s_prefixes = new()
    {
        ["New"] = "n", ["Get"] = "g", ["Remove"] = "r", ["Read"] = "rd", ["Write"] = "wr", ["Sync"] = "sy", ["Search"] = "sr", ["Format"] = "f",
    };

    private static readonly Type[] s_verbClasses =
    [
        typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsOther),
        typeof(VerbsSecurity),
    ];

    [Fact]
    public void There_are_cmdlets() => Assert.NotEmpty(Cmdlet.All);

    [Fact]
    public void Verbs_are_approved()
    {
        HashSet<string> approved = [.. s_verbClasses
            .SelectMany(static type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(static field => (string)field.GetRawConstantValue()!)];
        Assert.Contains("Sync", approved);
        Assert.DoesNotContain("Flush", approved);
        Complaints.None(Cmdlet.All.Where(cmdlet => !approved.Contains(cmdlet.Verb)).Select(static cmdlet => cmdlet.Name + " has no approved verb"));
    }

    [Fact]
    public void Nouns_are_those_of_the_design() =>
        Complaints.None(Cmdlet.All.Where(static cmdlet => !s_nouns.Contains(cmdlet.Noun)).Select(static cmdlet => cmdlet.Name + " has an unknown noun"));

    [Fact]
    public void Classes_are_named_after_their_cmdlets() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => cmdlet.Type.FullName != "MmapModule.Commands." + cmdlet.Verb + cmdlet.Noun + "Command")
            .Select(static cmdlet => cmdlet.Name + " is the class " + cmdlet.Type.FullName));

    [Fact]
    public void Classes_are_public_and_sealed() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => !cmdlet.Type.IsPublic || !cmdlet.Type.IsSealed)
            .Select(static cmdlet => cmdlet.Type.Name + " is not public and sealed"));

    [Fact]
    public void Each_cmdlet_has_a_file_of_its_own() =>
        Complaints.None(Complaints.Difference(
            "src/MmapModule/Commands",
            Cmdlet.All.Select(static cmdlet => cmdlet.Type.Name + ".cs"),
            Repository.Files("src/MmapModule/Commands", ".cs").Select(static file => System.IO.Path.GetFileName(file).Split('.')[0] + ".cs").Distinct()));

    [Fact]
    public void Aliases_are_prefix_and_initials() =>
        Complaints.None(
            from cmdlet in Cmdlet.All
            from alias in cmdlet.Aliases
            where alias != s_prefixes.GetValueOrDefault(cmdlet.Verb) + Initials(cmdlet.Noun)
            select alias + " is no good alias of " + cmdlet.Name);

    [Fact]
    public void Initials_are_lower_case() => Assert.Equal("mr", Initials("MappedRegion"));

    private static string Initials(string noun) => string.Concat(noun.Where(char.IsUpper)).ToLowerInvariant();
}
