using System;
using System.Globalization;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule.FileWatching;

/// <summary>Waits until something happens to a file: a loop of looks and sleeps.</summary>
/// <remarks>
/// The first look comes when the watch is in place, so nothing is missed in between. The looks compare with what was known at the
/// beginning, and each slice of the wait ends with one, so it does not depend on what the system tells: on network file systems
/// and in folders that were moved it tells nothing.
/// </remarks>
internal sealed class FileWatcher
{
    /// <summary>After so many wakes for nothing, one look each millisecond must be enough: somebody writes all the time.</summary>
    private const int MostIdleWakes = 8;

    private readonly IMapPlatform _platform = MapPlatform.Current;
    private readonly string _path;
    private readonly MapBacking? _mapped;
    private readonly FileEvents _wanted;
    private long? _known;

    /// <param name="path">The path to watch.</param>
    /// <param name="mapped">The file, if it is mapped; otherwise the one that has the path now.</param>
    /// <param name="known">How much of the file is known; all of it if null.</param>
    /// <param name="wanted">What to wait for.</param>
    internal FileWatcher(string path, MapBacking? mapped, long? known, FileEvents wanted)
    {
        _path = path;
        _mapped = mapped;
        _known = known;
        _wanted = wanted;
    }

    /// <summary>Waits; null if the time ran out.</summary>
    /// <param name="timeout">The longest wait; negative means forever.</param>
    /// <param name="check">Called before each look; throws if there is nothing to wait for any more.</param>
    /// <param name="stop">Seen within a tenth of a second.</param>
    internal FileChange? Wait(TimeSpan timeout, Action check, CancellationToken stop)
    {
        using IFileWatch watch = _platform.FileWatching.Watch(_path, _mapped, (_wanted & (FileEvents.Grows | FileEvents.Truncated)) != 0);
        SlicedWait wait = new(timeout, stop);
        for (int idle = 0; ; idle++)
        {
            int slice = wait.Next(out bool isLast);
            check();
            if (Look(watch) is { } change)
            {
                return change;
            }

            if (isLast)
            {
                return null;
            }

            long start = Environment.TickCount64;
            watch.Sleep(slice);
            if (Environment.TickCount64 - start >= slice / 2)
            {
                idle = 0;
            }
            else if (idle > MostIdleWakes)
            {
                Thread.Sleep(1);
            }
        }
    }

    private FileChange? Look(IFileWatch watch)
    {
        FileStatus file = watch.Look();
        FileStatus? named = Named();
        _known ??= Checked(file).Size;
        bool isOther = named is { } other && other.Identity != file.Identity;
        FileEvents found = _wanted
            & ((file.Size > _known ? FileEvents.Grows : FileEvents.None)
                | (file.Size < _known ? FileEvents.Truncated : FileEvents.None)
                | (named is null ? FileEvents.Deleted : FileEvents.None)
                | (isOther ? FileEvents.Replaced : FileEvents.None));
        return found == FileEvents.None ? null : new FileChange
        {
            Path = _path,
            Event = found,
            LengthBefore = _known.Value,
            Length = file.Size,
            Device = Device(file.Identity),
            Inode = file.Identity.Inode,
            NewLength = isOther ? named!.Value.Size : null,
            NewDevice = isOther ? Device(named!.Value.Identity) : null,
            NewInode = isOther ? named!.Value.Identity.Inode : null,
        };
    }

    /// <summary>What has the path now; null if nothing has. Not being allowed to look is an error, and not a deletion.</summary>
    private FileStatus? Named()
    {
        if (_platform.StatPath(_path) is { } status)
        {
            return status;
        }

        try
        {
            return _platform.Look(_path, followLinks: true);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.PathNotFound)
        {
            return null;
        }
    }

    private FileStatus Checked(FileStatus status) => status.Type == BackingType.RegularFile ? status : throw WaitErrors.NoLength(_path, status.Type);

    /// <summary>As /proc/PID/maps writes it.</summary>
    private static string Device(FileIdentity file) => string.Create(CultureInfo.InvariantCulture, $"{file.DeviceMajor:x2}:{file.DeviceMinor:x2}");
}
