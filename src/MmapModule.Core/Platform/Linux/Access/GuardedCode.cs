using System;
using System.Runtime.InteropServices;
using MmapModule.Access;

namespace MmapModule.Platform.Linux.Access;

/// <summary>The machine code of <see cref="GuardedWord"/>: two signal handlers and functions in the calling convention of C.</summary>
/// <remarks>
/// The properties are offsets in the code. The functions for exchanging, storing and loading return 0, or 1 after a fault. They
/// touch mapped memory and their result, and nothing else: neither the stack nor registers that belong to the caller. A handler
/// compares the address of the instruction with theirs. A fault in the fast part of a copy goes on in its slow part, which
/// copies single bytes, and one in there ends the copy: so it ends exactly where the memory does.
/// </remarks>
internal sealed partial class GuardedCode : GuardedEntries
{
    private GuardedCode(ReadOnlySpan<byte> code)
        : base(code)
    {
    }

    /// <summary>The code for this processor; null if there is none.</summary>
    internal static GuardedCode? Current => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => X64,
        Architecture.Arm64 => Arm64,
        _ => null,
    };

    /// <summary>The handler of SIGBUS.</summary>
    internal required int OnBus { get; init; }

    /// <summary>The handler of SIGSEGV.</summary>
    internal required int OnSegv { get; init; }

    /// <summary>Where the address of the previous handler of SIGBUS has to be written.</summary>
    internal required int PreviousBus { get; init; }

    /// <summary>Where the address of the previous handler of SIGSEGV has to be written.</summary>
    internal required int PreviousSegv { get; init; }

    /// <summary>ulong clock(): a counter of the processor that all threads share.</summary>
    internal required int Clock { get; init; }

    /// <summary>ulong frequency(): how often the clock ticks in a second; 0 if the processor does not say, but at least 1 GHz.</summary>
    internal int Frequency { get; init; }
}
