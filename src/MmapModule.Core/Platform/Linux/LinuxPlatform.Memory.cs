using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

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
        try
        {
            return Describe(file, StatHandle(file), LinuxFile.OwnPath(file), writable: true, created: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string PathOf(System.Runtime.InteropServices.SafeHandle handle)
    {
        using HeldDescriptor held = new(handle);
        return held.Path;
    }

    /// <inheritdoc/>
    public MapBacking CreateSnapshot(string path, SnapshotPart part, ByteProgress? progress, CancellationToken cancellation)
    {
        using SafeFileHandle source = OpenForReading(path);
        FileStatus status = StatHandle(source);
        if (part.Limit == long.MaxValue && status.Type == BackingType.CharacterDevice)
        {
            throw MappingErrors.Endless(path);
        }

        long start = StartOf(source, status, path, part);
        return SealedCopy(path, status, copy => CopyAll(source, copy, path, start, part.Limit, progress, cancellation));
    }

    /// <inheritdoc/>
    public void AddSeals(MapBacking backing, MapSeals seals) => Seal(backing.File, seals, backing.Path, backing);

    /// <inheritdoc/>
    public void CheckSealable(MapBacking backing, MapSeals seals)
    {
        NativeFailure failure = new() { Call = "fcntl", Path = backing.Path, Backing = backing };
        if (!LinuxFile.CanBeSealed(backing.File))
        {
            throw Failure(Errno.EINVAL, failure);
        }

        MapSeals present = LinuxFile.Seals(backing.File);
        if (!backing.IsWritable || (present.HasFlag(MapSeals.Seal) && (seals & ~present) != MapSeals.None))
        {
            throw Failure(Errno.EPERM, failure);
        }
    }

    /// <summary>A memory file that nobody can change once it is filled.</summary>
    private static MapBacking SealedCopy(string path, FileStatus source, Action<SafeFileHandle> fill)
    {
        SafeFileHandle copy = CreateMemFd("MmapModule.snapshot", 0);
        try
        {
            fill(copy);
            Seal(copy, MapSeals.Shrink | MapSeals.Grow | MapSeals.Write | MapSeals.Seal, path, null);
            return Describe(copy, StatHandle(copy), path, writable: false, created: false, immutable: true, sourceMode: source.Mode);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>The limit counts for files only.</summary>
    private static void CheckFileSizeLimit(MapBacking file, long size, NativeFailure failure)
    {
        if (file.Type == BackingType.RegularFile)
        {
            FileSizeLimit.Check(size, failure);
        }
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

        if (Libc.fcntl(file, FileConstants.F_ADD_SEALS, LinuxFlags.Seals(seals)) != 0)
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
            int fd = SystemCalls.MemFdCreate(bytes, FileConstants.MFD_CLOEXEC | FileConstants.MFD_ALLOW_SEALING | FileConstants.MFD_NOEXEC_SEAL | flags);
            if (fd < 0 && LastErrno() == Errno.EINVAL)
            {
                // MFD_NOEXEC_SEAL came with Linux 6.3.
                fd = SystemCalls.MemFdCreate(bytes, FileConstants.MFD_CLOEXEC | FileConstants.MFD_ALLOW_SEALING | flags);
            }

            return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw Failure(LastErrno(), new NativeFailure { Call = "memfd_create" });
        }
    }

    private static FileStatus StatHandle(SafeFileHandle file)
    {
        int errno = LinuxFile.TryStat(file, out FileStatus status);
        return errno == 0 ? status : throw Failure(errno, new NativeFailure { Call = "statx" });
    }

    internal static SafeFileHandle OpenForReading(string path)
    {
        const int flags = FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY | FileConstants.O_NONBLOCK | FileConstants.O_RDONLY;
        int fd = OpenNative(path, flags, 0);
        return fd >= 0
            ? new SafeFileHandle(fd, ownsHandle: true)
            : throw Failure(LastErrno(), WithType(path, new NativeFailure { Call = "open", Path = path }));
    }

    /// <summary>The first byte that is needed, at the beginning of its page.</summary>
    private static long StartOf(SafeFileHandle source, FileStatus status, string path, SnapshotPart part)
    {
        long size = status.Type == BackingType.BlockDevice ? LinuxFile.BlockDeviceSize(source) : status.Size;
        if (size > 0 && part.Offset > size)
        {
            throw RangeErrors.EndsBeyondFile(path, part.Offset, part.Length, part.FromEnd, size);
        }

        // Pipes and files that the kernel makes up are read to their end before anybody knows where it is.
        long first = !part.FromEnd ? part.Offset : size > 0 ? size - part.Offset : 0;
        return MapRange.AlignDown(Math.Max(first, 0), Environment.SystemPageSize);
    }

    // SAFETY: the buffer is pinned while the kernel uses it.
    private static unsafe void CopyAll(SafeFileHandle source, SafeFileHandle copy, string path, long start, long limit, ByteProgress? progress, CancellationToken cancellation)
    {
        FileStatus status = StatHandle(source);
        SnapshotReader reader = new(source, status.Type, path, cancellation);
        byte[] buffer = new byte[SnapshotStep];
        long position = Libc.lseek(source, start, FileConstants.SEEK_SET) == start ? start : 0;
        long memoryCheck = position;
        long expected = Math.Max(Math.Min(limit, Math.Max(status.Size, 1)), start + 1);
        while (position < limit)
        {
            if (position >= memoryCheck)
            {
                // What is longer than it said, or did not say how long it is, is assumed to be twice as long as so far.
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
                // The length says how much there was, also if the part lies past it.
                _ = position < start ? Truncate(copy, position) : 0;
                return;
            }

            // What lies before the part, and cannot be skipped, is thrown away.
            int unwanted = (int)Math.Clamp(start - position, 0, got);
            FileSizeLimit.Check(position + got, new NativeFailure { Call = "pwrite", Path = path, Length = position + got });
            fixed (byte* bytes = buffer)
            {
                position = WriteAll(copy, bytes + unwanted, got - unwanted, position + unwanted, new NativeFailure { Call = "pwrite", Path = path, ForWriting = true });
            }

            progress?.Invoke(Math.Min(position - start, expected - start), expected - start);
        }
    }
}
