using System;
using System.Buffers.Binary;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform.Windows.Locks;

/// <summary>The note in the file of a lock with a name of the process that holds it alone; 0 for nobody. The lock is right without it.</summary>
internal static class HolderNote
{
    private const int Offset = 16;

    /// <summary>Reads it; 0 if there is none.</summary>
    internal static uint Read(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        try
        {
            return RandomAccess.Read(file, bytes, Offset) == bytes.Length ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Writes it.</summary>
    internal static void Write(SafeFileHandle file, uint holder)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, holder);
        try
        {
            RandomAccess.Write(file, bytes, Offset);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk takes the note away, not the lock.
        }
    }
}
