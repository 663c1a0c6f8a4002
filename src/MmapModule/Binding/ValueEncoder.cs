using System;
using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Threading;
using MmapModule.Access;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Turns what users give as -Value into bytes.</summary>
internal sealed class ValueEncoder
{
    private const int LargestValue = 16;

    private readonly MappedValueType? _type;
    private readonly bool _bigEndian;
    private readonly Encoding _encoding;
    private readonly bool _nullTerminate;
    private readonly CancellationToken _stop;
    private int _texts;

    internal ValueEncoder(MappedValueType? type, bool bigEndian, Encoding encoding, bool nullTerminate, CancellationToken stop = default)
    {
        _type = type;
        _bigEndian = bigEndian;
        _encoding = encoding;
        _nullTerminate = nullTerminate;
        _stop = stop;
    }

    /// <summary>What stands between two texts.</summary>
    internal string Separator { get; init; } = string.Empty;

    /// <summary>What stands after each text.</summary>
    internal string Terminator { get; init; } = string.Empty;

    /// <summary>The bytes of one value or of a list of values.</summary>
    /// <param name="value">The value.</param>
    /// <param name="room">More bytes than this are of no use: a list without an end is left soon after.</param>
    /// <param name="onText">Called for each text before it is encoded.</param>
    /// <exception cref="MmapException">ValueTooLarge or InvalidArgument; nothing has been written then.</exception>
    internal byte[] Encode(object? value, long room = long.MaxValue, Action<string>? onText = null)
    {
        object? plain = PlainValue.Of(value);
        if (plain is byte[] bytes && IsWhole(bytes))
        {
            return bytes;
        }

        ArrayBufferWriter<byte> writer = new();
        Append(writer, plain, room, onText);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Appends the bytes of one value or of a list of values.</summary>
    /// <param name="writer">Takes the bytes.</param>
    /// <param name="value">The value.</param>
    /// <param name="room">When there are more bytes than this the rest is left out.</param>
    /// <param name="onText">Called for each text before it is appended.</param>
    internal void Append(ArrayBufferWriter<byte> writer, object? value, long room = long.MaxValue, Action<string>? onText = null)
    {
        object? plain = PlainValue.Of(value);
        if (plain is not IEnumerable or string or byte[])
        {
            AppendOne(writer, plain, onText);
            return;
        }

        foreach (object? item in ValueList.Flatten(plain, IsWhole, _stop))
        {
            AppendOne(writer, PlainValue.Of(item), onText);
            if (writer.WrittenCount > room)
            {
                return;
            }
        }
    }

    private void AppendOne(ArrayBufferWriter<byte> writer, object? value, Action<string>? onText)
    {
        switch (value)
        {
            case byte[] bytes when IsWhole(bytes):
                writer.Write(bytes);
                break;
            case byte[] numbers:
                foreach (byte number in numbers)
                {
                    AppendNumber(writer, number);
                }

                break;
            case string text when _type is null:
                onText?.Invoke(text);
                AppendText(writer, text);
                break;
            default:
                AppendNumber(writer, value);
                break;
        }
    }

    private bool IsWhole(object list) => list is byte[] && _type is null or MappedValueType.Byte;

    private void AppendText(ArrayBufferWriter<byte> writer, string text)
    {
        writer.Write(TextCodec.GetBytes(_encoding, (_texts++ == 0 ? string.Empty : Separator) + text + Terminator));
        if (_nullTerminate)
        {
            int width = TextCodec.TerminatorWidth(_encoding);
            writer.GetSpan(width)[..width].Clear();
            writer.Advance(width);
        }
    }

    private void AppendNumber(ArrayBufferWriter<byte> writer, object? value)
    {
        object? number = _type is not null ? ValueConverter.Convert(value, _type.Value)
            : value is Enum ? System.Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture)
            : value;
        int written = number is null ? 0 : ValueCodec.Encode(number, _bigEndian, writer.GetSpan(LargestValue));
        if (written == 0)
        {
            throw ValueArgumentErrors.NotWritable(value);
        }

        writer.Advance(written);
    }
}
