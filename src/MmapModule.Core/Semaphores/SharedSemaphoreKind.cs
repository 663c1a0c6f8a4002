namespace MmapModule;

/// <summary>Which of the two mechanisms a semaphore belongs to.</summary>
public enum SharedSemaphoreKind
{
    /// <summary>A named POSIX semaphore: what sem_open(3) opens.</summary>
    Posix,

    /// <summary>A System V semaphore set: what semget(2) opens.</summary>
    SystemV,
}
