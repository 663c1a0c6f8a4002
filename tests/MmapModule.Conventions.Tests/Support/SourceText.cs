using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MmapModule.Conventions.Tests;

/// <summary>Tells comments and strings of C# code apart, well enough for the code here.</summary>
internal static class SourceText
{
    private const string Literal = """
        ("{3}[\s\S]*?"{3}|\$?@\$?"(?:""|[^"])*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')
        """;

    private const string Comment = @"|//[^\n]*|/\*[\s\S]*?\*/";

    /// <summary>The code with its strings, and without what only explains.</summary>
    internal static string WithoutComments(string code) => Regex.Replace(code, Literal + Comment, static match => match.Groups[1].Value);

    /// <summary>The texts in quotation marks.</summary>
    internal static IEnumerable<string> Strings(string code) =>
        Regex.Matches(code, Literal + Comment)
            .Select(static match => match.Groups[1].Value)
            .Where(static text => text.Contains('"', StringComparison.Ordinal));
}
