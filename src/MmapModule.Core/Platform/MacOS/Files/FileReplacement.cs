using System;
using System.IO;
using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS.Files;

/// <summary>
/// Writes a file as a whole: a new one is filled beside it and takes its place at the end, so that there is the old content
/// or the new one at every moment, whatever fails.
/// </summary>
internal sealed class FileReplacement : IFileReplacement
{
    private const uint PermissionBits = 0x1FF;
    private const uint SpecialBits = 0xE00;
    private const uint OwnerOnly = 0x180;
    private const int LongestName = 60;

    private readonly MacOSPlatform _platform;
    private readonly MapBacking? _old;
    private readonly FileStatus _oldStatus;
    private readonly string _target;
    private readonly string _beside;
    private bool _isGone;

    private FileReplacement(MacOSPlatform platform, MapBacking? old, FileStatus oldStatus, string target, string beside, MapBacking file)
    {
        _platform = platform;
        _old = old;
        _oldStatus = oldStatus;
        _target = target;
        _beside = beside;
        File = file;
    }

    /// <summary>What is to be filled.</summary>
    public MapBacking File { get; }

    /// <summary>Begins.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="path">The file to replace, or to create.</param>
    /// <param name="mode">The mode of a new file, less the umask. One that exists keeps its own, and its owner and attributes.</param>
    /// <param name="isMapped">Whether this process maps a file.</param>
    /// <returns>Null if the file has to be written where it is: a device, a file with several names or that this process maps, or a folder that takes no new file.</returns>
    /// <exception cref="MmapException">The file cannot be written at all; nothing has been touched.</exception>
    internal static FileReplacement? TryBegin(MacOSPlatform platform, string path, uint mode, Func<FileIdentity, bool> isMapped)
    {
        if (MacOSFile.TryStat(path, followLinks: true, out FileStatus status) != 0)
        {
            // A link that leads nowhere is for those who open files.
            return MacOSFile.TryStat(path, followLinks: false, out _) == 0 ? null : Begin(platform, null, default, path, mode);
        }

        if (status.Type != BackingType.RegularFile || status.LinkCount != 1 || (status.Mode & SpecialBits) != 0 || isMapped(status.Identity))
        {
            return null;
        }

        MapBacking old = platform.OpenFile(path, writable: true, create: false);
        FileReplacement? begun = null;
        try
        {
            // The file itself is replaced, not a symbolic link to it.
            string? target = old.Identity == status.Identity ? MacOSFile.PathOf(old.File) : null;
            begun = target is null ? null : Begin(platform, old, status, target, OwnerOnly);
            return begun;
        }
        finally
        {
            if (begun is null)
            {
                old.Dispose();
            }
        }
    }

    /// <summary>Puts the new file in its place.</summary>
    /// <returns>False, with the old file untouched, if the folder or the file system does not let it.</returns>
    /// <exception cref="MmapException">The bytes could not be written to the disk, or another file has taken the place of the old one.</exception>
    public bool TryCommit()
    {
        if (_old is null)
        {
            _isGone = TryLink() || (!Exists(_target) && TryRename());
            return _isGone;
        }

        if (LibSystem.fchmod(File.File, (nint)(_oldStatus.Mode & PermissionBits)) != 0)
        {
            return false;
        }

        // Without this a power failure could leave the new name without content.
        _platform.FlushFile(File);
        if (_platform.StatPath(_target) is not { } there || there.Identity != _old.Identity)
        {
            throw MapErrors.Replaced(_target);
        }

        _isGone = TryRename();
        return _isGone;
    }

    /// <summary>Removes what has not taken its place.</summary>
    public void Dispose()
    {
        if (!_isGone)
        {
            MacOSPlatform.Unlink(_beside);
        }

        File.Dispose();
        _old?.Dispose();
    }

    private static FileReplacement? Begin(MacOSPlatform platform, MapBacking? old, FileStatus oldStatus, string target, uint mode)
    {
        string name = Path.GetFileName(target);
        string shown = name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];
        string beside = Path.Combine(Path.GetDirectoryName(target) ?? "/", "." + shown + "." + Path.GetRandomFileName() + ".tmp");
        if (MacOSPlatform.TryCreate(beside, target, mode) is not { } file)
        {
            return null;
        }

        FileReplacement replacement = new(platform, old, oldStatus, target, beside, file);
        if (old is null || replacement.TryLookLike(old))
        {
            return replacement;
        }

        MacOSPlatform.Unlink(beside);
        file.Dispose();
        return null;
    }

    private static bool Exists(string path) => MacOSFile.TryStat(path, followLinks: false, out _) == 0;

    /// <summary>Gives the new file the owner, the access lists and the attributes of the old one.</summary>
    private bool TryLookLike(MapBacking old)
    {
        const uint all = FileConstants.COPYFILE_ACL | FileConstants.COPYFILE_STAT | FileConstants.COPYFILE_XATTR;
        return LibSystem.fcopyfile(old.File, File.File, 0, all) == 0
            && MacOSFile.TryStat(File.File, out FileStatus status) == 0
            && status.OwnerId == _oldStatus.OwnerId
            && status.GroupId == _oldStatus.GroupId;
    }

    // SAFETY: both paths are pinned and end with a zero byte.
    private unsafe bool TryRename()
    {
        fixed (byte* from = MacOSFile.NativePath(_beside), to = MacOSFile.NativePath(_target))
        {
            return LibSystem.rename(from, to) == 0;
        }
    }

    /// <summary>A new name, unless somebody has taken it meanwhile.</summary>
    // SAFETY: both paths are pinned and end with a zero byte.
    private unsafe bool TryLink()
    {
        fixed (byte* from = MacOSFile.NativePath(_beside), to = MacOSFile.NativePath(_target))
        {
            if (LibSystem.link(from, to) != 0)
            {
                return false;
            }
        }

        MacOSPlatform.Unlink(_beside);
        return true;
    }
}
