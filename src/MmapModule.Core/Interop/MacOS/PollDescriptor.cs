using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

/// <summary>struct pollfd of poll.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    internal const short POLLIN = 1;

    internal int fd;
    internal short events;
    internal short revents;
}
