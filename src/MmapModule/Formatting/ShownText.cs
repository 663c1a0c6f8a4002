namespace MmapModule.Formatting;

/// <summary>Shows text that comes from elsewhere, such as file names: control characters are written as \e, \n and so on.</summary>
public static class ShownText
{
    /// <summary>The text as it can be shown; the properties of objects keep what is real.</summary>
    /// <param name="text">The text, or null.</param>
    /// <returns>The same text if it has no control characters.</returns>
    public static string? Format(string? text) => text is null ? null : Shown.Name(text);
}
