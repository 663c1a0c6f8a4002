using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace MmapModule.Conventions.Tests;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] s_made = ["bin", "obj", "out", ".git", ".tools"];

    internal static string Root { get; } = FindRoot();

    internal static string Combine(string path) => Path.Combine(Root, path);

    internal static bool Exists(string path) => File.Exists(Combine(path));

    internal static string Read(string path) => File.ReadAllText(Combine(path));

    /// <summary>The paths, relative to the root, of all files below a folder; what builds make is left out.</summary>
    internal static IReadOnlyList<string> Files(string folder, params string[] extensions)
    {
        List<string> files = [];
        string start = Combine(folder);
        if (Directory.Exists(start))
        {
            Collect(start, extensions, files);
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The paths of all files that git tracks; without git, of all files but those that builds make.</summary>
    internal static IReadOnlyList<string> AllFiles()
    {
        ProcessStartInfo start = new("git", ["-C", Root, "ls-files", "-z"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process git = Process.Start(start)!;
            git.ErrorDataReceived += static (_, _) => { };
            git.BeginErrorReadLine();
            string[] tracked = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();

            // A file may have been removed and not yet committed.
            if (git.ExitCode == 0 && tracked.Length > 0)
            {
                return [.. tracked.Where(Exists)];
            }
        }
        catch (Win32Exception)
        {
            // There is no git.
        }

        List<string> files = [];
        Collect(Root, extensions: null, files);
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static void Collect(string folder, string[]? extensions, List<string> files)
    {
        files.AddRange(Directory.EnumerateFiles(folder)
            .Where(file => extensions is null || extensions.Contains(Path.GetExtension(file)))
            .Select(static file => Path.GetRelativePath(Root, file)));
        foreach (string child in Directory.EnumerateDirectories(folder))
        {
            if (!s_made.Contains(Path.GetFileName(child)))
            {
                Collect(child, extensions, files);
            }
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MmapModule.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds MmapModule.slnx.");
    }
}
