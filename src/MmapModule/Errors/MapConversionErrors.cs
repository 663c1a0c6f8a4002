using System.Globalization;
using System.IO;

namespace MmapModule.Errors;

/// <summary>The errors for arguments that are not maps, with what to do instead.</summary>
internal static class MapConversionErrors
{
    internal const string OtherProcess =
        "This is a copy of the properties of a map of another process. Map the file or the shared memory in this process too: New-MemoryMap.";

    internal static string Text(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        ? "'" + text + "' is not a map. The map with this id is (Get-MemoryMap -Id " + text + ")."
        : "'" + Shown.Name(text) + "' is not a map. Map the file first: New-MemoryMap '" + Shown.Name(text) + "'; or write the name of the parameter that it is for.";

    internal static string File(FileSystemInfo file) => "A file is not a map. Map it first: New-MemoryMap -LiteralPath '" + Shown.Name(file.FullName) + "'.";
}
