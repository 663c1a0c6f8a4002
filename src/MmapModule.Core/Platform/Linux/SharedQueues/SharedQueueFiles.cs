using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Semaphores;
using MmapModule.SharedQueues;

namespace MmapModule.Platform.Linux.SharedQueues;

/// <summary>Shared queues: files in the folder of shared memory that are known by their first bytes.</summary>
internal sealed class SharedQueueFiles
{
    /// <summary>A name that others remove and create again all the time is given up after this many attempts.</summary>
    private const int OpenAttempts = 100;

    /// <summary>For a program that gives the kind only.</summary>
    private const long DefaultCapacity = 1024 * 1024;

    private static int Flags => FileConstants.O_CLOEXEC | FileConstants.O_NONBLOCK | FileConstants.O_NOCTTY | FileConstants.O_NOFOLLOW;

    private readonly LinuxPlatform _platform;

    internal SharedQueueFiles(LinuxPlatform platform) => _platform = platform;

    /// <summary>Opens or creates a queue.</summary>
    internal SharedQueueHandle Open(string name, MessageQueueOptions options)
    {
        NativeFailure failure = Failure("open", name);
        for (int attempt = 1; ; attempt++)
        {
            if (options.Mode != SharedMemoryMode.Create)
            {
                try
                {
                    return Open(failure, options.AllowForeignOwner);
                }
                catch (MmapException error) when (error.Kind == MmapErrorKind.QueueNotFound && options.Mode != SharedMemoryMode.Open && (options.Capacity ?? (object?)options.Kind) is not null)
                {
                    // It is created below.
                }
            }

            long capacity = Rounded(options.Capacity ?? DefaultCapacity);
            if (CompleteFile.TryCreate(_platform, failure, QueueLayout.Create(capacity), (uint)options.Permission, QueueLayout.CreateMark(), QueueLayout.Length(capacity)) is { } created)
            {
                return Own(created, failure, capacity);
            }

            if (options.Mode == SharedMemoryMode.Create || attempt == OpenAttempts)
            {
                throw LinuxErrors.Translate(Errno.EEXIST, failure with { Call = "link" });
            }
        }
    }

    /// <summary>The names of all that this user may see, in order.</summary>
    internal static IReadOnlyList<string> Names()
    {
        List<string> names = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(LinuxSharedMemory.Folder))
            {
                string name = Path.GetFileName(path);
                if (IsQueue(name))
                {
                    names.Add(name);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A system without /dev/shm has no shared queues.
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Whether a file in the folder of shared memory is a queue, so that it is none of what users call shared memory.</summary>
    internal static bool IsQueue(string name)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        using SafeFileHandle? file = TryOpen(name, out _);
        return file is not null && QueueLayout.IsQueue(bytes[..Read(file, bytes)]);
    }

    /// <summary>What can be seen of queues. All processes are looked at once for all of them.</summary>
    internal static IReadOnlyList<MessageQueueInfo> Describe(IReadOnlyCollection<string> names)
    {
        Dictionary<string, FileStatus> found = [];
        foreach (string name in names)
        {
            using SafeFileHandle? file = TryOpen(name, out FileStatus status);
            if (file is not null)
            {
                found[name] = status;
            }
        }

        FileUsers users = FileUsers.Find(found.Values);
        List<MessageQueueInfo> result = [];
        foreach ((string name, FileStatus status) in found)
        {
            if (Describe(name, status.Identity, [.. users.Of(status.Identity)], users.SawEveryProcess) is { } info)
            {
                result.Add(info);
            }
        }

        return result;
    }

    /// <summary>Removes a name; processes that have the queue open keep it.</summary>
    // SAFETY: the path is pinned and ends with a zero byte.
    internal static unsafe void Remove(string name)
    {
        NativeFailure failure = Failure("unlink", name);
        if (!IsQueue(name))
        {
            throw LinuxErrors.Translate(Errno.ENOENT, failure);
        }

        fixed (byte* path = LinuxFile.NativePath(failure.Path!))
        {
            if (Libc.unlink(path) != 0)
            {
                throw LinuxErrors.Translate(Marshal.GetLastPInvokeError(), failure);
            }
        }
    }

    private static NativeFailure Failure(string call, string name) => new() { Call = call, Path = LinuxSharedMemory.Folder + name, Queue = name, ForWriting = true };

    /// <summary>Opens a file to read it; null if it is no ordinary file, or if this user may not.</summary>
    private static SafeFileHandle? TryOpen(string name, out FileStatus status)
    {
        string path = LinuxSharedMemory.Folder + name;
        if (LinuxFile.TryStat(path, followLinks: false, out status) != 0 || status.Type != BackingType.RegularFile)
        {
            return null;
        }

        int file = LinuxPlatform.OpenNative(path, Flags | FileConstants.O_RDONLY, 0);
        return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
    }

    // SAFETY: the bytes are pinned, and no more is asked for than fits.
    private static unsafe int Read(SafeFileHandle file, Span<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return (int)Math.Max(0, Libc.pread(file, start, (nuint)bytes.Length, 0));
        }
    }

