using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>OBJECT_ATTRIBUTES of ntdef.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ObjectAttributes
{
    internal uint Length;
    internal nint RootDirectory;
    internal UnicodeString* ObjectName;
    internal uint Attributes;
    internal nint SecurityDescriptor;
    internal nint SecurityQualityOfService;
}
