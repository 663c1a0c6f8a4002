using System;
using System.Collections.Generic;
using System.Linq;

namespace MmapModule.Completion;

/// <summary>The System V objects of this machine that a cmdlet works on.</summary>
internal static class SystemVObjects
{
    /// <summary>Their keys, their ids, and what they are.</summary>
    /// <param name="commandName">The cmdlet, whose noun says which kind of objects it takes.</param>
    internal static IEnumerable<(int Key, int Id, string ToolTip)> Of(string commandName) =>
        commandName.EndsWith("Queue", StringComparison.OrdinalIgnoreCase)
            ? MessageQueueCatalog.SystemV().Select(static queue => (queue.Key!.Value, queue.Id!.Value, queue + " of " + queue.Owner))
            : commandName.EndsWith("Semaphore", StringComparison.OrdinalIgnoreCase)
            ? SharedSemaphoreCatalog.Sets().Select(static set => (set.Key!.Value, set.Id!.Value, set + " of " + set.Owner))
            : SharedMemoryCatalog.Segments().Select(static segment => (segment.Key!.Value, segment.Id!.Value, segment + " of " + segment.Owner));
}
