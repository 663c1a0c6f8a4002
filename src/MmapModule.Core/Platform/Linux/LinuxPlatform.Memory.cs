using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux;

/// <content>Memory files, snapshots, seals and sizes.</content>
internal sealed partial class LinuxPlatform
{
    /// <summary>Allocation of a big file goes in steps, so that Ctrl+C and the runtime's signals do not make it start over.</summary>
    private const long GrowStep = 256L * 1024 * 1024;

    private const int SnapshotStep = 1024 * 1024;

    /// <inheritdoc/>
    public MapBacking CreateMemoryFile(string name, long hugePageSize)
    {
        uint flags = hugePageSize == 0 ? 0 : FileConstants.MFD_HUGETLB
            | ((uint)System.Numerics.BitOperations.Log2((ulong)hugePageSize) << MMapConstants.MAP_HUGE_SHIFT);
        SafeFileHandle file = CreateMemFd(name, flags);
        FileStatus status = StatHandle(file);
        return Describe(file, status, FormattableString.Invariant($"/proc/{Environment.ProcessId}/fd/{(int)file.DangerousGetHandle()}"), writable: true, created: false);
    }

    /// <inheritdoc/>
    public MapBacking CreateSnapshot(string path, long? limit, ByteProgress? progress, CancellationToken cancellation)
    {
        using SafeFileHandle source = OpenForReading(path);
        if (limit is null && StatHandle(source).Type == BackingType.CharacterDevice)
        {
            throw MapErrors.Invalid("'" + path + "' is a character device, which may never come to an end.", "Say how much to copy with -Length.", path);
        }

        SafeFileHandle copy = CreateMemFd("MmapModule.snapshot", 0);
        try
        {
            CopyAll(source, copy, path, limit ?? long.MaxValue, progress, cancellation);
            Seal(copy, MapSeals.Shrink | MapSeals.Grow | MapSeals.Write | MapSeals.Seal, path, null);
            return Describe(copy, StatHandle(copy), path, writable: false, created: false, immutable: true);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void AddSeals(MapBacking backing, MapSeals seals) => Seal(backing.File, seals, backing.Path, backing);

    /// <inheritdoc/>
    public void Grow(MapBacking backing, long size, bool sparse, ByteProgress? progress, CancellationToken cancellation)
    {
        int fd = Descriptor(backing);
        long old = GetLength(backing);
        NativeFailure failure = new() { Call = sparse ? "ftruncate" : "fallocate", Path = backing.Path, Length = size, Backing = backing, ForWriting = true };
        if (backing.Type != BackingType.RegularFile)
        {
            throw Failure(Errno.EINVAL, failure);
        }

        if (!backing.IsWritable)
        {
            throw Failure(Errno.EACCES, failure);
        }

        CheckFileSizeLimit(backing, size, failure);
        int errno = sparse ? Truncate(fd, size) : Allocate(backing, old, size, progress, cancellation);
        if (errno == Errno.EOPNOTSUPP && !sparse)
        {
            throw MapErrors.Invalid(
                "The file system of " + failure.Subject + " cannot allocate space in advance.",
                "Add -Sparse to make the file longer without allocating.",
                backing.Path);
        }

        if (errno != 0)
        {
            // Give back what a failed allocation has taken.
            _ = Truncate(fd, old);
            throw Failure(errno, failure);
        }
    }

    /// <inheritdoc/>
    public void TryShrink(MapBacking backing, long size) => _ = Truncate(Descriptor(backing), size);

    /// <summary>The limit counts for files only.</summary>
    private static void CheckFileSizeLimit(MapBacking file, long size, NativeFailure failure)
    {
        if (file.Type == BackingType.RegularFile)
        {
            FileSizeLimit.Check(size, failure);
        }
    }

    private static int Truncate(int fd, long size)
    {
        for (int attempt = 1; Libc.ftruncate(fd, size) != 0; attempt++)
        {
            int errno = LastErrno();
            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                return errno;
            }
        }

        return 0;
    }

    private static int Allocate(MapBacking backing, long from, long to, ByteProgress? progress, CancellationToken cancellation)
    {
        int fd = Descriptor(backing);
        bool isMemory = FileSystems.IsMemory(LinuxFile.FileSystemType(fd));
        if (LinuxFile.HugePageSize(backing.File) == 0 && !IsUnlimited(backing) && to - from > LinuxFile.FreeBytesForRoot(backing.File))
        {
            // Trying would fill the file system up before it failed.
            return Errno.ENOSPC;
        }

        long position = from;
        int attempts = 0;
        while (position < to)
        {
            if (cancellation.IsCancellationRequested)
            {
                _ = Truncate(fd, from);
                cancellation.ThrowIfCancellationRequested();
            }

            long step = Math.Min(GrowStep, to - position);
            if (isMemory && !HasMemoryFor(position == from ? to - from : step))
            {
                return Errno.ENOMEM;
            }

            if (Libc.fallocate(fd, 0, position, step) == 0)
            {
                position += step;
                attempts = 0;
                progress?.Invoke(position - from, to - from);
                continue;
            }

            int errno = LastErrno();
            if (errno != Errno.EINTR || ++attempts == Interrupted.Attempts)
            {
                return errno;
            }
        }

        return 0;
    }

    /// <summary>Memory of maps that are forgotten counts as free.</summary>
    private static bool HasMemoryFor(long bytes) =>
        LinuxLimits.HasMemoryFor(bytes) || (ForgottenMaps.Release() && LinuxLimits.HasMemoryFor(bytes));

    /// <summary>Memory files live in a tmpfs of the kernel's own, which says that it has no blocks because it has no limit.</summary>
    private static bool IsUnlimited(MapBacking backing) => LinuxFile.FreeBytesForRoot(backing.File) == 0 && LinuxFile.CanBeSealed(backing.File);

    private static void Seal(SafeFileHandle file, MapSeals seals, string? path, MapBacking? backing)
    {
        NativeFailure failure = new() { Call = "fcntl", Path = path, Backing = backing };
        if (!LinuxFile.CanBeSealed(file))
        {
            throw Failure(Errno.EINVAL, failure);
        }

        if (Libc.fcntl((int)file.DangerousGetHandle(), FileConstants.F_ADD_SEALS, (int)seals) != 0)
        {
            throw Failure(LastErrno(), failure);
        }
    }

    // SAFETY: the name is pinned and ends with a zero byte.
    private static unsafe SafeFileHandle CreateMemFd(string name, uint flags)
    {
        DescriptorReserve.Take();
        fixed (byte* bytes = LinuxFile.NativePath(name))
        {
            int fd = Libc.memfd_create(bytes, FileConstants.MFD_CLOEXEC | FileConstants.MFD_ALLOW_SEALING | FileConstants.MFD_NOEXEC_SEAL | flags);
            if (fd < 0 && LastErrno() == Errno.EINVAL)
            {
                // MFD_NOEXEC_SEAL came with Linux 6.3.
                fd = Libc.memfd_create(bytes, FileConstants.MFD_CLOEXEC | FileConstants.MFD_ALLOW_SEALING | flags);
            }

            return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw Failure(LastErrno(), new NativeFailure { Call = "memfd_create" });
        }
    }

    private static FileStatus StatHandle(SafeFileHandle file)
    {
        int errno = LinuxFile.TryStat((int)file.DangerousGetHandle(), out FileStatus status);
        return errno == 0 ? status : throw Failure(errno, new NativeFailure { Call = "statx" });
    }

    private static SafeFileHandle OpenForReading(string path)
    {
        const int flags = FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY | FileConstants.O_NONBLOCK | FileConstants.O_RDONLY;
        int fd = OpenNative(path, flags, 0);
        return fd >= 0
            ? new SafeFileHandle(fd, ownsHandle: true)
            : throw Failure(LastErrno(), WithType(path, new NativeFailure { Call = "open", Path = path }));
    }

    // SAFETY: the buffer is pinned while the kernel uses it.
    private static unsafe void CopyAll(SafeFileHandle source, SafeFileHandle copy, string path, long limit, ByteProgress? progress, CancellationToken cancellation)
    {
        FileStatus status = StatHandle(source);
        SnapshotReader reader = new(source, status.Type, path, cancellation);
        byte[] buffer = new byte[SnapshotStep];
        long position = 0;
        long memoryCheck = 0;
        long expected = Math.Min(limit, Math.Max(status.Size, 1));
        while (position < limit)
        {
            if (position >= memoryCheck)
            {
                // What is longer than it said, or did not say how long it is, is believed to be twice as long as so far.
                long more = expected > position ? expected - position : Math.Clamp(position, SnapshotStep, GrowStep);
                if (!HasMemoryFor(more))
                {
                    throw Failure(Errno.ENOMEM, new NativeFailure { Call = "memfd_create", Path = path, Length = position + more });
                }

                memoryCheck = position + Math.Min(more, GrowStep);
            }

            int got = reader.Read(buffer.AsSpan(0, (int)Math.Min(SnapshotStep, limit - position)), position);
            if (got == 0)
            {
                return;
            }

            fixed (byte* bytes = buffer)
            {
                position = WriteAll((int)copy.DangerousGetHandle(), bytes, got, position, new NativeFailure { Call = "pwrite", Path = path, ForWriting = true });
            }

            progress?.Invoke(Math.Min(position, expected), expected);
        }
    }
}
