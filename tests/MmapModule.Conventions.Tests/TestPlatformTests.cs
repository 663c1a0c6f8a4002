using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Tests that hold on one system say so in words that the build knows.</summary>
public sealed class TestPlatformTests
{
    private static readonly string[] s_engine = [.. Repository.Files("tests/MmapModule.Core.Tests", ".cs").Where(static file => !file.Contains("/Support/", StringComparison.Ordinal))];
    private static readonly string[] s_pester = [.. Repository.Files("tests/Pester", ".Tests.ps1")];

    [Fact]
    public void The_system_is_one_that_the_build_knows_and_there_is_a_reason() =>
        Complaints.None(s_engine.SelectMany(static file => Unknown(file, Repository.Read(file))));

    [Fact]
    public void What_names_the_code_of_Linux_is_about_Linux() =>
        Complaints.None(s_engine.Where(static file => IsUnsaid(Repository.Read(file))));

    [Fact]
    public void The_tags_of_Pester_are_spelled_as_the_build_spells_them() =>
        Complaints.None(s_pester.SelectMany(static file => Regex.Matches(Repository.Read(file), "-Tag '?(?i:linux|windows)")
            .Select(static match => match.Value)
            .Where(static text => !Regex.IsMatch(text, "(Linux|Windows)$"))
            .Select(text => file + ": " + text)));

    [Fact]
    public void Wrong_words_are_seen()
    {
        Assert.Equal(["a.cs: [OnlyOn(\"linux\", \"x\")]"], Unknown("a.cs", "[OnlyOn(\"linux\", \"x\")]\n[OnlyOn(\"Windows\", \"x\")]"));
        Assert.Single(Unknown("a.cs", "[OnlyOn(\"Linux\", \"\")]"));
        Assert.True(IsUnsaid("using MmapModule.Platform.Linux.Access;\npublic sealed class A"));
        Assert.False(IsUnsaid("using MmapModule.Interop.Linux;\n[OnlyOn(\"Linux\", \"x\")]\npublic sealed class A"));
    }

    private static IEnumerable<string> Unknown(string file, string code) =>
        Regex.Matches(code, @"\[OnlyOn\([^\n]*")
            .Select(static match => match.Value)
            .Where(static text => !Regex.IsMatch(text, "^\\[OnlyOn\\(\"(Linux|Windows)\", \"[^\"]+\"\\)\\]"))
            .Select(text => file + ": " + text);

    /// <summary>The code of Windows can be tested elsewhere too: tables of numbers, and instructions that an assembler makes.</summary>
    private static bool IsUnsaid(string code) =>
        Regex.IsMatch(code, @"MmapModule\.(Platform|Interop)\.Linux\b|\bTestLibc\b") && !code.Contains("[OnlyOn(\"Linux\"", StringComparison.Ordinal);
}
