namespace MmapModule.Platform;

/// <summary>How many pages of a file range are in the page cache, or have left a trace in it.</summary>
internal readonly record struct PageCounts(long Cached, long Dirty, long Writeback, long Evicted)
{
    public static PageCounts operator +(PageCounts left, PageCounts right) => new(
        left.Cached + right.Cached,
        left.Dirty + right.Dirty,
        left.Writeback + right.Writeback,
        left.Evicted + right.Evicted);
}
