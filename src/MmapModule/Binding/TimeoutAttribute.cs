using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Lets a timeout be a number of seconds, as with Wait-Process, or a time span. -1 means forever.</summary>
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
        if (!PlainValue.IsNumber(value) || !LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double seconds) || !(Math.Abs(seconds) <= MostSeconds))
        {
            throw BindingErrors.NoTimeout(value);
        }

        return seconds == -1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);
    }
}
