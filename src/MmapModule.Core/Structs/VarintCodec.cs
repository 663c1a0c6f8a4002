using System;

namespace MmapModule;

/// <summary>Numbers of which each byte holds seven bits, the lowest first, and says whether another one follows (LEB128).</summary>
internal sealed class VarintCodec : FieldCodec
{
    /// <summary>So many bytes have room for 64 bits.</summary>
    internal const int LongestSize = 10;

    private readonly bool _isSigned;

    internal VarintCodec(bool isSigned) => _isSigned = isSigned;

    /// <summary>The least size; only <see cref="TryDecode"/> knows that of a value.</summary>
    internal override int Size => 1;

    /// <inheritdoc/>
    internal override Type ValueType => _isSigned ? typeof(long) : typeof(ulong);

    /// <summary>Reads a number from the start of some bytes.</summary>
    /// <returns>False if it does not end in them, or has more than 64 bits.</returns>
    internal bool TryDecode(ReadOnlySpan<byte> bytes, out object? value, out int size)
    {
        ulong number = 0;
        value = null;
        for (size = 0; size < Math.Min(bytes.Length, LongestSize); size++)
        {
            ulong bits = bytes[size] & 0x7FUL;
            int shift = 7 * size;
            bool isLast = bytes[size] < 0x80;
            if (size == LongestSize - 1 && bits != 0 && bits != (_isSigned ? 0x7FUL : 1UL))
            {
                return false;
            }

            number |= bits << shift;
            if (isLast)
            {
                size++;
                if (_isSigned && shift + 7 < 64 && (bits & 0x40) != 0)
                {
                    number |= ulong.MaxValue << (shift + 7);
                }

                value = _isSigned ? (long)number : number;
                return true;
            }
        }

        return false;
    }

    /// <summary>Never called: records with such fields are read part by part.</summary>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build) => throw new InvalidOperationException();

    /// <summary>Never called: records of variable size are not written.</summary>
    internal override int Encode(object value, Span<byte> bytes) => throw new InvalidOperationException();
}
