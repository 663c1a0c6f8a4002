using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IoVector
{
    internal nint iov_base;
    internal nuint iov_len;
}
