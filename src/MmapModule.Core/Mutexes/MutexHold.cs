using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>A lock that this process holds, until it is disposed or the process ends, however it does.</summary>
/// <remarks>It belongs to this object and not to a thread: any thread may release it.</remarks>
public sealed class MutexHold : IDisposable
{
    private readonly SharedMutex _mutex;
    private MutexPlace? _place;

    internal MutexHold(SharedMutex mutex, MutexPlace place, bool isShared)
    {
        _mutex = mutex;
        _place = place;
        Identity = place.File.Identity;
        Path = place.File.Path;
        IsShared = isShared;
        OwnerDied = place.File.Mark(isShared);
    }

    /// <summary>The file that is locked.</summary>
    public string Path { get; }

    /// <summary>Whether others may share it.</summary>
    public bool IsShared { get; }

    /// <summary>True if the last one who held it alone ended without releasing it, so that what it protects may be half done.</summary>
    public bool OwnerDied { get; }

    /// <summary>Whether it is still held.</summary>
    public bool IsHeld => Volatile.Read(ref _place) is not null;

    internal FileIdentity Identity { get; }

    /// <summary>Releases the lock; doing so again has no effect.</summary>
    public void Dispose() => TryRelease();

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Releases the lock; false if that was done before.</summary>
    internal bool TryRelease()
    {
        MutexPlace? place = Interlocked.Exchange(ref _place, null);
        if (place is null)
        {
            return false;
        }

        MutexRegistry.Forget(this);
        place.Leave(IsShared);
        _mutex.Return(place);
        return true;
    }
}
