using System;
using MmapModule.Access;

namespace MmapModule.Platform.Windows.Access;

/// <summary>The machine code of <see cref="GuardedWord"/>: an exception handler, and functions in the calling convention of Windows.</summary>
/// <remarks>
/// The properties are offsets in the code. The functions for exchanging, storing and loading return 0, or 1 after a fault. They
/// touch mapped memory and their result, and nothing else: neither the stack nor registers that belong to the caller. The handler
/// compares the address of the instruction with theirs. A fault in the fast part of a copy goes on in its slow part, which
/// copies single bytes, and one in there ends the copy: so it ends exactly where the memory does.
/// </remarks>
internal sealed partial class GuardedCode : GuardedEntries
{
    private GuardedCode(ReadOnlySpan<byte> code)
        : base(code)
    {
    }

    /// <summary>The exception handler: long onException(EXCEPTION_POINTERS*); it continues after a fault of this code, and leaves all others to those that follow.</summary>
    internal required int OnException { get; init; }

    /// <summary>Where a copy goes on after a fault in its fast part: it copies single bytes.</summary>
    internal required int CopyBytes { get; init; }

    /// <summary>Where functions go on after a fault: they return 1.</summary>
    internal required int Fault { get; init; }

    /// <summary>Where a copy goes on after a fault in its slow part: it ends.</summary>
    internal required int CopyFault { get; init; }
}
