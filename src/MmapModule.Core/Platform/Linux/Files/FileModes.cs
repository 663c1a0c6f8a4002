using System;

namespace MmapModule.Platform.Linux.Files;

/// <summary>Shows permissions as chmod(1) takes them.</summary>
internal static class FileModes
{
    /// <summary>The permissions of a mode in octal, such as 0600.</summary>
    internal static string Text(uint mode) => "0" + Convert.ToString((int)mode, 8).PadLeft(3, '0');
}
