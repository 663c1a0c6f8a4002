using System.Buffers;
using System.Threading;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Reads what users give as -Expect.</summary>
internal static class Expectation
{
    /// <summary>The bytes that must be there; null if nothing was given.</summary>
    /// <param name="expect">Hex text, or bytes.</param>
    /// <param name="stop">Ends the reading of a list with OperationCanceledException.</param>
    /// <exception cref="MmapException">InvalidArgument or ValueTooLarge.</exception>
    internal static HexPattern? Parse(object? expect, CancellationToken stop)
    {
        switch (PlainValue.Of(expect))
        {
            case null:
                return null;
            case string text:
                return HexPattern.Parse(text);
            case byte[] { Length: > 0 } bytes:
                return HexPattern.FromBytes(bytes);
        }

        ArrayBufferWriter<byte> expected = new();
        ValueEncoder encoder = new(MappedValueType.Byte, bigEndian: false, TextCodec.Default, nullTerminate: false, stop);
        foreach (object? item in ValueList.Flatten(expect, isWhole: null, stop))
        {
            if (PlainValue.Of(item) is string or char)
            {
                throw ValueArgumentErrors.ExpectedTexts();
            }

            encoder.Append(expected, item);
        }

        return expected.WrittenCount > 0
            ? HexPattern.FromBytes(expected.WrittenSpan)
            : throw ValueArgumentErrors.ExpectedNothing();
    }
}
