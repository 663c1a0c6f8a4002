namespace MmapModule.Interop.MacOS;

/// <summary>Constants of Mach: mach/kern_return.h, mach/vm_region.h, mach/vm_prot.h, mach/vm_statistics.h, mach/vm_inherit.h.</summary>
internal static class MachConstants
{
    internal const int KERN_SUCCESS = 0;
    internal const int KERN_INVALID_ADDRESS = 1;
    internal const int KERN_PROTECTION_FAILURE = 2;
    internal const int KERN_NO_SPACE = 3;
    internal const int KERN_RESOURCE_SHORTAGE = 6;
    internal const int KERN_MEMORY_FAILURE = 9;
    internal const int KERN_MEMORY_ERROR = 10;

    internal const int VM_REGION_BASIC_INFO_64 = 9;

    internal const int VM_PROT_READ = 1;
    internal const int VM_PROT_WRITE = 2;
    internal const int VM_PROT_EXECUTE = 4;

    internal const int VM_FLAGS_FIXED = 0x0000;
    internal const int VM_FLAGS_OVERWRITE = 0x4000;

    internal const uint VM_INHERIT_COPY = 1;
    internal const uint VM_INHERIT_SHARE = 0;
}
