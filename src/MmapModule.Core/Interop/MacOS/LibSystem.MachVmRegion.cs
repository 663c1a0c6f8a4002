using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>mach_vm_region, mach/mach_vm.h: the first region at or after an address; returns a kern_return_t.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mach_vm_region", SetLastError = true)]
    internal static partial int mach_vm_region(uint target_task, ulong* address, ulong* size, int flavor, VmRegionInfo* info, uint* infoCnt, uint* object_name);
}
