using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MmapModule;

/// <summary>Numbers that have names. A number without a name stays a number.</summary>
internal sealed class EnumCodec : FieldCodec
{
    private readonly FieldCodec _number;
    private readonly bool _isFlags;

    /// <param name="number">The number.</param>
    /// <param name="names">The names, no two of them the same, of which the first one of a value counts; the values are numbers of that type.</param>
    /// <param name="isFlags">Whether each name is a bit, or some bits, and a value can have several.</param>
    internal EnumCodec(FieldCodec number, IReadOnlyList<(string Name, Int128 Value)> names, bool isFlags)
    {
        _number = number;
        Names = names;
        _isFlags = isFlags;
    }

    /// <summary>The names and what they mean.</summary>
    internal IReadOnlyList<(string Name, Int128 Value)> Names { get; }

    /// <inheritdoc/>
    internal override int Size => _number.Size;

    /// <inheritdoc/>
    internal override Type ValueType => _number.ValueType;

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build)
    {
        object value = DecodeNumber(bytes, build);
        return NameOf(ValueConversion.NumberOf(value)!.Value) ?? value;
    }

    /// <summary>The number, even if it has a name.</summary>
    internal object DecodeNumber(ReadOnlySpan<byte> bytes, RecordBuilder build) => _number.Decode(bytes, build);

    /// <inheritdoc/>
    internal override int Encode(object value, Span<byte> bytes) => _number.Encode(value, bytes);

    /// <inheritdoc/>
    internal override Array DecodeArray(ReadOnlySpan<byte> bytes, int count, RecordBuilder build)
    {
        object[] values = new object[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Decode(bytes.Slice(i * Size, Size), build);
        }

        return values;
    }

    /// <summary>The number that a text means; null if it is no name, and no list of names of flags.</summary>
    internal Int128? NumberOf(string text)
    {
        Int128 sum = 0;
        foreach (string part in _isFlags ? text.Split(',', StringSplitOptions.TrimEntries) : [text])
        {
            Int128? value = null;
            foreach ((string name, Int128 known) in Names)
            {
                value ??= name.Equals(part, StringComparison.OrdinalIgnoreCase) ? known : null;
            }

            if (value is null && _isFlags && part.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                && ulong.TryParse(part.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong rest))
            {
                value = rest;
            }

            if (value is null)
            {
                return null;
            }

            sum |= value.Value;
        }

        // What has no name is written as the bits that it is.
        int width = Size * PartialNumber.BitsOfByte;
        return sum >= 0 && PartialNumber.Fits(sum, width, isSigned: false) ? PartialNumber.Extend((ulong)sum, width, ValueConversion.IsSigned(ValueType)) : sum;
    }

    private string? NameOf(Int128 number)
    {
        foreach ((string name, Int128 known) in Names)
        {
            if (known == number)
            {
                return name;
            }
        }

        return _isFlags && number != 0 ? Combine(number) : null;
    }

    private string Combine(Int128 number)
    {
        List<string> parts = [];
        Int128 rest = number;
        foreach ((string name, Int128 known) in Names.Where(static one => one.Value != 0).OrderBy(static one => one.Value))
        {
            if ((rest & known) == known)
            {
                parts.Add(name);
                rest &= ~known;
            }
        }

        if (rest != 0)
        {
            ulong bits = unchecked((ulong)rest) & PartialNumber.Mask(Size * PartialNumber.BitsOfByte);
            parts.Add("0x" + bits.ToString("X", CultureInfo.InvariantCulture));
        }

        return string.Join(", ", parts);
    }
}
