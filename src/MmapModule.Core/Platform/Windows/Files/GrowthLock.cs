using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Files;

/// <summary>
/// Lets one user of this module at a time make a file longer. Windows sets a length and cannot be told "at least": what another
/// one has made longer between the look and the call would be cut. Programs that know nothing of the lock are not kept out.
/// </summary>
internal readonly unsafe ref struct GrowthLock
{
    /// <summary>The locked byte, far beyond the end of every file; locks on files (Locks) use another one.</summary>
    private const long Place = (1L << 62) + 16;

    private const int Attempts = 200;

    private readonly SafeFileHandle? _file;

    /// <param name="file">A file that this module has opened: a handle of a user may be asynchronous, which would need another way.</param>
    // SAFETY: the structure is a local variable, and the call does not wait.
    internal GrowthLock(SafeFileHandle file)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            Overlapped overlapped = new() { Offset = Place };
            if (Kernel32.LockFileEx(file, ObjectConstants.LOCKFILE_EXCLUSIVE_LOCK | ObjectConstants.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &overlapped) != 0)
            {
                _file = file;
                return;
            }

            if (Marshal.GetLastPInvokeError() != Win32Error.ERROR_LOCK_VIOLATION)
            {
                // A file system without locks: then it has to work without.
                return;
            }

            FileIo.WaitABit(attempt);
        }
    }

    /// <summary>Lets the next one.</summary>
    // SAFETY: as above.
    public void Dispose()
    {
        if (_file is not null)
        {
            Overlapped overlapped = new() { Offset = Place };
            _ = Kernel32.UnlockFileEx(_file, 0, 1, 0, &overlapped);
        }
    }
}
