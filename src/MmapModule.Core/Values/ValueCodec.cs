using System;
using System.Runtime.InteropServices;

namespace MmapModule;

/// <summary>Turns values into bytes and back.</summary>
public static class ValueCodec
{
    /// <summary>The .NET type of a value type.</summary>
    /// <param name="type">The value type.</param>
    /// <returns>Its .NET type.</returns>
    public static Type TypeOf(MappedValueType type) => type switch
    {
        MappedValueType.SByte => typeof(sbyte),
        MappedValueType.Byte => typeof(byte),
        MappedValueType.Int16 => typeof(short),
        MappedValueType.UInt16 => typeof(ushort),
        MappedValueType.Int32 => typeof(int),
        MappedValueType.UInt32 => typeof(uint),
        MappedValueType.Int64 => typeof(long),
        MappedValueType.UInt64 => typeof(ulong),
        MappedValueType.Half => typeof(Half),
        MappedValueType.Single => typeof(float),
        MappedValueType.Double => typeof(double),
        MappedValueType.Decimal => typeof(decimal),
        MappedValueType.Char => typeof(char),
        MappedValueType.Guid => typeof(Guid),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The value type of a value.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>Its type; null if it is none of them.</returns>
    public static MappedValueType? ValueTypeOf(object value) => value switch
    {
        sbyte => MappedValueType.SByte,
        byte => MappedValueType.Byte,
        short => MappedValueType.Int16,
        ushort => MappedValueType.UInt16,
        int => MappedValueType.Int32,
        uint => MappedValueType.UInt32,
        long => MappedValueType.Int64,
        ulong => MappedValueType.UInt64,
        Half => MappedValueType.Half,
        float => MappedValueType.Single,
        double => MappedValueType.Double,
        decimal => MappedValueType.Decimal,
        char => MappedValueType.Char,
        Guid => MappedValueType.Guid,
        _ => null,
    };

    /// <summary>How many bytes a value has.</summary>
    /// <param name="type">The value type.</param>
    /// <returns>1, 2, 4, 8 or 16.</returns>
    public static int SizeOf(MappedValueType type) => type switch
    {
        MappedValueType.SByte or MappedValueType.Byte => 1,
        MappedValueType.Int16 or MappedValueType.UInt16 or MappedValueType.Half or MappedValueType.Char => 2,
        MappedValueType.Int32 or MappedValueType.UInt32 or MappedValueType.Single => 4,
        MappedValueType.Int64 or MappedValueType.UInt64 or MappedValueType.Double => 8,
        MappedValueType.Decimal or MappedValueType.Guid => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Reads a value.</summary>
    /// <param name="bytes">Exactly as many bytes as the type has.</param>
    /// <param name="type">The value type.</param>
    /// <param name="bigEndian">Most significant byte first.</param>
    /// <returns>The value.</returns>
    public static object Decode(ReadOnlySpan<byte> bytes, MappedValueType type, bool bigEndian)
    {
        if (type == MappedValueType.Guid)
        {
            return new Guid(bytes, bigEndian);
        }

        Span<byte> copy = stackalloc byte[SizeOf(type)];
        bytes.CopyTo(copy);
        Arrange(copy, bigEndian);
        return type switch
        {
            MappedValueType.SByte => (object)(sbyte)copy[0],
            MappedValueType.Byte => copy[0],
            MappedValueType.Int16 => MemoryMarshal.Read<short>(copy),
            MappedValueType.UInt16 => MemoryMarshal.Read<ushort>(copy),
            MappedValueType.Int32 => MemoryMarshal.Read<int>(copy),
            MappedValueType.UInt32 => MemoryMarshal.Read<uint>(copy),
            MappedValueType.Int64 => MemoryMarshal.Read<long>(copy),
            MappedValueType.UInt64 => MemoryMarshal.Read<ulong>(copy),
            MappedValueType.Half => MemoryMarshal.Read<Half>(copy),
            MappedValueType.Single => MemoryMarshal.Read<float>(copy),
            MappedValueType.Double => MemoryMarshal.Read<double>(copy),
            MappedValueType.Decimal => DecodeDecimal(copy),
            MappedValueType.Char => MemoryMarshal.Read<char>(copy),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
    }

    /// <summary>Writes a value in its own width.</summary>
    /// <param name="value">A value of one of the types of <see cref="MappedValueType"/>.</param>
    /// <param name="bigEndian">Most significant byte first.</param>
    /// <param name="destination">Room for at least 16 bytes.</param>
    /// <returns>How many bytes were written; 0 if the type of the value is none of them.</returns>
    public static int Encode(object value, bool bigEndian, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(value);
        switch (value)
        {
            case sbyte v: return Put(v, bigEndian, destination);
            case byte v: return Put(v, bigEndian, destination);
            case short v: return Put(v, bigEndian, destination);
            case ushort v: return Put(v, bigEndian, destination);
            case int v: return Put(v, bigEndian, destination);
            case uint v: return Put(v, bigEndian, destination);
            case long v: return Put(v, bigEndian, destination);
            case ulong v: return Put(v, bigEndian, destination);
            case Half v: return Put(v, bigEndian, destination);
            case float v: return Put(v, bigEndian, destination);
            case double v: return Put(v, bigEndian, destination);
            case char v: return Put(v, bigEndian, destination);
            case decimal v: return PutDecimal(v, bigEndian, destination);
            case Guid v:
                return v.TryWriteBytes(destination, bigEndian, out int written) ? written : 0;
            default:
                return 0;
        }
    }

    private static int Put<T>(T value, bool bigEndian, Span<byte> destination)
        where T : unmanaged
    {
        Span<byte> bytes = destination[..System.Runtime.CompilerServices.Unsafe.SizeOf<T>()];
        MemoryMarshal.Write(bytes, in value);
        Arrange(bytes, bigEndian);
        return bytes.Length;
    }

    private static int PutDecimal(decimal value, bool bigEndian, Span<byte> destination)
    {
        Span<int> parts = stackalloc int[4];
        _ = decimal.GetBits(value, parts);
        Span<byte> bytes = MemoryMarshal.AsBytes(parts);
        bytes.CopyTo(destination);
        Arrange(destination[..bytes.Length], bigEndian);
        return bytes.Length;
    }

    private static decimal DecodeDecimal(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new decimal(MemoryMarshal.Cast<byte, int>(bytes));
        }
        catch (ArgumentException)
        {
            throw ValueErrors.NoDecimal(bytes);
        }
    }

    /// <summary>Turns the order of this processor into the wanted one, or back.</summary>
    private static void Arrange(Span<byte> bytes, bool bigEndian)
    {
        if (bigEndian == BitConverter.IsLittleEndian)
        {
            bytes.Reverse();
        }
    }
}
