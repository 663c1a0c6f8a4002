using System;
using System.Threading;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>
/// A property of the system that is found out at the first use, by one thread. What could not be determined for a temporary
/// reason, such as a lack of descriptors, counts as "no" for now and is looked at again the next time.
/// </summary>
internal sealed class ProbedOnce
{
    private const int Unknown = 0;
    private const int No = 1;
    private const int Yes = 2;

    private readonly object _lock = new();
    private readonly Func<bool?> _probe;
    private int _state = Unknown;

    /// <param name="probe">Finds it out; null if that is not possible now.</param>
    internal ProbedOnce(Func<bool?> probe) => _probe = probe;

    internal bool Value
    {
        get
        {
            int state = Volatile.Read(ref _state);
            return state == Unknown ? Find() : state == Yes;
        }
    }

    private bool Find()
    {
        lock (_lock)
        {
            if (_state == Unknown && _probe() is { } found)
            {
                Volatile.Write(ref _state, found ? Yes : No);
            }

            return _state == Yes;
        }
    }
}
