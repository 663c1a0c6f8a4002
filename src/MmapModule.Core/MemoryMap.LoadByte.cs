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
            if (TryLoad(offset, sizeof(byte), out ulong value))
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

    /// <summary>No part of the map is protected in another way than the whole, guarded or unmapped.</summary>
    private bool IsPlain => (Protection & MapProtection.Read) != 0 && _protections.IsEmpty && _guards.IsEmpty && !_handle.Segments.HasHoles;
}
