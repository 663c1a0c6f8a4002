using System;

namespace MmapModule;

/// <summary>The error that other bytes are there than expected.</summary>
internal static class MatchErrors
{
    /// <summary>No more bytes than this are shown, around the first that differs.</summary>
    private const int LargestView = 16;

    private const int ViewBeforeMismatch = 6;

    internal static MmapException Unexpected(string? path, long offset, ReadOnlySpan<byte> found, HexPattern expected, int mismatch)
    {
        int start = expected.Length <= LargestView ? 0 : Math.Clamp(mismatch - ViewBeforeMismatch, 0, expected.Length - LargestView);
        int length = Math.Min(LargestView, expected.Length);
        string left = start > 0 ? "... " : string.Empty;
        string right = start + length < expected.Length ? " ..." : string.Empty;
        long at = offset + mismatch;
        string detail = mismatch == 0 ? string.Empty
            : FormattableString.Invariant($"; byte {mismatch + 1} of {expected.Length}, at offset {at} (0x{at:X}), is the first that differs");
        return new MmapException(
            MmapErrorKind.ExpectationFailed,
            FormattableString.Invariant(
                $"At offset {offset + start} (0x{offset + start:X}) there is {left}{HexPattern.FromBytes(found.Slice(start, length))}{right}, not {left}{expected.ToString(start, length)}{right}{detail}. Nothing has been written."),
            $"Check the offset and the version of the file; omit {Option.Expect} to write anyway.")
        {
            Path = path,
            Offset = offset,
            Length = expected.Length,
        };
    }
}
