using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct sigaction of the C library: a handler, a mask that is only ever passed on, and flags.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct SigAction
{
    internal const int SIGBUS = 7;
    internal const int SIGSEGV = 11;

    /// <summary>The handlers SIG_DFL and SIG_IGN are 0 and 1.</summary>
    internal const nint SIG_IGN = 1;

    internal const uint SA_SIGINFO = 4;
    internal const uint SA_RESETHAND = 0x80000000;

    [FieldOffset(0)]
    internal nint sa_sigaction;

    /// <summary>After the handler and the 128 bytes of the mask, in glibc and in musl.</summary>
    [FieldOffset(136)]
    internal uint sa_flags;
}
