using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Copies go to a range of a file that is not mapped; it grows as they come.</summary>
internal sealed class FileTarget : CopyTarget
{
    private readonly IMapPlatform _platform;
    private readonly MapBacking _file;
    private readonly DataLayout _layout;

    private FileTarget(IMapPlatform platform, MapBacking file, MapRange range)
        : base(range)
    {
        _platform = platform;
        _file = file;
        _layout = new DataLayout(platform, file);
    }

    /// <summary>Writes to one file wait for each other in the kernel.</summary>
    internal override bool IsParallel => false;

    private protected override DataLayout Layout => _layout;

    /// <summary>Opens a file, or creates it with a mode that the umask still narrows.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="range">What will be written; its offset does not count if it is appended.</param>
    /// <param name="mode">The mode of a new file.</param>
    /// <param name="options">What happens to a file that is there.</param>
    /// <exception cref="MmapException">The file cannot be opened for writing, or cannot hold the range; nothing has been written.</exception>
    internal static FileTarget Open(string path, MapRange range, uint mode, FileTargetOptions options)
    {
        IMapPlatform platform = MapPlatform.Current;
        MapBacking file = NewFile.OpenForWriting(platform, path, mode, options.NoClobber);
        try
        {
            if ((options.Truncate || options.Append) && file.Type != BackingType.RegularFile)
            {
                throw CopyErrors.NotCut(path);
            }

            MapRange place = options.Append ? MapRange.Resolve(platform.GetLength(file), range.Length, fromEnd: false, long.MaxValue, long.MaxValue) : range;
            CheckSize(platform, file, path, place);
            return new FileTarget(platform, file, place);
        }
        catch
        {
            _ = platform.RemoveCreated(file);
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override long? DistanceFrom(MemoryMap source, MapRange range) =>
        source.Backing?.Identity == _file.Identity ? Range.Offset - range.Shift(source.FileOffset).Offset : null;

    /// <inheritdoc/>
    internal override bool IsSameAs(MemoryMap source) => !source.IsPrivate;

    /// <inheritdoc/>
    internal override void Write(long position, ReadOnlySpan<byte> bytes) => _platform.WriteFile(_file, position, bytes);

    /// <inheritdoc/>
    internal override long CopyByKernel(MemoryMap source, MapRange range, long position) =>
        _file.Type == BackingType.RegularFile ? source.Mapping.File.CopyByKernel(range, _file, position) : 0;

    /// <inheritdoc/>
    internal override void Complete(long end)
    {
        // It is not needed any more, and a second descriptor would look like somebody else's.
        _layout.Dispose();
        if (_file.Type == BackingType.RegularFile && end > Range.Offset && _platform.GetLength(_file) < end)
        {
            _platform.Grow(_file, end, Allocation.None, null, CancellationToken.None);
        }
    }

    /// <summary>Cuts off what the file has behind the copy.</summary>
    internal void CutOff()
    {
        if (_platform.GetLength(_file) > Range.End)
        {
            _platform.Shrink(_file, Range.End);
        }
    }

    /// <summary>The file was not there before.</summary>
    internal bool IsNew => _file.IsCreated;

    /// <summary>Removes the file again, if it was not there before; says so if it stays.</summary>
    internal string? RemoveCreated()
    {
        // What we have open ourselves must not count as somebody else's.
        _layout.Dispose();
        return _platform.RemoveCreated(_file);
    }

    private protected override MapRange Existing(MapRange range) => range.Intersect(new MapRange(0, _platform.GetLength(_file)));

    private protected override void Punch(MapRange range) => _platform.PunchHole(_file, range);

    private protected override void Dispose(bool disposing)
    {
        _layout.Dispose();
        _file.Dispose();
    }

    private static void CheckSize(IMapPlatform platform, MapBacking file, string path, MapRange range)
    {
        if (file.Type == BackingType.CharacterDevice)
        {
            throw CopyErrors.NoTarget(path);
        }

        if (file.Type == BackingType.RegularFile)
        {
            platform.CheckFileSize(file, range.End);
        }
        else if (platform.GetLength(file) < range.End)
        {
            throw CopyErrors.DeviceTooSmall(path, range.Offset, range.Length, platform.GetLength(file));
        }
    }
}
