using System;
using System.IO;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>The checks that every path must pass before it is used.</summary>
internal static class MapPath
{
    /// <summary>How this system compares paths.</summary>
    internal static StringComparison Comparison => MapPlatform.Current.PathComparison;

    /// <summary>The path from the root.</summary>
    /// <exception cref="MmapException">InvalidArgument for a path with a zero character.</exception>
    internal static string Full(string path) => Path.GetFullPath(Check(path));

    /// <summary>The path itself, if the kernel can take it: a zero would be its end, and another file would be meant.</summary>
    /// <exception cref="MmapException">InvalidArgument for a path with a zero character.</exception>
    internal static string Check(string path) => path.Contains('\0', StringComparison.Ordinal)
        ? throw MappingErrors.ZeroCharacter(path)
        : path;
}
