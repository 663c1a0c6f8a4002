using System;

namespace MmapModule.Access;

/// <summary>Machine code whose faults are caught, and where in it its functions are.</summary>
/// <remarks>
/// The functions for exchanging, storing and loading return 0, or 1 after a fault. They touch mapped memory and their result,
/// and nothing else: neither the stack nor registers that belong to the caller.
/// </remarks>
internal abstract class GuardedEntries
{
    private readonly byte[] _code;

    private protected GuardedEntries(ReadOnlySpan<byte> code) => _code = code.ToArray();

    /// <summary>The bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => _code;

    /// <summary>int exchange32(uint* address, uint expected, uint desired, ulong* found).</summary>
    internal required int Exchange32 { get; init; }

    /// <summary>int exchange64(ulong* address, ulong expected, ulong desired, ulong* found).</summary>
    internal required int Exchange64 { get; init; }

    /// <summary>int store8(byte* address, uint value).</summary>
    internal required int Store8 { get; init; }

    /// <summary>int store16(ushort* address, uint value).</summary>
    internal required int Store16 { get; init; }

    /// <summary>int store32(uint* address, uint value).</summary>
    internal required int Store32 { get; init; }

    /// <summary>int store64(ulong* address, ulong value).</summary>
    internal required int Store64 { get; init; }

    /// <summary>int load8(byte* address, ulong* second, ulong found[2]); first the value is loaded, then 8 bytes elsewhere.</summary>
    internal required int Load8 { get; init; }

    /// <summary>int load16(ushort* address, ulong* second, ulong found[2]).</summary>
    internal required int Load16 { get; init; }

    /// <summary>int load32(uint* address, ulong* second, ulong found[2]).</summary>
    internal required int Load32 { get; init; }

    /// <summary>int load64(ulong* address, ulong* second, ulong found[2]).</summary>
    internal required int Load64 { get; init; }

    /// <summary>long copy(byte* to, byte* from, long count): how many bytes were not copied, because the next one cannot be.</summary>
    internal required int Copy { get; init; }
}
