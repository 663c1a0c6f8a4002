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
        HashSet<string> tests = [.. Repository.Files("tests", ".cs", ".ps1").Select(static file => Path.GetFileName(file))];
        List<string> complaints = [];
        foreach (string row in Repository.Read(Page).Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && line[2] is not ('-' or 'P')))
        {
            string[] named = [.. Regex.Matches(row.Split('|')[2], "`([^`]+)`").Select(static match => match.Groups[1].Value)];
            if (named.Length == 0)
            {
                complaints.Add("no test: " + row);
            }

            complaints.AddRange(named.Where(name => !tests.Contains(name.EndsWith(".ps1", StringComparison.Ordinal) ? name : name + ".cs")).Select(name => "no such test: " + name));
        }

        Complaints.None(complaints);
    }

    [Fact]
    public void Every_part_of_the_help_topic_has_its_promises()
    {
        IEnumerable<string> topic = Regex.Matches(Repository.Read("en-US/about_MmapModule_Safety.help.txt"), "^ {0,2}([A-Z][A-Z, -]+)$", RegexOptions.Multiline)
            .Select(static match => match.Groups[1].Value.Trim())
            .Except(s_otherHeadings);
        IEnumerable<string> page = Regex.Matches(Repository.Read(Page), "^## (.+)$", RegexOptions.Multiline).Select(static match => match.Groups[1].Value.Trim());

        Complaints.None(Complaints.Difference(Page, topic, page));
    }
}
