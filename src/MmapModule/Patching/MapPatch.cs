using MmapModule.Binding;
using MmapModule.Copying;
using MmapModule.Texts;

namespace MmapModule.Patching;

/// <summary>All bytes of a map, which stays open until they have been written.</summary>
internal sealed class MapPatch(MemoryMap source) : Patch
{
    internal override long Length => source.Length;

    internal override void Write(MmapCommand command, MemoryMap map, long offset)
    {
        using ProgressReporter progress = new(command, Activities.Write(map));
        MapRange place = new(offset, Length);
        _ = source.CopyTo(new MapRange(0, Length), map, place, skipZero: false, RegionCopier.DefaultThreads, progress.Update, command.Stop);
    }

    private protected override byte[] Changed(byte[] before, long start, MmapCommand command) =>
        source.ReadArray(new MapRange(start, before.Length), null, command.Stop);

    private protected override Patch Padded(byte[] bytes, MmapCommand command)
    {
        source.ReadArray(new MapRange(0, Length), null, command.Stop).CopyTo(bytes, 0);
        return new BytePatch(bytes);
    }
}
