using System;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Patching;

/// <summary>Bytes in memory.</summary>
internal sealed class BytePatch(byte[] bytes) : Patch
{
    /// <summary>Up to this many bytes a write is over before anyone could press Ctrl+C.</summary>
    private const int SmallWrite = 16 * 1024 * 1024;

    internal override long Length => bytes.Length;

    internal override void Write(MmapCommand command, MemoryMap map, long offset)
    {
        if (bytes.Length <= SmallWrite)
        {
            map.CopyIn(offset, bytes);
            return;
        }

        using ProgressReporter progress = new(command, Activities.Write(map));
        map.CopyIn(offset, bytes, progress.Update, command.Stop);
        progress.Finish(bytes.Length);
    }

    private protected override byte[] Changed(byte[] before, long start, MmapCommand command) =>
        bytes.AsSpan((int)start, before.Length).ToArray();

    private protected override Patch Padded(byte[] longer, MmapCommand command)
    {
        bytes.CopyTo(longer, 0);
        return new BytePatch(longer);
    }
}
