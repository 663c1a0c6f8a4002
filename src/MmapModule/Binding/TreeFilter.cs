using System;
using System.IO;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Which files of a tree a search is to look at.</summary>
internal static class TreeFilter
{
    /// <summary>Names may have wildcards; every name of a file counts, since each is a path of its own to the user.</summary>
    internal static FileTreeOptions Options(string[] include, string[] exclude, bool followSymlink, bool oneFileSystem)
    {
        WildcardPattern[] included = Array.ConvertAll(include, static name => Wildcards.Parse(name, WildcardOptions.None));
        WildcardPattern[] excluded = Array.ConvertAll(exclude, static name => Wildcards.Parse(name, WildcardOptions.None));
        return new FileTreeOptions
        {
            IsWanted = path => !Array.Exists(excluded, pattern => pattern.IsMatch(Path.GetFileName(path))),
            IsWantedFile = path => included.Length == 0 || Array.Exists(included, pattern => pattern.IsMatch(Path.GetFileName(path))),
            FollowSymlink = followSymlink,
            OneFileSystem = oneFileSystem,
            EveryName = true,
        };
    }
}
