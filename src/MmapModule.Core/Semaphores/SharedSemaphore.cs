using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule;

/// <summary>An open semaphore that processes share: a POSIX semaphore, or a set of System V semaphores.</summary>
/// <remarks>A permit belongs to nobody: whoever takes one need not be who gives it back. Any thread may use the object.</remarks>
public sealed class SharedSemaphore : IDisposable
{
    private static readonly OpenObjects<SharedSemaphore> s_open = new();
    private readonly ISemaphoreHandle _handle;

    private SharedSemaphore(ISemaphoreHandle handle)
    {
        _handle = handle;
        s_open.Add(this);
    }

    /// <summary>The name of a POSIX semaphore; null for a System V set.</summary>
    public string? Name => _handle.Name;

    /// <summary>The key of a System V set, 0 for one without; null for a POSIX semaphore.</summary>
    public int? Key => _handle.Key;

    /// <summary>The id of a System V set; null for a POSIX semaphore.</summary>
    public int? Id => _handle.Id;

    /// <summary>The mechanism.</summary>
    public SharedSemaphoreKind Kind => _handle.Name is null ? SharedSemaphoreKind.SystemV : SharedSemaphoreKind.Posix;

    /// <summary>How many permits are free at this moment, in a set those of its first semaphore; null if that cannot be read (any more).</summary>
    public int? Count => GetCount(0);

    /// <summary>How many wait for a permit at this moment, in a set of its first semaphore; null if that cannot be read (any more).</summary>
    public int? Waiters => _handle.Read(0)?.Waiters;

    /// <summary>The user who owned it when it was opened.</summary>
    public string Owner => _handle.Owner;

    /// <summary>The permissions when it was opened, in octal, such as 0600.</summary>
    public string Mode => _handle.Mode;

    /// <summary>How many semaphores there are: 1, or as many as a System V set has.</summary>
    public int SetSize => _handle.SetSize;

    /// <summary>The free permits of each semaphore of a set; empty if they cannot be read (any more).</summary>
    public IReadOnlyList<int> Counts
    {
        get
        {
            List<int> counts = [];
            for (int index = 0; index < SetSize; index++)
            {
                if (GetCount(index) is not { } count)
                {
                    return [];
                }

                counts.Add(count);
            }

            return counts;
        }
    }

    /// <summary>Opens or creates a POSIX semaphore: what sem_open(3) opens, whichever language a program is written in.</summary>
    /// <param name="name">The name, with or without the leading slash of the C convention.</param>
    /// <param name="options">Whether to create it, and how.</param>
    /// <returns>The semaphore; it stays until it is removed by name, also when no process uses it.</returns>
    /// <exception cref="MmapException">SemaphoreNotFound, SemaphoreExists, SemaphoreInvalid, NotPermitted, AccessDenied and others.</exception>
    public static SharedSemaphore Open(string name, SharedSemaphoreOptions? options = null) =>
        new(MapPlatform.Current.Semaphores.Open(ObjectName.Semaphore(name), Checked(options)));

    /// <summary>Opens or creates a set of System V semaphores by its key.</summary>
    /// <param name="key">The key, on which programs agree; 0 creates a new set, which is then known by its id.</param>
    /// <param name="options">Whether to create it, and how.</param>
    /// <returns>The set; it stays until it is removed.</returns>
    /// <exception cref="MmapException">KeyNotFound, SemaphoreExists, QueueLimit, NotPermitted, AccessDenied and others.</exception>
    public static SharedSemaphore OpenKey(int key, SharedSemaphoreOptions? options = null) =>
        new(MapPlatform.Current.Semaphores.OpenKey(key, Checked(options)));

    /// <summary>Opens a set of System V semaphores by its id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="options">Whether it may belong to another user.</param>
    /// <returns>The set.</returns>
    /// <exception cref="MmapException">SemaphoreNotFound or NotPermitted.</exception>
    public static SharedSemaphore OpenId(int id, SharedSemaphoreOptions? options = null) =>
        new(MapPlatform.Current.Semaphores.OpenSet(id, Checked(options)));

    /// <summary>Takes permits, and waits for them if there are not enough.</summary>
    /// <param name="milliseconds">The longest wait; 0 to take them only if they are free, -1 to wait forever.</param>
    /// <param name="count">How many permits, all of them or none.</param>
    /// <param name="index">Which semaphore of a System V set.</param>
    /// <returns>True if they were taken, false if the time is over.</returns>
    /// <exception cref="MmapException">SemaphoreInvalid, ObjectRemoved, InvalidArgument.</exception>
    public bool TryWait(int milliseconds = 0, int count = 1, int index = 0) =>
        TryWait(SlicedWait.Time(milliseconds), count, index, default);

    /// <summary>Returns permits, and wakes who waits for them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="index">Which semaphore of a System V set.</param>
    /// <exception cref="MmapException">SemaphoreOverflow, SemaphoreInvalid, ObjectRemoved, InvalidArgument.</exception>
    public void Release(int count = 1, int index = 0)
    {
        Check(count, index);
        _handle.Release(index, count);
    }

    /// <summary>How many permits of one semaphore of a set are free at this moment.</summary>
    /// <param name="index">Which.</param>
    /// <returns>The number; null if it cannot be read (any more).</returns>
    public int? GetCount(int index) => _handle.Read(index)?.Count;

    /// <summary>Closes it in this process; waits of other threads end with an error. The semaphore itself stays.</summary>
    public void Dispose()
    {
        s_open.Forget(this);
        _handle.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => SharedSemaphoreInfo.Text(Name, Key, Id);

    /// <summary>Closes all that this process has open.</summary>
    internal static void CloseAll() => s_open.CloseAll();

    /// <summary>Takes permits, and waits for them if there are not enough.</summary>
    /// <param name="timeout">The longest wait; negative means forever.</param>
    /// <param name="count">How many permits, all of them or none.</param>
    /// <param name="index">Which semaphore of a set.</param>
    /// <param name="cancellation">Ends the wait within a slice; permits that were taken at the same moment are returned.</param>
    /// <returns>True if they were taken, false if the time is over.</returns>
    internal bool TryWait(TimeSpan timeout, int count, int index, CancellationToken cancellation)
    {
        Check(count, index);
        cancellation.ThrowIfCancellationRequested();
        if (_handle.TryTake(index, count))
        {
            return true;
        }

        if (timeout == TimeSpan.Zero)
        {
            return false;
        }

        SlicedWait time = new(timeout, cancellation);
        using ISemaphoreWait wait = _handle.BeginWait(index, count);
        while (true)
        {
            // Whoever is woken takes first and only then looks at the time: nobody else is woken for the same permit.
            if (wait.TryTake(time.Next(out bool isLast)))
            {
                return !cancellation.IsCancellationRequested || GiveBack(index, count, cancellation);
            }

            if (isLast)
            {
                return false;
            }
        }
    }

    private static SharedSemaphoreOptions Checked(SharedSemaphoreOptions? options)
    {
        options ??= new SharedSemaphoreOptions();
        if (options.InitialCount < 0 || options.SetSize <= 0)
        {
            throw SemaphoreErrors.BadNumbers(options);
        }

        return options;
    }

    private void Check(int count, int index)
    {
        if (count <= 0)
        {
            throw SemaphoreErrors.BadCount(count);
        }

        if (index < 0 || index >= SetSize)
        {
            throw SemaphoreErrors.BadIndex(ToString(), index, SetSize);
        }
    }

    private bool GiveBack(int index, int count, CancellationToken cancellation)
    {
        _handle.Release(index, count);
        throw new OperationCanceledException(cancellation);
    }
}
