using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// A cmdlet that picks shared memory: POSIX objects by name, where text may be a wildcard, System V segments by key or id, and an
/// object means the one that it is.
/// </summary>
public abstract class SharedMemoryCommand : SystemVCommand
{
    private protected const string SharedMemorySet = "SharedMemory";

    /// <summary>What Get-SharedMemory has written; the names are taken literally.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SharedMemorySet)]
    [ValidateNotNullOrEmpty]
    public object[] SharedMemory { get; set; } = [];

    /// <summary>The existing names that one input means; what is wrong with it has been reported.</summary>
    private protected HashSet<string> Find(string name, IReadOnlyList<string> all) => Find(name, matches => SharedMemoryNames.AddMatches(name, all, matches));

    /// <summary>Looks up what is not given by a name that may be a wildcard.</summary>
    /// <param name="named">Receives the names of objects.</param>
    /// <param name="segment">Receives the segments that objects, keys and ids mean.</param>
    private protected void FindOthers(Action<string> named, Action<SharedMemoryInfo> segment)
    {
        IReadOnlyList<string>? all = null;
        foreach (object item in SharedMemory)
        {
            if (SharedMemoryNames.SegmentOf(item) is { } id)
            {
                Try(item, _ => segment(FindSegment(id)));
                continue;
            }

            all ??= SharedMemoryCatalog.Names();
            ForEach(Find(item, matches => SharedMemoryNames.AddLiteral(SharedMemoryNames.NameOf(item), all, matches)), named);
        }

        ForEach(Key, key => segment(SharedMemoryCatalog.Segments().FirstOrDefault(found => found.Key == key) ?? throw LookupErrors.NoSegmentKey(key)));
        ForEach(Id, id => segment(FindSegment(id)));
    }

    private static SharedMemoryInfo FindSegment(int id) =>
        SharedMemoryCatalog.Segments().FirstOrDefault(found => found.Id == id) ?? throw LookupErrors.NoSegment(id);

    private HashSet<string> Find(object target, Action<HashSet<string>> add)
    {
        HashSet<string> matches = [];
        Try(target, _ => add(matches));
        return matches;
    }
}
