using System;
using System.Runtime.InteropServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Access;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Views;

namespace MmapModule.Platform.Windows;

/// <content>Advice about pages, and locking them.</content>
internal sealed partial class WindowsPlatform
{
    /// <summary>Other threads may lock pages at the same moment, so the working set is made larger more than once.</summary>
    private const int LockAttempts = 4;

    private static readonly object s_workingSetLock = new();

    /// <inheritdoc/>
    public void Advise(nint address, long length, MapAdvice advice, MapRequest map, FaultContext range)
    {
        switch (advice)
        {
            case MapAdvice.WillNeed:
                Prefetch(address, length, range);
                break;
            case MapAdvice.PopulateRead or MapAdvice.PopulateWrite:
                Touch(address, length, advice == MapAdvice.PopulateWrite, range);
                break;
            case MapAdvice.Cold or MapAdvice.PageOut:
                RemoveFromWorkingSet(address, length, range);
                break;
            case MapAdvice.DontNeed or MapAdvice.DontNeedLocked:
                Drop(address, length, map, range);
                break;
            case MapAdvice.Remove when map.Backing is { } file && !map.IsPrivate:
                PunchHole(file, new MapRange(range.FileOffset, range.Requested));
                break;
            case MapAdvice.Remove:
                throw ProtectionErrors.CannotTakeBack(range);
            default:
                throw MapPlatform.NotSupported("The advice " + advice, "Windows supports " + string.Join(", ", WindowsFlags.Advice) + ".");
        }
    }

    /// <inheritdoc/>
    public void Lock(nint address, long length, bool onFault, MapRequest map, FaultContext range)
    {
        if (onFault)
        {
            throw MapPlatform.NotSupported("Locking pages when they are used first (OnFault)", "Lock the range without it.");
        }

        int error = TryLock(address, length);
        for (int attempt = 1; error == Win32Error.ERROR_WORKING_SET_QUOTA && attempt < LockAttempts && TryEnlarge(length); attempt++)
        {
            error = TryLock(address, length);
        }

        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw error is Win32Error.ERROR_NOACCESS or Win32Error.ERROR_SWAPERROR or Win32Error.ERROR_ACCESS_DENIED
                ? ExplainFault(range with { NativeCall = "VirtualLock" })
                : WindowsErrors.Translate(error, new NativeFailure { Call = "VirtualLock", Path = map.Backing?.Path, Offset = range.MapOffset, Length = length });
        }
    }

    /// <inheritdoc/>
    public void Unlock(nint address, long length, string? path, long offset)
    {
        if (Kernel32.VirtualUnlock(address, (nuint)length) == 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Win32Error.ERROR_NOT_LOCKED)
            {
                throw WindowsErrors.Translate(error, new NativeFailure { Call = "VirtualUnlock", Path = path, Offset = offset, Length = length });
            }
        }
    }

    private static int TryLock(nint address, long length) =>
        Kernel32.VirtualLock(address, (nuint)length) != 0 ? Win32Error.ERROR_SUCCESS : Marshal.GetLastPInvokeError();

    /// <summary>Pages can be locked as far as the smallest size of the working set allows, which every process may change.</summary>
    // SAFETY: the numbers are local variables.
    private static unsafe bool TryEnlarge(long length)
    {
        lock (s_workingSetLock)
        {
            nint process = Kernel32.GetCurrentProcess();
            nuint minimum;
            nuint maximum;
            return Kernel32.GetProcessWorkingSetSize(process, &minimum, &maximum) != 0
                && Kernel32.SetProcessWorkingSetSize(process, minimum + (nuint)length, Math.Max(maximum, minimum) + (nuint)length) != 0;
        }
    }

    // SAFETY: the range is a local variable.
    private static unsafe void Prefetch(nint address, long length, FaultContext range)
    {
        MemoryRangeEntry entry = new() { VirtualAddress = address, NumberOfBytes = (nuint)length };
        if (Kernel32.PrefetchVirtualMemory(Kernel32.GetCurrentProcess(), 1, &entry, 0) == 0)
        {
            throw WindowsErrors.Last(new NativeFailure { Call = "PrefetchVirtualMemory", Path = range.Backing?.Path, Offset = range.MapOffset, Length = length });
        }
    }

    /// <summary>Reads every page, or writes it without changing it.</summary>
    private void Touch(nint address, long length, bool isWrite, FaultContext range)
    {
        AtomicWord word = AtomicWord.System;
        for (long done = 0; done < length; done += PageSize)
        {
            bool isGood = isWrite
                ? word.TryCompareExchange(address + (nint)done, 0U, 0U, out _)
                : word.TryLoad(address + (nint)done, 1, out _);
            if (!isGood)
            {
                long skipped = Math.Min(done, range.Requested);
                throw ExplainFault(range with { IsWrite = isWrite, Transferred = skipped, FileOffset = range.FileOffset + skipped, MapOffset = range.MapOffset + skipped });
            }
        }
    }

    /// <summary>Pages that are not locked leave the working set when they are unlocked, which is documented.</summary>
    private static void RemoveFromWorkingSet(nint address, long length, FaultContext range)
    {
        if (Kernel32.VirtualUnlock(address, (nuint)length) == 0 && Marshal.GetLastPInvokeError() is not Win32Error.ERROR_NOT_LOCKED and var error)
        {
            throw WindowsErrors.Translate(error, new NativeFailure { Call = "VirtualUnlock", Path = range.Backing?.Path, Offset = range.MapOffset, Length = length });
        }
    }

    /// <summary>Private pages show the file again, private memory becomes zeros; what is shared stays what it is.</summary>
    private void Drop(nint address, long length, MapRequest map, FaultContext range)
    {
        foreach (View view in map.IsPrivate ? _views.In(address, length) : [])
        {
            MapRange part = view.From(view.Address).Intersect(new MapRange(0, length).Shift(address - view.Address));
            if (view.IsCopyOnWrite)
            {
                ShowOriginal(view, part, new NativeFailure { Call = "UnmapViewOfFile2", Path = map.Backing?.Path, Offset = range.MapOffset, Length = length });
            }
            else
            {
                FillWithZeros(view, part, range);
            }
        }

        RemoveFromWorkingSet(address, length, range);
    }

    // SAFETY: the copier survives bad pages.
    private unsafe void FillWithZeros(View view, MapRange part, FaultContext range)
    {
        byte[] zeros = new byte[PageSize];
        fixed (byte* start = zeros)
        {
            for (long done = 0; done < part.Length; done += zeros.Length)
            {
                if (GuardedCopier.Instance.CopyTo(view.Address + (nint)(part.Offset + done), start, zeros.Length) < zeros.Length)
                {
                    throw ExplainFault(range with { IsWrite = true });
                }
            }
        }
    }
}
