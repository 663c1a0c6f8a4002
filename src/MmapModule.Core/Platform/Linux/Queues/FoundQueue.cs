using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Queues;

/// <summary>What could be seen of a queue.</summary>
internal readonly record struct FoundQueue(string Name, FileStatus Status, QueueAttributes? Attributes, long? Bytes);
