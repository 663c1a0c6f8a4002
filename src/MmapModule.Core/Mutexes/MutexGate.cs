using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>
/// Where the threads of this process queue for the lock of one file, so that only one of them waits for other processes, and
/// a release is seen by the next at once.
/// </summary>
internal sealed class MutexGate
{
    private static readonly Dictionary<(FileIdentity File, MutexStyle Style), MutexGate> s_gates = [];

    private readonly object _lock = new();
    private readonly (FileIdentity File, MutexStyle Style) _key;
    private int _users;
    private int _waiting;
    private int _sharing;
    private bool _isAlone;

    private MutexGate((FileIdentity File, MutexStyle Style) key) => _key = key;

    /// <summary>The gate of a file; each user returns it.</summary>
    internal static MutexGate Rent(FileIdentity file, MutexStyle style)
    {
        lock (s_gates)
        {
            if (!s_gates.TryGetValue((file, style), out MutexGate? gate))
            {
                gate = s_gates[(file, style)] = new MutexGate((file, style));
            }

            gate._users++;
            return gate;
        }
    }

    /// <summary>Returns the gate.</summary>
    internal void Return()
    {
        lock (s_gates)
        {
            if (--_users == 0)
            {
                s_gates.Remove(_key);
            }
        }
    }

    /// <summary>Enters, and waits for it at most this many milliseconds.</summary>
    internal bool TryEnter(bool isShared, int milliseconds)
    {
        lock (_lock)
        {
            if (TryEnter(isShared))
            {
                return true;
            }

            if (milliseconds == 0)
            {
                return false;
            }

            _waiting++;
            bool isWoken = Monitor.Wait(_lock, milliseconds);
            _waiting--;
            return isWoken && TryEnter(isShared);
        }
    }

    /// <summary>Leaves, and lets others try.</summary>
    internal void Leave(bool isShared)
    {
        lock (_lock)
        {
            if (isShared)
            {
                _sharing--;
            }
            else
            {
                _isAlone = false;
            }

            if (_waiting > 0)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    private bool TryEnter(bool isShared)
    {
        if (_isAlone || (!isShared && _sharing > 0))
        {
            return false;
        }

        if (isShared)
        {
            _sharing++;
        }
        else
        {
            _isAlone = true;
        }

        return true;
    }
}
