using System;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A path or wildcard that picks mappings of a process by the path they show.</summary>
internal sealed class MappingPathPattern
{
    private const string Deleted = " (deleted)";

    private readonly string _literal;
    private readonly WildcardPattern _pattern;

    /// <summary>Prepares a path as typed: relative ones count from the current location, a leading wildcard from anywhere.</summary>
    internal MappingPathPattern(PSCmdlet command, string path)
    {
        // [heap] is a name of the kernel; as a wildcard it would mean one letter.
        bool isComplete = path.StartsWith('*') || path.StartsWith('[');
        _literal = isComplete ? path : command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        _pattern = WildcardPattern.Get(_literal, WildcardOptions.IgnoreCase);
    }

    internal bool IsMatch(string? path) =>
        path is not null
        && (IsMatchCore(path) || (path.EndsWith(Deleted, StringComparison.Ordinal) && IsMatchCore(path[..^Deleted.Length])));

    private bool IsMatchCore(string path) => path.Equals(_literal, StringComparison.OrdinalIgnoreCase) || _pattern.IsMatch(path);
}
