using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Access;

/// <summary>Compare-and-exchange on mapped memory, the one atomic instruction that all others are made of.</summary>
/// <remarks>
/// It works on the real memory, so it is atomic towards every process and every program. Both forms are a full fence:
/// atomic operations of all processes happen in one order that all of them see (sequential consistency).
/// </remarks>
internal abstract class AtomicWord
{
    /// <summary>Set this environment variable to 1 to probe pages although bad ones can be caught; tests use it.</summary>
    internal const string ForceProbeVariable = "MMAPMODULE_FORCE_ATOMIC_PROBE";

    private static AtomicWord? s_system;

    private protected AtomicWord(bool canCopy) => CanCopy = canCopy;

    /// <summary>
    /// What this system can do, for loads. Get it again for each use, and do not keep it: the signal handlers that
    /// it relies on may be gone at the next.
    /// </summary>
    internal static AtomicWord System => Ready(isExact: false);

    /// <summary>The same for stores and atomic operations: the signal handlers were there a moment ago.</summary>
    internal static AtomicWord ForWriting => Ready(isExact: true);

    /// <summary>The system call that fails, for errors.</summary>
    internal abstract string? NativeCall { get; }

    /// <summary>Writes <paramref name="desired"/> if <paramref name="expected"/> is there.</summary>
    /// <param name="address">A multiple of 4 inside a mapping whose gate the caller holds.</param>
    /// <param name="expected">What must be there.</param>
    /// <param name="desired">What is to be written.</param>
    /// <param name="found">What was there: equal to <paramref name="expected"/> if it was written.</param>
    /// <returns>False if the page cannot be accessed.</returns>
    internal abstract bool TryCompareExchange(nint address, uint expected, uint desired, out uint found);

    /// <summary>The same with 64 bits, at a multiple of 8.</summary>
    internal abstract bool TryCompareExchange(nint address, ulong expected, ulong desired, out ulong found);

    /// <summary>True if bytes can also be loaded, stored and copied without a system call.</summary>
    internal bool CanCopy { get; }

    /// <summary>Reads a number in one step, where <see cref="CanCopy"/>.</summary>
    /// <param name="address">Inside a mapping whose gate the caller holds; any alignment, but only aligned numbers are never torn.</param>
    /// <param name="size">1, 2, 4 or 8.</param>
    /// <param name="value">The bytes.</param>
    /// <returns>False if the page cannot be accessed.</returns>
    internal bool TryLoad(nint address, int size, out ulong value) =>
        TryLoad(address, size, (nint)MapRange.AlignDown(address, sizeof(ulong)), out value, out _);

    /// <summary>Reads a number, and then 8 bytes elsewhere.</summary>
    /// <param name="address">As above.</param>
    /// <param name="size">1, 2, 4 or 8.</param>
    /// <param name="second">Where to read 8 bytes more.</param>
    /// <param name="value">The bytes of the number.</param>
    /// <param name="other">The 8 bytes, read after the number.</param>
    /// <returns>False if one of the pages cannot be accessed.</returns>
    internal virtual bool TryLoad(nint address, int size, nint second, out ulong value, out ulong other) => throw new NotSupportedException();

    /// <summary>Writes 1, 2, 4 or 8 bytes in one step, where <see cref="CanCopy"/>.</summary>
    internal virtual bool TryStore(nint address, int size, ulong value) => throw new NotSupportedException();

    /// <summary>Copies bytes between mapped memory and our own, where <see cref="CanCopy"/>.</summary>
    /// <param name="destination">Inside a mapping whose gate the caller holds, or pinned.</param>
    /// <param name="source">The same.</param>
    /// <param name="count">How many bytes: few enough that the signal handlers are still there at the end.</param>
    /// <returns>How many bytes were copied; less than requested means that the next byte cannot be read or written.</returns>
    internal virtual long Copy(nint destination, nint source, long count) => throw new NotSupportedException();

    /// <summary>Does what should come before other libraries are loaded: some save the signal handlers they find, and restore them later.</summary>
    internal static void Prepare() => MapPlatform.Current.Copying.Prepare();

    /// <summary>Whether this can still be used: what it relies on may have been taken away by other code of the process.</summary>
    /// <param name="isExact">True to find out now; false to trust an answer of some microseconds ago.</param>
    internal virtual bool IsReady(bool isExact) => true;

    private static AtomicWord Ready(bool isExact)
    {
        AtomicWord? known = Volatile.Read(ref s_system);
        return known is not null && known.IsReady(isExact) ? known : MapPlatform.Current.Copying.SelectWord(ref s_system, isExact);
    }
}
