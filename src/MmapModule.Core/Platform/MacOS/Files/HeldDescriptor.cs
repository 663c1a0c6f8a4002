using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MmapModule.Platform.MacOS.Files;

/// <summary>Keeps a file open while its number is used: otherwise the number could be given to the next file that anybody opens.</summary>
internal readonly ref struct HeldDescriptor
{
    private readonly SafeHandle _file;

    /// <param name="file">The file.</param>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    internal HeldDescriptor(SafeHandle file)
    {
        _file = file;
        bool isHeld = false;
        file.DangerousAddRef(ref isHeld);
    }

    /// <summary>The descriptor.</summary>
    internal int Number => (int)_file.DangerousGetHandle();

    /// <summary>A path by which this process can open the file once more while it is open; the position is shared then.</summary>
    internal string Path => string.Create(CultureInfo.InvariantCulture, $"/dev/fd/{Number}");

    /// <summary>Lets the file be closed.</summary>
    public void Dispose() => _file.DangerousRelease();
}
