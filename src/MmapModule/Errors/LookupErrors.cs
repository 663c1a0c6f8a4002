using System;

namespace MmapModule.Errors;

/// <summary>Words the errors about things that were looked for and not found.</summary>
internal static class LookupErrors
{
    internal static MmapException NoMap(string what) => new(
        MmapErrorKind.MapNotFound,
        "There is no open map with " + what + ".",
        "Get-MemoryMap without parameters lists the maps that are open in this process.");

    internal static MmapException NoMapId(int id) => NoMap(FormattableString.Invariant($"the id {id}"));

    internal static MmapException NoSharedMemory(string name) => new(
        MmapErrorKind.SharedMemoryNotFound,
        "There is no shared memory named '" + name + "'.",
        "Get-SharedMemory lists what there is.");
}
