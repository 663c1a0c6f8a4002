namespace MmapModule;

/// <summary>What a message has besides its bytes.</summary>
/// <param name="Priority">Its priority; 0 in queues without priorities.</param>
/// <param name="Type">Its type in a System V queue; null for the usual one, or in queues without types.</param>
internal readonly record struct MessageLabel(int Priority, long? Type = null);
