namespace MmapModule.Interop.Windows;

/// <summary>The functions of ntdll.dll; they return an NTSTATUS.</summary>
internal static unsafe partial class NtDll
{
    private const string Library = "ntdll";
}
