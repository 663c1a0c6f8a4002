using System;
using System.Globalization;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Converts values as PowerShell does, and tells the ones that do not fit from the ones that mean nothing.</summary>
internal static class ValueConverter
{
    /// <summary>Converts a value.</summary>
    /// <param name="value">What the user gave.</param>
    /// <param name="target">The type that is needed.</param>
    /// <param name="result">The converted value; the value itself if it could not be converted.</param>
    /// <param name="isTooLarge">It could not be converted because it does not fit.</param>
    internal static bool TryConvert(object? value, Type target, out object? result, out bool isTooLarge)
    {
        isTooLarge = false;
        result = value;
        try
        {
            result = LanguagePrimitives.ConvertTo(value, target, CultureInfo.InvariantCulture);
            return true;
        }
        catch (PSInvalidCastException error)
        {
            isTooLarge = IsOverflow(error);
            return false;
        }
    }

    private static bool IsOverflow(Exception? error) =>
        error is not null && (error is OverflowException || IsOverflow(error.InnerException));
}
