using System.Globalization;

namespace MmapModule.Formatting;

/// <summary>Writes limits for people; used by the format views.</summary>
public static class LimitText
{
    private const string Unlimited = "unlimited";

    /// <summary>A limit in bytes, such as 8 MiB or unlimited.</summary>
    /// <param name="limit">The limit.</param>
    /// <returns>The text, the same in every culture.</returns>
    public static string Size(long limit) => limit == MemoryLimits.Unlimited ? Unlimited : ByteSize.Format(limit);

    /// <summary>A limit of things that are counted.</summary>
    /// <param name="limit">The limit.</param>
    /// <returns>The text, the same in every culture.</returns>
    public static string Count(long limit) => limit == MemoryLimits.Unlimited ? Unlimited : limit.ToString(CultureInfo.InvariantCulture);
}
