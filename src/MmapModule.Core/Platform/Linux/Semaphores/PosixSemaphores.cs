using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>POSIX semaphores: small files in the folder of shared memory.</summary>
internal sealed class PosixSemaphores
{
    /// <summary>A name that others remove and create again all the time is given up after this many attempts.</summary>
    private const int OpenAttempts = 100;

    private readonly LinuxPlatform _platform;
    private readonly ISemaphoreLayout _layout;

    internal PosixSemaphores(LinuxPlatform platform, ISemaphoreLayout layout)
    {
        _platform = platform;
        _layout = layout;
    }

    internal ISemaphoreHandle Open(string name, SharedSemaphoreOptions options)
    {
        NativeFailure failure = new() { Call = "open", Path = PathOf(name), Semaphore = new SemaphoreTarget { Name = name }, ForWriting = true };
        for (int attempt = 1; ; attempt++)
        {
            if (options.Mode != SharedMemoryMode.Create)
            {
                try
                {
                    return Open(failure, name, options.AllowForeignOwner);
                }
                catch (MmapException error) when (error.Kind == MmapErrorKind.SemaphoreNotFound && options.Mode != SharedMemoryMode.Open)
                {
                    // It is created below.
                }
            }

            if (CompleteFile.TryCreate(_platform, failure, _layout.Create(options.InitialCount), (uint)options.Permission) is { } created)
            {
                return Own(created, failure, name);
            }

            if (options.Mode == SharedMemoryMode.Create || attempt == OpenAttempts)
            {
                throw LinuxErrors.Translate(Errno.EEXIST, failure with { Call = "link" });
            }
        }
    }

    internal IReadOnlyList<string> Names()
    {
        List<string> names = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(LinuxSharedMemory.Folder))
            {
                if (NameOf(Path.GetFileName(path)) is { } name && (_layout.Prefix.Length > 0 || Read(path) is not null))
                {
                    names.Add(name);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A system without /dev/shm has no semaphores.
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    internal SharedSemaphoreInfo? Describe(string name)
    {
        string path = PathOf(name);
        if (LinuxFile.TryStat(path, followLinks: false, out FileStatus status) != 0 || status.Type != BackingType.RegularFile)
        {
            return null;
        }

        SemaphoreState? state = Read(path);
        return new SharedSemaphoreInfo
        {
            Name = name,
            Kind = SharedSemaphoreKind.Posix,
            Counts = state is { } found ? [found.Count] : [],
            Waiters = state?.Waiters,
            Owner = LinuxUsers.Name(status.OwnerId),
            Mode = FileModes.Text(status.Mode),
        };
    }

    // SAFETY: the path is pinned and ends with a zero byte.
    internal unsafe void Remove(string name)
    {
        string path = PathOf(name);
        fixed (byte* bytes = LinuxFile.NativePath(path))
        {
            if (Libc.unlink(bytes) != 0)
            {
                throw LinuxErrors.Translate(Marshal.GetLastPInvokeError(), new NativeFailure { Call = "unlink", Path = path, Semaphore = new SemaphoreTarget { Name = name }, ForWriting = true });
            }
        }
    }

    /// <summary>The name of the semaphore that a file in the folder is; null if it is called otherwise.</summary>
    internal string? NameOf(string fileName) =>
        fileName.StartsWith(_layout.Prefix, StringComparison.Ordinal) && fileName.Length > _layout.Prefix.Length ? fileName[_layout.Prefix.Length..] : null;

    private string PathOf(string name) => LinuxSharedMemory.Folder + _layout.Prefix + name;

    private PosixSemaphoreHandle Open(NativeFailure failure, string name, bool allowForeignOwner)
    {
        const int flags = FileConstants.O_RDWR | FileConstants.O_CLOEXEC | FileConstants.O_NONBLOCK | FileConstants.O_NOCTTY;
        MapBacking backing = LinuxPlatform.Open(failure.Path!, flags | FileConstants.O_NOFOLLOW, 0, created: false, failure);
        try
        {
            uint owner = _platform.Stat(backing).OwnerId;
            if (!allowForeignOwner && owner != Libc.geteuid())
            {
                throw SemaphoreCallErrors.ForeignOwner(failure.Semaphore!.Value, LinuxUsers.Name(owner));
            }

            long length = backing.Type == BackingType.RegularFile ? _platform.GetLength(backing) : 0;
            if (PosixSemaphoreFile.Read(backing.File, _layout) is null)
            {
                throw SemaphoreCallErrors.Invalid(failure.Path!, length == ISemaphoreLayout.Size
                    ? "its bytes are not those of one."
                    : FormattableString.Invariant($"it has {length} bytes instead of {ISemaphoreLayout.Size}."));
            }
        }
        catch
        {
            backing.Dispose();
            throw;
        }

        return Own(backing, failure, name);
    }

    private PosixSemaphoreHandle Own(MapBacking backing, NativeFailure failure, string name)
    {
        try
        {
            FileStatus status = _platform.Stat(backing);
            return new PosixSemaphoreHandle(_platform, _layout, backing, failure)
            {
                Name = name,
                Owner = LinuxUsers.Name(status.OwnerId),
                Mode = FileModes.Text(status.Mode),
            };
        }
        catch
        {
            backing.Dispose();
            throw;
        }
    }

    /// <summary>Looks into a file without mapping it; null if that is not allowed, or if it is not a semaphore.</summary>
    private SemaphoreState? Read(string path)
    {
        try
        {
            const int flags = FileConstants.O_RDONLY | FileConstants.O_CLOEXEC | FileConstants.O_NONBLOCK | FileConstants.O_NOCTTY;
            using MapBacking backing = LinuxPlatform.Open(path, flags | FileConstants.O_NOFOLLOW, 0, created: false, new NativeFailure { Call = "open", Path = path });
            return PosixSemaphoreFile.Read(backing.File, _layout);
        }
        catch (MmapException)
        {
            return null;
        }
    }
}
