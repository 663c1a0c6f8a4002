using System;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// Makes a byte of a number, or of a character that is one byte. PowerShell alone would make 0 of a space. A text of one digit
/// could mean either, so it is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneByteAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = PlainValue.Of(inputData);
        char? character = value is char one ? one : value is string { Length: 1 } text ? text[0] : null;
        if (character is { } given)
        {
            return char.IsAscii(given) && (value is char || !char.IsAsciiDigit(given)) ? (byte)given : throw BindingErrors.NoByte(value);
        }

        try
        {
            return ValueConverter.Convert(value, MappedValueType.Byte);
        }
        catch (MmapException)
        {
            throw BindingErrors.NoByte(value);
        }
    }
}
