using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Says what is wrong where a text is expected and something else is given, such as a list; and where hex text is expected and a number is.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>The text is made of hex digits, so the decimal digits of a number would be read as other bytes.</summary>
    public bool IsHex { get; init; }

    /// <summary>A list of texts is as good as one.</summary>
    public bool TakesSeveral { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = PlainValue.Of(inputData);
        if (TakesSeveral && value is IList several)
        {
            // As texts: the binder prefers what it need not convert, and paths and ids may stand at this position as well.
            string[] texts = new string[several.Count];
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = LanguagePrimitives.ConvertTo<string>(TransformOne(several[i])) ?? string.Empty;
            }

            return texts;
        }

        return TransformOne(inputData);
    }

    private object? TransformOne(object? inputData)
    {
        object? value = PlainValue.Of(inputData);
        if (value is MappedMemory or FileSystemInfo)
        {
            throw BindingErrors.InputIsNoText(value);
        }

        if (value is IEnumerable and not string)
        {
            throw TakesSeveral ? BindingErrors.NoText() : BindingErrors.SeveralTexts();
        }

        if (!IsHex || value is not (sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal))
        {
            return inputData;
        }

        // What was typed as 0x1234 still knows how it was written.
        string decimalText = ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
        string typed = inputData!.ToString()!;
        return typed != decimalText && typed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? typed
            : throw BindingErrors.NumberIsNoHex(decimalText);
    }
}
