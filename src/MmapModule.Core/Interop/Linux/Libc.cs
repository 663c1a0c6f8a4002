namespace MmapModule.Interop.Linux;

/// <summary>The functions of the C library that the engine calls, one file each, spelled as in the headers.</summary>
internal static unsafe partial class Libc
{
    /// <summary>The runtime maps this name to libc.so.6 with glibc and to the musl library on Alpine.</summary>
    private const string Library = "libc";
}
