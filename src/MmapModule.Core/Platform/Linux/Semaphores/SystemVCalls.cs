using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>semop(2) and its relatives with their answers sorted out.</summary>
internal static unsafe class SystemVCalls
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const int MillisecondsPerSecond = 1000;

    /// <summary>Takes permits, which the kernel returns when this process ends.</summary>
    /// <param name="target">The set.</param>
    /// <param name="index">Which semaphore of it.</param>
    /// <param name="count">How many permits.</param>
    /// <param name="milliseconds">The longest wait; 0 for none.</param>
    /// <returns>False if there were not enough in this time.</returns>
    // SAFETY: the operation and the time are local variables.
    internal static bool TryTake(SemaphoreTarget target, int index, int count, int milliseconds)
    {
        SemaphoreOperation operation = new()
        {
            sem_num = (ushort)index,
            sem_op = (short)-count,
            sem_flg = (short)(SemaphoreConstants.SEM_UNDO | (milliseconds == 0 ? IpcConstants.IPC_NOWAIT : 0)),
        };
        TimeSpec time = new()
        {
            tv_sec = milliseconds / MillisecondsPerSecond,
            tv_nsec = milliseconds % MillisecondsPerSecond * NanosecondsPerMillisecond,
        };
        if (Libc.semtimedop(target.Id!.Value, &operation, 1, &time) == 0)
        {
            return true;
        }

        int errno = Marshal.GetLastPInvokeError();
        return errno is Errno.EAGAIN or Errno.EINTR ? false : throw Failure(errno, "semop", target, count);
    }

    /// <summary>Returns permits that this process has taken, and others that it has not, in one call.</summary>
    // SAFETY: the operations are local variables.
    internal static void Release(SemaphoreTarget target, int index, int taken, int more)
    {
        SemaphoreOperation* operations = stackalloc SemaphoreOperation[2];
        nuint used = 0;
        if (taken > 0)
        {
            operations[used++] = new() { sem_num = (ushort)index, sem_op = (short)taken, sem_flg = SemaphoreConstants.SEM_UNDO };
        }

        if (more > 0)
        {
            operations[used++] = new() { sem_num = (ushort)index, sem_op = (short)more };
        }

        Run(target, operations, used, taken + more);
    }

    /// <summary>Adds permits to all semaphores of a new set.</summary>
    // SAFETY: the array is pinned.
    internal static void Fill(SemaphoreTarget target, int size, int count)
    {
        const int most = 100; // The kernel takes 500 at once by default, and some systems allow less.
        SemaphoreOperation[] operations = new SemaphoreOperation[size];
        for (int index = 0; index < size; index++)
        {
            operations[index] = new() { sem_num = (ushort)index, sem_op = (short)count };
        }

        fixed (SemaphoreOperation* first = operations)
        {
            for (int done = 0; done < size; done += most)
            {
                Run(target, first + done, (nuint)int.Min(most, size - done), count);
            }
        }
    }

    /// <summary>A number of semctl(2); null if it cannot be had.</summary>
    internal static int? Get(int id, int index, int what)
    {
        int value = Libc.semctl(id, index, what);
        return value >= 0 ? value : null;
    }

    internal static MmapException Failure(int errno, string call, SemaphoreTarget target, int count) =>
        errno == Errno.ERANGE
            ? SemaphoreErrors.Overflow(target.ToString(), count, SemaphoreConstants.SEMVMX, call)
            : LinuxErrors.Translate(errno, new NativeFailure { Call = call, Semaphore = target, Length = count, ForWriting = true });

    // SAFETY: the caller has the operations in local variables or pinned.
    private static void Run(SemaphoreTarget target, SemaphoreOperation* operations, nuint count, int permits)
    {
        for (int attempt = 1; Libc.semop(target.Id!.Value, operations, count) != 0; attempt++)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw Failure(errno, "semop", target, permits);
            }
        }
    }
}
