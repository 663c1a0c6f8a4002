using System;
using System.Globalization;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;

namespace MmapModule.Platform.MacOS;

/// <content>
/// Memory files and snapshots: temporary files whose name is removed at once, so that nobody else can open them and they go with
/// their last descriptor. Memory with a name would be no file: it cannot become longer, nor be read or written.
/// </content>
internal sealed partial class MacOSPlatform
{
    private const int SnapshotStep = 1024 * 1024;

    /// <summary>0600.</summary>
    private const uint OwnerOnly = 0x180;

    /// <inheritdoc/>
    public MapBacking CreateMemoryFile(string name, long hugePageSize)
    {
        if (hugePageSize != 0)
        {
            throw MapPlatform.NotSupported("A memory file with huge pages", "Use ordinary pages.");
        }

        (SafeFileHandle file, string path) = CreateTemporary(name);
        using HeldDescriptor held = new(file);
        return OwnTemporary(file, held.Path, writable: true, failurePath: path);
    }

    /// <inheritdoc/>
    public MapBacking CreateSnapshot(string path, SnapshotPart part, ByteProgress? progress, CancellationToken cancellation)
    {
        NativeFailure failure = new() { Call = "open", Path = path };
        int descriptor = OpenNative(path, OpenQuietly | FileConstants.O_RDONLY, 0);
        using SafeFileHandle source = descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(LastErrno(), WithType(path, failure));
        int errno = MacOSFile.TryStat(source, out FileStatus status);
        if (errno != 0 || status.Type == BackingType.Directory)
        {
            throw Failure(errno != 0 ? errno : Errno.EISDIR, WithType(path, failure) with { Call = "read" });
        }

        if (part.Limit == long.MaxValue && status.Type == BackingType.CharacterDevice)
        {
            throw MappingErrors.Endless(path);
        }

        if (status.Size > 0 && part.Offset > status.Size)
        {
            throw RangeErrors.EndsBeyondFile(path, part.Offset, part.Length, part.FromEnd, status.Size);
        }

        (SafeFileHandle copy, string temporary) = CreateTemporary("MmapModule.snapshot");
        try
        {
            CopyAll(source, status, copy, path, part, progress, cancellation);
            return OwnTemporary(copy, path, writable: false, temporary, status.Mode);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public MapBacking CreateProcessSnapshot(int processId, ulong address, long length, ByteProgress? progress, CancellationToken cancellation) =>
        throw MapPlatform.NotSupported("Copying the memory of a process", "macOS lets only debuggers with an entitlement do that.");

    /// <inheritdoc/>
    public void CheckSealable(MapBacking backing, MapSeals seals) => throw NoSeals();

    /// <inheritdoc/>
    public void AddSeals(MapBacking backing, MapSeals seals) => throw NoSeals();

    private static MmapException NoSeals() =>
        MapPlatform.NotSupported("Sealing files", $"Use {Option.Snapshot} for a copy that nobody can change.");

    /// <summary>A file of our own without a name; the path is the one it had.</summary>
    private static (SafeFileHandle File, string Path) CreateTemporary(string name)
    {
        string path = System.IO.Path.Combine(
            System.IO.Path.GetTempPath(),
            string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileName(name)}.{Environment.ProcessId}.{System.IO.Path.GetRandomFileName()}"));
        int descriptor = OpenNative(path, OpenQuietly | FileConstants.O_NOFOLLOW | FileConstants.O_RDWR | FileConstants.O_CREAT | FileConstants.O_EXCL, OwnerOnly);
        if (descriptor < 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = "open", Path = path, ForWriting = true });
        }

        Unlink(path);
        return (new SafeFileHandle(descriptor, ownsHandle: true), path);
    }

    /// <summary>What there is to know about a temporary file; it is closed if that cannot be told.</summary>
    private static MapBacking OwnTemporary(SafeFileHandle file, string path, bool writable, string failurePath, uint? sourceMode = null)
    {
        int errno = MacOSFile.TryStat(file, out FileStatus status);
        if (errno != 0)
        {
            file.Dispose();
            throw Failure(errno, new NativeFailure { Call = "fstat", Path = failurePath });
        }

        return Describe(file, status, path, writable, created: false, immutable: !writable, sourceMode: sourceMode);
    }

    /// <summary>Copies a part to the same offset; what lies before it is a hole, or is thrown away where it cannot be skipped.</summary>
    // SAFETY: the buffer is pinned while the kernel reads it.
    private static unsafe void CopyAll(SafeFileHandle source, FileStatus status, SafeFileHandle copy, string path, SnapshotPart part, ByteProgress? progress, CancellationToken cancellation)
    {
        SnapshotReader reader = new(source, status.Type, path, cancellation);
        byte[] buffer = new byte[SnapshotStep];
        long first = !part.FromEnd ? part.Offset : status.Size > 0 ? status.Size - part.Offset : 0;
        long start = MapRange.AlignDown(Math.Max(first, 0), Environment.SystemPageSize);
        long position = LibSystem.lseek(source, start, FileConstants.SEEK_SET) == start ? start : 0;
        long expected = Math.Max(Math.Min(part.Limit, Math.Max(status.Size, 1)), start + 1);
        while (position < part.Limit)
        {
            int got = reader.Read(buffer.AsSpan(0, (int)Math.Min(SnapshotStep, part.Limit - position)), position);
            if (got == 0)
            {
                // The length says how much there was, also if the part lies past it.
                _ = position < start ? Truncate(copy, position) : 0;
                return;
            }

            int unwanted = (int)Math.Clamp(start - position, 0, got);
            fixed (byte* bytes = buffer)
            {
                WriteAll(copy, bytes + unwanted, got - unwanted, position + unwanted, new NativeFailure { Call = "pwrite", Path = path, ForWriting = true });
            }

            position += got;
            progress?.Invoke(Math.Min(position - start, expected - start), expected - start);
        }
    }
}
