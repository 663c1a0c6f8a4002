using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct cachestat: numbers of pages.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CachestatBuffer
{
    internal ulong nr_cache;
    internal ulong nr_dirty;
    internal ulong nr_writeback;
    internal ulong nr_evicted;
    internal ulong nr_recently_evicted;
}
