using System;
using System.IO;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A path or wildcard that picks mappings by the path they show. Capital letters make a difference where they do for the system.</summary>
internal sealed class MappingPathPattern
{
    private const string Deleted = " (deleted)";

    private readonly string _literal;
    private readonly WildcardPattern? _pattern;

    /// <summary>Prepares a path as typed: relative ones count from the current location, a leading wildcard from anywhere.</summary>
    /// <param name="command">Whose location counts.</param>
    /// <param name="path">The path as typed.</param>
    /// <param name="isLiteral">Wildcard characters mean themselves.</param>
    /// <exception cref="MmapException">PathNotFound or InvalidArgument.</exception>
    internal MappingPathPattern(PSCmdlet command, string path, bool isLiteral = false)
    {
        if (isLiteral || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            _literal = PathResolver.Full(command, isLiteral ? path : WildcardPattern.Unescape(path));
            return;
        }

        // [heap] is a name of the kernel; as a wildcard it would mean one letter.
        bool isComplete = path.StartsWith('*') || path.StartsWith('[');
        _literal = path;
        _pattern = Wildcards.Parse(
            isComplete ? path : Complete(command, path),
            MapPath.Comparison is StringComparison.OrdinalIgnoreCase ? WildcardOptions.IgnoreCase : WildcardOptions.None,
            path);
    }

    internal bool IsMatch(string? path) =>
        path is not null
        && (IsMatchCore(path) || (path.EndsWith(Deleted, StringComparison.Ordinal) && IsMatchCore(path[..^Deleted.Length])));

    /// <summary>Only the part from the first wildcard on is a pattern: the current folder may have brackets in its name.</summary>
    private static string Complete(PSCmdlet command, string path)
    {
        ReadOnlySpan<char> before = path.AsSpan(0, FirstWildcard(path));
        int start = before.LastIndexOfAny('/', '\\') is >= 0 and var slash ? slash + 1 : before.LastIndexOf(':') + 1;
        string folder = PathResolver.Full(command, start == 0 ? "." : WildcardPattern.Unescape(path[..start]));
        return WildcardPattern.Escape(folder.TrimEnd(Path.DirectorySeparatorChar)) + Path.DirectorySeparatorChar + path[start..];
    }

    private static int FirstWildcard(string path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '`')
            {
                i++;
            }
            else if (path[i] is '*' or '?' or '[')
            {
                return i;
            }
        }

        return path.Length;
    }

    private bool IsMatchCore(string path) => path.Equals(_literal, MapPath.Comparison) || _pattern?.IsMatch(path) == true;
}
