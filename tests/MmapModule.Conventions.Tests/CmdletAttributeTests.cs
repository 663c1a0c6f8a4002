using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>What a cmdlet says of itself: help, output, and whether it changes anything.</summary>
public sealed class CmdletAttributeTests
{
    private static readonly string[] s_changing =
    [
        "New", "Remove", "Write", "Set", "Clear", "Copy", "Resize", "Save", "Update", "Add", "Lock", "Unlock", "Sync", "Initialize", "Send", "Show",
    ];

    private static readonly string[] s_reading = ["Get", "Read", "Select", "Search", "Test", "Format", "Compare", "Measure", "Wait", "Watch", "Receive", "Use"];

    /// <summary>Cmdlets whose verb says more than they do.</summary>
    private static readonly Dictionary<string, string> s_harmless = new() { ["New-MappedStruct"] = "it only makes a description" };

    [Fact]
    public void Help_is_found_online() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => cmdlet.HelpUri != ManifestFile.Current.Text("ProjectUri") + "/blob/main/docs/en-US/" + cmdlet.Name + ".md")
            .Select(static cmdlet => cmdlet.Name + " has the HelpUri " + cmdlet.HelpUri));

    [Fact]
    public void Output_types_are_declared() =>
        Complaints.None(Cmdlet.All.Where(static cmdlet => cmdlet.OutputTypes.Count == 0 && !IsSilent(cmdlet)).Select(static cmdlet => cmdlet.Name + " has no [OutputType]"));

    [Fact]
    public void A_test_answers_with_a_bool() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => cmdlet.Verb == "Test" && !cmdlet.OutputTypes.Contains(typeof(bool)))
            .Select(static cmdlet => cmdlet.Name + " does not say that it gives a bool"));

    [Fact]
    public void What_changes_something_supports_WhatIf_and_what_reads_does_not() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => cmdlet.SupportsShouldProcess != IsChanging(cmdlet))
            .Select(static cmdlet => cmdlet.Name + ": SupportsShouldProcess is " + cmdlet.SupportsShouldProcess));

    [Fact]
    public void Every_verb_is_known_to_change_something_or_not() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => !s_changing.Contains(cmdlet.Verb) && !s_reading.Contains(cmdlet.Verb))
            .Select(static cmdlet => "does " + cmdlet.Name + " change anything? This test has to know."));

    [Fact]
    public void No_cmdlet_asks_each_time() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => cmdlet.ConfirmImpact != ConfirmImpact.Medium)
            .Select(static cmdlet => cmdlet.Name + " has the impact " + cmdlet.ConfirmImpact));

    [Fact]
    public void A_default_set_is_named_where_there_are_several() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => cmdlet.Sets.Count > 1 && !cmdlet.Sets.Contains(cmdlet.DefaultSet))
            .Select(static cmdlet => cmdlet.Name + " has the default set " + cmdlet.DefaultSet));

    [Fact]
    public void What_changes_a_map_can_pass_it_on() =>
        Complaints.None(Cmdlet.All
            .Where(static cmdlet => IsChanging(cmdlet) && cmdlet.Verb is "Set" or "Write" or "Add" or "Sync" or "Lock" or "Unlock" && cmdlet.Noun != "SharedMutex" && !Has(cmdlet, "PassThru"))
            .Select(static cmdlet => cmdlet.Name + " has no -PassThru"));

    private static bool Has(Cmdlet cmdlet, string parameter) => cmdlet.Parameters.Any(candidate => candidate.Name == parameter);

    private static bool IsChanging(Cmdlet cmdlet) => s_changing.Contains(cmdlet.Verb) && !s_harmless.ContainsKey(cmdlet.Name);

    /// <summary>What removes something and cannot pass it on writes nothing; RC04 has nothing to declare then.</summary>
    private static bool IsSilent(Cmdlet cmdlet) => cmdlet.Verb == "Remove" && !Has(cmdlet, "PassThru");
}
