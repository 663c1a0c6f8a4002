using System;

namespace MmapModule;

/// <summary>The errors about bytes that cannot have reached their file.</summary>
internal static class SyncErrors
{
    internal static MmapException Truncated(string? path, MapRange range, long within, long size, string? call) => new(
        MmapErrorKind.RegionTruncated,
        FormattableString.Invariant($"'{path}' has been truncated to {ByteCount.Text(size)}, so {(within == 0 ? "none" : "only the first " + within)} of {ByteCount.Text(range.Length)} at offset {range.Offset} can have reached it. What was written past that is lost."),
        "Something has shortened the file (log rotation with copytruncate, an editor, a new download). Map it again and write the data once more.")
    {
        Path = path,
        Offset = range.Offset + within,
        Length = range.Length - within,
        BytesTransferred = within,
        NativeCall = call,
        IsWrite = true,
    };

    internal static MmapException CannotRead(string? path, long size, long missing) => new(
        MmapErrorKind.RegionTruncated,
        FormattableString.Invariant($"'{path}' has been truncated to {ByteCount.Text(size)}, so the last {ByteCount.Text(missing)} of what is to be written can no longer be read. Nothing has been written."),
        "Something has shortened the file (log rotation with copytruncate, an editor, a new download). Map it again, or use Select-MappedRegion and Copy-MappedRegion for the part that is left.")
    {
        Path = path,
    };
}
