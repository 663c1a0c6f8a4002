using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;

namespace MmapModule.Platform.Windows.Limits;

/// <summary>The functions that not every Windows has, each looked up once.</summary>
internal static class WindowsFeatures
{
    private static readonly Lazy<IReadOnlyList<KernelFeature>> s_all = new(static () => Find());

    /// <summary>Whether this system has them.</summary>
    internal static IReadOnlyList<KernelFeature> All => s_all.Value;

    private static ReadOnlyCollection<KernelFeature> Find() => new List<KernelFeature>
    {
        Feature("MapViewOfFile3", "1803", "Maps into placeholders, so that a part of a map can be removed."),
        Feature("VirtualAlloc2", "1803", "Reserves placeholders, and memory at aligned addresses."),
        Feature("PrefetchVirtualMemory", "8", "Loads pages before they are used."),
        Feature("OfferVirtualMemory", "8.1", "Memory that the system may take back."),
        Feature("DiscardVirtualMemory", "8.1", "Forgets the contents of memory."),
        Feature("QueryWorkingSetEx", "Vista", "Which pages are in the working set."),
    }.AsReadOnly();

    private static KernelFeature Feature(string name, string since, string description) =>
        new() { Name = name, Since = since, IsAvailable = IsExported(name), Description = description };

    private static bool IsExported(string name) =>
        NativeLibrary.TryLoad("kernelbase", out nint library) && NativeLibrary.TryGetExport(library, name, out _);
}
