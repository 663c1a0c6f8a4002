namespace MmapModule.Platform;

/// <summary>How many permits are free, and how many wait for one; null where the system does not count them.</summary>
internal readonly record struct SemaphoreState(int Count, int? Waiters);
