using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Takes the octal digits that chmod(1) takes. PowerShell has made a decimal number of them, whose digits are the same.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PermissionAttribute : ArgumentTransformationAttribute
{
    private const int MostDigits = 4;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PlainValue.Of(inputData);
        if (value is UnixFileMode)
        {
            return value;
        }

        string text = value is string or int ? value.ToString()!.Trim() : string.Empty;
        if (text.Length is > 0 and <= MostDigits && text.All(static c => c is >= '0' and <= '7') && Convert.ToInt32(text, 8) is var mode and <= 0x1FF)
        {
            return (UnixFileMode)mode;
        }

        return text.Length > 0 && !char.IsAsciiDigit(text[0]) && text[0] != '-' && Enum.TryParse(text, ignoreCase: true, out UnixFileMode named) && (int)named <= 0x1FF
            ? named
            : throw BindingErrors.NoPermission(value);
    }
}
