using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct sigaction of the C library: a handler, and a mask and flags that are only ever passed on.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct SigAction
{
    internal const int SIGBUS = 7;
    internal const int SIGSEGV = 11;

    /// <summary>The handlers SIG_DFL and SIG_IGN are 0 and 1.</summary>
    internal const nint SIG_IGN = 1;

    internal nint sa_sigaction;
}
