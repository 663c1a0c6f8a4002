using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MmapModule.Conventions.Tests;

/// <summary>One safety feature that tests/Mutants/Invoke-Mutants.ps1 turns off.</summary>
internal sealed record Mutant(string Name, string Feature, string Off, string Find, string Replace, IReadOnlyList<string> Tests, IReadOnlyList<string> PesterFiles)
{
    internal const string DataFile = "tests/Mutants/mutants.json";

    internal static IReadOnlyList<Mutant> All { get; } = Parse(Repository.Read(DataFile));

    /// <summary>The place in the source; white space counts as any other white space.</summary>
    internal Regex Place { get; } = new(string.Join(@"\s+", Find.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape)));

    private static List<Mutant> Parse(string json)
    {
        List<Mutant> mutants = [];
        using JsonDocument document = JsonDocument.Parse(json);
        foreach (JsonElement one in document.RootElement.EnumerateArray())
        {
            string Text(string property) => one.GetProperty(property).GetString()!;
            IEnumerable<JsonElement> List(string property) => one.TryGetProperty(property, out JsonElement list) ? list.EnumerateArray() : [];
            mutants.Add(new Mutant(
                Text("name"),
                Text("feature"),
                Text("off"),
                Text("find"),
                Text("replace"),
                [.. List("tests").Select(static test => test.GetString()!)],
                [.. List("pester").Select(static test => test.GetProperty("file").GetString()!)]));
        }

        return mutants;
    }
}
