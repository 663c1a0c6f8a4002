namespace MmapModule;

/// <summary>Bytes that a dump says to be at one place.</summary>
/// <param name="Offset">Where they begin, as the dump says.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Length">How many bytes there are: more than are given if they repeat.</param>
internal readonly record struct DumpRun(long Offset, byte[] Bytes, long Length)
{
    internal DumpRun(long offset, byte[] bytes)
        : this(offset, bytes, bytes.Length)
    {
    }

    internal long End => Offset + Length;

    internal bool IsRepeated => Length != Bytes.Length;
}
