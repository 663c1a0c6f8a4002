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
    internal bool TryCountWaiter(bool isMore) => TryChange(word => isMore ? word + OneWaiter : word >= OneWaiter ? word - OneWaiter : word, out _);

    /// <summary>The word as it is; null if the bytes are gone.</summary>
    internal uint? Read() => TryChange(static word => word, out ulong word) ? (uint)word : null;

    /// <summary>Sleeps as long as the word is this one; false if that is not possible.</summary>
    internal bool Sleep(uint word, int milliseconds) =>
        Use(address => Futex.Wait([address + WordOffset], [word], milliseconds * 1_000_000L));

    /// <summary>Changes the word, and wakes who waits.</summary>
    internal void Wake()
    {
        static ulong Next(ulong word) => (word & ~(OneWaiter - 1)) | unchecked((uint)word + 1);
        if (TryChange(Next, out ulong word) && word >= OneWaiter)
        {
            _ = Use(static address =>
            {
                Futex.Wake(address + WordOffset);
                return true;
            });
        }
    }

    /// <summary>Writes who holds it, 0 for nobody; returns what was there, 0 if the bytes are gone.</summary>
    internal uint SetHolder(uint holder)
    {
        uint found = 0;
        _ = Use(address =>
        {
            uint guess = holder == 0 ? (uint)Environment.ProcessId : 0;
            while (AtomicWord.System.TryCompareExchange(address + HolderOffset, guess, holder, out found))
            {
                if (found == guess)
                {
                    return true;
                }

                guess = found;
            }

            found = 0;
            return false;
        });
        return found;
    }

    /// <summary>The process that holds it, or held it when it ended; 0 for none.</summary>
    internal uint ReadHolder()
    {
        uint found = 0;
        return Use(address => AtomicWord.System.TryCompareExchange(address + HolderOffset, 0u, 0u, out found)) ? found : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _page.Dispose();

    private bool TryChange(Func<ulong, ulong> change, out ulong word)
    {
        ulong guess = 0;
        bool isDone = Use(address =>
        {
            while (AtomicWord.System.TryCompareExchange(address + WordOffset, guess, change(guess), out ulong found))
            {
                if (found == guess)
                {
                    return true;
                }

                guess = found;
            }

            return false;
        });
        word = guess;
        return isDone;
    }

    /// <summary>The page stays mapped while it is used.</summary>
    private bool Use(Func<nint, bool> action)
    {
        bool isHeld = false;
        try
        {
            _page.DangerousAddRef(ref isHeld);
            return action(_page.Address);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (isHeld)
            {
                _page.DangerousRelease();
            }
        }
    }
}
