using System;
using System.Runtime.InteropServices;

namespace MmapModule;

/// <summary>Numbers and GUIDs.</summary>
internal sealed class NumberCodec<T> : FieldCodec
    where T : unmanaged
{
    private readonly MappedValueType _type;
    private readonly bool _bigEndian;

    internal NumberCodec(MappedValueType type, bool bigEndian)
    {
        _type = type;
        _bigEndian = bigEndian;
        Size = ValueCodec.SizeOf(type);
    }

    /// <inheritdoc/>
    internal override int Size { get; }

    /// <inheritdoc/>
    internal override Type ValueType => typeof(T);

    /// <summary>Decimals have another order in .NET's memory than in bytes, and GUIDs are only half a number.</summary>
    private bool IsPlain => _type is not (MappedValueType.Decimal or MappedValueType.Guid);

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build) => ValueCodec.Decode(bytes, _type, _bigEndian);

    /// <inheritdoc/>
    internal override int Encode(object value, Span<byte> bytes) => ValueCodec.Encode(value, _bigEndian, bytes);

    /// <summary>NaN is NaN, whichever of its many bit patterns it has.</summary>
    internal override bool IsSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.SequenceEqual(right) || (IsNaN(ValueCodec.Decode(left, _type, _bigEndian)) && IsNaN(ValueCodec.Decode(right, _type, _bigEndian)));

    private static bool IsNaN(object value) => value switch
    {
        double number => double.IsNaN(number),
        float number => float.IsNaN(number),
        Half number => Half.IsNaN(number),
        _ => false,
    };

    /// <inheritdoc/>
    internal override Array DecodeArray(ReadOnlySpan<byte> bytes, int count, RecordBuilder build)
    {
        T[] values = new T[count];
        if (!IsPlain)
        {
            for (int i = 0; i < count; i++)
            {
                values[i] = (T)ValueCodec.Decode(bytes.Slice(i * Size, Size), _type, _bigEndian);
            }

            return values;
        }

        Span<byte> target = MemoryMarshal.AsBytes(values.AsSpan());
        bytes.CopyTo(target);
        if (_bigEndian == BitConverter.IsLittleEndian && Size > 1)
        {
            for (int i = 0; i < target.Length; i += Size)
            {
                target.Slice(i, Size).Reverse();
            }
        }

        return values;
    }
}
