using System;

namespace MmapModule.Platform.Windows.Access;

/// <summary>The machine code of <see cref="GuardedWord"/>: an exception handler, and functions in the calling convention of Windows.</summary>
/// <remarks>
/// The properties are offsets in the code. The functions for exchanging, storing and loading return 0, or 1 after a fault. They
/// touch mapped memory and their result, and nothing else: neither the stack nor registers that belong to the caller. The handler
/// compares the address of the instruction with theirs. A fault in the fast part of a copy goes on in its slow part, which
/// copies single bytes, and one in there ends the copy: so it ends exactly where the memory does.
/// </remarks>
internal sealed partial class GuardedCode
{
    private readonly byte[] _code;

    private GuardedCode(ReadOnlySpan<byte> code) => _code = code.ToArray();

    /// <summary>The bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => _code;

    /// <summary>The exception handler: long onException(EXCEPTION_POINTERS*); it continues after a fault of this code, and leaves all others to those that follow.</summary>
    internal required int OnException { get; init; }

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

    /// <summary>Where a copy goes on after a fault in its fast part: it copies single bytes.</summary>
    internal required int CopyBytes { get; init; }

    /// <summary>Where functions go on after a fault: they return 1.</summary>
    internal required int Fault { get; init; }

    /// <summary>Where a copy goes on after a fault in its slow part: it ends.</summary>
    internal required int CopyFault { get; init; }
}
