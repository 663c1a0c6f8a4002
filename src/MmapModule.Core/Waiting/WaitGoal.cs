using System;

namespace MmapModule.Waiting;

/// <summary>What a wait waits for; it judges the bytes that were read last.</summary>
internal abstract class WaitGoal
{
    /// <summary>Whether the wait is over.</summary>
    internal abstract bool IsMet(ReadOnlySpan<byte> bytes);
}
