using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>/proc/self/pagemap: what backs each page of this process, see Documentation/admin-guide/mm/pagemap.rst.</summary>
internal static class PageMap
{
    private const string PageMapFile = "/proc/self/pagemap";
    private const int EntrySize = 8;
    private const int PagesInPiece = 32 * 1024;
    private const ulong Present = 1UL << 63;
    private const ulong Swapped = 1UL << 62;
    private const ulong FileOrShared = 1UL << 61;

    /// <summary>The runs of pages, relative to the address, that a private mapping has made copies of.</summary>
    internal static List<MapRange> PrivatePages(nint address, long length)
    {
        long pageSize = Environment.SystemPageSize;
        long first = address / pageSize;
        long count = length / pageSize;
        List<MapRange> runs = [];
        long runStart = -1;
        byte[] buffer = new byte[PagesInPiece * EntrySize];
        using SafeFileHandle file = LinuxPlatform.OpenForReading(PageMapFile);
        for (long done = 0; done < count;)
        {
            int pages = (int)Math.Min(PagesInPiece, count - done);
            int got = RandomAccess.Read(file, buffer.AsSpan(0, pages * EntrySize), (first + done) * EntrySize) / EntrySize;
            if (got == 0)
            {
                break;
            }

            ReadOnlySpan<ulong> entries = MemoryMarshal.Cast<byte, ulong>(buffer.AsSpan(0, got * EntrySize));
            for (int i = 0; i < got; i++)
            {
                bool isPrivate = (entries[i] & (Present | Swapped)) != 0 && (entries[i] & FileOrShared) == 0;
                if (isPrivate == runStart >= 0)
                {
                    continue;
                }

                if (isPrivate)
                {
                    runStart = done + i;
                }
                else
                {
                    runs.Add(new MapRange(runStart * pageSize, (done + i - runStart) * pageSize));
                    runStart = -1;
                }
            }

            done += got;
        }

        if (runStart >= 0)
        {
            runs.Add(new MapRange(runStart * pageSize, (count - runStart) * pageSize));
        }

        return runs;
    }
}
