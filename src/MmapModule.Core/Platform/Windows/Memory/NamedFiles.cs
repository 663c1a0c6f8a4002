using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows.Memory;

/// <summary>Where the files of what has a name are: in a folder of the user, and in one of all users for global names.</summary>
internal sealed class NamedFiles
{
    private readonly string _folder;
    private readonly string _prefix;
    private readonly string _suffix;

    /// <param name="folder">The name of the folder.</param>
    /// <param name="kind">What each file is: its name begins with that, so that it is never the name of a device.</param>
    internal NamedFiles(string folder, string kind)
    {
        _folder = folder;
        _prefix = kind + "-";
        _suffix = "." + kind;
    }

    /// <summary>The file of a name. Characters that no file name can have are escaped.</summary>
    internal string PathOf(string name) =>
        Path.Combine(FolderOf(KernelName.IsGlobal(name)), _prefix + Uri.EscapeDataString(KernelName.Plain(name)) + _suffix);

    /// <summary>Makes the folder of a file.</summary>
    internal static void CreateFolderOf(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileIo.Translate(error, new NativeFailure { Call = "CreateDirectory", Path = folder, ForWriting = true });
        }
    }

    /// <summary>Whether a file is that of a name.</summary>
    internal bool Contains(string path) =>
        path.EndsWith(_suffix, StringComparison.Ordinal) && Path.GetDirectoryName(path) is { } folder
        && (string.Equals(folder, FolderOf(isGlobal: false), StringComparison.OrdinalIgnoreCase) || string.Equals(folder, FolderOf(isGlobal: true), StringComparison.OrdinalIgnoreCase));

    /// <summary>The names that have a file, in order.</summary>
    internal IReadOnlyList<string> Names()
    {
        List<string> names = [];
        Add(isGlobal: false, string.Empty, names);
        Add(isGlobal: true, KernelName.Global, names);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private string FolderOf(bool isGlobal) => Path.Combine(
        Environment.GetFolderPath(isGlobal ? Environment.SpecialFolder.CommonApplicationData : Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "MmapModule",
        _folder);

    private void Add(bool isGlobal, string prefix, List<string> names)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(FolderOf(isGlobal), _prefix + "*" + _suffix))
            {
                names.Add(prefix + Uri.UnescapeDataString(Path.GetFileName(path)[_prefix.Length..^_suffix.Length]));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nobody has made one yet.
        }
    }
}
