using System;
using System.Runtime.CompilerServices;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Access;

/// <summary>Numbers of 1, 2, 4 and 8 bytes, read and written by one instruction instead of a system call.</summary>
/// <remarks>
/// A page that is gone is a fault, which is caught. But when a file is truncated in the middle of a page, the rest of that page
/// stays readable. The kernel fills it with zeros at that moment, so a byte that is not zero shows that the file reaches at
/// least to there: the last byte of the number itself, or one of those at the end of its page, which are read after it. Where
/// all of them are zero, the length of the file is queried.
/// </remarks>
internal sealed class NumberAccess
{
    private readonly LiveMapping _mapping;
    private readonly MapBacking? _backing;

    /// <summary>The pages are ordinary ones of a file.</summary>
    private readonly bool _isPlainFile;

    internal NumberAccess(LiveMapping mapping)
    {
        _mapping = mapping;
        _backing = mapping.Backing;
        _isPlainFile = _backing is { Type: BackingType.RegularFile, NeedsProcessorCopy: false } && (mapping.Flags & MapFlags.HugeTlb) == 0;
    }

    /// <summary>Whether a number is so placed that it can be copied in one step, so that nobody ever sees half of it.</summary>
    internal static bool IsNumber(nint address, long length) =>
        length is sizeof(byte) or sizeof(ushort) or sizeof(uint) or sizeof(ulong) && MapRange.AlignDown(address, length) == address;

    /// <summary>Reads up to 8 bytes; false if that must be left to a copy, which says what is wrong.</summary>
    // SAFETY: the span stays pinned while the bytes are copied.
    internal unsafe bool TryLoad(long offset, Span<byte> destination)
    {
        if (_mapping.Copier is DirectCopier)
        {
            fixed (byte* bytes = destination)
            {
                return TryMove(offset, bytes, destination.Length, isWrite: false);
            }
        }

        if (!TryLoad(offset, destination.Length, wantsNextPage: false, out ulong value))
        {
            return false;
        }

        switch (destination.Length)
        {
            case sizeof(uint):
                Unsafe.WriteUnaligned(ref destination[0], (uint)value);
                return true;
            case sizeof(ulong):
                Unsafe.WriteUnaligned(ref destination[0], value);
                return true;
            case sizeof(ushort):
                Unsafe.WriteUnaligned(ref destination[0], (ushort)value);
                return true;
            default:
                destination[0] = (byte)value;
                return true;
        }
    }

    /// <summary>Writes up to 8 bytes to memory that cannot fault; false if that must be left to a copy, which says what is wrong.</summary>
    // SAFETY: the span stays pinned while the bytes are copied.
    internal unsafe bool TryStore(long offset, ReadOnlySpan<byte> source)
    {
        if (_mapping.Copier is not DirectCopier)
        {
            return false;
        }

        fixed (byte* bytes = source)
        {
            return TryMove(offset, bytes, source.Length, isWrite: true);
        }
    }

    /// <summary>Reads a byte as it is now: nothing is kept for the next one, which others may change meanwhile.</summary>
    /// <returns>False if that must be left to a copy.</returns>
    // SAFETY: the byte that is read into is a local variable.
    internal unsafe bool TryLoadByte(long offset, out byte value)
    {
        if (_mapping.Copier is DirectCopier)
        {
            byte found = 0;
            bool isThere = TryMove(offset, &found, sizeof(byte), isWrite: false);
            value = found;
            return isThere;
        }

        bool isLoaded = TryLoad(offset, sizeof(byte), wantsNextPage: true, out ulong number);
        value = (byte)number;
        return isLoaded;
    }

    /// <summary>Reads through the copier, or a number in one step if possible: a system call may copy it byte by byte.</summary>
    // SAFETY: the caller holds the gate and has pinned the bytes; the range has been checked.
    internal unsafe long Load(MapRange range, MappedPlace place, byte* bytes)
    {
        MemoryCopier copier = _mapping.Copier;

        // Registers of devices are not read more often than requested.
        bool canLoad = copier is not DirectCopier && _backing is not { NeedsProcessorCopy: true } && IsNumber(place.Address, range.Length);
        if (!canLoad
            || AtomicWord.System is not { CanCopy: true } word
            || !word.TryLoad(place.Address, (int)range.Length, out ulong value)
            || (copier.ReadsFile && !_mapping.File.Keeps(range.End) && !_mapping.File.Reaches(range.End)))
        {
            return copier.CopyFrom(bytes, place, range.Length);
        }

        switch (range.Length)
        {
            case sizeof(byte):
                *bytes = (byte)value;
                break;
            case sizeof(ushort):
                Unsafe.WriteUnaligned(bytes, (ushort)value);
                break;
            case sizeof(uint):
                Unsafe.WriteUnaligned(bytes, (uint)value);
                break;
            default:
                Unsafe.WriteUnaligned(bytes, value);
                break;
        }

        return range.Length;
    }

