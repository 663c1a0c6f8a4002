namespace MmapModule.Platform.Linux.Locks;

/// <summary>A lock that /proc shows: on which file, of which kind, and who holds it; 0 or less if that is not told.</summary>
internal readonly record struct HeldLock(FileIdentity File, MutexStyle Style, bool IsShared, int ProcessId);
