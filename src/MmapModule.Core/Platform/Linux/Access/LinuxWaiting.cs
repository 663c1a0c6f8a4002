using System;

namespace MmapModule.Platform.Linux.Access;

/// <summary>Waiting by futex(2), which knows a word of a shared file by the file and the offset.</summary>
internal sealed class LinuxWaiting : IWaiting
{
    /// <inheritdoc/>
    // futex(2) would make pages of a private map of a file copies of this process, which no longer show what others write.
    public bool CanSleepOn(MapBacking? backing, bool isPrivate) =>
        backing is null || (!isPrivate && backing.Type is BackingType.RegularFile or BackingType.BlockDevice && !backing.NeedsProcessorCopy);

    /// <inheritdoc/>
    public IWriteSignal? OpenSignal(MapBacking? backing, bool isPrivate) => null;

    /// <inheritdoc/>
    public void Wake(nint address) => Futex.Wake(address);

    /// <inheritdoc/>
    public bool Sleep(ReadOnlySpan<nint> addresses, ReadOnlySpan<uint> values, long nanoseconds) => Futex.Wait(addresses, values, nanoseconds);
}
