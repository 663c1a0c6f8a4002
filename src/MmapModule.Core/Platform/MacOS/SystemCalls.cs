using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS;

/// <summary>
/// The functions that take variable arguments. Their argument is passed twice, see <see cref="LibSystem"/>: in the third register,
/// where x64 looks, and after eight registers on the stack, where arm64 looks.
/// </summary>
internal static unsafe class SystemCalls
{
    /// <summary>open(2); a descriptor, or -1.</summary>
    // SAFETY: the caller has pinned the path, which ends with a zero byte.
    internal static int Open(byte* path, int flags, uint mode) => LibSystem.open(path, flags, (nint)mode, 0, 0, 0, 0, 0, (nint)mode);

    /// <summary>shm_open(2); a descriptor, or -1.</summary>
    // SAFETY: the caller has pinned the name, which ends with a zero byte.
    internal static int ShmOpen(byte* name, int flags, uint mode) => LibSystem.shm_open(name, flags, (nint)mode, 0, 0, 0, 0, 0, (nint)mode);

    /// <summary>fcntl(2) with a number.</summary>
    internal static int Fcntl(SafeFileHandle file, int command, nint argument = 0) =>
        LibSystem.fcntl(file, command, argument, 0, 0, 0, 0, 0, argument);
}
