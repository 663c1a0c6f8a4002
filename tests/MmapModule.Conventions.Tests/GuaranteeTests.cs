using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Every promise has a test that exists, and the list has the same parts as what users read.</summary>
public sealed class GuaranteeTests
{
    private const string Page = "docs/guarantees.md";
    private static readonly string[] s_otherHeadings = ["TOPIC", "SHORT DESCRIPTION", "WHAT THIS DOES NOT COVER", "EXAMPLES", "SEE ALSO"];

    [Fact]
    public void Every_promise_names_tests_that_exist()
    {
        List<string> complaints = [];
        foreach (string row in Repository.Read(Page).Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && line[2] is not ('-' or 'P')))
        {
            string[] named = [.. Regex.Matches(row.Split('|')[2], "`([^`]+)`").Select(static match => match.Groups[1].Value)];
            if (named.Length == 0)
            {
                complaints.Add("no test: " + row);
            }

            complaints.AddRange(named.Where(static name => !Exists(name)).Select(static name => "no such test: " + name));
        }

        Complaints.None(complaints);
    }

    [Theory]
    [InlineData("GuaranteeTests.Every_promise_names_tests_that_exist", true)]
    [InlineData("GuaranteeTests.Every_promise_names_tests", false)]
    [InlineData("GuaranteeTests.Exists", false)]
    [InlineData("GuaranteeTests", false)]
    [InlineData("NoSuchTests.Every_promise_names_tests_that_exist", false)]
    [InlineData("Trust.Fuzz.Tests.ps1: end with what is documented, and with a shell that lives", true)]
    [InlineData("Trust.Fuzz.Tests.ps1: end with what is documented", false)]
    [InlineData("Trust.Fuzz.Tests.ps1: Random calls of all cmdlets", false)]
    [InlineData("Trust.Fuzz.Tests.ps1", false)]
    [InlineData("None.Tests.ps1: end with what is documented, and with a shell that lives", false)]
    public void A_test_exists_only_by_its_whole_name(string name, bool isThere) => Assert.Equal(isThere, Exists(name));

    [Fact]
    public void Every_part_of_the_help_topic_has_its_promises()
    {
        IEnumerable<string> topic = Regex.Matches(Repository.Read("en-US/about_MmapModule_Safety.help.txt"), "^ {0,2}([A-Z][A-Z, -]+)$", RegexOptions.Multiline)
            .Select(static match => match.Groups[1].Value.Trim())
            .Except(s_otherHeadings);
        IEnumerable<string> page = Regex.Matches(Repository.Read(Page), "^## (.+)$", RegexOptions.Multiline).Select(static match => match.Groups[1].Value.Trim());

        Complaints.None(Complaints.Difference(Page, topic, page));
    }

    /// <summary>Whether there is a public method 'Class.Method' or, in a file of Pester, an It of 'File.Tests.ps1: Title'.</summary>
    private static bool Exists(string name)
    {
        Match pester = Regex.Match(name, @"^(\S+\.Tests\.ps1): (.+)$");
        Match method = Regex.Match(name, @"^(\w+)\.(\w+)$");
        (string file, string pattern) = pester.Success
            ? (pester.Groups[1].Value, "^ *It '" + Regex.Escape(pester.Groups[2].Value.Replace("'", "''", StringComparison.Ordinal)) + "'")
            : (method.Groups[1].Value + ".cs", "^    public (async )?(void|Task) " + method.Groups[2].Value + @"\(");
        return (pester.Success || method.Success)
            && Repository.Files("tests", ".cs", ".ps1").Where(path => Path.GetFileName(path) == file).Any(path => Regex.IsMatch(Repository.Read(path), pattern, RegexOptions.Multiline));
    }
}
