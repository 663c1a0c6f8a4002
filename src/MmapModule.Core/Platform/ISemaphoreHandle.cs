using System;

namespace MmapModule.Platform;

/// <summary>An open semaphore, or an open set of them. Any thread may use it; once it is disposed of, uses are ObjectRemoved.</summary>
internal interface ISemaphoreHandle : IDisposable
{
    /// <summary>The name; null for a set.</summary>
    string? Name { get; }

    /// <summary>The key of a set; null for others.</summary>
    int? Key { get; }

    /// <summary>The id of a set; null for others.</summary>
    int? Id { get; }

    /// <summary>The user who owns it.</summary>
    string Owner { get; }

    /// <summary>The permissions in octal.</summary>
    string Mode { get; }

    /// <summary>How many semaphores there are.</summary>
    int SetSize { get; }

    /// <summary>How many permits are free and how many wait for one; null if that cannot be read. Never throws.</summary>
    SemaphoreState? Read(int index);

    /// <summary>Takes permits if all of them are free.</summary>
    bool TryTake(int index, int count);

    /// <summary>Begins a wait: others see that somebody waits until the result is disposed of.</summary>
    ISemaphoreWait BeginWait(int index, int count);

    /// <summary>Returns permits and wakes who waits for them.</summary>
    void Release(int index, int count);
}
