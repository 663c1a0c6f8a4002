namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>A line of the kernel's list of System V semaphore sets.</summary>
internal readonly record struct SystemVSet(int Key, int Id, uint Mode, int Size, uint OwnerId);
