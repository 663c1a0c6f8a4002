using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>Asks which pages of a process are in its working set.</summary>
internal sealed unsafe class WorkingSet
{
    /// <summary>Pages that are asked about at a time.</summary>
    private const int Batch = 4096;

    private readonly SafeProcessHandle _process;
    private readonly CancellationToken _stop;
    private readonly WorkingSetExInformation[] _pages = new WorkingSetExInformation[Batch];

    internal WorkingSet(SafeProcessHandle process, CancellationToken stop)
    {
        _process = process;
        _stop = stop;
    }

    /// <summary>Adds up the pages of a region; null if the system does not tell.</summary>
    internal ResidentPages? Of(MemoryRegion region)
    {
        if (!region.IsCommitted)
        {
            return default(ResidentPages);
        }

        ResidentPages sum = default;
        int pageSize = Environment.SystemPageSize;
        for (long done = 0; done < region.Length; done += (long)Batch * pageSize)
        {
            _stop.ThrowIfCancellationRequested();
            int count = (int)Math.Min(Batch, (region.Length - done) / pageSize);
            for (int i = 0; i < count; i++)
            {
                _pages[i] = new WorkingSetExInformation { VirtualAddress = region.Start + (nint)(done + ((long)i * pageSize)) };
            }

            if (!TryQuery(count))
            {
                return null;
            }

            for (int i = 0; i < count; i++)
            {
                sum += ResidentPages.Of(_pages[i].VirtualAttributes);
            }
        }

        return sum;
    }

    // SAFETY: the pages are pinned, and the size of those in use is passed on; the process is held during the call.
    private bool TryQuery(int count)
    {
        bool isHeld = false;
        try
        {
            _process.DangerousAddRef(ref isHeld);
            fixed (WorkingSetExInformation* pages = _pages)
            {
                return Kernel32.K32QueryWorkingSetEx(_process, pages, (uint)(count * sizeof(WorkingSetExInformation))) != 0;
            }
        }
        finally
        {
            if (isHeld)
            {
                _process.DangerousRelease();
            }
        }
    }
}
