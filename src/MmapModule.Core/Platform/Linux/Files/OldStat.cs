using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Files;

/// <summary>
/// newfstatat(2), the call that the runtime itself uses: for sandboxes that forbid statx(2). Its structure differs between
/// the architectures, so the numbers are taken from where each of them has them.
/// </summary>
internal static unsafe class OldStat
{
    private const int BufferSize = 256;
    private const int MinorBits = 8;

    private static readonly bool s_isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Fills in what the engine reads of statx(2); the error number, or 0.</summary>
    // SAFETY: the caller has pinned the path, which ends with a zero byte; the buffer is larger than the structure.
    internal static int TryStat(int fd, byte* path, int flags, StatXBuffer* status)
    {
        byte* buffer = stackalloc byte[BufferSize];
        if (Libc.syscall(SyscallNumbers.FStatAt, fd, (nint)path, (nint)buffer, flags) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        ReadOnlySpan<byte> bytes = new(buffer, BufferSize);
        ulong device = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        *status = new StatXBuffer
        {
            stx_ino = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            stx_mode = (ushort)BinaryPrimitives.ReadUInt32LittleEndian(bytes[(s_isArm ? 16 : 24)..]),
            stx_nlink = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(s_isArm ? 20 : 16)..]),
            stx_uid = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(s_isArm ? 24 : 28)..]),
            stx_size = BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]),
            stx_blocks = BinaryPrimitives.ReadUInt64LittleEndian(bytes[64..]),
            stx_mtime_sec = BinaryPrimitives.ReadInt64LittleEndian(bytes[88..]),
            stx_mtime_nsec = BinaryPrimitives.ReadUInt32LittleEndian(bytes[96..]),
            stx_ctime_sec = BinaryPrimitives.ReadInt64LittleEndian(bytes[104..]),
            stx_ctime_nsec = BinaryPrimitives.ReadUInt32LittleEndian(bytes[112..]),

            // The bits of both numbers are mixed: makedev(3).
            stx_dev_major = (uint)(((device >> MinorBits) & 0xFFF) | ((device >> 32) & 0xFFFFF000)),
            stx_dev_minor = (uint)((device & 0xFF) | ((device >> 12) & 0xFFFFFF00)),
        };
        return 0;
    }
}
