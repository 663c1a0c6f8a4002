using System;

namespace MmapModule;

/// <summary>A range in which two inputs differ. The bytes are those that were compared; later writes do not change them.</summary>
public sealed class MappedDifference
{
    /// <summary>
    /// Differences may be as long as the inputs, so each holds only its first bytes. The rest is read from
    /// <see cref="Reference"/> and <see cref="Difference"/>.
    /// </summary>
    public const int LargestByteCount = 4096;

    /// <summary>The default view shows whole lines of this many bytes.</summary>
    internal const int LineLength = 8;

    private readonly MappedMemory _reference;
    private readonly MappedMemory _difference;
    private readonly MapRange _range;

    internal MappedDifference(MappedMemory reference, MappedMemory difference, MapRange range, byte[] referenceBytes, byte[] differenceBytes)
    {
        _reference = reference;
        _difference = difference;
        _range = range;
        ReferenceBytes = referenceBytes;
        DifferenceBytes = differenceBytes;
        ComparedLength = Math.Min(reference.Length, difference.Length);
        Kind = range.Offset < ComparedLength ? MappedDifferenceKind.Changed
            : reference.Length > difference.Length ? MappedDifferenceKind.ReferenceOnly
            : MappedDifferenceKind.DifferenceOnly;
    }

    /// <summary>Where the range starts, in bytes from the start of the two inputs.</summary>
    public long Offset => _range.Offset;

    /// <summary>How many bytes the range has; at least 1.</summary>
    public long Length => _range.Length;

    /// <summary>Whether the bytes differ, or which side alone has any there.</summary>
    public MappedDifferenceKind Kind { get; }

    /// <summary>Where the range starts in the map of the reference, in bytes.</summary>
    public long ReferenceOffset => _reference.Start + Offset;

    /// <summary>Where the range starts in the map of the difference object, in bytes.</summary>
    public long DifferenceOffset => _difference.Start + Offset;

    /// <summary>The first bytes of the reference, at most <see cref="LargestByteCount"/>; empty if only the other side is so long.</summary>
    public byte[] ReferenceBytes { get; }

    /// <summary>The first bytes of the difference object, at most <see cref="LargestByteCount"/>; empty if only the other side is so long.</summary>
    public byte[] DifferenceBytes { get; }

    /// <summary>What <see cref="ReferenceBytes"/> are shown with: the whole lines of 8 bytes as they are now; empty if they cannot be read any more.</summary>
    public byte[] ReferenceLines => Lines(_reference);

    /// <summary>What <see cref="DifferenceBytes"/> are shown with: the whole lines of 8 bytes as they are now; empty if they cannot be read any more.</summary>
    public byte[] DifferenceLines => Lines(_difference);

    /// <summary>The reference that was compared, in words.</summary>
    public string ReferenceName => NameOf(_reference);

    /// <summary>The difference object that was compared, in words.</summary>
    public string DifferenceName => NameOf(_difference);

    /// <summary>The range in the map of the reference; empty if only the other side is so long.</summary>
    public MappedRegion Reference => Part(_reference, Kind == MappedDifferenceKind.DifferenceOnly);

    /// <summary>The range in the map of the difference object; empty if only the other side is so long.</summary>
    public MappedRegion Difference => Part(_difference, Kind == MappedDifferenceKind.ReferenceOnly);

    /// <summary>How many bytes both inputs have.</summary>
    internal long ComparedLength { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind} at 0x{Offset:X}, {Length} bytes");

    private static string NameOf(MappedMemory input) =>
        input is MappedRegion region ? FormattableString.Invariant($"{region.Map}, from 0x{region.Offset:X}, {region.Length} bytes") : input.ToString()!;

    private byte[] Lines(MappedMemory input)
    {
        long start = MapRange.AlignDown(Offset, LineLength);
        long end = MapRange.AlignUp(Offset + Math.Max(ReferenceBytes.Length, DifferenceBytes.Length), LineLength);
        try
        {
            byte[] bytes = new byte[Math.Clamp(input.Length - start, 0, end - start)];
            input.Read(start, bytes);
            return bytes;
        }
        catch (MmapException)
        {
            // The map was removed or its file was truncated: what was compared is kept anyway.
            return [];
        }
    }

    private MappedRegion Part(MappedMemory input, bool isMissing) =>
        MappedRegion.PartOf(input, new MapRange(input.Start + Offset, isMissing ? 0 : Length));
}
