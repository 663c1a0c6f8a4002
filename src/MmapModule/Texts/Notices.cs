using System;
using MmapModule.Formatting;

namespace MmapModule.Texts;

/// <summary>Warnings, and what -Verbose tells.</summary>
internal static class Notices
{
    internal const string ReplacementCharacter =
        "The text contains the character U+FFFD, which replaced bytes that were not text when it was read. It is written as this character.";

    internal static string OwnerDied(string path) =>
        "The last process that held the lock on '" + path + "' exclusively ended without releasing it. What it was changing may be incomplete.";

    internal static string Skipped(string reason) => reason + " It is skipped.";

    internal static string Device(string path) => "'" + path + "' is a character device, which is opened only if it is given by its name.";

    internal static string NoMatch(string path) => "No file matches '" + path + "'.";

    internal static string LineCut(int reach) => FormattableString.Invariant(
        $"Some lines are not whole: IsLineCut says which. {ByteSize.Format(reach)} before a hit and as much from there on are taken, and as much again for each line of -Context.");

    internal static string FlagsIgnored(MapFlags flags) => "The kernel accepts and ignores " + flags + ".";

    internal static string NotShortened(string target, long? length) =>
        FormattableString.Invariant($"'{target}' already has {length} bytes and is not made shorter.");

    internal static string NetworkFile(string target) =>
        "'" + target + "' is on a network file system: changes made on other machines may appear late or never.";

    internal static string PrivateSync(MemoryMap map) => map + " is private: its changes are never written to the file.";

    internal static string MemorySync(MemoryMap map) => map + " is memory: there is no disk to write to.";

    /// <summary>What long work came to. Less than a millisecond says nothing about the speed.</summary>
    internal static string Rate(string activity, long bytes, TimeSpan time) => FormattableString.Invariant(
        $"{activity}: {ByteCount.Text(bytes)} in {time.TotalSeconds:0.###} s{(bytes > 0 && time.TotalMilliseconds >= 1 ? ", " + ByteSize.Format((long)Math.Min(bytes / time.TotalSeconds, long.MaxValue)) + "/s" : string.Empty)}.");

    internal static string Loaded(long read, string path) => FormattableString.Invariant($"Read {read} missing bytes of '{path}'.");

    internal static string Dug(long freed, MemoryMap map) => FormattableString.Invariant($"Freed {ByteCount.Text(freed)} of {map}.");

    internal static string LargerThanMemory(string path, long length, long available) =>
        $"'{path}' has {ByteSize.Format(length)}, but only {ByteSize.Format(available)} of memory are available: the end of the file will evict its beginning from the cache.";
}
