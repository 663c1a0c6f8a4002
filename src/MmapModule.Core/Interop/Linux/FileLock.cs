using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct flock of fcntl(2) on 64-bit systems; a length of 0 reaches to the end of the file, however long it gets.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileLock
{
    internal short l_type;
    internal short l_whence;
    internal long l_start;
    internal long l_len;
    internal int l_pid;
}