    /// <summary>Writes through the copier, or a number in one step if possible.</summary>
    // SAFETY: the caller holds the gate and has pinned the bytes; the range has been checked.
    internal unsafe long Store(nint address, byte* bytes, long length)
    {
        MemoryCopier copier = _mapping.Copier;
        if (copier is DirectCopier || !IsNumber(address, length) || AtomicWord.ForWriting is not { CanCopy: true } word)
        {
            return copier.CopyTo(address, bytes, length);
        }

        ulong value = length switch
        {
            sizeof(byte) => *bytes,
            sizeof(ushort) => Unsafe.ReadUnaligned<ushort>(bytes),
            sizeof(uint) => Unsafe.ReadUnaligned<uint>(bytes),
            _ => Unsafe.ReadUnaligned<ulong>(bytes),
        };
        return word.TryStore(address, (int)length, value) ? length : 0;
    }

    /// <summary>Loads a byte and, after it, something of the next page of a shared file.</summary>
    /// <remarks>
    /// A file that reaches into the next page has all of this one, so nothing else has to be asked, whatever the bytes are:
    /// when a file is truncated, the pages past its new end are unmapped before the rest of its last page becomes zeros. Who reads
    /// byte by byte needs the next page soon anyway.
    /// </remarks>
    private bool TryLoadBeforeNextPage(AtomicWord word, long offset, out ulong value)
    {
        nint start = _mapping.AddressOf(0);
        nint address = start + (nint)offset;
        nint next = (nint)MapRange.AlignDown(address, _mapping.PageSize) + _mapping.PageSize;
        value = 0;
        return !_mapping.IsPrivate && _backing!.IsCoherent && next + sizeof(ulong) <= start + (nint)_mapping.Length
            && word.TryLoad(address, sizeof(byte), next, out value, out _);
    }

    /// <param name="offset">The offset in the map.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="wantsNextPage">True if the next page is needed soon: then whether it is there tells enough about this one.</param>
    /// <param name="value">The bytes.</param>
    private bool TryLoad(long offset, int size, bool wantsNextPage, out ulong value)
    {
        value = 0;
        if (!_isPlainFile || size is not (sizeof(uint) or sizeof(ulong) or sizeof(byte) or sizeof(ushort)))
        {
            return false;
        }

        using (_mapping.Enter())
        {
            return TryLoadInside(offset, size, wantsNextPage, out value);
        }
    }

    /// <summary>The same inside the gate.</summary>
    /// <remarks>Not to be inlined: the calls of machine code in here are several times as slow inside of a try block.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryLoadInside(long offset, int size, bool wantsNextPage, out ulong value)
    {
        value = 0;
        return _mapping.Allows(MapProtection.Read)
            && _mapping.Copier is not DirectCopier
            && MapRange.IsInside(offset, size, _mapping.Length)
            && AtomicWord.System is { CanCopy: true } word
            && ((wantsNextPage && TryLoadBeforeNextPage(word, offset, out value)) || TryLoadFromFile(word, new MapRange(offset, size), out value));
    }

    /// <summary>Moves up to 8 bytes from or to memory that cannot fault; false if something has to be looked up or reported.</summary>
    // SAFETY: the gate keeps the pages mapped, the range has been checked inside it, and DirectCopier stands for memory that cannot fault.
    private unsafe bool TryMove(long offset, byte* bytes, int size, bool isWrite)
    {
        AccessGate gate = _mapping.Handle.Gate;
        if (!gate.TryEnter())
        {
            return false;
        }

        // Nothing in here throws, so the gate needs no finally; but the pages must have an owner to the end.
        bool isMoved = _mapping.Copier is DirectCopier
            && _mapping.Allows(isWrite ? MapProtection.Write : MapProtection.Read)
            && MapRange.IsInside(offset, size, _mapping.Length);
        if (isMoved && isWrite)
        {
            DirectCopier.Instance.CopyTo(_mapping.AddressOf(offset), bytes, size);
        }
        else if (isMoved)
        {
            DirectCopier.Instance.CopyFrom(bytes, _mapping.PlaceOf(offset), size);
        }

        gate.Exit();
        GC.KeepAlive(_mapping);
        return isMoved;
    }

    private bool TryLoadFromFile(AtomicWord word, MapRange range, out ulong value)
    {
        nint start = _mapping.AddressOf(0);
        nint address = start + (nint)range.Offset;
        int size = (int)range.Length;
        if (_mapping.IsPrivate || _mapping.File.Keeps(range.End))
        {
            return word.TryLoad(address, size, out value);
        }

        // The last 8 bytes of the page of the number's last byte, or of the part of that page that belongs to the map.
        nint last = address + size - 1;
        nint page = (nint)MapRange.AlignDown(last, Environment.SystemPageSize);
        nint behind = nint.Min(page + Environment.SystemPageSize, start + (nint)_mapping.Length) - sizeof(ulong);
        if (behind < page || !word.TryLoad(address, size, behind, out value, out ulong rest))
        {
            value = 0;
            return false;
        }

        // Of these 8 bytes those before the last one of the number show nothing.
        ulong shown = (value >> (8 * (size - 1))) | (last > behind ? rest >> (8 * (int)(last - behind)) : rest);
        bool isShown = shown != 0 && _backing!.IsCoherent && _mapping.File.WasWholeJustNow;
        return isShown || _mapping.File.Reaches(range.End);
    }
}
