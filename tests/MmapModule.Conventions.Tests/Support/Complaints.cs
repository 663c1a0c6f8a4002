using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Collects what is wrong in all places before the test fails, so that one run shows everything.</summary>
internal static class Complaints
{
    internal static void None(IEnumerable<string> complaints)
    {
        string[] all = [.. complaints];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    /// <summary>Compares two sets of names in both directions.</summary>
    internal static IEnumerable<string> Difference(string place, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        string[] wanted = [.. expected];
        string[] found = [.. actual];
        return wanted.Except(found).Select(name => place + " lacks " + name)
            .Concat(found.Except(wanted).Select(name => place + " has " + name + ", which does not exist"));
    }
}
