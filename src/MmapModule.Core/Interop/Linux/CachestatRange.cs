using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct cachestat_range; a length of 0 means up to the end.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CachestatRange
{
    internal ulong off;
    internal ulong len;
}
