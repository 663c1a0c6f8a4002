using System;
using System.Text;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Files;

/// <summary>The extended attributes of files, access lists and labels of security modules among them.</summary>
internal static unsafe class FileAttributes
{
    /// <summary>The kernel's limit for the names of a file's attributes, and for one value.</summary>
    private const int Largest = 65536;

    private const string AccessList = "system.posix_acl_access";

    /// <summary>Gives a file the attributes of another one; false if one of them cannot be given.</summary>
    internal static bool TryCopy(SafeFileHandle from, SafeFileHandle to)
    {
        string[] wanted = List(from);
        if (Array.IndexOf(wanted, AccessList) < 0 && Array.IndexOf(List(to), AccessList) >= 0 && !Remove(to, AccessList))
        {
            // The folder has given the new file an access list that the old one does not have.
            return false;
        }

        return Array.TrueForAll(wanted, name => CopyOne(from, to, name));
    }

    // SAFETY: the buffer is pinned while the kernel fills it.
    private static string[] List(SafeFileHandle file)
    {
        byte[] names = new byte[Largest];
        fixed (byte* start = names)
        {
            nint length = Libc.flistxattr(file, start, (nuint)names.Length);
            return length <= 0 ? [] : Encoding.UTF8.GetString(names, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    // SAFETY: name and value are pinned during the calls.
    private static bool CopyOne(SafeFileHandle from, SafeFileHandle to, string name)
    {
        byte[] value = new byte[Largest];
        byte[] present = new byte[Largest];
        fixed (byte* native = LinuxFile.NativePath(name), old = value, current = present)
        {
            nint length = Libc.fgetxattr(from, native, old, (nuint)value.Length);
            nint there = Libc.fgetxattr(to, native, current, (nuint)present.Length);
            return length >= 0
                && (there == length && value.AsSpan(0, (int)length).SequenceEqual(present.AsSpan(0, (int)there))
                    || Libc.fsetxattr(to, native, old, (nuint)length, 0) == 0);
        }
    }

    // SAFETY: the name is pinned and ends with a zero byte.
    private static bool Remove(SafeFileHandle file, string name)
    {
        fixed (byte* native = LinuxFile.NativePath(name))
        {
            return Libc.fremovexattr(file, native) == 0;
        }
    }
}
