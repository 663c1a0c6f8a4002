using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Platform;

/// <content>The objects behind the properties of a platform.</content>
internal sealed partial class MissingPlatform : ICopyLayer, IPageCache, IProcessInspector, ILimits, ISharedMemory, IWaiting, ISemaphores, ILocks, IQueues, IFileWatching
{
    public MemoryCopier FaultProof => throw Missing();

    public long Step => throw Missing();

    public long AvailableMemory => throw Missing();

    public long DefaultHugePageSize => throw Missing();

    public IReadOnlyList<KernelFeature> Features => throw Missing();

    public MemoryCopier SelectCopier(MapRequest request) => throw Missing();

    public AtomicWord SelectWord(ref AtomicWord? known, bool isExact) => throw Missing();

    /// <summary>Importing the module works everywhere.</summary>
    public void Prepare()
    {
    }

    public bool ShowsFiles => throw Missing();

    public PageCounts? Count(MapBacking file, MapRange range) => throw Missing();

    public bool IsKnownEmpty(MapBacking file, MapRange range) => throw Missing();

    public bool IsReliable(MapBacking file) => throw Missing();

    public bool IsMemory(MapBacking file) => throw Missing();

    public void GetResidency(nint address, long length, Span<byte> pages, string? path) => throw Missing();

    public void Evict(MapBacking file, MapRange range) => throw Missing();

    public void ReadNothingAhead(MapBacking file) => throw Missing();

    public int Read(MapBacking file, long offset, Span<byte> buffer) => throw Missing();

    public IReadOnlyList<int> ProcessIds() => throw Missing();

    public string? NameOf(int processId) => throw Missing();

    public IEnumerable<ProcessMapping> Read(int processId, bool detailed, CancellationToken stop) => throw Missing();

    public ProcessMemorySummary? Summarize(int processId) => throw Missing();

    public IFileMappings Find(IEnumerable<string> paths) => throw Missing();

    public MemoryLimits Read() => throw Missing();

    public MapBacking Open(string name, SharedMemoryMode mode, long? size, bool writable, bool allowForeignOwner, uint? permission) => throw Missing();

    public IFileWatch Watch(string path, MapBacking? mapped, bool isLengthWanted) => throw Missing();

    public IReadOnlyList<string> Names() => throw Missing();

    public IReadOnlyList<SharedMemoryInfo> Describe(IReadOnlyCollection<string> names) => throw Missing();

    public void Remove(string name) => throw Missing();

    public string? NameOf(FileInfo file) => throw Missing();

    public ISemaphoreHandle Open(string name, SharedSemaphoreOptions options) => throw Missing();

    public ISemaphoreHandle OpenKey(int key, SharedSemaphoreOptions options) => throw Missing();

    public ISemaphoreHandle OpenSet(int id, SharedSemaphoreOptions options) => throw Missing();

    public SharedSemaphoreInfo? DescribeSemaphore(string name) => throw Missing();

    public IReadOnlyList<SharedSemaphoreInfo> DescribeSets() => throw Missing();

    public void RemoveSemaphore(string name) => throw Missing();

    public void RemoveSet(int id) => throw Missing();

    public string? SemaphoreOf(FileInfo file) => throw Missing();

    public ILockFile OpenLock(string name, bool allowForeignOwner) => throw Missing();

    public ILockFile OpenLockFile(string path, MutexStyle style) => throw Missing();

    public string PathOfLock(string name) => throw Missing();

    public IReadOnlyList<string> LockNames() => throw Missing();

    public IReadOnlyList<SharedMutexInfo> DescribeLocks(IReadOnlyList<string> paths, Action<string, MmapException> failed) => throw Missing();

    public SharedSegment OpenSegmentKey(int key, SharedMemoryMode mode, long? size, bool allowForeignOwner, uint? permission) => throw Missing();

    public SharedSegment OpenSegment(int id, bool allowForeignOwner) => throw Missing();

    public IReadOnlyList<SharedMemoryInfo> DescribeSegments() => throw Missing();

    public void RemoveSegment(int id) => throw Missing();

    public IQueueHandle Open(string name, MessageQueueOptions options) => throw Missing();

    public IQueueHandle OpenKey(int key, MessageQueueOptions options) => throw Missing();

    public IQueueHandle OpenId(int id, MessageQueueOptions options) => throw Missing();

    public IReadOnlyList<string> QueueNames(Action<MmapException> failed) => throw Missing();

    public IReadOnlyList<MessageQueueInfo> DescribeQueues(IReadOnlyCollection<string> names, Action<string, MmapException> failed) => throw Missing();

    public IReadOnlyList<MessageQueueInfo> DescribeQueues() => throw Missing();

    public void RemoveQueue(string name, MessageQueueKind? kind) => throw Missing();

    public void RemoveQueue(int id) => throw Missing();

    public bool CanSleepOn(MapBacking? backing, bool isPrivate) => throw Missing();

    public IWriteSignal? OpenSignal(MapBacking? backing, bool isPrivate) => throw Missing();

    public void Wake(nint address) => throw Missing();

    public bool Sleep(ReadOnlySpan<nint> addresses, ReadOnlySpan<uint> values, long nanoseconds) => throw Missing();
}
