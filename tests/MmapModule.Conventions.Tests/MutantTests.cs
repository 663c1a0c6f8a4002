using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The mutants are not part of the ordinary run, so this sees to it that they could be tried at any time.</summary>
public sealed class MutantTests
{
    private const string Table = "docs/mutants.md";

    [Fact]
    public void Every_place_that_a_mutant_changes_is_there_exactly_once()
    {
        string[] sources = [.. Repository.Files("src", ".cs").Select(Repository.Read)];
        List<string> complaints = [];
        foreach (Mutant mutant in Mutant.All)
        {
            int count = sources.Sum(source => mutant.Place.Matches(source).Count);
            if (count != 1)
            {
                complaints.Add(FormattableString.Invariant($"'{mutant.Name}' is there {count} times: {mutant.Find}"));
            }
        }

        Complaints.None(complaints);
    }

    [Fact]
    public void Every_mutant_has_a_name_of_its_own_says_what_it_turns_off_and_can_be_turned_off()
    {
        Assert.Equal(Mutant.All.Count, Mutant.All.Select(static mutant => mutant.Name).Distinct().Count());
        Assert.All(Mutant.All, static mutant =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", mutant.Name);
            Assert.Contains("MUTANT", mutant.Replace, StringComparison.Ordinal);
            Assert.EndsWith(".", mutant.Off, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_tests_that_should_fall_exist()
    {
        HashSet<string> classes = [.. Repository.Files("tests/MmapModule.Core.Tests", ".cs").Select(static file => Path.GetFileNameWithoutExtension(file))];
        string pester = Repository.Combine("tests/Pester");
        List<string> complaints = [];
        foreach (Mutant mutant in Mutant.All)
        {
            complaints.AddRange(mutant.Tests.Where(test => !classes.Contains(test)).Select(test => mutant.Name + ": no class " + test));
            complaints.AddRange(mutant.PesterFiles.Where(file => Directory.GetFiles(pester, file + ".Tests.ps1").Length == 0).Select(file => mutant.Name + ": no file " + file));
            if (mutant.Tests.Count + mutant.PesterFiles.Count == 0)
            {
                complaints.Add(mutant.Name + " has no test");
            }
        }

        Complaints.None(complaints);
    }

    [Fact]
    public void The_table_has_one_row_for_each()
    {
        string[] rows = [.. Repository.Read(Table).Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];

        Assert.Equal(
            Mutant.All.Select(static mutant => $"| {mutant.Feature} | {mutant.Off} (`{mutant.Name}`) |"),
            rows.Select(static row => row[..(row.IndexOf("`) |", StringComparison.Ordinal) + 4)]));
    }
}
