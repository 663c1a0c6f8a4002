namespace MmapModule.Platform.Linux.Files;

/// <summary>The file systems, by the magic number of statfs(2), whose maps behave in a way of their own.</summary>
internal static class FileSystems
{
    private const long Ext = 0xEF53;
    private const long Xfs = 0x58465342;
    private const long Btrfs = 0x9123683E;
    private const long F2Fs = 0xF2F52010;
    private const long Tmpfs = 0x01021994;
    private const long Nfs = 0x6969;
    private const long Smb2 = 0xFE534D42;
    private const long Cifs = 0xFF534D42;
    private const long Smb = 0x517B;
    private const long Ceph = 0x00C36400;
    private const long NineP = 0x01021997;
    private const long Afs = 0x5346414F;
    private const long HugeTlb = 0x958458F6;
    private const long Sysfs = 0x62656572;
    private const long Proc = 0x9FA0;
    private const long DebugFs = 0x64626720;
    private const long SecretMemory = 0x5345434D;

    /// <summary>read(2) and mmap(2) are known to see the same page cache.</summary>
    internal static bool IsCoherent(long type) => type is Ext or Xfs or Btrfs or F2Fs or Tmpfs;

    /// <summary>stat(2) and /proc/PID/maps are known to show the same device; Btrfs and overlays differ.</summary>
    internal static bool HasOneDevice(long type) => type is Ext or Xfs or F2Fs or Tmpfs;

    /// <summary>A copy may share the blocks of its source. Elsewhere copy_file_range(2) is no faster than read and write.</summary>
    internal static bool SharesBlocks(long type) => type is Btrfs or Xfs;

    /// <summary>The files take up memory, which may run out before the file system does.</summary>
    internal static bool IsMemory(long type) => type is Tmpfs;

    /// <summary>Other machines may change the file without this one noticing.</summary>
    internal static bool IsNetwork(long type) => type is Nfs or Smb2 or Cifs or Smb or Ceph or NineP or Afs;

    /// <summary>The files are made of huge pages.</summary>
    internal static bool IsHuge(long type) => type is HugeTlb;

    /// <summary>memfd_secret and the files of the kernel: process_vm_readv cannot copy their pages, the processor can.</summary>
    internal static bool NeedsProcessorCopy(long type) => type is SecretMemory or Sysfs or Proc or DebugFs;
}
