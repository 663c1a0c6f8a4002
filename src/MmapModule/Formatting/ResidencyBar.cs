using System.Collections;
using System.Text;
using MmapModule.Binding;

namespace MmapModule.Formatting;

/// <summary>Draws which parts of a range are in memory.</summary>
public static class ResidencyBar
{
    /// <summary>Draws one character for each part.</summary>
    /// <param name="cells">The resident share, 0 to 1, of each part. What is not a number is left out: an object from another process may hold text here.</param>
    /// <param name="reliable">False draws question marks, since the kernel did not tell.</param>
    /// <returns>A bar of full blocks (all of the part), dark shade (half or more), medium shade (some) and light shade (none).</returns>
    public static string Format(object? cells, bool reliable)
    {
        StringBuilder bar = new();
        foreach (object? cell in cells as IEnumerable ?? System.Array.Empty<object>())
        {
            object? value = PlainValue.Of(cell);
            if (value is double share)
            {
                _ = bar.Append(!reliable ? '?' : share >= 1 ? '█' : share >= 0.5 ? '▓' : share > 0 ? '▒' : '░');
            }
        }

        return bar.ToString();
    }
}
