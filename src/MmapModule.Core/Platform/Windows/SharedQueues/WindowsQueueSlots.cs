using MmapModule.Platform.Windows.Locks;
using MmapModule.SharedQueues;

namespace MmapModule.Platform.Windows.SharedQueues;

/// <summary>The slots of a queue: whoever is attached holds a lock on one byte far beyond the end of its file.</summary>
internal sealed class WindowsQueueSlots : IQueueSlots
{
    private readonly MapBacking _file;

    internal WindowsQueueSlots(MapBacking file) => _file = file;

    /// <inheritdoc/>
    public object Lock { get; } = new();

    /// <inheritdoc/>
    public bool TryTake(uint slot) => FileByte.TryLock(_file.File, isShared: false, _file.Path ?? string.Empty, slot);

    /// <inheritdoc/>
    public void Free(uint slot) => FileByte.Unlock(_file.File, slot);

    /// <summary>Whether anybody has a slot; tried with an open file that has none.</summary>
    internal bool AreTaken()
    {
        if (!FileByte.TryLock(_file.File, isShared: false, _file.Path ?? string.Empty, 1, QueueLayout.Slots))
        {
            return true;
        }

        FileByte.Unlock(_file.File, 1, QueueLayout.Slots);
        return false;
    }
}
