using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Sharing;

namespace MmapModule.Platform.MacOS.Files;

/// <summary>Memory with a name: shm_open(2). It is no file: it gets its size once, can only be mapped, and nobody can list it.</summary>
internal sealed unsafe class MacOSSharedMemory : ISharedMemory
{
    private const int OpenAttempts = 100;

    /// <summary>0600.</summary>
    private const uint OwnerOnly = 0x180;

    private const uint PermissionBits = 0x1FF;

    private readonly ConditionalWeakTable<MapBacking, string> _created = [];

    /// <inheritdoc/>
    public MapBacking Open(string name, SharedMemoryMode mode, long? size, bool writable, bool allowForeignOwner, uint? permission)
    {
        byte[] native = NativeName(name);
        NativeFailure failure = new() { Call = "shm_open", SharedName = name, ForWriting = writable, Length = size };
        for (int attempt = 1; ; attempt++)
        {
            if (mode != SharedMemoryMode.Create)
            {
                int opened = OpenNative(native, writable ? FileConstants.O_RDWR : FileConstants.O_RDONLY, 0);
                if (opened >= 0)
                {
                    return Own(new SafeFileHandle(opened, ownsHandle: true), failure, created: false, allowForeignOwner);
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.ENOENT || mode == SharedMemoryMode.Open || size is null)
                {
                    throw MacOSErrors.Translate(errno, failure);
                }
            }

            if (size is null or 0)
            {
                throw SharedMemoryErrors.NoSize();
            }

            int made = OpenNative(native, FileConstants.O_RDWR | FileConstants.O_CREAT | FileConstants.O_EXCL, permission ?? OwnerOnly);
            if (made >= 0)
            {
                return Create(new SafeFileHandle(made, ownsHandle: true), native, size.Value, failure, permission);
            }

            int refused = Marshal.GetLastPInvokeError();
            if (refused != Errno.EEXIST || mode == SharedMemoryMode.Create || attempt == OpenAttempts)
            {
                throw MacOSErrors.Translate(refused, failure);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => throw SharedMemoryErrors.NoList();

    /// <inheritdoc/>
    // Who uses it cannot be seen, so nobody can say that nobody does.
    public IReadOnlyList<SharedMemoryInfo> Describe(IReadOnlyCollection<string> names)
    {
        List<SharedMemoryInfo> result = [];
        foreach (string name in names)
        {
            string plain = ObjectName.SharedMemory(name);
            int opened = OpenNative(NativeName(plain), FileConstants.O_RDONLY, 0);
            if (opened < 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno == Errno.ENOENT)
                {
                    continue;
                }

                throw MacOSErrors.Translate(errno, new NativeFailure { Call = "shm_open", SharedName = plain });
            }

            using SafeFileHandle file = new(opened, ownsHandle: true);
            if (MacOSFile.TryStat(file, out FileStatus status) == 0)
            {
                result.Add(new SharedMemoryInfo
                {
                    Name = plain,
                    Size = status.Size,
                    Owner = MacOSFile.UserName(status.OwnerId),
                    Mode = "0" + Convert.ToString((int)status.Mode, 8).PadLeft(3, '0'),
                    ProcessId = [],
                    IsOrphan = false,
                    Reliable = false,
                    LastWriteTime = null,
                });
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void Remove(string name)
    {
        if (!TryUnlink(NativeName(name)))
        {
            throw MacOSErrors.Translate(Marshal.GetLastPInvokeError(), new NativeFailure { Call = "shm_unlink", SharedName = name, ForWriting = true });
        }
    }

    /// <inheritdoc/>
    public SharedSegment OpenSegmentKey(int key, SharedMemoryMode mode, long? size, bool allowForeignOwner, uint? permission) =>
        MissingPlatform.Instance.OpenSegmentKey(key, mode, size, allowForeignOwner, permission);

    /// <inheritdoc/>
    public SharedSegment OpenSegment(int id, bool allowForeignOwner) => MissingPlatform.Instance.OpenSegment(id, allowForeignOwner);

    /// <inheritdoc/>
    public IReadOnlyList<SharedMemoryInfo> DescribeSegments() => MissingPlatform.Instance.DescribeSegments();

    /// <inheritdoc/>
    public void RemoveSegment(int id) => MissingPlatform.Instance.RemoveSegment(id);

    /// <inheritdoc/>
    public string? NameOf(FileInfo file) => null;

    /// <summary>Removes what <see cref="Open"/> has created; false if it has not created it.</summary>
    internal bool TryRemoveCreated(MapBacking backing)
    {
        bool isOurs = _created.TryGetValue(backing, out string? name) && _created.Remove(backing);
        _ = isOurs && TryUnlink(NativeName(name!));
        return isOurs;
    }

    /// <summary>The name for shm_open(2), with a slash and a zero byte, as C programs write it.</summary>
    /// <exception cref="MmapException">InvalidArgument: it is too long.</exception>
    internal static byte[] NativeName(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("/" + name + "\0");
        return bytes.Length - 1 <= FileConstants.PSHMNAMLEN ? bytes : throw SharedMemoryErrors.NameTooLong(name);
    }

    // SAFETY: the name is pinned and ends with a zero byte.
    private static int OpenNative(byte[] name, int flags, uint mode)
    {
        fixed (byte* bytes = name)
        {
            return SystemCalls.ShmOpen(bytes, flags, mode);
        }
    }

    // SAFETY: the name is pinned and ends with a zero byte.
    private static bool TryUnlink(byte[] name)
    {
        fixed (byte* bytes = name)
        {
            return LibSystem.shm_unlink(bytes) == 0;
        }
    }

    /// <summary>The kernel gives memory no identity, but its name has one.</summary>
    private static FileIdentity Identity(string name)
    {
        const ulong start = 14695981039346656037;
        const ulong factor = 1099511628211;
        ulong hash = start;
        foreach (byte part in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ part) * factor);
        }

        return new FileIdentity(uint.MaxValue, 0, hash);
    }

    /// <summary>Gives new memory its size, which is possible only once, and checks its permissions.</summary>
    private MapBacking Create(SafeFileHandle file, byte[] native, long size, NativeFailure failure, uint? permission)
    {
        try
        {
            int errno = MacOSPlatform.Truncate(file, size);
            if (errno != 0)
            {
                throw MacOSErrors.Translate(errno, failure with { Call = "ftruncate", ForWriting = true });
            }

            // fchmod works on files only, so what the umask has taken away is gone.
            bool isAsAsked = permission is null || (MacOSFile.TryStat(file, out FileStatus status) == 0 && (status.Mode & PermissionBits) == permission);
            MapBacking made = isAsAsked ? Own(file, failure, created: true, allowForeignOwner: true) : throw SharedMemoryErrors.NoPermission();
            _created.Add(made, failure.SharedName!);
            return made;
        }
        catch
        {
            _ = TryUnlink(native);
            file.Dispose();
            throw;
        }
    }

    private static MapBacking Own(SafeFileHandle file, NativeFailure failure, bool created, bool allowForeignOwner)
    {
        try
        {
            int errno = MacOSFile.TryStat(file, out FileStatus status);
            if (errno != 0)
            {
                throw MacOSErrors.Translate(errno, failure with { Call = "fstat" });
            }

            if (!allowForeignOwner && status.OwnerId != LibSystem.geteuid())
            {
                throw SharedMemoryErrors.ForeignOwner(failure.SharedName!, MacOSFile.UserName(status.OwnerId));
            }

            return new MapBacking
            {
                File = file,
                Type = BackingType.RegularFile,
                Identity = Identity(failure.SharedName!),
                IsWritable = failure.ForWriting,
                IsCreated = created,
                IsCoherent = false,
                IsNetwork = false,
                NeedsProcessorCopy = false,
                MemoryLength = status.Size,
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
