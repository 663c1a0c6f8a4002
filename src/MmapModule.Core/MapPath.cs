using System;
using System.IO;

namespace MmapModule;

/// <summary>What every path has to pass before it is used.</summary>
internal static class MapPath
{
    /// <summary>The path from the root.</summary>
    /// <exception cref="MmapException">InvalidArgument for a path with a zero character.</exception>
    internal static string Full(string path) => Path.GetFullPath(Check(path));

    /// <summary>The path itself, if the kernel can take it: a zero would be its end, and another file would be meant.</summary>
    /// <exception cref="MmapException">InvalidArgument for a path with a zero character.</exception>
    internal static string Check(string path) => path.Contains('\0', StringComparison.Ordinal)
        ? throw MapErrors.Invalid(
            "'" + path.Replace("\0", "\u2400", StringComparison.Ordinal) + "' has a zero character (NUL) in it, and no path can have one.",
            "Give the path without it; in PowerShell `0 in double quotes is that character.",
            path)
        : path;
}
