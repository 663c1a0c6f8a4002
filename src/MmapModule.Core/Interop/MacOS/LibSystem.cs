namespace MmapModule.Interop.MacOS;

/// <summary>The functions of the system's library that the engine calls, one file each, spelled as in Apple's headers.</summary>
/// <remarks>
/// Functions with variable arguments (open, fcntl, shm_open) need care. On arm64 Apple passes variable arguments on the stack, and
/// a declaration without "..." would put them into a register, where nobody looks. The first eight arguments of an ordinary function
/// go into registers and the ninth onto the stack, into the place of the first variable argument. On x64 variable arguments go where
/// ordinary ones do: the third argument into the third register. So these are declared with nine arguments, and the caller passes
/// the variable one twice, as the third and as the ninth. Each of them is 8 bytes long, as a place on the stack is.
/// </remarks>
internal static unsafe partial class LibSystem
{
    /// <summary>C library, threads and Mach calls in one; it is in the shared cache of every macOS.</summary>
    internal const string Library = "/usr/lib/libSystem.dylib";
}
