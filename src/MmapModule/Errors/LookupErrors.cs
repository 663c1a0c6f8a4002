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

    internal static MmapException NoSemaphore(string name) => NoSemaphore(MmapErrorKind.SemaphoreNotFound, "semaphore named '" + name + "'");

    internal static MmapException NoSemaphoreSet(int id) =>
        NoSemaphore(MmapErrorKind.SemaphoreNotFound, FormattableString.Invariant($"semaphore set with the id {id}"));

    internal static MmapException NoSemaphoreKey(int key) =>
        NoSemaphore(MmapErrorKind.KeyNotFound, FormattableString.Invariant($"semaphore set with the key 0x{key:X8}"));

    internal static MmapException NoQueue(string name) => new(
        MmapErrorKind.QueueNotFound,
        "There is no message queue named '" + name + "'.",
        "Get-MessageQueue lists the existing queues; New-MessageQueue creates one.");

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

    private static MmapException NoSemaphore(MmapErrorKind kind, string what) =>
        new(kind, "There is no " + what + ".", "Get-SharedSemaphore lists the existing semaphores.");

    private static MmapException NoMap(string what) => new(
        MmapErrorKind.MapNotFound,
        "There is no open map with " + what + ".",
        "Get-MemoryMap without parameters lists the maps that are open in this process.");
}
