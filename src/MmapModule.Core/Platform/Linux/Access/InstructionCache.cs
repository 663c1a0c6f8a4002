using System.Runtime.InteropServices;

namespace MmapModule.Platform.Linux.Access;

/// <summary>Makes code that was written as data ready to be run, on processors whose two caches do not know of each other.</summary>
/// <remarks>
/// arm64 is such a processor. The kernel does the same when a page becomes executable for the first time, so where the
/// library of GCC's helpers is missing nothing is lost.
/// </remarks>
internal static unsafe class InstructionCache
{
    // SAFETY: the function takes two addresses of a range that is mapped, and changes no memory.
    internal static void Flush(nint address, nint length)
    {
        if (RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            && NativeLibrary.TryLoad("libgcc_s.so.1", out nint library)
            && NativeLibrary.TryGetExport(library, "__clear_cache", out nint clearCache))
        {
            ((delegate* unmanaged[Cdecl]<nint, nint, void>)clearCache)(address, address + length);
        }
    }
}
