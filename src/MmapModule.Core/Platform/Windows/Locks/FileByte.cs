using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Locks;

/// <summary>
/// Bytes that stand for a whole file, or for something in it. Locks of Windows keep others from the bytes themselves, so they lie far beyond the end of
/// every file: as on other systems, a lock keeps off only those who ask for it, and programs that lock all of the file.
/// </summary>
internal static unsafe class FileByte
{
    private const long Offset = 1L << 62;

    /// <summary>Locks bytes if that can be done at once. The lock belongs to the open file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isShared">Let others share it.</param>
    /// <param name="path">The path of the file, for messages.</param>
    /// <param name="first">Which byte; that of the whole file by default.</param>
    /// <param name="count">How many.</param>
    internal static bool TryLock(SafeFileHandle file, bool isShared, string path, uint first = 0, uint count = 1)
    {
        Overlapped place = new() { Offset = Offset + first };
        uint flags = ObjectConstants.LOCKFILE_FAIL_IMMEDIATELY | (isShared ? 0 : ObjectConstants.LOCKFILE_EXCLUSIVE_LOCK);
        // SAFETY: the structure is a local variable, and the call does not return before it is done with it.
        if (Kernel32.LockFileEx(file, flags, 0, count, 0, &place) != 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Win32Error.ERROR_LOCK_VIOLATION ? false : throw WindowsErrors.Translate(error, new NativeFailure { Call = "LockFileEx", Path = path });
    }

    /// <summary>Unlocks what was locked.</summary>
    // SAFETY: as above.
    internal static void Unlock(SafeFileHandle file, uint first = 0, uint count = 1)
    {
        Overlapped place = new() { Offset = Offset + first };
        _ = Kernel32.UnlockFileEx(file, 0, count, 0, &place);
    }
}
