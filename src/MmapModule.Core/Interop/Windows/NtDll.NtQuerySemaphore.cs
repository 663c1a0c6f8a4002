using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class NtDll
{
    /// <summary>NtQuerySemaphore: how many permits of a semaphore are free, and how many it can have; an NTSTATUS.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "NtQuerySemaphore", SetLastError = true)]
    internal static partial int NtQuerySemaphore(SafeWaitHandle semaphore, int informationClass, void* information, uint size, uint* returned);
}
