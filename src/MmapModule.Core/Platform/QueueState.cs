namespace MmapModule.Platform;

/// <summary>How many messages are in a queue, and how many bytes they have; null if this user may not read that.</summary>
internal readonly record struct QueueState(long Messages, long? Bytes);
