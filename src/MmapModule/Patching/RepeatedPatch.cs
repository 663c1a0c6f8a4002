using MmapModule.Binding;
using MmapModule.Copying;
using MmapModule.Texts;

namespace MmapModule.Patching;

/// <summary>A few bytes again and again.</summary>
internal sealed class RepeatedPatch(byte[] unit, long length) : Patch
{
    internal override long Length => length;

    internal override void Write(MmapCommand command, MemoryMap map, long offset)
    {
        using ProgressReporter progress = new(command, Activities.Write(map));
        new RegionFiller(map, new MapRange(offset, length)).Fill(unit, progress.Update, command.Stop);
    }

    private protected override byte[] Changed(byte[] before, long start, MmapCommand command) => Repeat(new byte[before.Length], before.Length, start);

    private protected override Patch Padded(byte[] bytes, MmapCommand command) => new BytePatch(Repeat(bytes, (int)length, 0));

    private byte[] Repeat(byte[] target, int count, long start)
    {
        for (int i = 0; i < count; i++)
        {
            target[i] = unit[(start + i) % unit.Length];
        }

        return target;
    }
}
