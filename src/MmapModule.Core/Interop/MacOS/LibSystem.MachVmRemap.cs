using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>mach_vm_remap, mach/mach_vm.h: maps memory a second time; returns a kern_return_t.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mach_vm_remap", SetLastError = true)]
    internal static partial int mach_vm_remap(uint target_task, ulong* target_address, ulong size, ulong mask, int flags, uint src_task, ulong src_address, int copy, int* cur_protection, int* max_protection, uint inheritance);
}
