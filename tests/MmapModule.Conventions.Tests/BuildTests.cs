using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Who builds the module is told the commands that are tried, and gets the versions that are pinned.</summary>
public sealed class BuildTests
{
    private const string Demo = "dotnet tool restore && dotnet pwsh build.ps1 Demo";
    private const string Test = "dotnet tool restore && dotnet pwsh build.ps1 Test";

    private static readonly string[] s_scripts = [".ci/run", "build/sweep.sh"];

    /// <summary>Whoever builds has sources of their own; a file like these would overrule them.</summary>
    private static readonly string[] s_sources = ["nuget.config", ".npmrc", "pip.conf"];

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData(".github/workflows/ci.yml")]
    public void The_two_commands_are_those_that_are_tried(string path)
    {
        Assert.Contains(Demo, Repository.Read(path), StringComparison.Ordinal);
        Assert.Contains(Test, Repository.Read(path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_is_debugged_in_the_pinned_PowerShell() =>
        Assert.Contains("/powershell/" + PinnedPowerShell() + "/", Repository.Read(".vscode/launch.json"), StringComparison.Ordinal);

    [Fact]
    public void The_pinned_Pester_is_one_of_those_that_will_do()
    {
        string pinned = Regex.Match(Repository.Read("build/tools/Tools.csproj"), @"Include=""Pester"" Version=""\[([\d.]+)\]""").Groups[1].Value;
        Match range = Regex.Match(Repository.Read("build/Tools.ps1"), @"'Pester' \{ \[version\] '([\d.]+)', \[version\] '([\d.]+)' \}");
        Assert.InRange(Version.Parse(pinned), Version.Parse(range.Groups[1].Value), Version.Parse(range.Groups[2].Value));
    }

    [Theory]
    [InlineData(".vscode/launch.json")]
    [InlineData(".vscode/tasks.json")]
    [InlineData(".config/dotnet-tools.json")]
    public void Settings_can_be_read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(Repository.Read(path));
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("bug.yml")]
    [InlineData("feature.yml")]
    public void Issues_have_forms(string name)
    {
        string form = Repository.Read(".github/ISSUE_TEMPLATE/" + name);
        Assert.All(["name: ", "description: ", "body:"], key => Assert.Matches("(?m)^" + key, form));
        Assert.DoesNotContain('\t', form);
    }

    [Fact]
    public void Shell_scripts_are_marked_and_have_no_carriage_return() =>
        Complaints.None(s_scripts.Where(static path => !Repository.Read(path).StartsWith("#!/", StringComparison.Ordinal) || Repository.Read(path).Contains('\r', StringComparison.Ordinal)));

    [Fact]
    public void No_file_depends_on_a_registry_by_name() =>
        Complaints.None(Repository.AllFiles().Where(static path => NamesRegistry(Repository.Read(path))));

    [Fact]
    public void No_file_says_where_packages_come_from() =>
        Complaints.None(Repository.AllFiles().Where(static path => s_sources.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase)));

    [Fact]
    public void A_named_registry_is_seen()
    {
        Assert.True(NamesRegistry("see https://www." + "nuget" + ".org/packages"));
        Assert.False(NamesRegistry("the PowerShell Gallery, NuGet"));
    }

    private static bool NamesRegistry(string text) =>
        Regex.IsMatch(text, "nuget" + @"\.org|powershell" + @"gallery\.com|pkgs\.dev" + @"\.azure|registry\." + "npmjs", RegexOptions.IgnoreCase);

    private static string PinnedPowerShell()
    {
        using JsonDocument document = JsonDocument.Parse(Repository.Read(".config/dotnet-tools.json"));
        return document.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
    }
}
