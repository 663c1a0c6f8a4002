namespace MmapModule.Interop.Windows;

/// <summary>The functions of kernel32.dll that the engine calls, one file each, spelled as in the headers.</summary>
internal static unsafe partial class Kernel32
{
    private const string Library = "kernel32";
}
