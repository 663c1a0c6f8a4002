namespace MmapModule.Interop.Linux;

/// <summary>Values that only serve to ask the kernel whether it knows them.</summary>
internal static class FeatureConstants
{
    internal const int MADV_PAGEOUT = 21;
    internal const int MADV_COLLAPSE = 25;
    internal const int MADV_GUARD_INSTALL = 102;

    internal const int SYS_memfd_secret = 447;
}
