using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows;

/// <content>
/// Memory files and snapshots: temporary files, which Windows keeps in memory as long as there is room, and which go with their last
/// handle, however the process ends. Unlike memory of the page file they can become longer, and have a path.
/// </content>
internal sealed partial class WindowsPlatform
{
    private const int SnapshotStep = 1024 * 1024;

    /// <inheritdoc/>
    public MapBacking CreateMemoryFile(string name, long hugePageSize)
    {
        if (hugePageSize != 0)
        {
            throw MapPlatform.NotSupported("A memory file with large pages", "Use ordinary pages.");
        }

        (SafeFileHandle file, string path) = CreateTemporary(name, FileConstants.FILE_SHARE_ALL);
        return Own(file, path, created: false, new NativeFailure { Call = "CreateFile", Path = path });
    }

    /// <inheritdoc/>
    public MapBacking CreateSnapshot(string path, SnapshotPart part, ByteProgress? progress, CancellationToken cancellation)
    {
        NativeFailure failure = new() { Call = "CreateFile", Path = path };
        using SafeFileHandle source = WindowsFile.Open(path, FileConstants.GENERIC_READ, FileConstants.FILE_SHARE_ALL, FileConstants.OPEN_EXISTING, FileConstants.FILE_ATTRIBUTE_NORMAL, out int error);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw WindowsErrors.Translate(error, FilePath.IsPipe(path) ? failure : WithType(path, failure));
        }

        error = WindowsFile.TryStat(source, out FileStatus status);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw WindowsErrors.Translate(error, failure with { Call = "GetFileInformationByHandle" });
        }

        if (part.Limit == long.MaxValue && status.Type == BackingType.CharacterDevice)
        {
            throw MappingErrors.Endless(path);
        }

        if (status.Size > 0 && part.Offset > status.Size)
        {
            throw RangeErrors.EndsBeyondFile(path, part.Offset, part.Length, part.FromEnd, status.Size);
        }

        return Copied(path, status.Mode, copy => CopyAll(source, status, copy, path, part, progress, cancellation));
    }

    /// <inheritdoc/>
    public MapBacking CreateProcessSnapshot(int processId, ulong address, long length, ByteProgress? progress, CancellationToken cancellation)
    {
        NativeFailure failure = new() { Call = "OpenProcess", ProcessId = processId };
        nint handle = Kernel32.OpenProcess(MemoryConstants.PROCESS_VM_READ | MemoryConstants.PROCESS_QUERY_LIMITED_INFORMATION, 0, (uint)processId);
        using SafeFileHandle process = handle != 0 ? new SafeFileHandle(handle, ownsHandle: true) : throw WindowsErrors.Last(failure);
        string path = FormattableString.Invariant($"process {processId}");
        return Copied(path, null, copy => CopyMemory(handle, copy, processId, new ProcessRange(address, length), progress, cancellation));
    }

    /// <inheritdoc/>
    public void CheckSealable(MapBacking backing, MapSeals seals) => throw NoSeals();

    /// <inheritdoc/>
    public void AddSeals(MapBacking backing, MapSeals seals) => throw NoSeals();

    private static MmapException NoSeals() =>
        MapPlatform.NotSupported("Sealing files", $"Windows does not cut mapped files anyway. Use {Option.Snapshot} for a copy that nobody can change.");

    /// <summary>A file that nobody else can open, filled.</summary>
    private static MapBacking Copied(string path, uint? mode, Action<SafeFileHandle> fill)
    {
        (SafeFileHandle copy, string _) = CreateTemporary("MmapModule.snapshot", share: 0);
        try
        {
            fill(copy);
            int error = WindowsFile.TryStat(copy, out FileStatus status);
            return error == Win32Error.ERROR_SUCCESS
                ? Describe(copy, status, path, writable: false, created: false, immutable: true, sourceMode: mode)
                : throw WindowsErrors.Translate(error, new NativeFailure { Call = "GetFileInformationByHandle" });
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static (SafeFileHandle File, string Path) CreateTemporary(string name, uint share)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{name}.{Environment.ProcessId}.{System.IO.Path.GetRandomFileName()}"));
        const uint access = FileConstants.GENERIC_READ | FileConstants.GENERIC_WRITE;
        const uint flags = FileConstants.FILE_ATTRIBUTE_TEMPORARY | FileConstants.FILE_FLAG_DELETE_ON_CLOSE;
        SafeFileHandle file = WindowsFile.Open(path, access, share, FileConstants.CREATE_NEW, flags, out int error);
        return error == Win32Error.ERROR_SUCCESS ? (file, path) : throw WindowsErrors.Translate(error, new NativeFailure { Call = "CreateFile", Path = path, ForWriting = true });
    }

    private static void CopyAll(SafeFileHandle source, FileStatus status, SafeFileHandle copy, string path, SnapshotPart part, ByteProgress? progress, CancellationToken cancellation)
    {
        // The part has the same offset in the copy. What lies before it is a hole where the file system has holes.
        bool isFile = status.Type == BackingType.RegularFile;
        long first = !part.FromEnd ? part.Offset : status.Size > 0 ? status.Size - part.Offset : 0;
        long start = isFile ? MapRange.AlignDown(Math.Max(first, 0), AllocationGranularity) : 0;
        long expected = Math.Max(Math.Min(part.Limit, Math.Max(status.Size, 1)), start + 1);
        NativeFailure failure = new() { Call = "ReadFile", Path = path };
        if (start > 0)
        {
            _ = WindowsFile.Control(copy, FileConstants.FSCTL_SET_SPARSE);
        }

        byte[] buffer = new byte[SnapshotStep];
        for (long position = start; position < part.Limit;)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> space = buffer.AsSpan(0, (int)Math.Min(SnapshotStep, part.Limit - position));
            int got = isFile ? FileIo.Read(source, position, space, failure) : FileIo.ReadNext(source, space, failure);
            if (got == 0)
            {
                _ = position < start || position == 0 ? 0 : WindowsFile.SetLength(copy, position);
                return;
            }

            FileIo.Write(copy, position, buffer.AsSpan(0, got), failure with { Length = got });
            position += got;
            progress?.Invoke(Math.Min(position - start, expected - start), expected - start);
        }
    }

    /// <summary>Copies; pages of zeros are skipped, since processes reserve much more than they use.</summary>
    // SAFETY: the buffer is pinned while it is filled.
    private static unsafe void CopyMemory(nint process, SafeFileHandle copy, int processId, ProcessRange range, ByteProgress? progress, CancellationToken cancellation)
    {
        NativeFailure failure = new() { Call = "ReadProcessMemory", What = "the memory of process " + processId.ToString(CultureInfo.InvariantCulture), Length = range.Length };
        _ = WindowsFile.Control(copy, FileConstants.FSCTL_SET_SPARSE);
        int error = WindowsFile.SetLength(copy, range.Length);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw WindowsErrors.Translate(error, failure with { Call = "SetEndOfFile" });
        }

        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(SnapshotStep, Math.Max(range.Length, 1)));
        for (long done = 0; done < range.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(buffer.Length, range.Length - done);
            fixed (byte* bytes = buffer)
            {
                nuint got;
                if (Kernel32.ReadProcessMemory(process, (nint)(range.Address + (ulong)done), bytes, (nuint)count, &got) == 0)
                {
                    throw WindowsErrors.Last(failure with { Offset = done });
                }
            }

            if (buffer.AsSpan(0, count).IndexOfAnyExcept((byte)0) >= 0)
            {
                FileIo.Write(copy, done, buffer.AsSpan(0, count), failure);
            }

            done += count;
            progress?.Invoke(done, range.Length);
        }
    }
}
