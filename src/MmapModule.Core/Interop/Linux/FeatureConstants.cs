namespace MmapModule.Interop.Linux;

/// <summary>Values that only serve to ask the kernel whether it knows them.</summary>
internal static class FeatureConstants
{
    internal const int SYS_memfd_secret = 447;
}
