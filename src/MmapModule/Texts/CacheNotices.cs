using System;
using MmapModule.Formatting;

namespace MmapModule.Texts;

/// <summary>Why something stayed in the page cache.</summary>
internal static class CacheNotices
{
    internal static string Unknown(string path) =>
        "The kernel does not tell you how much of '" + path + "' is still cached: you neither own the file nor may write to it.";

    internal static string SeveralKept(long bytes, long files, string lastOne) =>
        FormattableString.Invariant($"{ByteSize.Format(bytes)} of {files} files stayed in the page cache; -Verbose says why for each. The last one: {lastOne}");

    internal static string Kept(CachedFile file, FileCacheInfo before, FileCacheInfo after, bool isSynced)
    {
        string kept = ByteSize.Format(after.CachedBytes) + " of '" + file.Path + "' stayed in the page cache: ";
        if (file.IsMemory)
        {
            return kept + "it is a file in memory (tmpfs), so the cache is the file itself.";
        }

        if (isSynced)
        {
            return kept + "a process has it mapped, locked or in use.";
        }

        if (before.DirtyBytes is null)
        {
            return kept + "changes that are not on the disk yet (-Sync writes them first), or pages that a process has mapped, locked or in use.";
        }

        // The kernel has begun to write them, so the later state may no longer show them.
        long unwritten = Math.Min(after.CachedBytes, before.DirtyBytes.Value + before.WritebackBytes!.Value);
        string dirty = unwritten == 0 ? string.Empty : ByteSize.Format(unwritten) + " were not on the disk yet (-Sync writes them first)";
        string used = unwritten == after.CachedBytes ? string.Empty : ByteSize.Format(after.CachedBytes - unwritten) + " are mapped, locked or in use by a process";
        return kept + dirty + (dirty.Length > 0 && used.Length > 0 ? ", " : string.Empty) + used + ".";
    }
}
