namespace MmapModule;

/// <summary>Which part of each of many files is meant; files differ in length, so one that is shorter has less of it.</summary>
/// <param name="Offset">Where it starts, counted from the start of the file or back from its end.</param>
/// <param name="Length">How many bytes at most; null means all the rest.</param>
/// <param name="FromEnd">The offset counts back from the end.</param>
internal readonly record struct FilePart(long Offset, long? Length, bool FromEnd)
{
    /// <summary>Whether it is all of every file.</summary>
    internal bool IsAll => Offset == 0 && Length is null && !FromEnd;

    /// <summary>The part of a file, or of a range of it.</summary>
    /// <param name="file">The file or range.</param>
    /// <param name="path">For the error.</param>
    /// <exception cref="MmapException">NegativeOffset, or RegionOutOfRange for a file that ends before the part starts.</exception>
    internal MapRange In(MapRange file, string path)
    {
        if (Offset < 0 || Length < 0)
        {
            throw RangeErrors.Negative(Offset < 0 ? "offset" : "length", Offset < 0 ? Offset : Length!.Value);
        }

        if (!FromEnd && Offset > file.Length)
        {
            throw RangeErrors.EndsBeforePart(path, Offset, file.Length);
        }

        MapRange rest = file.From(FromEnd ? System.Math.Max(file.Offset, file.End - Offset) : file.Offset + Offset);
        return Length is { } length ? rest.First(length) : rest;
    }
}
