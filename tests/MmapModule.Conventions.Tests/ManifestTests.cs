using System;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The manifest says what the module has, and nothing else.</summary>
public sealed class ManifestTests
{
    private static readonly ManifestFile s_manifest = ManifestFile.Current;

    [Fact]
    public void Exports_the_cmdlets_in_order() =>
        Assert.Equal(Cmdlet.All.Select(static cmdlet => cmdlet.Name), s_manifest.List("CmdletsToExport"));

    [Fact]
    public void Exports_the_aliases_in_order() =>
        Assert.Equal(
            Cmdlet.All.SelectMany(static cmdlet => cmdlet.Aliases).Order(StringComparer.Ordinal),
            s_manifest.List("AliasesToExport"));

    [Fact]
    public void Has_each_key_once()
    {
        Assert.Contains("CmdletsToExport", s_manifest.Keys);
        Assert.Contains("Tags", s_manifest.Keys);
        Assert.Distinct(s_manifest.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["A", "B", "a"], new ManifestFile("@{\n  A = '1'\n  B = @('A = 2')\n  a = 3\n}").Keys);
    }

    [Theory]
    [InlineData("FunctionsToExport")]
    [InlineData("VariablesToExport")]
    public void Says_what_is_not_exported(string key) => Assert.Equal([], s_manifest.List(key));

    [Fact]
    public void Is_for_PowerShell_7_4_and_later()
    {
        Assert.Equal("7.4", s_manifest.Text("PowerShellVersion"));
        Assert.Equal(["Core"], s_manifest.List("CompatiblePSEditions"));
        Assert.Null(s_manifest.Text("DotNetFrameworkVersion"));
        Assert.Null(s_manifest.Text("CLRVersion"));
    }

    [Fact]
    public void Loads_the_assembly_without_a_script()
    {
        Assert.Equal("bin/MmapModule.dll", s_manifest.Text("RootModule"));
        Assert.Empty(Repository.Files(".", ".psm1"));
    }

    [Theory]
    [InlineData("FormatsToProcess")]
    [InlineData("TypesToProcess")]
    public void Names_view_files_that_exist(string key)
    {
        Assert.NotEmpty(s_manifest.List(key) ?? []);
        Assert.All(s_manifest.List(key)!, file =>
        {
            Assert.StartsWith("bin/", file, StringComparison.Ordinal);
            Assert.True(Repository.Exists("src/MmapModule/Formatting/" + file["bin/".Length..]), file);
        });
    }

    /// <summary>PowerShell reads, checks and parses each one by itself while Import-Module waits, so the build merges them.</summary>
    [Theory]
    [InlineData("FormatsToProcess")]
    [InlineData("TypesToProcess")]
    public void Names_one_view_file(string key) => Assert.Single(s_manifest.List(key) ?? []);

    [Theory]
    [InlineData("Author")]
    [InlineData("CompanyName")]
    [InlineData("Copyright")]
    [InlineData("Description")]
    [InlineData("LicenseUri")]
    [InlineData("ProjectUri")]
    [InlineData("IconUri")]
    [InlineData("ReleaseNotes")]
    public void Has_what_the_gallery_shows(string key) => Assert.False(string.IsNullOrWhiteSpace(s_manifest.Text(key)));

    /// <summary>The gallery and Find-PSResource show the text, and open no link.</summary>
    [Fact]
    public void Says_what_is_new_in_words() => Assert.StartsWith("- ", s_manifest.Text("ReleaseNotes"), StringComparison.Ordinal);

    [Fact]
    public void The_icon_is_in_the_repository() =>
        Assert.True(Repository.Exists(s_manifest.Text("IconUri")!.Split("/main/", 2)[1]));

    [Fact]
    public void Has_tags_for_edition_and_system()
    {
        Assert.Contains("PSEdition_Core", s_manifest.List("Tags") ?? []);
        Assert.Contains("Linux", s_manifest.List("Tags") ?? []);
    }

    [Fact]
    public void Has_a_semantic_version_that_the_assemblies_share()
    {
        string version = s_manifest.Text("ModuleVersion")!;
        Assert.Matches(new Regex(@"^\d+\.\d+\.\d+$"), version);
        Assert.Equal(version, Cmdlet.Assembly.GetName().Version!.ToString(3));
        Assert.Equal(version, typeof(MemoryMap).Assembly.GetName().Version!.ToString(3));
    }

    [Fact]
    public void A_list_that_is_missing_is_not_an_empty_one()
    {
        ManifestFile manifest = new("@{\n    A = @('x'\n 'y')\n    B = @()\n    C = 'z'\n}");
        Assert.Equal(["x", "y"], manifest.List("A"));
        Assert.Equal([], manifest.List("B"));
        Assert.Null(manifest.List("D"));
        Assert.Equal("z", manifest.Text("C"));
    }
}
