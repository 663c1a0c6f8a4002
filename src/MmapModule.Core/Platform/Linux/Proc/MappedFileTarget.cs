using System;
using System.Collections.Generic;
using System.Text;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>A file as the lines of /proc/PID/maps show it: by device and inode, or as the deleted file of that name.</summary>
internal sealed class MappedFileTarget
{
    private readonly List<FileIdentity> _identities = [];
    private readonly byte[] _deletedName;

    internal MappedFileTarget(string path)
    {
        Path = path;
        Exists = LinuxFile.TryStat(path, followLinks: true, out FileStatus status) == 0;
        if (Exists)
        {
            _identities.Add(status.Identity);
        }

        string? real = null;
        using SafeFileHandle? file = status.Type is BackingType.RegularFile && Exists ? TryOpen(path) : null;
        if (file is not null)
        {
            real = LinuxFile.LinkTarget(file);
            if (!FileSystems.HasOneDevice(LinuxFile.FileSystemType(file)) && ShownIdentity(file) is { } shown)
            {
                _identities.Add(shown);
            }
        }

        // The kernel writes a line end in a name as \012.
        string name = (real ?? RealPath(path)).Replace("\n", "\\012", StringComparison.Ordinal);
        _deletedName = Encoding.UTF8.GetBytes(name + " (deleted)");
    }

    internal string Path { get; }

    internal bool Exists { get; }

    /// <summary>Whether a mapping of it has been met.</summary>
    internal bool IsFound { get; private set; }

    internal bool Matches(in MapsLine line)
    {
        bool isMatch = line.Identity.Inode != 0 && (_identities.Contains(line.Identity) || line.Path.SequenceEqual(_deletedName));
        IsFound |= isMatch;
        return isMatch;
    }

    /// <summary>The path without links in its folders.</summary>
    private static string RealPath(string path)
    {
        string? folder = System.IO.Path.GetDirectoryName(path);
        using SafeFileHandle? handle = string.IsNullOrEmpty(folder) ? null : TryOpen(folder);
        string? real = handle is null ? null : LinuxFile.LinkTarget(handle);
        return real is null ? path : System.IO.Path.Combine(real, System.IO.Path.GetFileName(path));
    }

    // SAFETY: the path is pinned and ends with a zero byte.
    private static unsafe SafeFileHandle? TryOpen(string path)
    {
        fixed (byte* name = LinuxFile.NativePath(path))
        {
            int fd = Libc.open(name, FileConstants.O_RDONLY | FileConstants.O_CLOEXEC | FileConstants.O_NONBLOCK | FileConstants.O_NOCTTY, 0);
            return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
        }
    }

    /// <summary>Maps a page of the file and looks up how the kernel shows it.</summary>
    private static FileIdentity? ShownIdentity(SafeFileHandle file)
    {
        // The kernel unmaps only whole pages of the file.
        nuint size = (nuint)Math.Max(Environment.SystemPageSize, LinuxFile.HugePageSize(file));
        MapCountGuard.Take();
        nint address = Libc.mmap(0, size, MMapConstants.PROT_READ, MMapConstants.MAP_PRIVATE, file, 0);
        if (address == MMapConstants.MAP_FAILED)
        {
            return null;
        }

        try
        {
            using ProcBuffer buffer = new();
            _ = buffer.Load("/proc/self/maps");
            ReadOnlySpan<byte> text = buffer.Content;
            while (ProcText.TryTakeLine(ref text, out ReadOnlySpan<byte> line))
            {
                if (MapsLine.TryParse(line, out MapsLine entry) && (ulong)address >= entry.Start && (ulong)address < entry.End)
                {
                    return entry.Identity;
                }
            }

            return null;
        }
        finally
        {
            _ = Libc.munmap(address, size);
        }
    }
}
