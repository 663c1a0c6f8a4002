using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;
using MmapModule.Platform.Windows.Memory;
using MmapModule.SharedQueues;

namespace MmapModule.Platform.Windows.SharedQueues;

/// <summary>Shared queues: files in a folder of the user, or of all users.</summary>
internal sealed class SharedQueueFolder
{
    /// <summary>A name that others remove and create again all the time is given up after this many attempts.</summary>
    private const int OpenAttempts = 100;

    /// <summary>Where none is given.</summary>
    private const long DefaultCapacity = 1024 * 1024;

    private static readonly NamedFiles s_files = new("Queues", "queue");

    private readonly IMapPlatform _platform;

    internal SharedQueueFolder(IMapPlatform platform) => _platform = platform;

    /// <summary>The names of all that this user may see, in order.</summary>
    internal static IReadOnlyList<string> Names() => s_files.Names();

    /// <summary>Opens or creates a queue.</summary>
    internal SharedQueueHandle Open(string name, MessageQueueOptions options)
    {
        string path = PathOf(name);
        for (int attempt = 1; ; attempt++)
        {
            if (options.Mode != SharedMemoryMode.Create)
            {
                try
                {
                    return Open(name, path, options.AllowForeignOwner);
                }
                catch (MmapException error) when (error.Kind == MmapErrorKind.PathNotFound)
                {
                    if (options.Mode == SharedMemoryMode.Open)
                    {
                        throw QueueCallErrors.NotFound(name);
                    }
                }
            }

            if (TryCreate(name, path, Rounded(options.Capacity ?? DefaultCapacity)) is { } created)
            {
                return created;
            }

            if (options.Mode == SharedMemoryMode.Create || attempt == OpenAttempts)
            {
                throw QueueCallErrors.Exists(name);
            }
        }
    }

    /// <summary>What can be seen of a queue; null if there is none.</summary>
    internal MessageQueueInfo? Describe(string name)
    {
        string path = PathOf(name);
        try
        {
            using MapBacking file = _platform.OpenFile(path, writable: false, create: false);
            Span<byte> bytes = stackalloc byte[QueueLayout.Head + sizeof(ulong)];
            int length = FileIo.Read(file.File, 0, bytes, new NativeFailure { Call = "ReadFile", Path = path });
            bool isWhole = QueueLayout.Check(bytes[..length], _platform.GetLength(file), out long capacity) is null;
            QueueState? state = isWhole ? QueuePosition.State(Position(bytes, QueueLayout.Head), Position(bytes, QueueLayout.Tail), capacity) : null;
            return new MessageQueueInfo
            {
                Name = name,
                Kind = MessageQueueKind.Shared,
                MessageSize = isWhole ? capacity - QueueLayout.FrameHead : null,
                Capacity = isWhole ? capacity : null,
                MessageCount = state?.Messages,
                Bytes = state?.Bytes,
                Owner = KernelOwner.Of(file.File, ObjectConstants.SE_FILE_OBJECT).Name,
                Mode = string.Empty,
                ProcessId = OpenHandles.Contains(path) ? [Environment.ProcessId] : [],
                IsOrphan = !new WindowsQueueSlots(file).AreTaken(),
            };
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.PathNotFound)
        {
            return null;
        }
    }

    /// <summary>Removes a name; processes that have the queue open keep it.</summary>
    internal static void Remove(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            throw QueueCallErrors.NotFound(name);
        }

        try
        {
            // Renamed first: the name is free at once, even where Windows deletes a file only when it is opened nowhere any more.
            string beside = Beside(path);
            File.Move(path, beside);
            File.Delete(beside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw QueueCallErrors.CannotRemove(name, error.HResult & 0xFFFF);
        }
    }

    /// <summary>The file of a name.</summary>
    internal static string PathOf(string name) => KernelName.TryFull(name) is null ? throw QueueCallErrors.BadName(name) : s_files.PathOf(name);

    /// <summary>A name in the same folder that is none of a queue.</summary>
    private static string Beside(string path) => path + "." + Guid.NewGuid().ToString("N");

    private static long Rounded(long capacity) =>
        capacity is > 0 and <= QueueLayout.MostCapacity ? MapRange.AlignUp(capacity, QueueLayout.CapacityStep) : throw QueueErrors.BadCapacity(capacity, QueueLayout.MostCapacity);

    private static QueuePosition Position(ReadOnlySpan<byte> bytes, int offset) => QueuePosition.Of(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]));

    private SharedQueueHandle Open(string name, string path, bool allowForeignOwner)
    {
        MapBacking file = _platform.OpenFile(path, writable: true, create: false);
        try
        {
            KernelOwner owner = KernelOwner.Of(file.File, ObjectConstants.SE_FILE_OBJECT);
            if (!allowForeignOwner && !owner.IsOwn)
            {
                throw QueueCallErrors.ForeignOwner(name, owner.Name);
            }

            Span<byte> bytes = stackalloc byte[QueueLayout.FixedPart];
            int length = FileIo.Read(file.File, 0, bytes, new NativeFailure { Call = "ReadFile", Path = path });
            return QueueLayout.Check(bytes[..length], _platform.GetLength(file), out long capacity) is { } fault
                ? throw SharedQueueErrors.Invalid(path, fault)
                : Own(file, name, path, capacity, owner);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes a queue beside its place and moves it there, so that nobody sees half of one; null if the place is taken.</summary>
    private SharedQueueHandle? TryCreate(string name, string path, long capacity)
    {
        NamedFiles.CreateFolderOf(path);
        string beside = Beside(path);
        MapBacking file = _platform.OpenFile(beside, writable: true, create: true);
        try
        {
            _platform.Grow(file, QueueLayout.Length(capacity), Allocation.Required, null, default);
            _platform.WriteFile(file, 0, QueueLayout.Create(capacity));
            _platform.WriteFile(file, QueueLayout.Length(capacity) - QueueLayout.MarkSize, QueueLayout.CreateMark());

            // Its bytes are not wanted on the disk.
            File.SetAttributes(beside, FileAttributes.Temporary);
            File.Move(beside, path, overwrite: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            File.Delete(beside);
            return File.Exists(path) ? null
                : throw error as MmapException ?? FileIo.Translate(error, new NativeFailure { Call = "MoveFileEx", Path = path, ForWriting = true });
        }

        try
        {
            return Own(file, name, path, capacity, KernelOwner.Of(file.File, ObjectConstants.SE_FILE_OBJECT));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Maps the file, and attaches to a slot.</summary>
    private SharedQueueHandle Own(MapBacking backing, string name, string path, long capacity, KernelOwner owner)
    {
        WindowsQueueSlots slots = new(backing);
        QueueFile file = new(_platform, backing, path, capacity, slots, new QueueEvents(backing.Identity));
        try
        {
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

            OpenHandles.Add(path, backing.File);
            return new SharedQueueHandle(file, Attach(slots, name)) { Name = name, Owner = owner.Name, IsOwn = owner.IsOwn, Mode = string.Empty };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes any free slot. It begins anywhere, because the first ones are usually taken.</summary>
    private static uint Attach(WindowsQueueSlots slots, string name)
    {
        uint first = (uint)Random.Shared.Next((int)QueueLayout.Slots);
        for (uint i = 0; i < QueueLayout.Slots; i++)
        {
            uint slot = 1 + ((first + i) % QueueLayout.Slots);
            if (slots.TryTake(slot))
            {
                return slot;
            }
        }

        throw SharedQueueErrors.Full(name, QueueLayout.Slots);
    }
}
