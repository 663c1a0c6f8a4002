using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using MmapModule.Binding;

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
        Func<string, bool> isMatch = Matcher(word);
        foreach ((string text, string toolTip) in candidates)
        {
            if (isMatch(text))
            {
                yield return new CompletionResult(Quote(isPattern ? WildcardPattern.Escape(text) : text), Shown.Name(text), CompletionResultType.ParameterValue, Shown.Name(toolTip));
            }
        }
    }

    /// <summary>What has been typed is the beginning of the text as it is, or of a wildcard. Half a wildcard is none yet.</summary>
    private static Func<string, bool> Matcher(string word)
    {
        string plain = WildcardPattern.Unescape(word);
        WildcardPattern? pattern = null;
        if (WildcardPattern.ContainsWildcardCharacters(word))
        {
            try
            {
                pattern = Wildcards.Parse(word + "*", WildcardOptions.IgnoreCase);
            }
            catch (MmapException)
            {
            }
        }

        return text => text.StartsWith(plain, StringComparison.OrdinalIgnoreCase) || pattern?.IsMatch(text) == true;
    }

    private static string Quote(string text)
    {
        if (Shown.Name(text) != text)
        {
            return QuoteEscaped(text);
        }

        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && !"_-./:\\".Contains(c, StringComparison.Ordinal))
            {
                return "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
            }
        }

        return text;
    }

    /// <summary>Control characters would go to the terminal as they are, so they are written with their numbers.</summary>
    private static string QuoteEscaped(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            string one = c.ToString();
            if (Shown.Name(one) != one)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"`u{{{(int)c:X}}}");
            }
            else
            {
                // All quotation marks that PowerShell knows end a text.
                quoted.Append(c is '`' or '$' or '"' or '\u201C' or '\u201D' or '\u201E' ? "`" : string.Empty).Append(c);
            }
        }

        return quoted.Append('"').ToString();
    }
}
