namespace MmapModule.Interop.Linux;

/// <summary>Constants of faccessat(2) and capabilities(7).</summary>
internal static class CacheConstants
{
    internal const int AT_EACCESS = 0x200;

    internal const int CAP_FOWNER = 3;
}
