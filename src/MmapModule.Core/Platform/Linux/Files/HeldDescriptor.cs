using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MmapModule.Platform.Linux.Files;

/// <summary>
/// Keeps a file open while its number is used: without that another thread could close it, the system would give the
/// number to the next file that anybody opens, and that one would be read, truncated or written to.
/// </summary>
/// <remarks>System calls take handles, which are held for one call. This is for what needs the number, or the file, for longer.</remarks>
internal readonly ref struct HeldDescriptor
{
    private readonly SafeHandle _file;

    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    internal HeldDescriptor(SafeHandle file)
    {
        bool isHeld = false;
        file.DangerousAddRef(ref isHeld);
        _file = file;
    }

    internal int Number => (int)_file.DangerousGetHandle();

    /// <summary>A path that leads to the open file, in this process.</summary>
    internal string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{Number}");

    public void Dispose() => _file.DangerousRelease();
}
