using System;
using MmapModule.Access;

namespace MmapModule;

/// <content>Single bytes, for streams that are read byte by byte.</content>
public sealed partial class MemoryMap
{
    /// <summary>Reads a byte as it is now: nothing is kept for the next one, which others may change meanwhile.</summary>
    /// <exception cref="MmapException">The byte is not in the map or cannot be read.</exception>
    // SAFETY: the gate keeps the pages mapped, the offset has been checked behind it, and DirectCopier stands for memory that cannot fault.
    internal unsafe byte LoadByte(long offset)
    {
        if (_copier is not DirectCopier)
        {
            if (TryLoadByte(offset, out ulong value))
            {
                return (byte)value;
            }
        }
        else
        {
            EnterGate();
            try
            {
                if (IsPlain && MapRange.IsInside(offset, sizeof(byte), Length))
                {
                    return *(byte*)(_handle.Address + (nint)(_pageOffset + offset));
                }
            }
            finally
            {
                ExitGate();
            }
        }

        // The copy says what is wrong, if something is.
        Span<byte> copy = stackalloc byte[1];
        MapRange.Check(offset, copy.Length, Length);
        CopyOut(offset, copy);
        return copy[0];
    }

    private bool TryLoadByte(long offset, out ulong value)
    {
        value = 0;
        EnterGate();
        try
        {
            return HasPlainPages
                && MapRange.IsInside(offset, sizeof(byte), Length)
                && AtomicWord.System is { CanCopy: true } word
                && (TryLoadBeforeNextPage(word, offset, out value) || TryLoadFromFile(word, new MapRange(offset, sizeof(byte)), out value));
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>Loads a byte and, after it, something of the next page of a shared file.</summary>
    /// <remarks>
    /// A file that reaches into the next page has all of this one, so nothing else has to be asked, whatever the bytes are:
    /// when a file is cut, the pages behind its new end are unmapped before the rest of its last page becomes zeros. Who reads
    /// byte by byte needs the next page soon anyway.
    /// </remarks>
    private bool TryLoadBeforeNextPage(AtomicWord word, long offset, out ulong value)
    {
        nint start = _handle.Address + _pageOffset;
        nint address = start + (nint)offset;
        nint next = (nint)MapRange.AlignDown(address, _pageSize) + _pageSize;
        value = 0;
        return !IsPrivate && _backing!.IsCoherent && next + sizeof(ulong) <= start + (nint)Length
            && word.TryLoad(address, sizeof(byte), next, out value, out _);
    }

    /// <summary>No part of the map is protected in another way than the whole, guarded or unmapped.</summary>
    private bool IsPlain => (Protection & MapProtection.Read) != 0 && _protections.IsEmpty && _guards.IsEmpty && !_handle.Segments.HasHoles;
}
