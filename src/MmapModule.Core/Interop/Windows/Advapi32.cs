namespace MmapModule.Interop.Windows;

/// <summary>The functions of advapi32.dll that the engine calls.</summary>
internal static unsafe partial class Advapi32
{
    private const string Library = "advapi32";
}
