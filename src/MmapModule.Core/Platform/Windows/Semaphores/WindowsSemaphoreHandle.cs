using System;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Semaphores;

/// <summary>An open semaphore of the kernel.</summary>
internal sealed class WindowsSemaphoreHandle : ISemaphoreHandle
{
    private readonly SafeWaitHandle _semaphore;

    internal WindowsSemaphoreHandle(SafeWaitHandle semaphore) => _semaphore = semaphore;

    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public int? Key => null;

    /// <inheritdoc/>
    public int? Id => null;

    /// <inheritdoc/>
    public required string Owner { get; init; }

    /// <inheritdoc/>
    public string Mode => string.Empty;

    /// <inheritdoc/>
    public int SetSize => 1;

    /// <summary>How a message calls it.</summary>
    private string Text => "semaphore '" + Name + "'";

    /// <inheritdoc/>
    public SemaphoreState? Read(int index)
    {
        try
        {
            return index == 0 && Read(_semaphore) is { } count ? new SemaphoreState(count, null) : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(int index, int count)
    {
        for (int taken = 0; taken < count; taken++)
        {
            if (!TryTakeOne(0))
            {
                // All of them or none: somebody else may have seen that they were gone for a moment.
                if (taken > 0)
                {
                    Release(index, taken);
                }

                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public ISemaphoreWait BeginWait(int index, int count) => new Wait(this, count);

    /// <inheritdoc/>
    // SAFETY: no pointer is passed on.
    public unsafe void Release(int index, int count)
    {
        try
        {
            if (Kernel32.ReleaseSemaphore(_semaphore, count, null) == 0)
            {
                int error = Marshal.GetLastPInvokeError();
                throw error == Win32Error.ERROR_TOO_MANY_POSTS
                    ? SemaphoreErrors.Overflow(Text, count, int.MaxValue, "ReleaseSemaphore")
                    : SemaphoreCallErrors.Translate(error, "ReleaseSemaphore", Name);
            }
        }
        catch (ObjectDisposedException)
        {
            throw Closed();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _semaphore.Dispose();

    /// <summary>How many permits are free; null if that cannot be read.</summary>
    // SAFETY: both numbers are in a local array of their size.
    internal static unsafe int? Read(SafeWaitHandle semaphore)
    {
        const int numbers = 2;
        int* counts = stackalloc int[numbers];
        return NtDll.NtQuerySemaphore(semaphore, ObjectConstants.SemaphoreBasicInformation, counts, numbers * sizeof(int), null) == 0 ? counts[0] : null;
    }

    private bool TryTakeOne(int milliseconds)
    {
        try
        {
            uint result = Kernel32.WaitForSingleObject(_semaphore, (uint)milliseconds);
            return result switch
            {
                ObjectConstants.WAIT_OBJECT_0 => true,
                ObjectConstants.WAIT_TIMEOUT => false,
                _ => throw SemaphoreCallErrors.Translate(Marshal.GetLastPInvokeError(), "WaitForSingleObject", Name),
            };
        }
        catch (ObjectDisposedException)
        {
            throw Closed();
        }
    }

    private MmapException Closed() => SemaphoreErrors.Closed(Text);

    private sealed class Wait : ISemaphoreWait
    {
        /// <summary>This many milliseconds lie between two checks of a waiter for several permits.</summary>
        private const int LongestPause = 20;

        private readonly WindowsSemaphoreHandle _semaphore;
        private readonly int _count;
        private int _pause = 1;

        internal Wait(WindowsSemaphoreHandle semaphore, int count)
        {
            _semaphore = semaphore;
            _count = count;
        }

        public bool TryTake(int milliseconds)
        {
            if (_count == 1)
            {
                return _semaphore.TryTakeOne(milliseconds);
            }

            if (milliseconds > 0)
            {
                Thread.Sleep(Math.Min(milliseconds, _pause));
                _pause = Math.Min(2 * _pause, LongestPause);
            }

            return _semaphore.TryTake(0, _count);
        }

        public void Dispose()
        {
        }
    }
}
