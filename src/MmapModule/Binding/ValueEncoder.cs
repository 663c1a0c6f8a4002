using System;
using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using MmapModule.Access;

namespace MmapModule.Binding;

/// <summary>Turns what users give as -Value into bytes.</summary>
internal sealed class ValueEncoder
{
    private const int LargestValue = 16;

    private readonly MappedValueType? _type;
    private readonly bool _bigEndian;
    private readonly Encoding _encoding;
    private readonly bool _nullTerminate;

    internal ValueEncoder(MappedValueType? type, bool bigEndian, Encoding encoding, bool nullTerminate)
    {
        _type = type;
        _bigEndian = bigEndian;
        _encoding = encoding;
        _nullTerminate = nullTerminate;
    }

    /// <summary>The bytes of one value or of a list of values.</summary>
    /// <exception cref="MmapException">ValueTooLarge or InvalidArgument; nothing has been written then.</exception>
    internal byte[] Encode(object? value)
    {
        object? plain = Unwrap(value);
        if (plain is byte[] bytes && _type is null or MappedValueType.Byte)
        {
            return bytes;
        }

        ArrayBufferWriter<byte> writer = new();
        Append(writer, plain);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Appends the bytes of one value or of a list of values.</summary>
    internal void Append(ArrayBufferWriter<byte> writer, object? value)
    {
        object? plain = Unwrap(value);
        switch (plain)
        {
            case byte[] bytes when _type is null or MappedValueType.Byte:
                writer.Write(bytes);
                break;
            case string text when _type is null:
                AppendText(writer, text);
                break;
            case IEnumerable list and not string and not IDictionary:
                foreach (object? item in list)
                {
                    Append(writer, item);
                }

                break;
            default:
                AppendNumber(writer, plain);
                break;
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private void AppendText(ArrayBufferWriter<byte> writer, string text)
    {
        writer.Write(_encoding.GetBytes(text));
        if (_nullTerminate)
        {
            int width = TerminatedText.TerminatorWidth(_encoding);
            writer.GetSpan(width)[..width].Clear();
            writer.Advance(width);
        }
    }

    private void AppendNumber(ArrayBufferWriter<byte> writer, object? value)
    {
        object? number = _type is not null ? Convert(value, _type.Value)
            : value is Enum ? System.Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture)
            : value;
        int written = number is null ? 0 : ValueCodec.Encode(number, _bigEndian, writer.GetSpan(LargestValue));
        if (written == 0)
        {
            throw MapErrors.Invalid(
                value is null ? "A value is null." : "A value of the type " + value.GetType() + " cannot be written.",
                "Give bytes, text, numbers, characters or GUIDs; -As says which type a number shall have.");
        }

        writer.Advance(written);
    }

    internal static object Convert(object? value, MappedValueType type)
    {
        if (ValueConverter.TryConvert(value, ValueCodec.TypeOf(type), out object? result, out bool isTooLarge))
        {
            return result!;
        }

        if (!isTooLarge)
        {
            throw MapErrors.Invalid("'" + value + "' is not a value of " + type + ".", "Give a value that can be converted, or another -As.");
        }

        string hint = value is < 0 ? " In PowerShell 0xFFFFFFFF is -1: write 0xFFFFFFFFL for the positive number." : string.Empty;
        throw MapErrors.ValueTooLarge("The value " + value + " does not fit into " + type + "." + hint);
    }
}
