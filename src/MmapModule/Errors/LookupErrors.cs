using System;

namespace MmapModule.Errors;

/// <summary>The errors about things that were looked for and not found.</summary>
internal static class LookupErrors
{
    internal static MmapException NoMapId(int id) => NoMap(FormattableString.Invariant($"the id {id}"));

    internal static MmapException NoMapName(string name) => NoMap("the name '" + name + "'");

    internal static MmapException NoMapPath(string path) => NoMap("the path '" + path + "'");

    internal static MmapException NoSharedMemory(string name) => new(
        MmapErrorKind.SharedMemoryNotFound,
        "There is no shared memory named '" + name + "'.",
        "Get-SharedMemory lists the existing objects.");

    internal static MmapException NoSegment(int id) => NoSegment(MmapErrorKind.SharedMemoryNotFound, FormattableString.Invariant($"id {id}"));

    internal static MmapException NoSegmentKey(int key) => NoSegment(MmapErrorKind.KeyNotFound, FormattableString.Invariant($"key 0x{key:X8}"));

    internal static MmapException NoSemaphore(string name) => NoSemaphore(MmapErrorKind.SemaphoreNotFound, "semaphore named '" + name + "'");

    internal static MmapException NoSemaphoreSet(int id) =>
        NoSemaphore(MmapErrorKind.SemaphoreNotFound, FormattableString.Invariant($"semaphore set with the id {id}"));

    internal static MmapException NoSemaphoreKey(int key) =>
        NoSemaphore(MmapErrorKind.KeyNotFound, FormattableString.Invariant($"semaphore set with the key 0x{key:X8}"));

    internal static MmapException NoQueue(string name) => NoQueue(MmapErrorKind.QueueNotFound, "named '" + name + "'");

    internal static MmapException NoQueueId(int id) => NoQueue(MmapErrorKind.QueueNotFound, FormattableString.Invariant($"with the id {id}"));

    internal static MmapException NoQueueKey(int key) => NoQueue(MmapErrorKind.KeyNotFound, FormattableString.Invariant($"with the key 0x{key:X8}"));

    internal static MmapException NoMutex(string name) => new(
        MmapErrorKind.SharedMemoryNotFound,
        "There is no lock named '" + name + "'.",
        "Get-SharedMutex lists what there is; Lock-SharedMutex and Use-SharedMutex create one. For a lock on a file of your own give -Path.");

    internal static MmapException NoProcess(string name) => new(
        MmapErrorKind.PathNotFound,
        "There is no process named '" + name + "'.",
        "Get-Process lists the running processes; wildcards are allowed.");

    internal static MmapException NoFile(string path) => new(
        MmapErrorKind.PathNotFound,
        "Cannot find '" + path + "', and no process that could be examined maps a deleted file of that name.",
        "Check the spelling of the path.")
    {
        Path = path,
    };

    private static MmapException NoSegment(MmapErrorKind kind, string which) =>
        new(kind, "There is no System V segment with the " + which + ".", "Get-SharedMemory -Kind SystemV lists the existing segments.");

    private static MmapException NoSemaphore(MmapErrorKind kind, string what) =>
        new(kind, "There is no " + what + ".", "Get-SharedSemaphore lists the existing semaphores.");

    private static MmapException NoQueue(MmapErrorKind kind, string which) =>
        new(kind, "There is no message queue " + which + ".", "Get-MessageQueue lists the existing queues; New-MessageQueue creates one.");

    private static MmapException NoMap(string what) => new(
        MmapErrorKind.MapNotFound,
        "There is no open map with " + what + ".",
        "Get-MemoryMap without parameters lists the maps that are open in this process.");
}
