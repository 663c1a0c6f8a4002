using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.SharedQueues;

namespace MmapModule.Platform.Linux.SharedQueues;

/// <summary>
/// The slots of a queue. Whoever is attached holds a lock on one byte of the file, that with the number of its slot. The lock
/// belongs to the open file, so the kernel removes it however a process ends, and process ids do not matter.
/// </summary>
internal sealed unsafe class QueueSlots : IQueueSlots
{
    private readonly SafeFileHandle _file;

    internal QueueSlots(SafeFileHandle file) => _file = file;

    /// <inheritdoc/>
    public object Lock { get; } = new();

    /// <summary>Takes a slot that nobody has; the error number, or 0. EAGAIN: somebody has it.</summary>
    internal int TryTake(uint slot) => Set(slot, LockConstants.F_WRLCK);

    /// <inheritdoc/>
    bool IQueueSlots.TryTake(uint slot) => TryTake(slot) == 0;

    /// <inheritdoc/>
    public void Free(uint slot) => _ = Set(slot, LockConstants.F_UNLCK);

    /// <summary>Whether somebody else has any slot; null if that cannot be told.</summary>
    // SAFETY: the lock is a local variable.
    internal bool? AreTaken()
    {
        FileLock all = new() { l_type = LockConstants.F_WRLCK, l_whence = FileConstants.SEEK_SET, l_start = 1, l_len = QueueLayout.Slots };
        return Libc.fcntl(_file, LockConstants.F_OFD_GETLK, (nint)(&all)) == 0 ? all.l_type != LockConstants.F_UNLCK : null;
    }

    // SAFETY: as above.
    private int Set(uint slot, short type)
    {
        FileLock one = new() { l_type = type, l_whence = FileConstants.SEEK_SET, l_start = slot, l_len = 1 };
        for (int attempt = 1; ; attempt++)
        {
            if (Libc.fcntl(_file, LockConstants.F_OFD_SETLK, (nint)(&one)) == 0)
            {
                return 0;
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                return errno == Errno.EACCES ? Errno.EAGAIN : errno;
            }
        }
    }
}
