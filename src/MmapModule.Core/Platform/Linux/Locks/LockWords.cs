using System;
using MmapModule.Access;
using MmapModule.Platform.Linux.Access;

namespace MmapModule.Platform.Linux.Locks;

/// <summary>
/// What the file of a lock with a name holds beside the lock: a word that changes with each release, on which those who wait
/// sleep, how many they are, and a note of the process that holds it alone. The lock is right without it: if these bytes are
/// gone or nonsense, those who wait look again after a while.
/// </summary>
internal sealed class LockWords : IDisposable
{
    /// <summary>The length of the file.</summary>
    internal const int Size = 32;

    private const int WordOffset = 8;
    private const int HolderOffset = 16;
    private const int WaiterShift = 32;
    private const ulong OneWaiter = 1UL << WaiterShift;

    private readonly SharedPage _page;

    /// <summary>What the word probably is now. One thread at a time uses the file.</summary>
    private ulong _guess;

    internal LockWords(IMapPlatform platform, MapBacking backing) => _page = new SharedPage(platform, backing);

    private static ReadOnlySpan<byte> Magic => "MMAPMTX1"u8;

    /// <summary>The bytes of a new file.</summary>
    internal static byte[] Create()
    {
        byte[] bytes = new byte[Size];
        Magic.CopyTo(bytes);
        return bytes;
    }

    /// <summary>Whether these are the bytes of such a file.</summary>
    internal static bool Are(ReadOnlySpan<byte> bytes) => bytes.Length == Size && bytes.StartsWith(Magic);

    /// <summary>Counts one who waits; false if the bytes are gone.</summary>
    internal bool TryCountWaiter(bool isMore)
    {
        using PageUse use = new(_page);
        return isMore ? TryChange(use, static word => word + OneWaiter, out _) : TryChange(use, static word => word >= OneWaiter ? word - OneWaiter : word, out _);
    }

    /// <summary>The word as it is; null if the bytes are gone.</summary>
    internal uint? Read()
    {
        using PageUse use = new(_page);
        return TryChange(use, static word => word, out ulong word) ? (uint)word : null;
    }

    /// <summary>Sleeps as long as the word is this one; false if that is not possible.</summary>
    internal bool Sleep(uint word, int milliseconds)
    {
        using PageUse use = new(_page);
        return use.IsMapped && Futex.Wait([use.Address + WordOffset], [word], milliseconds * 1_000_000L);
    }

    /// <summary>Changes the word, and wakes who waits.</summary>
    internal void Wake()
    {
        using PageUse use = new(_page);
        if (TryChange(use, static word => (word & ~(OneWaiter - 1)) | unchecked((uint)word + 1), out ulong word) && word >= OneWaiter)
        {
            Futex.Wake(use.Address + WordOffset);
        }
    }

    /// <summary>Writes who holds it, 0 for nobody; returns what was there, 0 if the bytes are gone.</summary>
    internal uint SetHolder(uint holder)
    {
        using PageUse use = new(_page);
        return use.IsMapped ? SetHolder(use.Address + HolderOffset, holder) : 0;
    }

    /// <summary>The process that holds it, or held it when it ended; 0 for none.</summary>
    internal uint ReadHolder()
    {
        using PageUse use = new(_page);
        return use.IsMapped && AtomicWord.System.TryCompareExchange(use.Address + HolderOffset, 0u, 0u, out uint found) ? found : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _page.Dispose();

    private static uint SetHolder(nint address, uint holder)
    {
        uint guess = holder == 0 ? (uint)Environment.ProcessId : 0;
        while (AtomicWord.System.TryCompareExchange(address, guess, holder, out uint found))
        {
            if (found == guess)
            {
                return found;
            }

            guess = found;
        }

        return 0;
    }

    private bool TryChange(PageUse use, Func<ulong, ulong> change, out ulong word)
    {
        word = _guess;
        return use.IsMapped && TryChange(use.Address + WordOffset, change, ref word, ref _guess);
    }

    /// <summary>Not in a method with a try block, where .NET makes the call of machine code slower.</summary>
    private static bool TryChange(nint address, Func<ulong, ulong> change, ref ulong word, ref ulong next)
    {
        while (true)
        {
            ulong changed = change(word);
            if (!AtomicWord.System.TryCompareExchange(address, word, changed, out ulong found))
            {
                return false;
            }

            if (found == word)
            {
                next = changed;
                return true;
            }

            word = found;
        }
    }
}
