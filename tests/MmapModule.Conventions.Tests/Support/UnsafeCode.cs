using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MmapModule.Conventions.Tests;

/// <summary>Finds the members of a C# file that touch memory by address and do not argue why that is sound.</summary>
internal static class UnsafeCode
{
    private const string Modifiers = "(public|internal|protected|private)";

    /// <summary>A declaration at the level of members, indented once, or twice in a nested type.</summary>
    private static readonly Regex s_member = new("^( {4}| {8})" + Modifiers + @"\s[^;=]*\b(?<name>\w+)(<[\w, ]+>)?\(");

    private static readonly Regex s_field = new("^( {4}| {8})" + Modifiers + @"\s(?!.*\().*;\s*$");

    private static readonly Regex s_type = new("^ *(" + Modifiers + @"\s)?.*\b(class|struct|interface|record)\s+\w+");

    /// <summary>Pointers, their dereference, the address of something, pinned memory. A span of stack memory is safe.</summary>
    private static readonly Regex s_pointer = new(@"\w\*+[\s)>,]|\w->|[(,=:]\s*&\w|\(\w+\*\)|\bfixed\s*\(|\bunsafe\b");

    internal static IEnumerable<string> Unargued(string code)
    {
        string[] lines = code.Split('\n');
        for (int start = 0; start < lines.Length; start++)
        {
            Match member = s_member.Match(lines[start]);
            if (!member.Success || s_type.IsMatch(lines[start]))
            {
                continue;
            }

            int end = start + 1;
            while (end < lines.Length && !IsNext(lines[end]))
            {
                end++;
            }

            int top = start;
            while (top > 0 && Regex.IsMatch(lines[top - 1], @"^\s*(//|\[)"))
            {
                top--;
            }

            if (lines[start..end].Any(static line => s_pointer.IsMatch(WithoutComment(line)))
                && !lines[top..end].Any(static line => line.Contains("// SAFETY: ", StringComparison.Ordinal)))
            {
                yield return member.Groups["name"].Value;
            }
        }
    }

    /// <summary>Where the next member begins, be it with its comment.</summary>
    private static bool IsNext(string line) =>
        s_member.IsMatch(line) || s_type.IsMatch(line) || s_field.IsMatch(line) || Regex.IsMatch(line, "^ {4}(//|\\[)");

    private static string WithoutComment(string line) => Regex.Replace(line, @"//.*$|""[^""]*""", string.Empty);
}
