using System;

namespace MmapModule;

/// <summary>The errors about waiting.</summary>
internal static class WaitErrors
{
    internal static MmapException NotWaitable(object value) =>
        MapErrors.Invalid("A value of the type " + value.GetType() + " cannot be waited for.", "Give a number, a character or a GUID.");

    internal static MmapException NotWatchable(long length, long longest) => MapErrors.Invalid(
        FormattableString.Invariant($"A range of {ByteCount.Text(length)} cannot be watched."),
        FormattableString.Invariant($"Watch 1 to {longest} bytes: give an {Option.Offset} and a {Option.Length}, preferably those of a counter or a flag that is changed last."));
}
