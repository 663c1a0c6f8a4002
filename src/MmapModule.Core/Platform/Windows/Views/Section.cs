using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Views;

/// <summary>What views are views of: a file, or memory of the page file. The views that are made of it share it.</summary>
internal sealed class Section : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <param name="section">The handle, which belongs to this object from now on.</param>
    /// <param name="length">See <see cref="Length"/>.</param>
    internal Section(nint section, long length)
        : base(ownsHandle: true)
    {
        SetHandle(section);
        Length = length;
    }

    /// <summary>How many bytes it has: for a file its length when the section was made.</summary>
    internal long Length { get; }

    protected override bool ReleaseHandle() => Kernel32.CloseHandle(handle) != 0;
}