    private static MessageQueueInfo? Describe(string name, FileIdentity identity, IReadOnlyList<int> processes, bool sawEveryProcess)
    {
        Span<byte> bytes = stackalloc byte[QueueLayout.Head + sizeof(ulong)];
        using SafeFileHandle? file = TryOpen(name, out FileStatus status);
        int length = file is null || status.Identity != identity ? 0 : Read(file, bytes);
        if (!QueueLayout.IsQueue(bytes[..length]))
        {
            return null;
        }

        bool isWhole = QueueLayout.Check(bytes[..length], status.Size, out long capacity) is null;
        QueueState? state = isWhole ? QueuePosition.State(Position(bytes, QueueLayout.Head), Position(bytes, QueueLayout.Tail), capacity) : null;
        bool? isOrphan = processes.Count == 0 && sawEveryProcess ? true : null;
        return new MessageQueueInfo
        {
            Name = name,
            Kind = MessageQueueKind.Shared,
            MessageSize = isWhole ? capacity - QueueLayout.FrameHead : null,
            Capacity = isWhole ? capacity : null,
            MessageCount = state?.Messages,
            Bytes = state?.Bytes,
            Owner = LinuxUsers.Name(status.OwnerId),
            Mode = FileModes.Text(status.Mode),
            ProcessId = processes,
            IsOrphan = new QueueSlots(file!).AreTaken() is { } areTaken ? !areTaken : isOrphan,
        };
    }

    private static QueuePosition Position(ReadOnlySpan<byte> bytes, int offset) => QueuePosition.Of(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]));

    private static long Rounded(long capacity) =>
        capacity is > 0 and <= QueueLayout.MostCapacity ? MapRange.AlignUp(capacity, QueueLayout.CapacityStep) : throw QueueErrors.BadCapacity(capacity, QueueLayout.MostCapacity);

    private SharedQueueHandle Open(NativeFailure failure, bool allowForeignOwner)
    {
        MapBacking backing = LinuxPlatform.Open(failure.Path!, Flags | FileConstants.O_RDWR, 0, created: false, failure);
        long capacity = 0;
        try
        {
            uint owner = _platform.Stat(backing).OwnerId;
            if (!allowForeignOwner && owner != Libc.geteuid())
            {
                throw QueueCallErrors.ForeignOwner(failure.Queue!, LinuxUsers.Name(owner));
            }

            Span<byte> bytes = stackalloc byte[QueueLayout.FixedPart];
            string? fault = backing.Type == BackingType.RegularFile ? QueueLayout.Check(bytes[..Read(backing.File, bytes)], _platform.GetLength(backing), out capacity) : "it is not a file.";
            if (fault is not null)
            {
                throw SharedQueueErrors.Invalid(failure.Path!, fault);
            }
        }
        catch
        {
            backing.Dispose();
            throw;
        }

        return Own(backing, failure, capacity);
    }

    /// <summary>Maps the file, and attaches to a slot.</summary>
    private SharedQueueHandle Own(MapBacking backing, NativeFailure failure, long capacity)
    {
        QueueFile? file = null;
        try
        {
            FileStatus status = _platform.Stat(backing);
            QueueSlots slots = new(backing.File);
            file = new QueueFile(_platform, backing, failure.Path!, capacity, slots, FutexWaiting.Instance);
            using (PageUse use = file.Use())
            {
                file.CheckWhole(use.Address);
                QueuePosition head = file.Load(use.Address, QueueLayout.Head);
                QueuePosition tail = file.Load(use.Address, QueueLayout.Tail);
                if (head.Offset >= capacity || tail.Offset >= capacity)
                {
                    throw file.Invalid("its ends lie outside of the ring.");
                }
            }

            return new SharedQueueHandle(file, Attach(slots, failure))
            {
                Name = failure.Queue!,
                Owner = LinuxUsers.Name(status.OwnerId),
                IsOwn = status.OwnerId == Libc.geteuid(),
                Mode = FileModes.Text(status.Mode),
            };
        }
        catch
        {
            file?.Dispose();
            backing.Dispose();
            throw;
        }
    }

    /// <summary>Takes any free slot. It begins anywhere, because the first ones are usually taken.</summary>
    private static uint Attach(QueueSlots slots, NativeFailure failure)
    {
        uint first = (uint)Random.Shared.Next((int)QueueLayout.Slots);
        for (uint i = 0; i < QueueLayout.Slots; i++)
        {
            uint slot = 1 + ((first + i) % QueueLayout.Slots);
            int errno = slots.TryTake(slot);
            if (errno != Errno.EAGAIN)
            {
                return errno == 0 ? slot : throw LinuxErrors.Translate(errno, failure with { Call = "fcntl" });
            }
        }

        throw SharedQueueErrors.Full(failure.Queue!, QueueLayout.Slots);
    }
}
