using System;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule;

/// <summary>A lock on a file that processes share. It is not held by opening it: each hold is an object of its own.</summary>
public sealed class SharedMutex : IDisposable
{
    /// <summary>The number of attempts to lock a file that others keep replacing.</summary>
    private const int Attempts = 100;

    private readonly Func<ILockFile> _open;
    private MutexPlace? _spare;
    private volatile bool _isClosed;

    private SharedMutex(MutexStyle style, Func<ILockFile> open)
    {
        _open = open;
        Style = style;
        _spare = new MutexPlace(open(), style);
        Path = _spare.File.Path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The kind of lock.</summary>
    public MutexStyle Style { get; }

    /// <summary>Opens or creates a lock with a name. A release wakes those who wait in other processes at once.</summary>
    /// <param name="name">The name, which is that of a file in the folder of shared memory.</param>
    /// <param name="allowForeignOwner">Use it although another user owns it.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="MmapException">NotPermitted, AccessDenied, InvalidArgument and others.</exception>
    public static SharedMutex Open(string name, bool allowForeignOwner = false)
    {
        string plain = ObjectName.SharedMemory(name);
        return new(MutexStyle.Flock, () => MapPlatform.Current.Locks.OpenLock(plain, allowForeignOwner));
    }

    /// <summary>Opens or creates a file to lock it; nothing is ever written to it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="style">The kind of lock; all who use the file must use the same.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="MmapException">PathNotFound, AccessDenied and others.</exception>
    public static SharedMutex OpenFile(string path, MutexStyle style = MutexStyle.Flock)
    {
        string full = System.IO.Path.GetFullPath(MapPath.Check(path));
        return new(style, () => MapPlatform.Current.Locks.OpenLockFile(full, style));
    }

    /// <summary>Takes the lock, and waits for it if others hold it.</summary>
    /// <param name="milliseconds">The longest wait; -1 to wait forever.</param>
    /// <param name="shared">Take a shared lock.</param>
    /// <returns>The hold; dispose it to release the lock.</returns>
    /// <exception cref="MmapException">LockTimeout, which names who holds it; FlagNotSupported, AccessDenied and others.</exception>
    public MutexHold Lock(int milliseconds = -1, bool shared = false) => Lock(SlicedWait.Time(milliseconds), shared, default);

    /// <summary>Takes the lock, and waits for it if others hold it.</summary>
    /// <param name="milliseconds">The longest wait; 0 to take it only if it is free, -1 to wait forever.</param>
    /// <param name="shared">Take a shared lock.</param>
    /// <returns>The hold; null if the time has expired.</returns>
    public MutexHold? TryLock(int milliseconds = 0, bool shared = false) => TryLock(SlicedWait.Time(milliseconds), shared, default);

    /// <summary>Closes the file, unless a hold needs it: then it stays open until the lock is released.</summary>
    public void Dispose()
    {
        _isClosed = true;
        Interlocked.Exchange(ref _spare, null)?.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Takes the lock, or throws LockTimeout.</summary>
    internal MutexHold Lock(TimeSpan timeout, bool shared, CancellationToken stop) =>
        TryLock(timeout, shared, stop) ?? throw MutexErrors.LockTimeout(Path, Style, timeout);

    /// <summary>Takes the lock; null if the time has expired.</summary>
    /// <param name="timeout">The longest wait; negative means forever.</param>
    /// <param name="shared">Share it.</param>
    /// <param name="stop">Ends the wait within one slice.</param>
    internal MutexHold? TryLock(TimeSpan timeout, bool shared, CancellationToken stop)
    {
        SlicedWait time = new(timeout, stop);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            MutexPlace place = Take();
            bool isKept = false;
            try
            {
                stop.ThrowIfCancellationRequested();
                bool isThere = (place.TryEnter(shared, 0) || WaitForThreads(place, time, shared))
                    && (place.TryLock(shared) || WaitForOthers(place, time, shared));
                if (!isThere)
                {
                    return null;
                }

                // The file may have been removed or replaced in the meantime: then others lock a different one.
                if (place.IsRightLock)
                {
                    MutexHold hold = new(this, place, shared);
                    MutexRegistry.Add(hold);
                    isKept = true;
                    return hold;
                }
            }
            finally
            {
                if (!isKept)
                {
                    place.Leave(shared);
                    place.Dispose();
                }
            }
        }

        throw MutexErrors.Replaced(Path);
    }

    /// <summary>Keeps the file of a released hold for the next one.</summary>
    internal void Return(MutexPlace place)
    {
        if (_isClosed || Interlocked.CompareExchange(ref _spare, place, null) is not null)
        {
            place.Dispose();
        }
        else if (_isClosed)
        {
            // It was closed between the two checks.
            Interlocked.Exchange(ref _spare, null)?.Dispose();
        }
    }

    /// <summary>Waits for the other threads of this process; false if the time is over.</summary>
    private static bool WaitForThreads(MutexPlace place, SlicedWait time, bool shared) =>
        Wait(time, slice => place.TryEnter(shared, slice));

    /// <summary>Waits until the lock is taken or the file has been replaced; false if the time is over.</summary>
    private static bool WaitForOthers(MutexPlace place, SlicedWait time, bool shared)
    {
        using ILockWait wait = place.File.BeginWait();
        return Wait(time, slice => place.TryLock(wait, shared, slice) || !place.File.IsCurrent);
    }

    /// <summary>Tries repeatedly, each time for one slice, until it succeeds or the time is over.</summary>
    private static bool Wait(SlicedWait time, Func<int, bool> attempt)
    {
        bool isLast;
        do
        {
            if (attempt(time.Next(out isLast)))
            {
                return true;
            }
        }
        while (!isLast);
        return false;
    }

    private MutexPlace Take()
    {
        if (_isClosed)
        {
            throw MutexErrors.Closed(Path);
        }

        return Interlocked.Exchange(ref _spare, null) ?? new MutexPlace(_open(), Style);
    }
}
