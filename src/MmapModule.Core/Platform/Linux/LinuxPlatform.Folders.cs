using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux;

/// <content>What is in folders.</content>
internal sealed partial class LinuxPlatform
{
    /// <summary>So many bytes of a folder are read at a time.</summary>
    private const int FolderPiece = 64 * 1024;

    /// <summary>A record: inode and place in the folder (8 bytes each), its own length (2), the type (1), and the name with a zero.</summary>
    private const int LengthInEntry = 16;
    private const int TypeInEntry = 18;
    private const int NameInEntry = 19;

    /// <inheritdoc/>
    // SAFETY: the buffer is pinned while the kernel fills it, and no more is asked for than fits; what is read of it lies within what the kernel has filled.
    public unsafe void List(string folder, ICollection<FolderEntry> entries, CancellationToken cancellation)
    {
        NativeFailure failure = new() { Call = "open", Path = folder };
        DescriptorReserve.Take();
        int fd = OpenNative(folder, FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY | FileConstants.O_NONBLOCK | FileConstants.O_RDONLY, 0);
        if (fd < 0)
        {
            throw Failure(LastErrno(), failure);
        }

        using SafeFileHandle file = new(fd, ownsHandle: true);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FolderPiece);
        try
        {
            fixed (byte* start = buffer)
            {
                while (true)
                {
                    cancellation.ThrowIfCancellationRequested();
                    nint count = Libc.syscall(SyscallNumbers.GetDEnts64, file, (nint)start, buffer.Length, 0);
                    if (count < 0)
                    {
                        throw Failure(LastErrno(), failure with { Call = "getdents64" });
                    }

                    if (count == 0)
                    {
                        return;
                    }

                    Add(buffer.AsSpan(0, (int)count), entries);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Add(ReadOnlySpan<byte> records, ICollection<FolderEntry> entries)
    {
        while (!records.IsEmpty)
        {
            int length = MemoryMarshal.Read<ushort>(records[LengthInEntry..]);
            ReadOnlySpan<byte> name = records[NameInEntry..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                entries.Add(new FolderEntry(Encoding.UTF8.GetString(name), TypeOf(records[TypeInEntry])));
            }

            records = records[length..];
        }
    }

    /// <summary>Some file systems do not tell.</summary>
    private static BackingType? TypeOf(byte type) => (type << 12) switch
    {
        FileConstants.S_IFREG => BackingType.RegularFile,
        FileConstants.S_IFDIR => BackingType.Directory,
        FileConstants.S_IFLNK => BackingType.Link,
        FileConstants.S_IFBLK => BackingType.BlockDevice,
        FileConstants.S_IFCHR => BackingType.CharacterDevice,
        FileConstants.S_IFIFO => BackingType.Pipe,
        FileConstants.S_IFSOCK => BackingType.Socket,
        _ => null,
    };
}
