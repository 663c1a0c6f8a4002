namespace MmapModule.Platform;

/// <summary>How many permits are free, and how many wait for one.</summary>
internal readonly record struct SemaphoreState(int Count, int Waiters);
