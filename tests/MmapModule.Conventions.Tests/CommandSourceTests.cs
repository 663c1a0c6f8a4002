using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>What cmdlets share is in one place: catching, words, and taking objects out of their wrappers.</summary>
public sealed class CommandSourceTests
{
    private static readonly (string Pattern, string Home)[] s_homes =
    [
        (@"\bErrorRecords\.Create\(", "/Binding/MmapCommand.cs"),
        (@"\bThrowTerminatingError\(", "/Binding/MmapCommand.cs"),
        (@"override void (Begin|End)Processing\(|override void ProcessRecord\(", "/Binding/MmapCommand.cs"),
        (@"\b(MapErrors\.Invalid|ValueErrors\.TooLarge)\(|\bnew MmapException\(|\bnew ArgumentTransformationMetadataException\(", "/Errors/"),
        (@"\b(ShouldProcess|ShouldContinue|WriteWarning|WriteVerbose|ProgressReporter \w+ = new)\([^;\n]*?""[^""\n]* [^""\n]*""", "/Texts/"),
        (@"\bwrapped\.BaseObject\b", "/Binding/PlainValue.cs"),
    ];

    [Fact]
    public void Each_has_its_one_place() =>
        Complaints.None(Repository.Files("src/MmapModule", ".cs").SelectMany(static file => Strays(file, Repository.Read(file))));

    [Fact]
    public void Every_cmdlet_has_the_common_base() =>
        Complaints.None(Cmdlet.Assembly.GetExportedTypes()
            .Where(static type => type.Namespace == "MmapModule.Commands" && !Bases(type).Any(static parent => parent.Name == "MmapCommand"))
            .Select(static type => type.Name + " does not derive from MmapCommand"));

    [Fact]
    public void A_stray_is_seen()
    {
        Assert.Equal(
            ["A.cs: ErrorRecords.Create( belongs to /Binding/MmapCommand.cs", "A.cs: new MmapException( belongs to /Errors/"],
            Strays("A.cs", "WriteError(ErrorRecords.Create(error, null));\nthrow new MmapException(kind);\n"));
        Assert.Equal(["A.cs: WriteWarning(\"It is late\" belongs to /Texts/"], Strays("A.cs", "WriteWarning(\"It is late\");"));
        Assert.Empty(Strays("src/MmapModule/Errors/A.cs", "throw MapErrors.Invalid(message, action);"));
    }

    private static IEnumerable<string> Strays(string file, string code) =>
        from home in s_homes
        where !file.Contains(home.Home)
        from Match match in Regex.Matches(code, home.Pattern)
        select Path.GetFileName(file) + ": " + match.Value.Trim() + " belongs to " + home.Home;

    private static IEnumerable<System.Type> Bases(System.Type type)
    {
        for (System.Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }
    }
}
