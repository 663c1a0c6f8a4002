using System;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>The fields of one entry of /proc/PID/smaps, or of smaps_rollup, in bytes.</summary>
internal ref struct SmapsFields
{
    private const int Unit = 1024;

    internal long Rss { get; private set; }

    internal long Pss { get; private set; }

    internal long PssAnonymous { get; private set; }

    internal long PssFile { get; private set; }

    internal long PssShared { get; private set; }

    internal long SharedClean { get; private set; }

    internal long SharedDirty { get; private set; }

    internal long PrivateClean { get; private set; }

    internal long PrivateDirty { get; private set; }

    internal long Swap { get; private set; }

    internal long SwapPss { get; private set; }

    internal long Locked { get; private set; }

    /// <summary>The flags as the kernel writes them: "rd wr mr mw me ac".</summary>
    internal ReadOnlySpan<byte> VmFlags { get; private set; }

    /// <summary>Takes the lines that begin with a capital letter off the front of the text.</summary>
    internal static SmapsFields Take(scoped ref ReadOnlySpan<byte> text)
    {
        SmapsFields fields = default;
        while (!text.IsEmpty && text[0] is >= (byte)'A' and <= (byte)'Z')
        {
            _ = ProcText.TryTakeLine(ref text, out ReadOnlySpan<byte> line);
            int colon = line.IndexOf((byte)':');
            if (colon > 0)
            {
                fields.Set(line[..colon], line[(colon + 1)..]);
            }
        }

        return fields;
    }

    private void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // The first letter sorts out most of the two dozen fields.
        switch (name[0])
        {
            case (byte)'R' when name.SequenceEqual("Rss"u8):
                Rss = Bytes(value);
                break;
            case (byte)'P':
                SetProportionalOrPrivate(name, value);
                break;
            case (byte)'S':
                SetSharedOrSwap(name, value);
                break;
            case (byte)'L' when name.SequenceEqual("Locked"u8):
                Locked = Bytes(value);
                break;
            case (byte)'V' when name.SequenceEqual("VmFlags"u8):
                VmFlags = value.Trim((byte)' ');
                break;
            default:
                break;
        }
    }

    private void SetProportionalOrPrivate(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("Pss"u8))
        {
            Pss = Bytes(value);
        }
        else if (name.SequenceEqual("Private_Clean"u8))
        {
            PrivateClean = Bytes(value);
        }
        else if (name.SequenceEqual("Private_Dirty"u8))
        {
            PrivateDirty = Bytes(value);
        }
        else if (name.SequenceEqual("Pss_Anon"u8))
        {
            PssAnonymous = Bytes(value);
        }
        else if (name.SequenceEqual("Pss_File"u8))
        {
            PssFile = Bytes(value);
        }
        else if (name.SequenceEqual("Pss_Shmem"u8))
        {
            PssShared = Bytes(value);
        }
    }

    private void SetSharedOrSwap(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("Shared_Clean"u8))
        {
            SharedClean = Bytes(value);
        }
        else if (name.SequenceEqual("Shared_Dirty"u8))
        {
            SharedDirty = Bytes(value);
        }
        else if (name.SequenceEqual("Swap"u8))
        {
            Swap = Bytes(value);
        }
        else if (name.SequenceEqual("SwapPss"u8))
        {
            SwapPss = Bytes(value);
        }
    }

    private static long Bytes(ReadOnlySpan<byte> value) => ProcText.TryTakeNumber(ref value, out long kibibytes) ? kibibytes * Unit : 0;
}
