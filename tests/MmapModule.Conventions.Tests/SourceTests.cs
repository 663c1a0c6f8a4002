using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The source is small files without leftovers.</summary>
public sealed class SourceTests
{
    private const int LongestFile = 400;
    private const int LongestMedian = 100;

    private static readonly string[] s_code = [.. Repository.Files(".", ".cs", ".ps1")];
    private static readonly string[] s_projects = [.. Repository.Files(".", ".csproj")];

    [Fact]
    public void No_file_is_long() =>
        Complaints.None(s_code.Where(static file => Lines(file) > LongestFile).Select(static file => file + " has " + Lines(file) + " lines"));

    [Fact]
    public void Most_files_are_short()
    {
        int[] lines = [.. Repository.Files("src", ".cs").Select(Lines).Order()];
        Assert.InRange(lines[lines.Length / 2], 1, LongestMedian);
    }

    [Fact]
    public void Nothing_is_left_to_do() =>
        Complaints.None(s_code.SelectMany(static file => Leftovers(file, Repository.Read(file))));

    [Fact]
    public void Warnings_are_suppressed_in_editorconfig_only() =>
        Complaints.None(Repository.Files("src", ".cs").Where(static file => Regex.IsMatch(Repository.Read(file), @"#pragma warning disable|SuppressMessage\(|#nullable disable")));

    [Fact]
    public void The_module_writes_to_no_console() =>
        Complaints.None(Repository.Files("src", ".cs").Where(static file => Regex.IsMatch(Repository.Read(file), @"\bConsole\.(?!IsOutputRedirected)")));

    [Fact]
    public void Each_file_holds_one_public_type_named_like_it() =>
        Complaints.None(Repository.Files("src", ".cs").SelectMany(static file => MisplacedTypes(file, Repository.Read(file))));

    [Fact]
    public void Versions_of_packages_are_kept_in_one_place() =>
        Complaints.None(s_projects.Where(static file => Regex.IsMatch(Repository.Read(file), "<PackageReference[^>]*Version|<(Assembly|File)?Version>")));

    [Fact]
    public void The_module_brings_no_package_along() =>
        Complaints.None(s_projects
            .Where(static file => file.StartsWith("src/", StringComparison.Ordinal))
            .Where(static file => Regex.IsMatch(Repository.Read(file), "<PackageReference(?![^>]*PrivateAssets=\"all\")")));

    [Fact]
    public void Leftovers_and_misplaced_types_are_seen()
    {
        string word = "TO" + "DO";
        Assert.Equal(["a.cs, line 2"], Leftovers("a.cs", "// fine\n// " + word + ": more\n"));
        Assert.Equal(["src/B.cs holds C"], MisplacedTypes("src/B.cs", "public sealed class C\n{\n    public struct D\n"));
        Assert.Empty(MisplacedTypes("src/B.Part.cs", "public sealed partial class B\n"));
    }

    private static int Lines(string file) => File.ReadLines(Repository.Combine(file)).Count();

    private static IEnumerable<string> Leftovers(string file, string code) =>
        code.Split('\n')
            .Select(static (line, index) => (line, index))
            .Where(static item => Regex.IsMatch(item.line, @"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|NotImplemented" + @"Exception)\b"))
            .Select(item => file + ", line " + (item.index + 1));

    private static IEnumerable<string> MisplacedTypes(string file, string code) =>
        Regex.Matches(code, @"(?m)^public [\w ]*\b(?:class|struct|enum|interface|record|delegate \w+)\s+(\w+)")
            .Select(static match => match.Groups[1].Value)
            .Where(name => name != Path.GetFileName(file).Split('.', 2)[0])
            .Select(name => file + " holds " + name);
}
