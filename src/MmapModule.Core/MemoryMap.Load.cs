using System;
using System.Runtime.CompilerServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Access;

namespace MmapModule;

/// <content>Numbers, read by one instruction instead of a system call.</content>
/// <remarks>
/// A page that is gone is a fault, which is caught. But when a file is cut in the middle of a page, the rest of that page
/// stays readable. The kernel fills it with zeros at that moment, so a byte that is not zero shows that the file reaches at
/// least to there: the last byte of the number itself, or one of those at the end of its page, which are read after it. Where
/// all of them are zero, the length of the file is asked for.
/// </remarks>
public sealed partial class MemoryMap
{
    /// <summary>
    /// Whoever maps the file too can store bytes behind its end, which would be taken for bytes of the file. So that is not
    /// believed for longer than these milliseconds after a look at the length.
    /// </summary>
    private const long LengthIsFresh = 10;

    /// <summary>When the file was last seen to reach to the end of the map (<see cref="Environment.TickCount64"/>).</summary>
    private long _wholeAt = -LengthIsFresh;

    /// <summary>Reads 1, 2, 4 or 8 bytes; false if that must be left to a copy, which says what is wrong.</summary>
    private bool TryLoad(long offset, Span<byte> destination)
    {
        if (!TryLoad(offset, destination.Length, out ulong value))
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

    /// <summary>Reads through the copier, or in one step what can be read so: a system call may copy a number byte by byte.</summary>
    // SAFETY: the caller holds the gate and has pinned the bytes; the range has been checked.
    private unsafe long Load(MapRange range, nint address, byte* bytes)
    {
        // Registers of devices are not read more often than asked for.
        bool canLoad = _copier is not DirectCopier && _backing is not { NeedsProcessorCopy: true } && IsNumber(address, range.Length);
        if (!canLoad
            || AtomicWord.System is not { CanCopy: true } word
            || !word.TryLoad(address, (int)range.Length, out ulong value)
            || (_copier is FileReadCopier && FileOffset + range.End > _keptLength && !EndsInFile(range.End)))
        {
            return _copier.CopyFrom(bytes, address, range.Length);
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

    private bool TryLoad(long offset, int size, out ulong value)
    {
        value = 0;
        if (size is not (sizeof(uint) or sizeof(ulong) or sizeof(byte) or sizeof(ushort)))
        {
            return false;
        }

        EnterGate();
        try
        {
            return HasPlainPages
                && MapRange.IsInside(offset, size, Length)
                && AtomicWord.System is { CanCopy: true } word
                && TryLoadFromFile(word, new MapRange(offset, size), out value);
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>No part of the map needs a search before it may be read, and its pages are those of a file.</summary>
    private bool HasPlainPages =>
        _backing is { Type: BackingType.RegularFile, NeedsProcessorCopy: false }
        && (Flags & MapFlags.HugeTlb) == 0
        && (Protection & MapProtection.Read) != 0
        && _protections.IsEmpty
        && _guards.IsEmpty
        && !_handle.Segments.HasHoles
        && _copier is not DirectCopier;

    private bool TryLoadFromFile(AtomicWord word, MapRange range, out ulong value)
    {
        nint start = _handle.Address + _pageOffset;
        nint address = start + (nint)range.Offset;
        int size = (int)range.Length;
        if (IsPrivate || FileOffset + range.End <= _keptLength)
        {
            return word.TryLoad(address, size, out value);
        }

        // The last 8 bytes of the page of the number's last byte, or of the part of that page that belongs to the map.
        nint last = address + size - 1;
        nint page = (nint)MapRange.AlignDown(last, Environment.SystemPageSize);
        nint behind = nint.Min(page + Environment.SystemPageSize, start + (nint)Length) - sizeof(ulong);
        if (behind < page || !word.TryLoad(address, size, behind, out value, out ulong rest))
        {
            value = 0;
            return false;
        }

        // Of these 8 bytes those before the last one of the number show nothing.
        ulong shown = (value >> (8 * (size - 1))) | (last > behind ? rest >> (8 * (int)(last - behind)) : rest);
        bool isShown = shown != 0 && _backing!.IsCoherent && Environment.TickCount64 - Volatile.Read(ref _wholeAt) < LengthIsFresh;
        return isShown || EndsInFile(range.End);
    }

    /// <summary>After this the length is asked for again: this map itself may have stored bytes behind the end of its file.</summary>
    private void ForgetLength() => Volatile.Write(ref _wholeAt, -LengthIsFresh);

    /// <summary>Asks how long the file is.</summary>
    private bool EndsInFile(long end)
    {
        long now = Environment.TickCount64;
        long fileEnd = _platform.GetLength(_backing!) - FileOffset;
        if (fileEnd >= Length)
        {
            Volatile.Write(ref _wholeAt, now);
        }

        return end <= fileEnd;
    }
}
