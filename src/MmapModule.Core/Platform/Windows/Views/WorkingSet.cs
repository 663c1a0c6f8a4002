using System;
using MmapModule.Access;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Views;

/// <summary>What the working set tells about pages.</summary>
internal static unsafe class WorkingSet
{
    private const int PagesAtOnce = 4096;

    /// <summary>Finds the pages that are copies of this process.</summary>
    /// <param name="address">The start of what ranges are relative to.</param>
    /// <param name="range">Which pages.</param>
    /// <param name="pageSize">The size of a page.</param>
    /// <param name="mayBeElsewhere">A copy may be in the page file, so pages that are not in memory are read in.</param>
    /// <param name="add">Takes the pages, in order.</param>
    // SAFETY: the array is pinned during the call; the pages are only looked up, or read by guarded code.
    internal static void AddPrivate(nint address, MapRange range, int pageSize, bool mayBeElsewhere, Action<MapRange> add)
    {
        WorkingSetExInformation[] pages = new WorkingSetExInformation[Math.Min(PagesAtOnce, range.Length / pageSize)];
        for (MapRange rest = range; rest.Length > 0;)
        {
            MapRange piece = rest.First((long)pages.Length * pageSize);
            int count = (int)(piece.Length / pageSize);
            for (int i = 0; i < count; i++)
            {
                pages[i] = new() { VirtualAddress = address + (nint)piece.Offset + (nint)((long)i * pageSize) };
                if (mayBeElsewhere)
                {
                    _ = AtomicWord.System.TryLoad(pages[i].VirtualAddress, 1, out _);
                }
            }

            fixed (WorkingSetExInformation* start = pages)
            {
                if (Kernel32.K32QueryWorkingSetEx(Kernel32.GetCurrentProcess(), start, (uint)(count * sizeof(WorkingSetExInformation))) == 0)
                {
                    // Rather a page too many, which costs a write, than a change that is lost.
                    add(piece);
                    rest = rest.From(piece.End);
                    continue;
                }
            }

            for (int i = 0; i < count; i++)
            {
                if ((pages[i].VirtualAttributes & (WorkingSetExInformation.Valid | WorkingSetExInformation.Shared)) == WorkingSetExInformation.Valid)
                {
                    add(new MapRange(piece.Offset + ((long)i * pageSize), pageSize));
                }
            }

            rest = rest.From(piece.End);
        }
    }
}
