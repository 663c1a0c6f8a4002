using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>Adds up how many pages of each equal part of a range are resident.</summary>
internal sealed class ResidencyCells
{
    internal const int MaxCount = 60;

    private readonly long _pages;
    private readonly long[] _resident;

    internal ResidencyCells(long pages)
    {
        _pages = pages;
        _resident = new long[(int)Math.Min(pages, MaxCount)];
    }

    /// <summary>Adds resident pages; <paramref name="first"/> counts from the first page of the range.</summary>
    internal void Add(long first, long count)
    {
        long page = first;
        for (int cell = CellOf(first); cell < _resident.Length && page < first + count; cell++)
        {
            long end = Math.Min(StartOf(cell + 1), first + count);
            _resident[cell] += end - page;
            page = end;
        }
    }

    internal IReadOnlyList<double> ToShares()
    {
        double[] shares = new double[_resident.Length];
        for (int cell = 0; cell < shares.Length; cell++)
        {
            shares[cell] = (double)_resident[cell] / (StartOf(cell + 1) - StartOf(cell));
        }

        return shares;
    }

    private long StartOf(int cell) => (long)((Int128)_pages * cell / _resident.Length);

    private int CellOf(long page)
    {
        int cell = (int)((Int128)page * _resident.Length / _pages);
        return page >= StartOf(cell + 1) ? cell + 1 : cell;
    }
}
