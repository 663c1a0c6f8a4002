using System;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>The errors about waiting.</summary>
internal static class WaitErrors
{
    internal static MmapException NotWaitable(object value) =>
        MapErrors.Invalid("A value of the type " + value.GetType() + " cannot be waited for.", "Give a number, a character or a GUID.");

    internal static MmapException NoEvent(FileEvents events) => MapErrors.Invalid(
        "'" + events + "' is nothing that can happen to a file.",
        $"Give Grows, Truncated, Replaced or Deleted, or several of them.");

    internal static MmapException NoFile(MemoryMap map) => MapErrors.Invalid(
        map + " is not a map of an ordinary file, so no file can grow or be replaced under it.",
        "Give the path of a file, or a map of one. Wait-MappedRegion waits for bytes to change.");

    internal static MmapException NoLength(string path, BackingType type) => MapErrors.Invalid(
        "'" + path + "' is " + FileTypes.Name(type) + ", whose length does not tell what happens to it.",
        "Give the path of an ordinary file.",
        path);

    internal static MmapException NotWatchable(long length, long longest) => MapErrors.Invalid(
        FormattableString.Invariant($"A range of {ByteCount.Text(length)} cannot be watched."),
        FormattableString.Invariant($"Watch 1 to {longest} bytes: give an {Option.Offset} and a {Option.Length}, preferably those of a counter or a flag that is changed last."));
}
