using System;

namespace MmapModule.Formatting;

/// <summary>Shows text that comes from elsewhere, such as file names: control characters are written as \e, \n and so on.</summary>
public static class ShownText
{
    /// <summary>The text as it can be shown; the properties of objects keep what is real.</summary>
    /// <param name="text">The text, or null.</param>
    /// <returns>The same text if it has no control characters.</returns>
    public static string? Format(string? text) => text is null ? null : Shown.Name(text);

    /// <summary>What a shared object is known by: its name, or the key and the id of System V.</summary>
    /// <param name="name">The name, or null.</param>
    /// <param name="key">The key.</param>
    /// <param name="id">The id.</param>
    /// <returns>The name as it can be shown, or a text such as "0x4D4D0001, id 7".</returns>
    public static string NameOrKey(string? name, int key, int id) =>
        string.IsNullOrEmpty(name) ? FormattableString.Invariant($"0x{key:X8}, id {id}") : Shown.Name(name);
}
