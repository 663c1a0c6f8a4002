using System;
using MmapModule.Binding;

namespace MmapModule.Patching;

/// <summary>A pattern, some of whose bits stay as they are.</summary>
internal sealed class PatternPatch(HexPattern pattern) : Patch
{
    /// <summary>A pattern may need a system call for every other byte.</summary>
    private const int SmallPattern = 64 * 1024;

    internal override long Length => pattern.Length;

    internal override void Write(MmapCommand command, MemoryMap map, long offset) =>
        map.Patch(offset, pattern, pattern.Length <= SmallPattern ? default : command.Stop);

    private protected override byte[] Changed(byte[] before, long start, MmapCommand command)
    {
        byte[] after = (byte[])before.Clone();
        pattern.ApplyTo(after, (int)start);
        return after;
    }

    private protected override Patch Padded(byte[] bytes, MmapCommand command)
    {
        byte[] mask = new byte[bytes.Length];
        mask.AsSpan().Fill(0xFF);
        pattern.Bits.CopyTo(bytes);
        pattern.Mask.CopyTo(mask);
        return new PatternPatch(HexPattern.FromMask(bytes, mask));
    }
}
