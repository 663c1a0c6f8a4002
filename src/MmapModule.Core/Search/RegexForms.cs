using System;
using System.Text.RegularExpressions;
using System.Threading;

namespace MmapModule.Search;

/// <summary>One regular expression in the forms in which it is tried: all find the same hits, at different speeds.</summary>
internal sealed class RegexForms
{
    /// <summary>Compiling takes longer than searching so little.</summary>
    private const int WorthCompiling = 8 * 1024 * 1024;

    /// <summary>One attempt may not take longer, so that Ctrl+C is seen.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(150);

    private readonly RegexOptions _options;
    private readonly RegexOptions _compiled;
    private readonly Lazy<Regex?> _linear;
    private readonly Lazy<Regex> _single;

    internal RegexForms(SearchPattern pattern, long length, bool reverse)
    {
        Pattern = pattern.Regex!;
        _options = RegexOptions.CultureInvariant | RegexOptions.Multiline
            | (pattern.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None)
            | (reverse ? RegexOptions.RightToLeft : RegexOptions.None);
        _compiled = length > WorthCompiling ? RegexOptions.Compiled : RegexOptions.None;
        Quick = new Regex(Pattern, _options | _compiled, s_patience);
        _linear = new Lazy<Regex?>(() => reverse ? null : CreateLinear(), LazyThreadSafetyMode.ExecutionAndPublication);
        _single = new Lazy<Regex>(() => CreateSingle(reverse), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    internal string Pattern { get; }

    /// <summary>The fastest form for most expressions, but one whose time may multiply.</summary>
    internal Regex Quick { get; }

    /// <summary>The time grows with the length of the text only; null if the expression needs what this form does not know.</summary>
    internal Regex? Linear => _linear.Value;

    /// <summary>Tries the one place where it is told to begin (in reverse: to end).</summary>
    internal Regex Single => _single.Value;

    private Regex? CreateLinear()
    {
        try
        {
            return new Regex(Pattern, _options | RegexOptions.NonBacktracking, s_patience);
        }
        catch (NotSupportedException)
        {
            // Looking around, back references and atomic groups need the other forms.
            return null;
        }
    }

    private Regex CreateSingle(bool reverse)
    {
        try
        {
            return new Regex(reverse ? $@"(?:{Pattern})\G" : $@"\G(?:{Pattern})", _options | _compiled, s_patience);
        }
        catch (RegexParseException)
        {
            // The expression ends in a comment, (?x)... # like this, which has swallowed the bracket.
            return new Regex(reverse ? $"(?:{Pattern}\n)\\G" : $"\\G(?:{Pattern}\n)", _options | _compiled, s_patience);
        }
    }
}
