using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Platform.Windows.Memory;

namespace MmapModule.Platform.Windows.Locks;

/// <summary>Where the files of locks with a name are: in a folder of the user, and in one of all users for global names.</summary>
internal static class LockFolder
{
    private const string Prefix = "mutex-";
    private const string Suffix = ".lock";

    /// <summary>The file of a name. Characters that no file name can have are escaped, and the prefix keeps it from being the name of a device.</summary>
    internal static string PathOf(string name) =>
        Path.Combine(FolderOf(KernelName.IsGlobal(name)), Prefix + Uri.EscapeDataString(KernelName.Plain(name)) + Suffix);

    /// <summary>Makes the folder of a file.</summary>
    internal static void Create(string path) => Directory.CreateDirectory(Path.GetDirectoryName(path)!);

    /// <summary>Whether a file is that of a name, so that it has a note of who holds it.</summary>
    internal static bool Contains(string path) =>
        path.EndsWith(Suffix, StringComparison.Ordinal) && Path.GetDirectoryName(path) is { } folder
        && (string.Equals(folder, FolderOf(isGlobal: false), StringComparison.OrdinalIgnoreCase) || string.Equals(folder, FolderOf(isGlobal: true), StringComparison.OrdinalIgnoreCase));

    /// <summary>The names that have a file, in order.</summary>
    internal static IReadOnlyList<string> Names()
    {
        List<string> names = [];
        Add(isGlobal: false, string.Empty, names);
        Add(isGlobal: true, KernelName.Global, names);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static string FolderOf(bool isGlobal) => Path.Combine(
        Environment.GetFolderPath(isGlobal ? Environment.SpecialFolder.CommonApplicationData : Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "MmapModule",
        "Locks");

    private static void Add(bool isGlobal, string prefix, List<string> names)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(FolderOf(isGlobal), Prefix + "*" + Suffix))
            {
                names.Add(prefix + Uri.UnescapeDataString(Path.GetFileName(path)[Prefix.Length..^Suffix.Length]));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nobody has made a lock yet.
        }
    }
}
