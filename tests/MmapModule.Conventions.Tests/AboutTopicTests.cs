using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The topics are plain text that fits on every terminal.</summary>
public sealed class AboutTopicTests
{
    private const int Columns = 80;

    private static readonly string[] s_topics =
    [
        "about_MmapModule", "about_MmapModule_Recipes", "about_MmapModule_Safety", "about_MmapModule_Errors", "about_MmapModule_SharedMemory", "about_MmapModule_IPC", "about_MmapModule_Structs",
    ];

    [Fact]
    public void The_topics_are_those_of_the_design() =>
        Complaints.None(Complaints.Difference("en-US", s_topics.Select(PathOf), Repository.Files("en-US", ".txt")));

    [Fact]
    public void Lines_fit_on_the_screen() => Complaints.None(s_topics.SelectMany(static topic => LongLines(topic, Repository.Read(PathOf(topic)))));

    [Fact]
    public void Each_topic_begins_with_its_name_and_says_what_it_is_about()
    {
        Assert.All(s_topics, static topic =>
        {
            string text = Repository.Read(PathOf(topic));
            Assert.StartsWith("TOPIC\n    " + topic + "\n", text, StringComparison.Ordinal);
            Assert.Contains("\nSHORT DESCRIPTION\n    ", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\t', text);
        });
    }

    [Fact]
    public void Each_topic_names_only_what_exists() =>
        Complaints.None(s_topics.SelectMany(static topic => CommandUse.Complain(topic, Repository.Read(PathOf(topic)))));

    [Fact]
    public void The_first_topic_lists_every_cmdlet() => Complaints.None(Unlisted(Repository.Read(PathOf(s_topics[0]))));

    [Fact]
    public void A_cmdlet_that_is_not_listed_is_seen() =>
        Assert.Equal(["Get-MemoryMap"], Unlisted(Repository.Read(PathOf(s_topics[0])).Replace("\n    Get-MemoryMap ", "\n", StringComparison.Ordinal)));

    [Fact]
    public void A_long_line_is_seen() =>
        Assert.Equal(["t, line 2"], LongLines("t", new string('a', Columns) + "\n" + new string('a', Columns + 1)));

    private static string PathOf(string topic) => Path.Combine("en-US", topic + ".help.txt");

    private static IEnumerable<string> Unlisted(string topic) =>
        Cmdlet.All.Select(static cmdlet => cmdlet.Name).Where(name => !topic.Contains("\n    " + name + " ", StringComparison.Ordinal));

    private static IEnumerable<string> LongLines(string name, string text) =>
        text.Split('\n').Select(static (line, index) => (line, index)).Where(static item => item.line.Length > Columns).Select(item => name + ", line " + (item.index + 1));
}
