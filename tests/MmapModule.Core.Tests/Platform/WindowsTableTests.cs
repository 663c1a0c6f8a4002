using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MmapModule.Platform;
using MmapModule.Platform.Windows;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The tables about Windows say what the code does; this needs no Windows.</summary>
public sealed class WindowsTableTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "platforms.md"));

    [Fact]
    public void Each_flag_has_a_row_that_says_whether_it_works()
    {
        Dictionary<string, string> rows = Table("Flag");

        Assert.Equal(Enum.GetNames<MapFlags>().Except([nameof(MapFlags.File)]).Order(), rows.Keys.Order());
        foreach ((string name, string text) in rows)
        {
            MapRequest request = new() { Length = 4096, Protection = MapProtection.ReadWrite, IsPrivate = true, Flags = Enum.Parse<MapFlags>(name) };
            string wanted = text.StartsWith('`') ? Regex.Match(text, @"`(\w+)`").Groups[1].Value : string.Empty;
            Assert.Equal((name, wanted), (name, Kind(() => WindowsFlags.Check(request))));
        }
    }

    [Fact]
    public void Each_advice_has_a_row_that_says_whether_it_works()
    {
        Dictionary<string, string> rows = Table("Advice");

        Assert.Equal(Enum.GetNames<MapAdvice>().Order(), rows.Keys.Order());
        Assert.Equal(
            WindowsFlags.Advice.Select(static advice => advice.ToString()).Order(),
            rows.Where(static row => !row.Value.StartsWith("`PlatformNotSupported`", StringComparison.Ordinal)).Select(static row => row.Key).Order());
    }

    [Fact]
    public void Ids_that_are_named_exist() => Assert.Empty(Table("Ids").Keys.Except(Enum.GetNames<MmapErrorKind>()));

    [Theory]
    [InlineData(MapProtection.None)]
    [InlineData(MapProtection.Read)]
    [InlineData(MapProtection.ReadWrite)]
    [InlineData(MapProtection.Execute)]
    [InlineData(MapProtection.Read | MapProtection.Execute)]
    [InlineData(MapProtection.ReadWriteExecute)]
    public void A_protection_is_the_same_when_it_is_read_back(MapProtection protection)
    {
        Assert.Equal(protection, WindowsFlags.Protection(WindowsFlags.Page(protection, isCopyOnWrite: false)));
        Assert.Equal(protection, WindowsFlags.Protection(WindowsFlags.Page(protection, isCopyOnWrite: true)));
    }

    /// <summary>The names in the first column of a table, each with the second column.</summary>
    private static Dictionary<string, string> Table(string title) =>
        Regex.Match(s_page, @"(?m)^\| " + title + @" \| On Windows \|\n\| --- \| --- \|\n((?:\|.*\n)+)").Groups[1].Value
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static row => row.Split(" | "))
            .SelectMany(static cells => Regex.Matches(cells[0], @"`(\w+)`").Select(name => (Name: name.Groups[1].Value, Text: cells[1])))
            .ToDictionary(static row => row.Name, static row => row.Text);

    private static string Kind(Action action)
    {
        try
        {
            action();
            return string.Empty;
        }
        catch (MmapException error)
        {
            return error.Kind.ToString();
        }
    }
}
