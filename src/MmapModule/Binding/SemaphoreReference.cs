using System.IO;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>The semaphore that an object means: a live one, a name, or the id of a System V set.</summary>
internal readonly record struct SemaphoreReference(SharedSemaphore? Live, string? Name, int? Id)
{
    private static readonly string s_info = typeof(SharedSemaphoreInfo).FullName!;
    private static readonly string s_live = typeof(SharedSemaphore).FullName!;

    /// <summary>Finds out; what just has a property Name, such as a process, is none.</summary>
    /// <exception cref="MmapException">InvalidArgument.</exception>
    internal static SemaphoreReference Of(object given)
    {
        switch (PlainValue.Of(given))
        {
            case SharedSemaphore live:
                return new(live, live.Name, live.Id);
            case SharedSemaphoreInfo info:
                return new(null, info.Name, info.Id);
            case string text:
                return new(null, text, null);
            case ScriptBlock:
                throw PathArgumentErrors.BlockIsNoSemaphore();
            case FileInfo file when SharedSemaphoreCatalog.NameOf(file) is { } name:
                return new(null, name, null);
        }

        if (Properties.IsPlain(given) || IsCopyOf(given, "Selected.") || IsCopyOf(given, "Deserialized."))
        {
            if (Properties.Text(given, "Name") is { } name)
            {
                return new(null, name, null);
            }

            if (Properties.Value(given, "Id") is { } id && PlainValue.Of(id) is int number)
            {
                return new(null, null, number);
            }
        }

        throw PathArgumentErrors.NoSemaphore(given);
    }

    private static bool IsCopyOf(object given, string prefix) =>
        Properties.IsCopyOf(given, s_info, prefix) || Properties.IsCopyOf(given, s_live, prefix);
}
