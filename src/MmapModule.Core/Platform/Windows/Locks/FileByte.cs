using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Locks;

/// <summary>
/// The byte that stands for a whole file. Locks of Windows keep others from the bytes themselves, so it lies far beyond the end of
/// every file: as on other systems, a lock keeps off only those who ask for it, and programs that lock all of the file.
/// </summary>
internal static unsafe class FileByte
{
    private const long Offset = 1L << 62;

    /// <summary>Locks it if that can be done at once. The lock belongs to the open file.</summary>
    internal static bool TryLock(SafeFileHandle file, bool isShared, string path)
    {
        Overlapped place = new() { Offset = Offset };
        uint flags = ObjectConstants.LOCKFILE_FAIL_IMMEDIATELY | (isShared ? 0 : ObjectConstants.LOCKFILE_EXCLUSIVE_LOCK);
        // SAFETY: the structure is a local variable, and the call does not return before it is done with it.
        if (Kernel32.LockFileEx(file, flags, 0, 1, 0, &place) != 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Win32Error.ERROR_LOCK_VIOLATION ? false : throw WindowsErrors.Translate(error, new NativeFailure { Call = "LockFileEx", Path = path });
    }

    /// <summary>Unlocks it.</summary>
    // SAFETY: as above.
    internal static void Unlock(SafeFileHandle file)
    {
        Overlapped place = new() { Offset = Offset };
        _ = Kernel32.UnlockFileEx(file, 0, 1, 0, &place);
    }
}
