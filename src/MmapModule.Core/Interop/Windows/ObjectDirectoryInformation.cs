using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>OBJECT_DIRECTORY_INFORMATION: an entry of a folder of named kernel objects; the last one is empty.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ObjectDirectoryInformation
{
    internal UnicodeString Name;
    internal UnicodeString TypeName;
}
