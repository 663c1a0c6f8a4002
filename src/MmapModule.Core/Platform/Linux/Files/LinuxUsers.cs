using System.Globalization;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Files;

/// <summary>Looks up the names of users.</summary>
internal static unsafe class LinuxUsers
{
    private const int BufferSize = 16 * 1024;

    /// <summary>The name of a user; the number if it has none.</summary>
    // SAFETY: the name points into the buffer, which outlives the copy made of it.
    internal static string Name(uint id)
    {
        byte* buffer = stackalloc byte[BufferSize];
        PasswdEntry entry;
        PasswdEntry* found;
        int error = Libc.getpwuid_r(id, &entry, buffer, BufferSize, &found);
        string? name = error == 0 && found is not null ? Marshal.PtrToStringUTF8((nint)found->pw_name) : null;
        return name ?? id.ToString(CultureInfo.InvariantCulture);
    }
}
