using System;
using System.Text.RegularExpressions;
using System.Threading;

namespace MmapModule.Search;

/// <summary>One regular expression in the forms in which .NET tries it: both find the same hits, at different speeds.</summary>
internal sealed class RegexForms
{
    /// <summary>Compiling takes longer than searching so little.</summary>
    private const int WorthCompiling = 8 * 1024 * 1024;

    /// <summary>One attempt may not take longer, so that Ctrl+C is seen.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(150);

    private readonly Lazy<Regex> _single;

    internal RegexForms(SearchPattern pattern, bool isCompiled, bool reverse)
    {
        Pattern = pattern.ToString();
        string text = RegexWriter.Write(pattern.Node);
        RegexOptions options = RegexOptions.CultureInvariant
            | (reverse ? RegexOptions.RightToLeft : RegexOptions.None)
            | (isCompiled ? RegexOptions.Compiled : RegexOptions.None);
        Quick = new Regex(text, options, s_patience);
        string single = reverse ? $@"(?:{text})\G" : $@"\G(?:{text})";
        _single = new Lazy<Regex>(() => new Regex(single, options, s_patience), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>Whether an expression is compiled for a range of a length.</summary>
    /// <remarks>Where something empty is repeated, the interpreter of .NET can go round forever and does not look at the time.</remarks>
    internal static bool IsCompiled(SearchPattern pattern, long length) => length > WorthCompiling || RegexShape.RepeatsEmpty(pattern.Node);

    /// <summary>The expression as it was given.</summary>
    internal string Pattern { get; }

    /// <summary>The fastest form for most expressions, but one whose time may multiply.</summary>
    internal Regex Quick { get; }

    /// <summary>Tries the one place where it is told to begin (in reverse: to end).</summary>
    internal Regex Single => _single.Value;
}
