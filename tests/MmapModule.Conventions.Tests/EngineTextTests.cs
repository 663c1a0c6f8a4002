using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The engine can be used without PowerShell, so what it says names options and no parameters of cmdlets.</summary>
public sealed class EngineTextTests
{
    [Fact]
    public void No_sentence_names_a_parameter() =>
        Complaints.None(Repository.Files("src/MmapModule.Core", ".cs").SelectMany(static file => Parameters(file, Repository.Read(file))));

    [Fact]
    public void Sentences_about_errors_are_with_the_errors() =>
        Complaints.None(Repository.Files("src/MmapModule.Core", ".cs").SelectMany(static file => Inline(file, Repository.Read(file))));

    [Fact]
    public void A_parameter_and_an_inline_sentence_are_seen()
    {
        Assert.Equal(
            ["A.cs, line 2: -Size", "A.cs, line 2: -Sparse"],
            Parameters("A.cs", "/// Like -Size.\nthrow Errors.Invalid(\"Give -Size (-Sparse).\");\n// \"-Length\"\nx = \"New-MemoryMap [A-Z] -1 -e\";\n"));
        Assert.Equal(["A.cs, line 2"], Inline("src/MmapModule.Core/A.cs", "x();\nthrow MapErrors.Invalid(\"No.\", \"Do.\");\n"));
        Assert.Equal(["A.cs, line 1"], Inline("src/MmapModule.Core/A.cs", "throw new MmapException(\n    kind, \"No.\", \"Do.\");\n"));
        Assert.Empty(Inline("src/MmapModule.Core/Errors/A.cs", "throw MapErrors.Invalid(\"No.\", \"Do.\");\n"));
    }

    private static IEnumerable<string> Parameters(string file, string code) =>
        from item in Lines(code)
        where !item.Line.TrimStart().StartsWith("//", System.StringComparison.Ordinal)
        from Match text in Regex.Matches(item.Line, @"""(?:[^""\\]|\\.)*""")
        from Match name in Regex.Matches(text.Value, @"(?<![\w\\\]])-[A-Z][a-z]\w*")
        select Path.GetFileName(file) + ", line " + item.Number + ": " + name.Value;

    private static IEnumerable<string> Inline(string file, string code) =>
        from item in Lines(code)
        where !file.Contains("/Errors/", System.StringComparison.Ordinal) && Regex.IsMatch(item.Line, @"\bMapErrors\.Invalid\(|\bnew MmapException\((?!kind, message)")
        select Path.GetFileName(file) + ", line " + item.Number;

    private static IEnumerable<(string Line, int Number)> Lines(string code) => code.Split('\n').Select(static (line, index) => (line, index + 1));
}
