using System;
using MmapModule.Formatting;

namespace MmapModule.Texts;

/// <summary>What -WhatIf and -Confirm say: what is acted on, and what is done to it.</summary>
internal static class Actions
{
    internal const string Remove = "Remove";
    internal const string RemoveName = "Remove the name; processes that map it keep their maps";
    internal const string RemoveSemaphore = "Remove the name; processes that have it open keep it";
    internal const string RemoveSemaphoreSet = "Remove; all waiters get an error";
    internal const string RemoveQueue = "Remove the name and, when no process has it open any more, its messages";
    internal const string RemoveSystemVQueue = "Remove with its messages; all waiters get an error";
    internal const string DropFromCache = "Drop from the page cache";
    internal const string SyncAndDropFromCache = "Write changes to the disk and drop from the page cache";
    internal const string LoadIntoCache = "Read what is missing into the page cache";
    internal const string ClearAndFree = "Clear and free";
    internal const string Dig = "Free the blocks that hold only zeros";
    internal const string Lock = "Lock into memory";
    internal const string LockOnFault = "Lock pages as they are used";
    internal const string Unlock = "Unlock";
    internal const string LockAlone = "Lock exclusively";
    internal const string LockShared = "Lock together with others that only read";
    internal const string UnlockMutex = "Release the lock";
    internal const string Sync = "Write changed pages back";
    internal const string StartSync = "Start writing changed pages back";
    internal const string Write = "Write";
    internal const string MapOnly = "Map";
    internal const string CopyAndMap = "Copy and map";
    internal const string CreateAndMap = "Create and map";
    internal const string GrowAndMap = "Create or grow, and map";
    internal const string OpenAndMap = "Create or open, and map";

    /// <summary>What is done to a semaphore or queue that is wanted.</summary>
    internal static string Open(SharedMemoryMode mode) => mode switch
    {
        SharedMemoryMode.Open => "Open",
        SharedMemoryMode.Create => "Create",
        _ => "Open or create",
    };

    internal static string Range(MapRange range, MemoryMap map) =>
        FormattableString.Invariant($"{ByteCount.Text(range.Length)} at offset {range.Offset} of {map}");

    internal static string Value(MappedValueType type, long offset, MemoryMap map) => FormattableString.Invariant($"{type} at offset {offset} of {map}");

    internal static string Update(AtomicOperation operation, object operand) => FormattableString.Invariant($"{operation} {operand}");

    internal static string RemoveSegment(long attached) => attached == 0
        ? "Remove; its bytes are lost"
        : FormattableString.Invariant($"Remove; it stays while processes have it attached (now {attached}), but cannot be found by its key any more");

    internal static string SegmentKey(int key) => FormattableString.Invariant($"segment with the key 0x{key:X8}");

    internal static string SegmentId(int id) => FormattableString.Invariant($"segment {id}");

    internal static string Mapping(ProcessMapping mapping) => FormattableString.Invariant($"{mapping} of process {mapping.ProcessId} ({mapping.ProcessName})");

    internal static string SharedMemory(string name) => "shared memory '" + name + "'";

    internal static string Semaphore(string name) => "semaphore '" + name + "'";

    internal static string SemaphoreKey(int key) => FormattableString.Invariant($"semaphore set with the key 0x{key:X8}");

    internal static string SemaphoreId(int id) => FormattableString.Invariant($"semaphore set {id}");

    internal static string Queue(string name) => "message queue '" + name + "'";

    internal static string QueueKey(int key) => FormattableString.Invariant($"message queue with the key 0x{key:X8}");

    internal static string QueueId(int id) => FormattableString.Invariant($"message queue {id}");

    internal static string Queue(MessageQueue queue) => queue.Name is { } name ? Queue(name) : queue.ToString();

    internal static string Send(int length) => "Send a message of " + ByteCount.Text(length);

    internal static string Release(int count) => count == 1 ? "Return a permit" : FormattableString.Invariant($"Return {count} permits");

    internal static string Cached(CachedFile file) =>
        file.IsPart ? FormattableString.Invariant($"{file.Path}, {ByteCount.Text(file.Range.Length)} at offset {file.Range.Offset}") : file.Path;

    internal static string Seal(MapSeals seals) => "Add the seals " + seals + ", which can never be removed";

    internal static string Protect(MapProtection? protection, bool seal) => "Set the protection " + protection + (seal ? " and seal it" : string.Empty);

    internal static string Advise(MapAdvice advice) => "Give the advice " + advice
        + (MapAdvices.DestroysFile(advice) ? ", which punches a hole into the file and destroys its content there"
            : MapAdvices.Destroys(advice) ? ", which destroys the content of the map there"
            : string.Empty);

    internal static string RemovePart(long offset, long? length) =>
        FormattableString.Invariant($"Remove {(length is null ? "the rest" : length + " bytes")} at offset {offset}");

    internal static string Resize(long length) => FormattableString.Invariant($"Resize to {length} bytes");

    internal static string ConfirmLoss(long lost, string? path) =>
        FormattableString.Invariant($"The last {lost} bytes of '{path}' will be lost. Make the file shorter?");

    internal static string Save(MemoryMap map, bool changedOnly) =>
        FormattableString.Invariant($"Write the {(changedOnly ? "changed pages" : "content")} of map {map.Id}");

    internal static string Draw(MemoryMap map) => "Write a picture of " + map;

    internal static string Fill(ReadOnlySpan<byte> pattern) => "Overwrite with "
        + (pattern.IndexOfAnyExcept((byte)0) < 0 ? "zeros"
            : pattern.Length <= 16 ? Convert.ToHexString(pattern)
            : FormattableString.Invariant($"a pattern of {pattern.Length} bytes"));

    internal static string WriteHead(long length, long offset, MemoryMap map) =>
        FormattableString.Invariant($"Write {ByteCount.Text(length)} at offset {offset} (0x{offset:X}) of {map}:");

    internal static string WriteOutput(string programs, long offset, MemoryMap map) =>
        FormattableString.Invariant($"Run {programs}, and write its output at offset {offset} (0x{offset:X}) of {map}");

    /// <summary>The places of a dump that are not shown one by one.</summary>
    internal static string MoreRuns(int count, long total) =>
        FormattableString.Invariant($"  and {count} more places, {ByteCount.Text(total)} in all");

    /// <summary>Memory that can be written but not read: the write itself will work.</summary>
    internal static string Unreadable(string reason) => Environment.NewLine + "  The bytes there cannot be shown. " + reason;

    internal static string CopyTo(string destination, long offset, long tail, bool isCut) =>
        FormattableString.Invariant($"{destination}, offset {offset}{(tail == 0 ? string.Empty : "; the " + ByteCount.Text(tail) + " after that " + (isCut ? "will be cut off" : tail == 1 ? "stays" : "stay"))}");

    internal static string AppendTo(string destination) => destination + ", at its end";

    internal static string Copy(MapRange range, object input) =>
        FormattableString.Invariant($"Copy {ByteCount.Text(range.Length)} at offset {range.Offset} of {input}");

    /// <summary>What is done to make a map, with what was asked for.</summary>
    internal static string Map(string action, long? size, bool isPrivate) =>
        action + (size is null ? string.Empty : " with at least " + ByteSize.Format(size.Value)) + (isPrivate ? " (private)" : string.Empty);
}
