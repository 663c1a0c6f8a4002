namespace MmapModule.Platform;

/// <summary>Device and inode: the same file whatever its name.</summary>
internal readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode);
