using System;
using System.Runtime.InteropServices;

namespace MmapModule;

/// <content>Numbers of every size, for loops in which cmdlets would be too slow.</content>
public abstract partial class MappedMemory
{
    /// <summary>Reads a signed 8-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public sbyte ReadSByte(long offset) => ReadValue<sbyte>(offset, bigEndian: false);

    /// <summary>Writes a signed 8-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteSByte(long offset, sbyte value) => WriteValue(offset, value, bigEndian: false);

    /// <summary>Reads an unsigned 8-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public byte ReadByte(long offset) => ReadValue<byte>(offset, bigEndian: false);

    /// <summary>Writes an unsigned 8-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteByte(long offset, byte value) => WriteValue(offset, value, bigEndian: false);

    /// <summary>Reads a signed 16-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public short ReadInt16(long offset, bool bigEndian = false) => ReadValue<short>(offset, bigEndian);

    /// <summary>Writes a signed 16-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteInt16(long offset, short value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    /// <summary>Reads an unsigned 16-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public ushort ReadUInt16(long offset, bool bigEndian = false) => ReadValue<ushort>(offset, bigEndian);

    /// <summary>Writes an unsigned 16-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteUInt16(long offset, ushort value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    /// <summary>Reads a signed 32-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public int ReadInt32(long offset, bool bigEndian = false) => ReadValue<int>(offset, bigEndian);

    /// <summary>Writes a signed 32-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteInt32(long offset, int value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    /// <summary>Reads an unsigned 32-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public uint ReadUInt32(long offset, bool bigEndian = false) => ReadValue<uint>(offset, bigEndian);

    /// <summary>Writes an unsigned 32-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteUInt32(long offset, uint value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    /// <summary>Reads a signed 64-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public long ReadInt64(long offset, bool bigEndian = false) => ReadValue<long>(offset, bigEndian);

    /// <summary>Writes a signed 64-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteInt64(long offset, long value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    /// <summary>Reads an unsigned 64-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public ulong ReadUInt64(long offset, bool bigEndian = false) => ReadValue<ulong>(offset, bigEndian);

    /// <summary>Writes an unsigned 64-bit integer.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteUInt64(long offset, ulong value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    /// <summary>Reads a 16-bit floating-point number.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public Half ReadHalf(long offset, bool bigEndian = false) => ReadValue<Half>(offset, bigEndian);

    /// <summary>Writes a 16-bit floating-point number.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteHalf(long offset, Half value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    /// <summary>Reads a 32-bit floating-point number.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public float ReadSingle(long offset, bool bigEndian = false) => ReadValue<float>(offset, bigEndian);

    /// <summary>Writes a 32-bit floating-point number.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteSingle(long offset, float value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    /// <summary>Reads a 64-bit floating-point number.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public double ReadDouble(long offset, bool bigEndian = false) => ReadValue<double>(offset, bigEndian);

    /// <summary>Writes a 64-bit floating-point number.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="bigEndian">Most significant byte first; the default is little endian.</param>
    /// <exception cref="MmapException">The range is wrong or cannot be written.</exception>
    public void WriteDouble(long offset, double value, bool bigEndian = false) => WriteValue(offset, value, bigEndian);

    // SAFETY: T has no references, so its bytes are its value; the span covers exactly the local variable.
    private T ReadValue<T>(long offset, bool bigEndian)
        where T : unmanaged
    {
        T value = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref value, 1));
        Read(offset, bytes);
        if (bigEndian == BitConverter.IsLittleEndian)
        {
            bytes.Reverse();
        }

        return value;
    }

    private void WriteValue<T>(long offset, T value, bool bigEndian)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref value, 1));
        if (bigEndian == BitConverter.IsLittleEndian)
        {
            bytes.Reverse();
        }

        Write(offset, bytes);
    }
}
