using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Watching;

/// <summary>
/// A file watched with inotify(7): the file itself, whatever its name, and the folder of its path for what happens to the name.
/// What cannot be watched (no right to read it, too many watches) is noticed by the looks between the sleeps.
/// </summary>
internal sealed unsafe class LinuxFileWatch : IFileWatch
{
    private const int BufferSize = 16 * 1024;

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle? _events;
    private readonly byte[] _name;
    private readonly int _folderWatch = -1;
    private readonly string _path;

    /// <param name="path">The path.</param>
    /// <param name="file">The open file; it belongs to this object from now on.</param>
    /// <param name="isLengthWanted">Whether changes of the length matter.</param>
    internal LinuxFileWatch(string path, SafeFileHandle file, bool isLengthWanted)
    {
        _path = path;
        _file = file;
        _name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        int fd = Libc.inotify_init1(InotifyConstants.IN_CLOEXEC | InotifyConstants.IN_NONBLOCK);
        if (fd < 0)
        {
            return;
        }

        _events = new SafeFileHandle(fd, ownsHandle: true);
        using HeldDescriptor held = new(file);
        _ = Add(held.Path, InotifyConstants.IN_ATTRIB | InotifyConstants.IN_DELETE_SELF | InotifyConstants.IN_MOVE_SELF | (isLengthWanted ? InotifyConstants.IN_MODIFY : 0));
        _folderWatch = Path.GetDirectoryName(path) is { Length: > 0 } folder
            ? Add(folder, InotifyConstants.IN_CREATE | InotifyConstants.IN_DELETE | InotifyConstants.IN_MOVED_FROM | InotifyConstants.IN_MOVED_TO | InotifyConstants.IN_MOVE_SELF | InotifyConstants.IN_DELETE_SELF)
            : -1;
    }

    /// <inheritdoc/>
    public FileStatus Look()
    {
        int errno = LinuxFile.TryStat(_file, out FileStatus status);
        return errno == 0 ? status : throw LinuxErrors.Translate(errno, new NativeFailure { Call = "statx", Path = _path });
    }

    /// <inheritdoc/>
    // SAFETY: the structure is a local variable, the buffer is pinned while the kernel fills it.
    public void Sleep(int milliseconds)
    {
        if (_events is null)
        {
            Thread.Sleep(milliseconds);
            return;
        }

        byte[] buffer = new byte[BufferSize];
        long start = Stopwatch.GetTimestamp();
        using HeldDescriptor held = new(_events);
        for (int left = milliseconds; left > 0; left = milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds)
        {
            PollDescriptor descriptor = new() { fd = held.Number, events = PollDescriptor.POLLIN };
            int ready = Libc.poll(&descriptor, 1, left);
            if (ready < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR)
            {
                continue;
            }

            if (ready <= 0)
            {
                // The time is over. Where the call fails, the rest of it is slept.
                Thread.Sleep(ready < 0 ? left : 0);
                return;
            }

            nint got;
            fixed (byte* bytes = buffer)
            {
                got = Libc.read(_events, bytes, (nuint)buffer.Length);
            }

            // Where nothing can be read although there is something, the rest of the time is slept.
            if (got <= 0)
            {
                Thread.Sleep(Math.Min(left, 1));
            }
            else if (MayMatter(buffer.AsSpan(0, (int)got)))
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _events?.Dispose();
        _file.Dispose();
    }

    // SAFETY: the path is pinned and ends with a zero byte.
    private int Add(string path, uint mask)
    {
        fixed (byte* name = LinuxFile.NativePath(path))
        {
            return Libc.inotify_add_watch(_events!, name, mask);
        }
    }

    /// <summary>Whether an event may be about this file: other files of the folder do not matter, and there may be many of them.</summary>
    private bool MayMatter(ReadOnlySpan<byte> events)
    {
        while (events.Length >= InotifyConstants.HeaderSize)
        {
            int watch = MemoryMarshal.Read<int>(events);
            int length = MemoryMarshal.Read<int>(events[12..]);
            if (length < 0 || length > events.Length - InotifyConstants.HeaderSize)
            {
                return true;
            }

            ReadOnlySpan<byte> name = events.Slice(InotifyConstants.HeaderSize, length);
            int end = name.IndexOf((byte)0);
            if (watch != _folderWatch || length == 0 || name[..(end < 0 ? length : end)].SequenceEqual(_name))
            {
                return true;
            }

            events = events[(InotifyConstants.HeaderSize + length)..];
        }

        return false;
    }
}
