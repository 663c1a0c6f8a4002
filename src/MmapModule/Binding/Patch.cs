using System;
using MmapModule.Formatting;

namespace MmapModule.Binding;

/// <summary>Bytes to be written at one place, and the bytes expected there before.</summary>
internal sealed class Patch
{
    /// <summary>A WhatIf text reads at most this much.</summary>
    private const int LargestPreview = 64 * 1024;

    /// <summary>Up to this many bytes a write is over before anyone could press Ctrl+C.</summary>
    private const int SmallWrite = 16 * 1024 * 1024;

    private readonly byte[]? _bytes;
    private readonly HexPattern? _pattern;

    internal Patch(byte[] bytes) => _bytes = bytes;

    internal Patch(HexPattern pattern) => _pattern = pattern;

    internal long Length => _bytes?.Length ?? _pattern!.Length;

    /// <summary>Throws ExpectationFailed, with what is there, unless the expected bytes are.</summary>
    internal static void Check(MemoryMap map, long offset, HexPattern expected)
    {
        MapRange.Check(offset, expected.Length, map.Length);
        byte[] found = new byte[expected.Length];
        map.CopyOut(offset, found);
        if (!expected.Matches(found))
        {
            throw new MmapException(
                MmapErrorKind.ExpectationFailed,
                FormattableString.Invariant($"At offset {offset} (0x{offset:X}) there is {HexPattern.FromBytes(found)}, not {expected}. Nothing has been written."),
                "Check the offset and the version of the file; leave -Expect away to write all the same.")
            {
                Path = map.Path,
                Offset = offset,
                Length = expected.Length,
            };
        }
    }

    /// <summary>What would change, for -WhatIf and -Confirm.</summary>
    internal string Describe(MemoryMap map, long offset)
    {
        string head = FormattableString.Invariant($"Write {Length} bytes at offset {offset} (0x{offset:X}) of {map}:");
        if (Length > LargestPreview || !map.Protection.HasFlag(MapProtection.Read))
        {
            return head.TrimEnd(':');
        }

        byte[] before = new byte[Length];
        map.CopyOut(offset, before);
        byte[] after = (byte[])before.Clone();
        _bytes?.CopyTo(after, 0);
        _pattern?.ApplyTo(after);
        return head + HexDifference.Format(offset, before, after);
    }

    internal void Write(MmapCommand command, MemoryMap map, long offset)
    {
        if (_pattern is not null)
        {
            map.Write(offset, _pattern);
        }
        else if (_bytes!.Length <= SmallWrite)
        {
            map.CopyIn(offset, _bytes);
        }
        else
        {
            ProgressReporter progress = new(command, "Writing to " + map);
            try
            {
                map.CopyIn(offset, _bytes, progress.Update, command.Stop);
            }
            finally
            {
                progress.Complete();
            }
        }
    }
}
