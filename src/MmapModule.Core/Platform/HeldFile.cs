using System;
using System.Runtime.InteropServices;

namespace MmapModule.Platform;

/// <summary>
/// Keeps a file open for longer than one call, even if another thread closes it: its number could be given to the next file that
/// anybody opens, and that one would be read, truncated or written to.
/// </summary>
internal readonly ref struct HeldFile
{
    private readonly SafeHandle? _file;

    /// <param name="file">The file; null if there is none to hold.</param>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    internal HeldFile(SafeHandle? file)
    {
        bool isHeld = false;
        file?.DangerousAddRef(ref isHeld);
        _file = file;
    }

    public void Dispose() => _file?.DangerousRelease();
}
