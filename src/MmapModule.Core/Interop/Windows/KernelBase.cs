namespace MmapModule.Interop.Windows;

/// <summary>The functions that only kernelbase.dll exports; older systems lack some of them, which is an EntryPointNotFoundException.</summary>
internal static unsafe partial class KernelBase
{
    private const string Library = "kernelbase";
}
