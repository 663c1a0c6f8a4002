using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Lets a timeout be a number of seconds, as with Wait-Process, or a time span. -1 means for ever.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeoutAttribute : ArgumentTransformationAttribute
{
    /// <summary>Far more than anybody waits, and no number that follows from it overflows.</summary>
    private const double MostSeconds = int.MaxValue;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PlainValue.Of(inputData);
        TimeSpan time = value switch
        {
            TimeSpan span => span,
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && text.Contains(':', StringComparison.Ordinal) => span,
            _ => Seconds(value),
        };
        return time == Timeout.InfiniteTimeSpan || (time >= TimeSpan.Zero && time.TotalSeconds <= MostSeconds) ? time : throw BindingErrors.NoTimeout(value);
    }

    private static TimeSpan Seconds(object? value)
    {
        // PowerShell would take true for 1 second and a character for its number, '5' for 53 seconds; and 0x without digits for 0.
        bool isNumber = value is not (null or bool or char) && !(value is string text && text.Trim().EndsWith('x'));
        if (!isNumber || !LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double seconds) || !(Math.Abs(seconds) <= MostSeconds))
        {
            throw BindingErrors.NoTimeout(value);
        }

        return seconds == -1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);
    }
}
