using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Makes completion results: matching by prefix or wildcard, quoted where needed, with a tool tip.</summary>
internal static class Completions
{
    /// <summary>The candidates that begin with the word.</summary>
    /// <param name="wordToComplete">What has been typed so far.</param>
    /// <param name="candidates">What there is.</param>
    /// <param name="isPattern">The parameter takes wildcards, so that brackets in a name must be escaped.</param>
    internal static IEnumerable<CompletionResult> Create(string wordToComplete, IEnumerable<(string Text, string ToolTip)> candidates, bool isPattern = false)
    {
        string word = wordToComplete.Trim('\'', '"');
        WildcardPattern pattern = WildcardPattern.Get(word + "*", WildcardOptions.IgnoreCase);
        foreach ((string text, string toolTip) in candidates)
        {
            if (pattern.IsMatch(text))
            {
                yield return new CompletionResult(Quote(isPattern ? WildcardPattern.Escape(text) : text), text, CompletionResultType.ParameterValue, toolTip);
            }
        }
    }

    private static string Quote(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && !"_-./:\\".Contains(c, StringComparison.Ordinal))
            {
                return "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
            }
        }

        return text;
    }
}
