using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Access;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>The file of a mapping as it is now: how long it is, and so how much of a copy it really held.</summary>
/// <remarks>When a file is truncated in the middle of a page, the rest of that page still accepts writes and reads as zeros.</remarks>
internal sealed class MappedFile
{
    /// <summary>
    /// Whoever maps the file too can store bytes past its end, which would be taken for bytes of the file. So that is not
    /// trusted for longer than these milliseconds after the length was checked.
    /// </summary>
    private const long LengthIsFresh = 10;

    private readonly LiveMapping _mapping;
    private readonly MapBacking? _backing;
    private readonly IMapPlatform _platform;
    private long _keptLength;
    private long? _lastLength;

    /// <summary>When the file was last seen to reach to the end of the map (<see cref="Environment.TickCount64"/>).</summary>
    private long _wholeAt = -LengthIsFresh;

    internal MappedFile(LiveMapping mapping)
    {
        _mapping = mapping;
        _backing = mapping.Backing;
        _platform = mapping.Platform;
        ReadKeptLength();
    }

    /// <summary>How long the file is; null if there is none with a length. A closed map keeps showing the last length that was seen.</summary>
    internal long? Length
    {
        get
        {
            if (_backing is null || _backing.Type == BackingType.CharacterDevice || !_mapping.Handle.Gate.TryEnter())
            {
                return _lastLength;
            }

            try
            {
                return _lastLength = _platform.GetLength(_backing);
            }
            catch (MmapException)
            {
                // A network file that is gone: the property must not throw.
                return _lastLength;
            }
            finally
            {
                _mapping.Handle.Gate.Exit();
            }
        }
    }

    /// <summary>The file no longer reaches to the end of the map.</summary>
    internal bool IsTruncated => _mapping.Length > 0 && _backing?.Type == BackingType.RegularFile && Length < _mapping.FileOffset + _mapping.Length;

    /// <summary>The file was seen to reach to the end of the map a moment ago.</summary>
    internal bool WasWholeJustNow => Environment.TickCount64 - Volatile.Read(ref _wholeAt) < LengthIsFresh;

    /// <summary>After this the length is queried again: this map itself may have stored bytes past the end of its file.</summary>
    internal void Forget() => Volatile.Write(ref _wholeAt, -LengthIsFresh);

    /// <summary>Asks for the length that the file is sure to keep; a seal changes it.</summary>
    internal void ReadKeptLength() => _keptLength = _backing is null ? 0 : _platform.KeptLength(_backing);

    /// <summary>True if the file is sealed against becoming so short that an offset of the map lies past its end.</summary>
    internal bool Keeps(long end) => _mapping.FileOffset + end <= _keptLength;

    /// <summary>Asks whether the file reaches to an offset of the map.</summary>
    internal bool Reaches(long end)
    {
        long now = Environment.TickCount64;
        long fileEnd = _platform.GetLength(_backing!) - _mapping.FileOffset;
        if (fileEnd >= _mapping.Length)
        {
            Volatile.Write(ref _wholeAt, now);
        }

        return end <= fileEnd;
    }

    /// <summary>How much of a copy through the memory the file really holds.</summary>
    internal long Within(MapRange piece, bool isWrite)
    {
        bool isKnownGood = _mapping.IsPrivate || _backing is not { Type: BackingType.RegularFile } || _backing.IsImmutable
            || _mapping.Copier is DirectCopier
            || Keeps(piece.End)
            || (!isWrite && _mapping.Copier.ReadsFile);
        return isKnownGood ? piece.Length : Within(piece, out _);
    }

    /// <summary>How much of a range the file holds now, and how long it is.</summary>
    internal long Within(MapRange range, out long size)
    {
        size = _platform.GetLength(_backing!);
        long within = Math.Clamp(size - _mapping.FileOffset - range.Offset, 0, range.Length);
        if (within < range.Length)
        {
            Forget();
        }

        return within;
    }

    /// <summary>Throws if the file has lost bytes of a range: a copy of it could not be finished.</summary>
    internal void CheckHolds(MapRange range)
    {
        using (_mapping.Enter())
        {
            if (_backing is not { Type: BackingType.RegularFile, IsImmutable: false })
            {
                return;
            }

            long size = _platform.GetLength(_backing);
            long missing = Math.Min(_mapping.FileOffset + range.End - size, range.Length);
            if (missing > 0)
            {
                throw SyncErrors.CannotRead(_mapping.Path, size, missing);
            }
        }
    }

    /// <summary>The mode of a new file that gets bytes of this map: never wider than that of what is mapped.</summary>
    internal uint ModeForCopy()
    {
        const uint permissions = 0x1FF;
        if (_backing is null)
        {
            return MapBacking.NewFileMode;
        }

        using (_mapping.Enter())
        {
            FileStatus status = _platform.Stat(_backing);
            uint mode = (_backing.SourceMode ?? status.Mode) & permissions;

            // A memory file has no mode that anybody has chosen: the kernel's is 0777.
            return _backing.SourceMode is null && status.LinkCount == 0 ? mode & MapBacking.NewFileMode : mode;
        }
    }

    /// <summary>Opens the file once more; null if its holes cannot be found.</summary>
    internal SafeFileHandle? OpenForSeeking()
    {
        using (_mapping.Enter())
        {
            return _platform.OpenForSeeking(_backing!);
        }
    }

    /// <summary>Lets the kernel copy a range to a file; returns how many bytes it did, which is 0 where it cannot.</summary>
    internal long CopyByKernel(MapRange range, MapBacking destination, long offset)
    {
        // Only what a read of the file would see in the map as well.
        if (_mapping.IsPrivate || _backing is not { Type: BackingType.RegularFile, IsCoherent: true })
        {
            return 0;
        }

        using (_mapping.Enter())
        {
            _mapping.CheckInside(range);
            _mapping.CheckAccess(range, transferred: 0, isWrite: false);
            return _platform.CopyRange(_backing, _mapping.InFile(range), destination, offset);
        }
    }
}
