using System;
using System.IO;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Which files of a tree a cmdlet is to look at.</summary>
internal static class TreeFilter
{
    /// <summary>Names may have wildcards.</summary>
    /// <param name="include">Only files of these names.</param>
    /// <param name="exclude">Neither files nor folders of these names.</param>
    /// <param name="followSymlink">What links lead to, too.</param>
    /// <param name="oneFileSystem">Not what is mounted in the folders.</param>
    /// <param name="everyName">Every name of a file counts, as where each is a path of its own to the user.</param>
    internal static FileTreeOptions Options(string[] include, string[] exclude, bool followSymlink, bool oneFileSystem, bool everyName)
    {
        WildcardPattern[] included = Array.ConvertAll(include, static name => Wildcards.Parse(name, WildcardOptions.None));
        WildcardPattern[] excluded = Array.ConvertAll(exclude, static name => Wildcards.Parse(name, WildcardOptions.None));
        return new FileTreeOptions
        {
            IsWanted = path => !Array.Exists(excluded, pattern => pattern.IsMatch(Path.GetFileName(path))),
            IsWantedFile = path => included.Length == 0 || Array.Exists(included, pattern => pattern.IsMatch(Path.GetFileName(path))),
            FollowSymlink = followSymlink,
            OneFileSystem = oneFileSystem,
            EveryName = everyName,
        };
    }
}
