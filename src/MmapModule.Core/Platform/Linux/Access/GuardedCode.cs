using System;
using System.Runtime.InteropServices;

namespace MmapModule.Platform.Linux.Access;

/// <summary>The machine code of <see cref="GuardedWord"/>: two signal handlers and functions in the calling convention of C.</summary>
/// <remarks>
/// The properties are offsets in the code. The functions for exchanging, storing and loading return 0, or 1 after a fault. They
/// touch mapped memory and their result, and nothing else: neither the stack nor registers that belong to the caller. A handler
/// compares the address of the instruction with theirs. A fault in the fast part of a copy goes on in its slow part, which
/// copies single bytes, and one in there ends the copy: so it ends exactly where the memory does.
/// </remarks>
internal sealed partial class GuardedCode
{
    private readonly byte[] _code;

    private GuardedCode(ReadOnlySpan<byte> code) => _code = code.ToArray();

    /// <summary>The code for this processor; null if there is none.</summary>
    internal static GuardedCode? Current => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => X64,
        Architecture.Arm64 => Arm64,
        _ => null,
    };

    /// <summary>The bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => _code;

    /// <summary>The handler of SIGBUS.</summary>
    internal required int OnBus { get; init; }

    /// <summary>The handler of SIGSEGV.</summary>
    internal required int OnSegv { get; init; }

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

    /// <summary>Where the address of the previous handler of SIGBUS has to be written.</summary>
    internal required int PreviousBus { get; init; }

    /// <summary>Where the address of the previous handler of SIGSEGV has to be written.</summary>
    internal required int PreviousSegv { get; init; }

    /// <summary>ulong clock(): a counter of the processor that all threads share.</summary>
    internal required int Clock { get; init; }

    /// <summary>ulong frequency(): how often the clock ticks in a second; 0 if the processor does not say, but at least 1 GHz.</summary>
    internal int Frequency { get; init; }
}
