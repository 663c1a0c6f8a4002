using System.Threading;

namespace MmapModule.Mapping;

/// <summary>Lets many threads use a mapping at once and makes whoever unmaps wait until none does.</summary>
/// <remarks>Entering costs two interlocked operations; only a change of the mapping ever takes the lock.</remarks>
internal sealed class AccessGate
{
    private readonly object _lock = new();
    private int _users;
    private int _blocked;
    private bool _closed;

    /// <summary>True once <see cref="Close"/> has begun.</summary>
    internal bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Begins a use; false if the mapping is closed.</summary>
    internal bool TryEnter()
    {
        Interlocked.Increment(ref _users);
        return Volatile.Read(ref _blocked) == 0 || TryEnterSlow();
    }

    /// <summary>Ends a use.</summary>
    internal void Exit()
    {
        // Short enough to be inlined: a method with a lock never is.
        if (Interlocked.Decrement(ref _users) == 0 && Volatile.Read(ref _blocked) != 0)
        {
            WakeBlocked();
        }
    }

    /// <summary>Waits until nobody uses the mapping and keeps others out; false if it is closed.</summary>
    internal bool TryEnterExclusive()
    {
        lock (_lock)
        {
            if (!AwaitUnblocked())
            {
                return false;
            }

            AwaitUsers();
            return true;
        }
    }

    /// <summary>Lets the others in again.</summary>
    internal void ExitExclusive()
    {
        lock (_lock)
        {
            Volatile.Write(ref _blocked, 0);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Shuts the gate for good and waits for the last user; false if somebody else has closed it.</summary>
    internal bool Close()
    {
        lock (_lock)
        {
            if (!AwaitUnblocked())
            {
                return false;
            }

            Volatile.Write(ref _closed, true);
            AwaitUsers();
            return true;
        }
    }

    private void WakeBlocked()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until nobody keeps others out; false if the gate is closed. The caller holds the lock.</summary>
    private bool AwaitUnblocked()
    {
        while (_blocked != 0 && !_closed)
        {
            Monitor.Wait(_lock);
        }

        return !_closed;
    }

    private void AwaitUsers()
    {
        // A full fence: a user either sees the block or is seen here.
        Interlocked.Exchange(ref _blocked, 1);
        while (Volatile.Read(ref _users) != 0)
        {
            Monitor.Wait(_lock);
        }
    }

    private bool TryEnterSlow()
    {
        Exit();
        lock (_lock)
        {
            if (!AwaitUnblocked())
            {
                return false;
            }

            Interlocked.Increment(ref _users);
            return true;
        }
    }
}
