using MmapModule.Access;

namespace MmapModule.SharedQueues;

/// <summary>
/// A word on which those sleep who wait for one end of a queue to move. Its lowest bit says that there may be some, so that
/// nobody makes a system call for nothing; the rest changes with each of them, so that no wake is lost.
/// </summary>
/// <remarks>A count of sleepers would stay too high when one of them is killed. The bit is cleared when a wake finds nobody.</remarks>
internal sealed class QueueSignal
{
    private const uint HasSleepers = 1;
    private const uint Step = 2;

    private readonly QueueFile _file;
    private readonly int _offset;

    internal QueueSignal(QueueFile file, int offset)
    {
        _file = file;
        _offset = offset;
    }

    /// <summary>Announces a sleeper, who then looks once more and sleeps only as long as the word is what this returns.</summary>
    internal uint Announce(nint start)
    {
        nint word = start + _offset;
        uint guess = _file.LoadWord(word);
        while (true)
        {
            uint wanted = unchecked(guess + Step) | HasSleepers;
            uint found = _file.Exchange(word, guess, wanted);
            if (found == guess)
            {
                return wanted;
            }

            guess = found;
        }
    }

    /// <summary>Sleeps; false if that is not possible.</summary>
    internal bool Sleep(nint start, uint announced, int milliseconds) => _file.Waiting.Sleep(start + _offset, _offset, announced, milliseconds);

    /// <summary>Wakes one sleeper. Never throws: what is done is done.</summary>
    internal void WakeOne(nint start)
    {
        nint word = start + _offset;
        if (QueueWords.TryLoad(word, out uint found) && (found & HasSleepers) != 0 && _file.Waiting.Wake(word, _offset, 1) == 0)
        {
            // Somebody who has announced himself meanwhile has changed the word, so this does nothing then.
            _ = AtomicWord.System.TryCompareExchange(word, found, unchecked(found + Step) & ~HasSleepers, out _);
        }
    }

    /// <summary>Wakes all of them: messages need different room.</summary>
    internal void WakeAll(nint start)
    {
        nint word = start + _offset;
        while (QueueWords.TryLoad(word, out uint found) && (found & HasSleepers) != 0
            && AtomicWord.System.TryCompareExchange(word, found, unchecked(found + Step) & ~HasSleepers, out uint before))
        {
            if (before == found)
            {
                _ = _file.Waiting.Wake(word, _offset, int.MaxValue);
                return;
            }
        }
    }
}
