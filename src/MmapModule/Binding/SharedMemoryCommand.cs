using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that picks POSIX shared memory by name: text may be a wildcard, and an object means the one name it has.</summary>
public abstract class SharedMemoryCommand : MmapCommand
{
    private protected const string NameSet = "Name";
    private protected const string SharedMemorySet = "SharedMemory";

    /// <summary>What Get-SharedMemory has written; the names are taken literally.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SharedMemorySet)]
    [ValidateNotNullOrEmpty]
    public object[] SharedMemory { get; set; } = [];

    /// <summary>The existing names that one input means; what is wrong with it has been reported.</summary>
    private protected HashSet<string> Find(string name, IReadOnlyList<string> all) => Find(name, matches => SharedMemoryNames.AddMatches(name, all, matches));

    /// <summary>The existing name of an object; what is wrong with it has been reported.</summary>
    private protected HashSet<string> Find(object item, IReadOnlyList<string> all) => Find(item, matches => SharedMemoryNames.AddLiteral(SharedMemoryNames.NameOf(item), all, matches));

    private HashSet<string> Find(object target, Action<HashSet<string>> add)
    {
        HashSet<string> matches = [];
        Try(target, _ => add(matches));
        return matches;
    }
}
