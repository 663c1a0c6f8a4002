using System;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.SharedQueues;

/// <summary>
/// The lock of one end of a queue: a word that holds the slot of the process that has it, and a bit if others sleep on the word.
/// One thread of this object at a time uses it.
/// </summary>
/// <remarks>
/// A process that is killed leaves its number behind. Whoever can take its slot knows that it is dead, and while it has the
/// slot, nobody else can begin to use the number; so the lock passes from the dead to the living in one step.
/// </remarks>
internal sealed class QueueLock
{
    private const uint HasWaiters = 0x8000_0000;

    private const int Spins = 100;
    private const int SpinLength = 20;

    /// <summary>A holder that dies wakes nobody: at most so many milliseconds lie between two checks.</summary>
    private const int LongestPause = 20;

    private readonly QueueFile _file;
    private readonly int _offset;
    private readonly uint _slot;

    internal QueueLock(QueueFile file, int offset, uint slot)
    {
        _file = file;
        _offset = offset;
        _slot = slot;
    }

    /// <summary>Releases what a process that had this slot before has left behind: until it did so, nobody else took the lock from it.</summary>
    internal void Clear(nint start)
    {
        nint word = start + _offset;
        uint found = _file.LoadWord(word);
        if ((found & ~HasWaiters) == _slot)
        {
            _ = _file.Exchange(word, found, 0);
            _ = _file.Waiting.Wake(word, _offset, 1);
        }
    }

    /// <summary>Takes the lock; false if somebody alive has kept it for so many milliseconds.</summary>
    internal bool TryEnter(nint start, int milliseconds)
    {
        nint word = start + _offset;
        if (_file.Exchange(word, 0, _slot) == 0)
        {
            return true;
        }

        for (int i = 0; i < Spins && Environment.ProcessorCount > 1; i++)
        {
            Thread.SpinWait(SpinLength);
            if (_file.LoadWord(word) == 0 && _file.Exchange(word, 0, _slot) == 0)
            {
                return true;
            }
        }

        return Wait(word, milliseconds);
    }

    /// <summary>Releases the lock, and wakes one of those who wait. Never throws: what is done is done.</summary>
    internal void Leave(nint start)
    {
        nint word = start + _offset;
        if (AtomicWord.System.TryCompareExchange(word, _slot, 0, out uint found) && found == (_slot | HasWaiters)
            && AtomicWord.System.TryCompareExchange(word, found, 0, out _))
        {
            _ = _file.Waiting.Wake(word, _offset, 1);
        }
    }

    private bool Wait(nint word, int milliseconds)
    {
        long end = Environment.TickCount64 + milliseconds;
        for (int pause = 1; ; pause = Math.Min(2 * pause, LongestPause))
        {
            // Others may sleep as well; only the last one of them wakes nobody.
            uint found = _file.Exchange(word, 0, _slot | HasWaiters);
            if (found == 0 || TryTakeOver(word, found))
            {
                return true;
            }

            if (Environment.TickCount64 >= end)
            {
                return false;
            }

            if ((found & HasWaiters) != 0 || _file.Exchange(word, found, found | HasWaiters) == found)
            {
                Sleep(word, found | HasWaiters, pause);
            }
        }
    }

    private void Sleep(nint word, uint value, int milliseconds)
    {
        if (!_file.Waiting.Sleep(word, _offset, value, milliseconds))
        {
            // The page is gone, which the next look reports, or a sandbox forbids the call.
            Thread.Sleep(1);
        }
    }

    /// <summary>Takes the lock from a process that has ended.</summary>
    private bool TryTakeOver(nint word, uint found)
    {
        uint holder = found & ~HasWaiters;
        if (holder is 0 or > QueueLayout.Slots)
        {
            throw _file.Invalid("its locks are held by a slot that does not exist.");
        }

        if (holder == _slot)
        {
            // Nobody but this object has the slot, and it is not inside.
            return _file.Exchange(word, found, _slot | HasWaiters) == found;
        }

        lock (_file.Slots.Lock)
        {
            if (!_file.Slots.TryTake(holder))
            {
                return false;
            }

            try
            {
                return _file.Exchange(word, found, _slot | HasWaiters) == found;
            }
            finally
            {
                _file.Slots.Free(holder);
            }
        }
    }
}
