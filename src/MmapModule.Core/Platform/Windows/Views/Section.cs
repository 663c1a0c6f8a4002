using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Views;

/// <summary>What views are views of: a file, or memory of the page file. The views that are made of it share it.</summary>
internal sealed class Section : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <param name="section">The handle, which belongs to this object from now on.</param>
    /// <param name="length">See <see cref="Length"/>; 0 if it is not known yet.</param>
    internal Section(nint section, long length = 0)
        : base(ownsHandle: true)
    {
        SetHandle(section);
        Length = length;
    }

    /// <summary>How many bytes it has: for a file its length when the section was made.</summary>
    internal long Length { get; private set; }

    /// <summary>Its pages get memory when they are used first.</summary>
    internal bool IsReserved { get; init; }

    /// <summary>Asks how long it is; an NTSTATUS.</summary>
    // SAFETY: SECTION_BASIC_INFORMATION, a local variable, has the length at 16.
    internal unsafe int ReadLength()
    {
        const int size = 24;
        byte* information = stackalloc byte[size];
        int status = NtDll.NtQuerySection(this, FileConstants.SectionBasicInformation, information, size, null);
        Length = status >= 0 ? *(long*)(information + 16) : 0;
        return status;
    }

    protected override bool ReleaseHandle() => Kernel32.CloseHandle(handle) != 0;
}
