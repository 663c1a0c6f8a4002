using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>mach_vm_read_overwrite, mach/mach_vm.h: copies memory of a task; returns a kern_return_t.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mach_vm_read_overwrite", SetLastError = true)]
    internal static partial int mach_vm_read_overwrite(uint target_task, ulong address, ulong size, ulong data, ulong* outsize);
}
