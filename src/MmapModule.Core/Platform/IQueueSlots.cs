namespace MmapModule.Platform;

/// <summary>The slots of a shared queue. Whoever is attached has one, and the system takes it back however a process ends.</summary>
internal interface IQueueSlots
{
    /// <summary>
    /// Held from taking a slot to giving it back: all threads have the same open file, so the system may not keep one thread from
    /// a slot that another thread has taken.
    /// </summary>
    object Lock { get; }

    /// <summary>Takes a slot that nobody has; false if somebody has it, or if it cannot be had.</summary>
    bool TryTake(uint slot);

    /// <summary>Gives a slot back.</summary>
    void Free(uint slot);
}
