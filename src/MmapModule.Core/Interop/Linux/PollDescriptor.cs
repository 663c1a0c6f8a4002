using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    internal const short POLLIN = 1;
    internal const short POLLOUT = 4;

    internal int fd;
    internal short events;
    internal short revents;
}
