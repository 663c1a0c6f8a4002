using System;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Queues;

/// <summary>mq_open(2) and its relatives with their answers sorted out. The kernel's names have no leading slash.</summary>
/// <remarks>There is a slash in front of the name all the same, as in C libraries, which skip it: QEMU's emulation expects it there.</remarks>
internal static unsafe class QueueCalls
{
    /// <summary>Longer than any line of a queue's file.</summary>
    private const int LineLength = 128;

    /// <summary>Opens or creates a queue; the error number, or 0.</summary>
    // SAFETY: the name is pinned and ends with a zero byte; the attributes are a local variable.
    internal static int TryOpen(string name, int flags, uint mode, QueueAttributes? attributes, out SafeFileHandle queue)
    {
        QueueAttributes given = attributes.GetValueOrDefault();
        fixed (byte* bytes = LinuxFile.NativePath("/" + name))
        {
            nint descriptor = Libc.syscall(SyscallNumbers.MqOpen, (nint)(bytes + 1), flags | FileConstants.O_CLOEXEC, (nint)mode, attributes is null ? 0 : (nint)(&given));
            int errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            queue = new SafeFileHandle(descriptor, ownsHandle: true);
            return errno;
        }
    }

    /// <summary>Removes a name; the error number, or 0.</summary>
    // SAFETY: the name is pinned and ends with a zero byte.
    internal static int TryUnlink(string name)
    {
        fixed (byte* bytes = LinuxFile.NativePath("/" + name))
        {
            return Libc.syscall(SyscallNumbers.MqUnlink, (nint)(bytes + 1), 0, 0, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Its size and how many messages are in it; null if that cannot be read.</summary>
    // SAFETY: the attributes are a local variable.
    internal static QueueAttributes? Attributes(SafeFileHandle queue)
    {
        QueueAttributes attributes;
        return Libc.syscall(SyscallNumbers.MqGetSetAttr, queue, 0, (nint)(&attributes), 0) == 0 ? attributes : null;
    }

    /// <summary>How many bytes are in it: QSIZE of what can be read from it like from a file; null if that is not allowed.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long? Bytes(SafeFileHandle queue)
    {
        byte* buffer = stackalloc byte[LineLength];
        nint length = Libc.pread(queue, buffer, LineLength, 0);
        ReadOnlySpan<byte> line = new(buffer, (int)Math.Max(length, 0));
        ReadOnlySpan<byte> field = "QSIZE:"u8;
        return line.StartsWith(field) && Utf8Parser.TryParse(line[field.Length..], out long bytes, out _) ? bytes : null;
    }

    /// <summary>Sends if there is room.</summary>
    // SAFETY: the message is pinned.
    internal static bool TrySend(SafeFileHandle queue, string name, ReadOnlySpan<byte> message, int priority)
    {
        using HeldDescriptor held = new(queue);
        fixed (byte* bytes = message)
        {
            for (int attempt = 1; ; attempt++)
            {
                if (Libc.syscall(SyscallNumbers.MqTimedSend, held.Number, (nint)bytes, message.Length, priority, 0) == 0)
                {
                    return true;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno == Errno.EAGAIN)
                {
                    return false;
                }

                if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
                {
                    throw QueueCallErrors.Translate(errno, "mq_send", name);
                }
            }
        }
    }

    /// <summary>Takes a message if there is one: its length, or -1.</summary>
    // SAFETY: the buffer is pinned, and the kernel is told its length.
    internal static int TryReceive(SafeFileHandle queue, string name, Span<byte> buffer, out int priority)
    {
        using HeldDescriptor held = new(queue);
        uint found = 0;
        fixed (byte* bytes = buffer)
        {
            for (int attempt = 1; ; attempt++)
            {
                nint length = Libc.syscall(SyscallNumbers.MqTimedReceive, held.Number, (nint)bytes, buffer.Length, (nint)(&found), 0);
                if (length >= 0)
                {
                    priority = (int)found;
                    return (int)length;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno == Errno.EAGAIN)
                {
                    priority = 0;
                    return -1;
                }

                if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
                {
                    throw QueueCallErrors.Translate(errno, "mq_receive", name);
                }
            }
        }
    }

    /// <summary>Sleeps until the queue can be read or written; a signal ends the sleep early.</summary>
    // SAFETY: the structure is a local variable, and the descriptor stays open.
    internal static void Sleep(SafeFileHandle queue, bool forRoom, int milliseconds)
    {
        using HeldDescriptor held = new(queue);
        PollDescriptor entry = new() { fd = held.Number, events = forRoom ? PollDescriptor.POLLOUT : PollDescriptor.POLLIN };
        _ = Libc.poll(&entry, 1, milliseconds);
    }
}
