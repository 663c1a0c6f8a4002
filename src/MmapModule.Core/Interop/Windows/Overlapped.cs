using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>OVERLAPPED of minwinbase.h: at which offset a call works.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Overlapped
{
    internal nuint Internal;
    internal nuint InternalHigh;
    internal long Offset;
    internal nint hEvent;
}
