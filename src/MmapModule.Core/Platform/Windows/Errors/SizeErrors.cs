using System;

namespace MmapModule.Platform.Windows.Errors;

/// <summary>The errors about maps and memory that cannot get another length.</summary>
internal static class SizeErrors
{
    internal static MmapException Fixed(long length, long wanted) => MapErrors.Invalid(
        FormattableString.Invariant($"Shared memory has the size with which it was created ({length} bytes): Windows cannot change it to {wanted} bytes."),
        $"Omit {Option.Size}, or create new memory under another name; memory files ({Option.MemoryFile}) can become longer.");

    internal static MmapException InParts() => MapPlatform.NotSupported("Resizing a map that has been changed in parts", "Create a new map of the wanted size.");

    internal static MmapException Reserved() => MapPlatform.NotSupported("Resizing memory of the flag NoReserve", "Create it with the largest size that it may need: what is not used costs nothing.");

    internal static MmapException SectionOfFile() => MapErrors.Invalid(
        "The handle is a section of a file, and not the file.",
        "Give the handle of the file itself (SafeFileHandle), or its path.");

    internal static MmapException NoRoom(MapRequest map, long length, MmapException error) => new(
        MmapErrorKind.OutOfMemory,
        FormattableString.Invariant($"The map cannot grow in place to {length} bytes: the next addresses are in use."),
        $"Omit {Option.NoMove}: the map then moves to a free range, and offsets stay the same.")
    {
        Path = map.Backing?.Path,
        NativeCall = "MapViewOfFile3",
        ErrnoName = error.ErrnoName,
        Length = length,
        HasUnmapped = error.HasUnmapped,
    };
}
